"""What was spent, what is set aside, and what is left."""
