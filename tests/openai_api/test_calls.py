"""/v1/embeddings and /v1/audio/speech: booked like everything, answered at once, and not kept."""

import asyncio
import base64
import io
import struct
import wave
from datetime import timedelta
from typing import Any

import av
import httpx
import pytest

from app.db import Tx
from app.demo.faults import Fault
from app.generation.booking import forget_old_keys
from app.generation.service import Generations
from app.money import Micros
from app.usage.budgets import Limits, set_limits
from app.usage.verify import verify
from tests.openai_api.conftest import Program
from tests.scripts import key_for, script_of, with_secret
from tests.studio import PATIENCE, Json, Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")

EMBEDS = "openai/text-embedding-3-small"
SPEAKS = "hexgrad/kokoro-82m"
PCM_ONLY = "google/gemini-3.8-flash-tts"
ANY_VOICE = "fish-audio/s2.1-pro"


async def embed(program: Program, **more: Any) -> httpx.Response:
    headers = more.pop("headers", {})
    body: Json = {"model": EMBEDS, "input": "A paper boat", **more}
    return await program.http.post("/v1/embeddings", json=body, headers=headers)


async def speak(program: Program, **more: Any) -> httpx.Response:
    headers = more.pop("headers", {})
    body: Json = {"model": SPEAKS, "input": "A paper boat", "voice": "af_alloy", **more}
    return await program.http.post("/v1/audio/speech", json=body, headers=headers)


def books_of(tx: Tx, key_id: str) -> list[str]:
    rows = tx.rows("SELECT kind FROM ledger WHERE key_id = $id ORDER BY id", id=key_id)
    return [row["kind"] for row in rows]


def row_of(tx: Tx, key_id: str) -> Json:
    """The one call of this key."""
    [row] = tx.rows("SELECT * FROM generations WHERE key_id = $id", id=key_id)
    return dict(row)


def kept(tx: Tx) -> int:
    [row] = tx.rows(
        """
        SELECT count(*) AS n FROM answers JOIN generations ON id = generation_id
         WHERE kind IN ('embedding', 'speech')
        """
    )
    return row["n"]


@pytest.fixture(params=[embed, speak], ids=["embeddings", "speech"])
def call(request: pytest.FixtureRequest) -> Any:
    return request.param


PATHS = {"embed": "/embeddings", "speak": "/audio/speech"}


