"""What a person keeps: collections, many things at once, the trash, and taking it all home."""
