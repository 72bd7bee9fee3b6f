"""How the worker says no."""

from app.media.model import Refusal


class Refused(Exception):
    """This file is not taken. The message is for the log, `why` for the person."""

    def __init__(self, why: Refusal, detail: str) -> None:
        super().__init__(detail)
        self.why = why
