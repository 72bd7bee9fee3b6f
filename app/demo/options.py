"""How fast the demo gateway is, and which of OpenRouter's habits it shows."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """All times are seconds. The defaults are for people watching."""

    first_token_after: float = 0.4
    token_delay: float = 0.025
    """Between two tokens of text; a token is about four letters."""

    image_seconds: float = 3.0
    video_seconds: float = 9.0
    """From submit to completed, by the gateway's clock. The first quarter is `pending`."""

    generation_after: float = 20.0
    """How long GET /generation answers 404 after the call. OpenRouter takes minutes."""

    usage_chunk: Literal["repeated", "empty_choices"] = "repeated"
    """Both forms of the last chunk of a text are met in the wild."""

    relative_polling_url: bool = False
    signed_urls: bool = False
    """Whether completed films also carry `urls` and `expires_at`."""

    key: str | None = None
    """The only key that is let in. None lets every key in."""

    webhook_secret: str | None = None
    """What webhooks are signed with, as in OpenRouter's settings. None leaves them unsigned."""

    state_dir: Path | None = None
    """Where video jobs are kept, so that they survive this process."""

    @classmethod
    def instant(cls, *, video_seconds: float = 9.0, state_dir: Path | None = None) -> Self:
        """For tests: nothing waits, only films take their time on the clock the test turns."""
        return cls(
            first_token_after=0,
            token_delay=0,
            image_seconds=0,
            video_seconds=video_seconds,
            generation_after=0,
            state_dir=state_dir,
        )
