"""The heart: one request for text, an image or a video, from asking to ending."""
