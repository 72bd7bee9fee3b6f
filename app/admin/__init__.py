"""Everything across features, for administrators only."""
