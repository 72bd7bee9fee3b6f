"""Which model answers: a named one is pinned, a route chooses."""
