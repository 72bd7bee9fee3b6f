"""Films for tests: the smallest there is, its price, and requests for it."""

from itertools import pairwise
from typing import Any

from tests.generation.jobs import pause
from tests.studio import Json, Person, Studio

FILM: Json = {"model": "x-ai/grok-imagine-video", "params": {"duration": 1, "resolution": "480p"}}
PRICE = 50_000  # micros, exactly


async def submitted(studio: Studio, person: Person, prompt: str, **more: Any) -> Json:
    """A film the gateway has just accepted."""
    asked = await person.ask("video", prompt, **(FILM | more))
    await pause(studio, asked["id"])
    return await person.status(asked["id"])


def job_of(studio: Studio, prompt: str) -> str:
    """The gateway's name of the only film with this prompt."""
    [job] = studio.demo.submits(prompt)
    return job.id


def gaps(times: list[float]) -> list[float]:
    return [round(later - earlier, 6) for earlier, later in pairwise(times)]


def polls(studio: Studio, prompt: str) -> list[float]:
    """When the gateway was asked for progress, in seconds after the submit."""
    [job] = studio.demo.submits(prompt)
    asked = studio.demo.recorded("GET", f"/videos/{job.id}")
    return [(each.at - job.submitted_at).total_seconds() for each in asked]


def downloads(studio: Studio, prompt: str) -> int:
    """How often the content of this film was asked for."""
    return len(studio.demo.recorded("GET", f"/videos/{job_of(studio, prompt)}/content"))
