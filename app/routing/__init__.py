"""Who may use which model, and which one answers: tiers, routes, circuit breakers, rate limits."""
