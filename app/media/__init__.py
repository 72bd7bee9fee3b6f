"""Media: the files people bring and the ones we make for them, and the rows that own them."""
