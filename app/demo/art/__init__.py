"""Real pictures, films and sounds, drawn here: pretty, and the same for the same prompt."""
