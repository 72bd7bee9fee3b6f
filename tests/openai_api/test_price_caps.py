"""What a model may cost at most binds programs too, and is told in OpenAI's shape."""

import pytest

from app.catalog.service import Catalogue
from app.money import ZERO
from tests.openai_api.conftest import FILM, IMAGE, TEXT, Program
from tests.studio import Json, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")

SAID: Json = {"messages": [{"role": "user", "content": "Hello"}]}
VECTORS, VOICE = "openai/text-embedding-3-small", "hexgrad/kokoro-82m"


@pytest.mark.parametrize(
    ("path", "model", "body"),
    [
        ("/chat/completions", TEXT, SAID),
        ("/chat/completions", TEXT, SAID | {"stream": True}),
        ("/images/generations", IMAGE, {"prompt": "A boat"}),
        ("/videos", FILM, {"prompt": "Waves", "seconds": "4"}),
        ("/embeddings", VECTORS, {"input": "A boat"}),
        ("/audio/speech", VOICE, {"input": "A boat", "voice": "af_alloy"}),
    ],
    ids=["chat", "stream", "image", "video", "embeddings", "speech"],
)
async def test_a_program_is_refused_above_the_cap_before_anything_is_booked(
    shared: Studio, program: Program, path: str, model: str, body: Json
) -> None:
    catalogue = shared.part(Catalogue)
    await catalogue.change(model, price_cap=ZERO)
    answer = await program.http.post(f"/v1{path}", json={"model": model, **body})
    await catalogue.change(model, price_cap=None)
    error = answer.json()["error"]
    assert (answer.status_code, error["type"]) == (402, "insufficient_quota")
    assert (error["code"], error["price_cap_micros"]) == ("price-cap-exceeded", 0)
    assert error["quote_micros"] > 0
    assert [each for each in shared.demo.requests.all() if each.method == "POST"] == []
    assert (await program.owner.usage())["held_micros"] == 0
