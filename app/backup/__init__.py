"""Copies of what people have made: of the database by themselves, of everything when asked, and
back again."""