async def test_vectors_come_in_order_as_numbers_or_packed_and_are_the_same(
    shared: Studio, program: Program
) -> None:
    told = (await embed(program, input=["one", "two", "three"])).json()
    assert told["object"] == "list"
    assert [each["index"] for each in told["data"]] == [0, 1, 2]
    assert told["model"] == EMBEDS
    usage = told["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] > 0
    row = await shared.db.read(row_of, program.key["id"])
    assert usage["cost"] == row["cost_micros"] / 1_000_000
    packed = (await embed(program, input=["one", "two", "three"], encoding_format="base64")).json()
    for plain, tight in zip(told["data"], packed["data"], strict=True):
        data = base64.b64decode(tight["embedding"])
        numbers = struct.unpack(f"<{len(data) // 4}f", data)
        assert plain["embedding"] == pytest.approx(numbers, abs=1e-6)
    assert await shared.db.read(books_of, program.key["id"]) == ["hold", "settle"] * 2


async def test_tokens_can_be_embedded_and_vectors_shortened(program: Program) -> None:
    told = (await embed(program, input=[[1, 2, 3], [4]], dimensions=8)).json()
    assert [len(each["embedding"]) for each in told["data"]] == [8, 8]
    assert len((await embed(program, input=[1, 2, 3])).json()["data"]) == 1


async def test_a_gateway_that_packs_otherwise_than_asked_is_understood(
    shared: Studio, program: Program
) -> None:
    packed = base64.b64encode(struct.pack("<2f", 0.5, -1.0)).decode()
    for given, wanted, seen in (
        (packed, "float", [0.5, -1.0]),
        ([0.5, -1], "base64", packed),
    ):
        document: Json = {"object": "list", "data": [{"index": 0, "embedding": given}], "usage": {}}
        shared.demo.script(path="/embeddings", answer=Fault.status(200, document))
        answer = await embed(program, encoding_format=wanted)
        assert answer.json()["data"][0]["embedding"] == seen


async def test_speech_can_be_played_in_every_format_that_is_taken(program: Program) -> None:
    mp3 = await speak(program)
    assert mp3.headers["content-type"] == "audio/mpeg"
    with av.open(io.BytesIO(mp3.content), "r") as opened:
        assert (opened.duration or 0) > 0
    wav = await speak(program, response_format="wav")
    assert wav.headers["content-type"] == "audio/wav"
    with wave.open(io.BytesIO(wav.content)) as opened:
        assert (opened.getframerate(), opened.getnchannels()) == (24_000, 1)
        frames = opened.readframes(opened.getnframes())
    pcm = await speak(program, response_format="pcm")
    assert pcm.headers["content-type"] == "audio/pcm;rate=24000;channels=1"
    assert pcm.content == frames


async def test_what_speech_did_cost_is_learnt_afterwards(shared: Studio, program: Program) -> None:
    answer = await speak(program)
    row = await shared.db.read(row_of, program.key["id"])
    assert answer.headers["x-generation-id"] == row["id"]
    assert (row["state"], row["cost_source"]) == ("succeeded", "computed")
    assert row["cost_micros"] == row["quote_micros"] > 0
    assert row["gateway_id"].startswith("gen-tts-")


async def test_a_voice_that_there_is_not_is_refused_naming_those_that_there_are(
    program: Program,
) -> None:
    answer = await speak(program, voice="alloy")
    assert answer.status_code == 400
    assert "af_alloy" in answer.json()["error"]["supported"]
    assert (await speak(program, model=ANY_VOICE, voice="anybody")).status_code == 200
    refused = await speak(program, model=PCM_ONLY, voice="Kore")
    assert refused.status_code == 400
    assert "pcm" in refused.json()["error"]["message"]


async def test_nothing_of_a_call_is_kept_but_what_it_cost(
    shared: Studio, program: Program, call: Any
) -> None:
    before = await shared.db.read(kept)
    answer = await call(program, input="Nobody shall know this")
    assert answer.status_code == 200, answer.text
    row = await shared.db.read(row_of, program.key["id"])
    assert "Nobody shall know" not in str(row)
    assert await shared.db.read(kept) == before
    assert (await program.owner.http.get("/api/generations")).json()["items"] == []
    status = await program.owner.http.get(f"/api/generations/{row['id']}")
    assert status.status_code == 404
    report = (await program.owner.http.get("/api/usage")).json()
    assert row["model"] in str(report)


async def test_the_same_key_is_the_same_answer_for_a_day_and_paid_once(
    shared: Studio, program: Program, call: Any
) -> None:
    key = {"Idempotency-Key": "once"}
    path = PATHS[call.__name__]
    sent = len(shared.demo.recorded("POST", path))
    first = await call(program, headers=key)
    again = await call(program, headers=key)
    assert (first.status_code, again.content) == (200, first.content)
    assert again.headers["x-generation-id"] == first.headers["x-generation-id"]
    assert len(shared.demo.recorded("POST", path)) == sent + 1
    assert await shared.db.read(books_of, program.key["id"]) == ["hold", "settle"]
    other = await call(program, input="Another", headers=key)
    assert other.status_code == 409
    before = await shared.db.read(kept)
    await shared.db.write(forget_old_keys, shared.clock() + timedelta(days=2))
    assert before > 0 == await shared.db.read(kept)


async def test_many_with_the_same_key_at_once_are_one_call(
    shared: Studio, program: Program, call: Any
) -> None:
    key = {"Idempotency-Key": "together"}
    answers = await asyncio.gather(*(call(program, headers=key) for _ in range(5)))
    assert {each.status_code for each in answers} == {200}
    assert len({each.content for each in answers}) == 1
    assert await shared.db.read(books_of, program.key["id"]) == ["hold", "settle"]


@pytest.mark.parametrize(
    ("fault", "status", "again", "books", "state"),
    [
        (Fault.status(400), 400, False, ["hold", "release"], "failed"),
        (Fault.status(401), 502, False, ["hold", "release"], "failed"),
        (Fault.status(500), 503, True, ["hold", "release"], "failed"),
        # It may have been done and charged: the money waits for an administrator.
        (Fault.drop_before_answer(), 502, False, ["hold"], "unknown"),
        (Fault.garbage(), 502, False, ["hold"], "unknown"),
        (Fault.html(200), 502, False, ["hold"], "unknown"),
    ],
)
async def test_a_call_that_fails_is_never_sent_again_and_its_money_is_accounted_for(
    shared: Studio,
    program: Program,
    call: Any,
    fault: Fault,
    status: int,
    again: bool,
    books: list[str],
    state: str,
) -> None:
    path = PATHS[call.__name__]
    shared.demo.script(path=path, answer=fault)
    key = {"Idempotency-Key": "one try"}
    answer = await call(program, headers=key)
    assert (answer.status_code, answer.headers.get("x-should-retry")) == (
        status,
        None if again else "false",
    ), answer.text
    assert (await call(program, headers=key)).status_code == status
    assert len(shared.demo.recorded("POST", path)) == 1
    assert await shared.db.read(books_of, program.key["id"]) == books
    assert (await shared.db.read(row_of, program.key["id"]))["state"] == state
    assert not (await shared.db.read(verify)).differences


async def test_a_busy_gateway_is_asked_again(shared: Studio, program: Program, call: Any) -> None:
    shared.demo.script(path=PATHS[call.__name__], answer=Fault.status(429), times=2)
    answering = asyncio.create_task(call(program))
    while not answering.done():
        shared.clock.turn(seconds=5)
        await asyncio.sleep(0.02)
    assert (await answering).status_code == 200
    assert await shared.db.read(books_of, program.key["id"]) == ["hold", "settle"]


async def test_an_error_inside_a_good_answer_is_one(shared: Studio, program: Program) -> None:
    error = {"error": {"code": 400, "message": "This is too much"}}
    for path, call in (("/embeddings", embed), ("/audio/speech", speak)):
        shared.demo.script(path=path, answer=Fault.status(200, error))
        answer = await call(program)
        assert answer.status_code == 400
        assert "This is too much" in answer.json()["error"]["message"]


async def test_vectors_that_are_not_all_there_are_no_answer(
    shared: Studio, program: Program
) -> None:
    gaps: list[Any] = [[], [{"index": 1, "embedding": [1.0]}], [{"index": 0, "embedding": []}]]
    for data in gaps:
        document = {"object": "list", "data": data, "usage": {"prompt_tokens": 3, "cost": 0.01}}
        shared.demo.script(path="/embeddings", answer=Fault.status(200, document))
        assert (await embed(program)).status_code == 502
    # The gateway told what it cost, so it is booked.
    assert await shared.db.read(books_of, program.key["id"]) == ["hold", "settle"] * 3


async def test_nothing_is_sent_that_budget_tier_key_or_scope_do_not_allow(
    shared: Studio, ada: Person, program: Program, call: Any
) -> None:
    sent = len(shared.demo.recorded("POST", PATHS[call.__name__]))

    async def refusal(**key: Any) -> tuple[int, str]:
        made = await key_for(ada, **key)
        async with with_secret(shared, made["secret"]) as http:
            answer = await call(Program(http, made, ada))
        return answer.status_code, answer.json()["error"]["code"]

    assert await refusal(scopes=["image", "read"]) == (403, "not-allowed")
    assert await refusal(models=["google/*"]) == (403, "model-not-allowed")
    assert (await call(program, max_cost_micros=0)).status_code == 402
    await shared.db.write(set_limits, ada.user["id"], Limits(Micros(0)))
    assert await refusal() == (402, "budget-exceeded")
    assert len(shared.demo.recorded("POST", PATHS[call.__name__])) == sent


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"input": ""}, "input"),
        ({"input": []}, "input"),
        ({"input": [""]}, "input"),
        ({"input": ["a", 1]}, "input"),
        ({"input": [-1]}, "input"),
        ({"input": ["a"] * 2049}, "input"),
        ({"dimensions": 0}, "dimensions"),
        ({"encoding_format": "hex"}, "encoding_format"),
        ({"model": None}, "model"),
        ({"colour": "red"}, "colour"),
    ],
)
async def test_what_cannot_be_embedded_is_refused_by_name(
    program: Program, body: Json, param: str
) -> None:
    answer = await embed(program, **body)
    assert answer.status_code == 400
    assert answer.json()["error"]["param"].startswith(param)


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"input": ""}, "input"),
        ({"input": "a" * 16_385}, "input"),
        ({"response_format": "opus"}, "response_format"),
        ({"speed": 9}, "speed"),
        ({"stream_format": "sse"}, "stream_format"),
        ({"colour": "red"}, "colour"),
    ],
)
async def test_what_cannot_be_spoken_is_refused_by_name(
    program: Program, body: Json, param: str
) -> None:
    answer = await speak(program, **body)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


