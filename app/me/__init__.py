"""One's own data, across features: taken along as a whole, or gone for good."""
