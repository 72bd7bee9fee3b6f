"""Who may use the studio: users, sign-in, sessions, and who is asking."""
