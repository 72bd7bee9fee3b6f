"""Telling a person's programs that a generation has ended, over HTTP, signed.

Below `generation`, which calls `deliveries.tell` in the transaction of an ending; what an ended
generation looks like is passed in from above.
"""
