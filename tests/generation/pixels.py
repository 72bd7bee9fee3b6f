"""Images for tests, as small as can be."""

import base64

from app.demo import Fault
from tests.studio import Json, Person, Studio

KLEIN = "black-forest-labs/flux.2-klein-4b"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def pixel(
    studio: Studio, person: Person, prompt: str, model: str = KLEIN, count: int = 1, **more: object
) -> Json:
    """An image, a second after the one before. With `count` so many at once."""
    pictures = [{"b64_json": base64.b64encode(PIXEL).decode()}] * count
    answer = {"created": 0, "data": pictures, "usage": {"cost": 0.01}}
    studio.demo.script(path="/images", answer=Fault.status(200, answer))
    studio.clock.turn(seconds=1)
    return await studio.made(person, "image", prompt=prompt, model=model, **more)
