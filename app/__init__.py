"""allucanget: text, images and videos for the people who share one OpenRouter key."""

__version__ = "0.1.0"
