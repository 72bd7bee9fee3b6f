"""Published prices, and which of them applies."""