async def test_the_models_of_both_are_listed(shared: Studio, program: Program) -> None:
    listed = {each["id"]: each for each in (await program.http.get("/v1/models")).json()["data"]}
    assert listed[EMBEDS]["kinds"] == ["embedding"]
    assert listed[SPEAKS]["kinds"] == ["speech"]
    models = (await program.owner.http.get("/api/models", params={"kind": "speech"})).json()
    [kokoro] = [each for each in models["items"] if each["id"] == SPEAKS]
    assert "af_alloy" in kokoro["capabilities"]["params"]["voice"]["values"]
    async with script_of(shared, program.owner, scopes=["image"]) as http:
        ids = [each["id"] for each in (await http.get("/v1/models")).json()["data"]]
    assert EMBEDS not in ids


async def test_a_wrong_kind_of_model_is_none(program: Program) -> None:
    assert (await embed(program, model=SPEAKS)).status_code == 400
    assert (await speak(program, model=EMBEDS)).status_code == 400


async def test_an_embedding_whose_client_left_is_settled_all_the_same(
    shared: Studio, program: Program
) -> None:
    shared.demo.script(path="/embeddings", answer=Fault.delay(0.6))
    with pytest.raises(httpx.ReadTimeout):
        await program.http.post("/v1/embeddings", json={"model": EMBEDS, "input": "x"}, timeout=0.2)
    row = await shared.db.read(row_of, program.key["id"])
    live = shared.part(Generations).calls.live(row["id"])
    assert live is not None
    async with asyncio.timeout(PATIENCE):
        await live.ended.wait()
    assert await shared.db.read(books_of, program.key["id"]) == ["hold", "settle"]
