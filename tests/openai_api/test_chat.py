"""POST /v1/chat/completions: booked like every text, answered in OpenAI's words."""

import asyncio
import base64
import json
from collections.abc import AsyncGenerator, Callable
from typing import Any

import httpx
import pytest

from app.db import Tx
from app.demo.faults import Fault
from app.demo.wire import Answer, stream_answer
from tests.media.samples import picture
from tests.openai_api.conftest import TEXT, Program
from tests.scripts import key_for, script_of, with_secret
from tests.studio import PASSWORD, PATIENCE, Json, Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")

SEES = "openai/gpt-5-mini"
WEATHER: Json = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather of a place",
        "parameters": {"type": "object", "properties": {"place": {"type": "string"}}},
    },
}


def chunk(**delta: Any) -> Json:
    reason = delta.pop("finish_reason", None)
    choice: Json = {"index": 0, "delta": delta, "finish_reason": reason}
    return {"id": "gen-1", "object": "chat.completion.chunk", "model": TEXT, "choices": [choice]}


def scripted(*chunks: Json, done: bool = True) -> Fault:
    """A stream with exactly these chunks."""

    async def frames() -> AsyncGenerator[bytes, None]:
        for each in chunks:
            yield f"data: {json.dumps(each)}\n\n".encode()
        if done:
            yield b"data: [DONE]\n\n"

    return answering(frames)


def stalling(*chunks: Json) -> Fault:
    """A stream that says this and then nothing for ever."""

    async def frames() -> AsyncGenerator[bytes, None]:
        for each in chunks:
            yield f"data: {json.dumps(each)}\n\n".encode()
        await asyncio.Event().wait()

    return answering(frames)


def answering(frames: Callable[[], AsyncGenerator[bytes, None]]) -> Fault:
    async def act(_: object) -> Answer:
        return stream_answer(frames())

    return Fault(act)


async def frames_of(answer: httpx.Response) -> list[Json | str]:
    frames: list[Json | str] = []
    async for line in answer.aiter_lines():
        if line.startswith("data: "):
            data = line.removeprefix("data: ")
            frames.append(data if data == "[DONE]" else json.loads(data))
    return frames


async def streamed(program: Program, **body: Any) -> list[Json | str]:
    asked: Json = {
        "model": TEXT,
        "messages": [{"role": "user", "content": "Hello"}],
        "stream": True,
        **body,
    }
    headers = asked.pop("headers", {})
    async with program.http.stream(
        "POST", "/v1/chat/completions", json=asked, headers=headers
    ) as answer:
        assert answer.status_code == 200, await answer.aread()
        assert answer.headers["content-type"].startswith("text/event-stream")
        return await frames_of(answer)


def ledger_of(tx: Tx, key_id: str) -> list[tuple[str, int]]:
    rows = tx.rows(
        "SELECT kind, amount_micros FROM ledger WHERE key_id = $id ORDER BY id", id=key_id
    )
    return [(row["kind"], row["amount_micros"]) for row in rows]


def kept_messages(tx: Tx, generation_id: str) -> Any:
    row = tx.row("SELECT * FROM conversations WHERE generation_id = $id", id=generation_id)
    assert row is not None
    return json.loads(row["messages"])


async def test_an_answer_comes_whole_with_what_it_cost(shared: Studio, program: Program) -> None:
    answer = await program.chat("Tell me of boats")
    assert answer.status_code == 200, answer.text
    document = answer.json()
    assert document["object"] == "chat.completion"
    assert document["id"].startswith("chatcmpl-")
    [choice] = document["choices"]
    assert choice["finish_reason"] == "stop"
    assert choice["message"]["role"] == "assistant"
    assert choice["message"]["content"]
    usage = document["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"] > 0

    generation = await program.owner.status(answer.headers["x-generation-id"])
    assert usage["cost"] == generation["cost_micros"] / 1_000_000 > 0
    assert generation["text"] == choice["message"]["content"]
    assert generation["prompt"] == "Tell me of boats"
    assert generation["thread_id"] is None
    booked = await shared.db.read(ledger_of, program.key["id"])
    assert [kind for kind, _ in booked] == ["hold", "settle"]
    assert booked[1][1] == generation["cost_micros"]
    assert (await program.owner.usage())["spent_micros"] == generation["cost_micros"]


async def test_an_answer_is_streamed_while_it_is_written(program: Program) -> None:
    frames = await streamed(program, stream_options={"include_usage": True})
    assert frames[-1] == "[DONE]"
    first, *middle, last, usage, _ = frames
    assert isinstance(first, dict)
    assert first["choices"][0]["delta"] == {"role": "assistant", "content": ""}
    assert all(isinstance(each, dict) and each["id"] == first["id"] for each in middle)
    assert isinstance(last, dict)
    assert last["choices"][0]["finish_reason"] == "stop"
    assert isinstance(usage, dict)
    assert usage["choices"] == []
    assert usage["usage"]["cost"] > 0


async def test_usage_is_streamed_only_to_those_who_ask(program: Program) -> None:
    frames = await streamed(program)
    assert all(isinstance(each, str) or each["choices"] for each in frames)


async def test_a_conversation_goes_on_as_it_was_sent(shared: Studio, program: Program) -> None:
    messages: list[Json] = [
        {"role": "system", "content": "Be brief."},
        {"role": "developer", "content": [{"type": "text", "text": "And kind."}]},
        {"role": "user", "content": "What is the weather?", "name": "ada"},
        {
            "role": "assistant",
            "content": None,
            "refusal": None,
            "annotations": [],
            "tool_calls": [
                {
                    "id": "call_1",
                    "type": "function",
                    "function": {"name": "weather", "arguments": '{"place": "here"}'},
                }
            ],
        },
        {"role": "tool", "tool_call_id": "call_1", "content": "Rain."},
        {"role": "user", "content": "Thank you"},
    ]
    extras: Json = {
        "tools": [WEATHER],
        "tool_choice": {"type": "function", "function": {"name": "weather"}},
        "parallel_tool_calls": False,
        "stop": ["END"],
        "temperature": 0.2,
        "top_p": 0.9,
        "seed": 7,
        "max_completion_tokens": 64,
        "presence_penalty": 0.5,
        "response_format": {"type": "text"},
        "metadata": {"a": "b"},
        "user": "someone",
        "store": False,
    }
    answer = await program.chat(messages=messages, **extras)
    assert answer.status_code == 200, answer.text
    sent = shared.demo.recorded("POST", "/chat/completions")[-1].body
    assert [each["role"] for each in sent["messages"]] == [each["role"] for each in messages]
    assert sent["messages"][3]["tool_calls"] == messages[3]["tool_calls"]
    assert sent["messages"][3]["content"] is None
    assert "annotations" not in sent["messages"][3]
    assert sent["messages"][4] == messages[4]
    for name in ("tools", "tool_choice", "parallel_tool_calls", "stop", "presence_penalty"):
        assert sent[name] == extras[name]
    assert sent["max_completion_tokens"] == 64
    # Who it is for is our own word, and what changes nothing goes no further.
    assert sent["user"] == program.owner.user["id"]
    assert not {"metadata", "store", "max_tokens", "n"} & set(sent)
    kept = await shared.db.read(kept_messages, answer.headers["x-generation-id"])
    assert [each["role"] for each in kept] == [each["role"] for each in messages]


CALLING = (
    chunk(role="assistant", content=None),
    chunk(
        tool_calls=[
            {
                "index": 0,
                "id": "call_a",
                "type": "function",
                "function": {"name": "weather", "arguments": ""},
            }
        ]
    ),
    chunk(tool_calls=[{"index": 0, "function": {"arguments": '{"place":'}}]),
    chunk(tool_calls=[{"index": 0, "function": {"arguments": ' "here"}'}}]),
    chunk(
        tool_calls=[
            {
                "index": 1,
                "id": "call_b",
                "type": "function",
                "function": {"name": "weather", "arguments": '{"place": "there"}'},
            }
        ]
    ),
    {
        **chunk(finish_reason="tool_calls"),
        "usage": {
            "prompt_tokens": 20,
            "completion_tokens": 12,
            "total_tokens": 32,
            "cost": 0.00004,
        },
    },
)
CALLED = [
    {
        "id": "call_a",
        "type": "function",
        "function": {"name": "weather", "arguments": '{"place": "here"}'},
    },
    {
        "id": "call_b",
        "type": "function",
        "function": {"name": "weather", "arguments": '{"place": "there"}'},
    },
]


async def test_tools_that_the_model_wants_called_are_told_whole(
    shared: Studio, program: Program
) -> None:
    shared.demo.script(path="/chat/completions", answer=scripted(*CALLING))
    answer = (await program.chat(tools=[WEATHER])).json()
    [choice] = answer["choices"]
    assert choice["finish_reason"] == "tool_calls"
    assert choice["message"]["content"] is None
    assert choice["message"]["tool_calls"] == CALLED
    assert answer["usage"]["cost"] == 0.00004


async def test_tools_that_the_model_wants_called_are_streamed(
    shared: Studio, program: Program
) -> None:
    shared.demo.script(path="/chat/completions", answer=scripted(*CALLING))
    calls: dict[int, Json] = {}
    for frame in await streamed(program, tools=[WEATHER]):
        if isinstance(frame, str):
            continue
        for piece in frame["choices"][0]["delta"].get("tool_calls", []):
            call = calls.setdefault(piece["index"], {"function": {"name": "", "arguments": ""}})
            call |= {name: piece[name] for name in ("id", "type") if name in piece}
            for name, text in piece["function"].items():
                call["function"][name] += text
    assert [calls[index] for index in sorted(calls)] == CALLED


def data_url(data: bytes, mime: str = "image/png") -> str:
    return f"data:{mime};base64,{base64.b64encode(data).decode()}"


def looking_at(*urls: str) -> list[Json]:
    parts: list[Json] = [{"type": "text", "text": "What is this?"}]
    parts += [{"type": "image_url", "image_url": {"url": url}} for url in urls]
    return [{"role": "user", "content": parts}]


async def test_pictures_go_along_and_their_bytes_are_not_kept(
    shared: Studio, program: Program
) -> None:
    urls = [data_url(picture()), "https://pictures.example.org/boat.png"]
    answer = await program.chat(model=SEES, messages=looking_at(*urls))
    assert answer.status_code == 200, answer.text
    sent = shared.demo.recorded("POST", "/chat/completions")[-1].body
    passed_on = [part["image_url"]["url"] for part in sent["messages"][0]["content"][1:]]
    # The demo gateway notes long base64 by its length.
    assert passed_on[0].endswith(f"({len(urls[0].partition(',')[2])} letters)")
    assert passed_on[1] == urls[1]
    kept = await shared.db.read(kept_messages, answer.headers["x-generation-id"])
    first, second = [part["image_url"]["url"] for part in kept[0]["content"][1:]]
    assert first.startswith("data:image/png;base64,…")
    assert len(first) < 60
    assert second == urls[1]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/secret.png",
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "ftp://example.org/a.png",
        "//example.org/a.png",
        "javascript:alert(1)",
        "https://example.org/" + "a" * 9_000,
        "data:image/png;base64,%%%",
        "data:image/png;base64,AAAA",
        "data:image/png;base64,",
        "data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=",
        "data:text/html;base64,PGI+",
        "data:image/png,rawbytes",
        "",
    ],
)
async def test_what_is_no_picture_is_refused_before_it_costs(program: Program, url: str) -> None:
    answer = await program.chat(model=SEES, messages=looking_at(url))
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["param"].endswith("image_url.url")


async def test_a_model_that_sees_nothing_is_shown_nothing(program: Program) -> None:
    blind = "deepseek/deepseek-v3.2"
    answer = await program.chat(model=blind, messages=looking_at(data_url(picture())))
    assert answer.status_code == 400
    assert "attached images" in answer.json()["error"]["message"]


MALFORMED: list[tuple[Json, str]] = [
    ({"messages": []}, "messages"),
    ({"messages": "hello"}, "messages"),
    ({"messages": [{"role": "user"}]}, "messages.0.user.content"),
    ({"messages": [{"role": "king", "content": "x"}]}, "messages.0"),
    ({"messages": [{"role": "user", "content": "x", "id": 5}]}, "messages.0.user.id"),
    ({"messages": [{"role": "tool", "content": "x"}]}, "messages.0.tool.tool_call_id"),
    ({"messages": [{"role": "user", "content": [{"type": "input_audio"}]}]}, "messages.0"),
    ({"n": 2}, "n"),
    ({"logprobs": True}, "logprobs"),
    ({"modalities": ["text", "audio"]}, "modalities.1"),
    ({"functions": []}, "functions"),
    ({"tools": [{"type": "web_search"}]}, "tools.0.type"),
    ({"tools": [{"type": "openrouter:web_search"}]}, "tools.0.type"),
    ({"plugins": [{"id": "web"}]}, "plugins"),
    ({"models": ["openai/gpt-5.5"]}, "models"),
    ({"provider": {"order": ["x"]}}, "provider"),
    ({"stop": ["a"] * 5}, "stop"),
    ({"max_tokens": 5, "max_completion_tokens": 5}, ""),
    ({"temperature": "warm"}, "temperature"),
    ({"temperature": 3}, "params.temperature"),
    ({"presence_penalty": 9}, "presence_penalty"),
    ({"user_id": "somebody"}, "user_id"),
    ({"cost": 0}, "cost"),
    ({"max_cost_micros": -1}, "max_cost_micros"),
    ({"max_cost_micros": 1.5}, "max_cost_micros"),
    ({"model": "nobody/nothing"}, "model"),
    ({"model": 5}, "model"),
]


@pytest.mark.parametrize(("body", "param"), MALFORMED)
async def test_a_request_that_cannot_be_honoured_is_refused_by_name(
    shared: Studio, program: Program, body: Json, param: str
) -> None:
    answer = await program.chat(**body)
    assert answer.status_code == 400, answer.text
    error = answer.json()["error"]
    assert set(error) >= {"message", "type", "param", "code"}
    assert error["type"] == "invalid_request_error"
    assert (error["param"] or "").startswith(param)
    assert await shared.db.read(ledger_of, program.key["id"]) == []


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"{", b'{"messages": [' * 5_000, b"\xff\xfe", b'"' + b"a" * 99]
)
async def test_a_body_that_is_no_request_is_refused(program: Program, body: bytes) -> None:
    answer = await program.http.post("/v1/chat/completions", content=body)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["type"] == "invalid_request_error"


async def test_thousands_of_messages_are_priced_and_more_are_refused(program: Program) -> None:
    turns: list[Json] = [{"role": "user", "content": f"Turn {number}"} for number in range(5_000)]
    answer = await program.chat(messages=turns)
    assert answer.status_code == 200, answer.text
    answer = await program.chat(messages=turns + turns)
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == "messages"


async def test_a_huge_body_is_cut_off(program: Program) -> None:
    huge = b'{"messages": "' + b"a" * (21 * 1024 * 1024) + b'"}'
    answer = await program.http.post("/v1/chat/completions", content=huge)
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too-large"


async def test_a_strangers_body_is_never_read(shared: Studio) -> None:
    where = httpx.URL(shared.url)
    reader, writer = await asyncio.open_connection(where.host, where.port)
    head = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n"
    writer.write(head.encode() + b'{"messages": "')
    async with asyncio.timeout(PATIENCE):
        answer = await reader.readuntil(b"}}")
    writer.transport.abort()
    assert answer.startswith(b"HTTP/1.1 401")
    assert b'"code":"invalid_api_key"' in answer


async def test_only_keys_open_v1(shared: Studio, ada: Person) -> None:
    token = await ada.http.post(
        "/api/auth/token",
        data={"username": ada.user["email"], "password": PASSWORD},
    )
    jwt = token.json()["access_token"]
    for headers in ({}, {"Authorization": f"Bearer {jwt}"}, {"x-api-key": "aycg_x"}):
        answer = await ada.http.get("/v1/models", headers=headers)
        assert answer.status_code == 401, headers
        assert answer.json()["error"]["type"] == "authentication_error"


async def test_a_client_that_hangs_up_stops_the_answer_and_pays_for_what_came(
    shared: Studio, program: Program
) -> None:
    words = chunk(content="Once upon a time there was a boat")
    shared.demo.script(path="/chat/completions", answer=stalling(words))
    async with program.http.stream(
        "POST",
        "/v1/chat/completions",
        json={"model": TEXT, "stream": True, "messages": [{"role": "user", "content": "Hi"}]},
    ) as answer:
        generation_id = answer.headers["x-generation-id"]
        async for line in answer.aiter_lines():
            if "Once upon" in line:
                break
    ended = await ended_soon(program.owner, generation_id)
    assert ended["state"] == "cancelled"
    assert ended["text"] == "Once upon a time there was a boat"
    assert ended["cost_micros"] > 0
    assert ended["cost_source"] == "computed"
    assert (await program.owner.usage())["held_micros"] == 0


async def ended_soon(person: Person, generation_id: str) -> Json:
    async with asyncio.timeout(PATIENCE):
        while True:
            now = await person.status(generation_id)
            if now["state"] not in ("queued", "running"):
                return now
            await asyncio.sleep(0.02)


async def test_one_that_waits_for_all_of_it_may_hang_up_too(
    shared: Studio, program: Program
) -> None:
    shared.demo.script(path="/chat/completions", answer=stalling(chunk(content="Once")))
    with pytest.raises(httpx.ReadTimeout):
        await program.http.post(
            "/v1/chat/completions",
            json={"model": TEXT, "messages": [{"role": "user", "content": "Hi"}]},
            timeout=1,
        )
    [item] = (await program.owner.http.get("/api/generations")).json()["items"]
    assert (await ended_soon(program.owner, item["id"]))["state"] == "cancelled"


async def test_with_an_idempotency_key_the_answer_is_written_to_its_end(
    shared: Studio, program: Program
) -> None:
    key = {"Idempotency-Key": "the-same"}
    body: Json = {"model": TEXT, "stream": True, "messages": [{"role": "user", "content": "Hi"}]}
    async with program.http.stream(
        "POST", "/v1/chat/completions", json=body, headers=key
    ) as answer:
        generation_id = answer.headers["x-generation-id"]
    ended = await ended_soon(program.owner, generation_id)
    assert ended["state"] == "succeeded"
    again = await streamed(program, messages=body["messages"], headers=key)
    text = "".join(
        each["choices"][0]["delta"].get("content") or "" for each in again if isinstance(each, dict)
    )
    assert text == ended["text"]
    booked = await shared.db.read(ledger_of, program.key["id"])
    assert [kind for kind, _ in booked] == ["hold", "settle"]
    other = await program.chat("Something else", headers=key)
    assert other.status_code == 409
    assert other.headers["x-should-retry"] == "false"


async def test_the_same_key_at_the_same_time_is_the_same_answer(
    shared: Studio, program: Program
) -> None:
    key = {"Idempotency-Key": "at-once"}
    answers = await asyncio.gather(*(program.chat("Hi", headers=key) for _ in range(5)))
    assert {each.status_code for each in answers} == {200}
    assert len({each.json()["id"] for each in answers}) == 1
    assert len({each.json()["choices"][0]["message"]["content"] for each in answers}) == 1
    assert len(await shared.db.read(ledger_of, program.key["id"])) == 2


@pytest.mark.parametrize(
    ("fault", "status", "again"),
    [
        (Fault.status(400), 400, False),
        (Fault.status(403), 400, False),
        (Fault.status(401), 502, False),
        # Certainly nothing was made and nothing charged.
        (Fault.status(500), 503, True),
        (Fault.drop_before_answer(), 502, False),
        (Fault.cut_stream(0), 502, False),
    ],
)
async def test_an_answer_that_never_began_is_an_error_and_not_asked_for_twice(
    shared: Studio, program: Program, fault: Fault, status: int, again: bool
) -> None:
    for stream in (False, True):
        shared.demo.script(path="/chat/completions", answer=fault)
        answer = await program.chat(stream=stream)
        assert answer.status_code == status, answer.text
        assert answer.json()["error"]["message"]
        assert ("x-should-retry" not in answer.headers) is again


async def test_a_stream_that_is_cut_says_so_and_never_pretends_to_be_whole(
    shared: Studio, program: Program
) -> None:
    shared.demo.script(
        path="/chat/completions", answer=scripted(chunk(content="Half a"), done=False)
    )
    frames = await streamed(program)
    assert isinstance(frames[-1], dict)
    assert frames[-1]["error"]["code"] == "stream-broken"
    assert "[DONE]" not in frames
    shared.demo.script(
        path="/chat/completions", answer=scripted(chunk(content="Half a"), done=False)
    )
    whole = await program.chat()
    assert whole.status_code == 502
    assert whole.headers["x-should-retry"] == "false"


@pytest.mark.parametrize("end", ["revoke", "narrow"])
async def test_a_key_that_ends_in_the_middle_ends_its_streams(
    shared: Studio, ada: Person, end: str
) -> None:
    key = await key_for(ada)
    shared.demo.script(path="/chat/completions", answer=stalling(chunk(content="Once")))
    async with (
        with_secret(shared, key["secret"]) as http,
        http.stream(
            "POST",
            "/v1/chat/completions",
            json={"model": TEXT, "stream": True, "messages": [{"role": "user", "content": "Hi"}]},
        ) as answer,
    ):
        lines = answer.aiter_lines()
        async for line in lines:
            if "Once" in line:
                break
        if end == "revoke":
            await ada.http.delete(f"/api/keys/{key['id']}")
        else:
            await ada.http.patch(f"/api/keys/{key['id']}", json={"scopes": ["read"]})
        async with asyncio.timeout(2):
            rest = [line async for line in lines if line.startswith("data: ")]
    assert json.loads(rest[-1].removeprefix("data: "))["error"]["code"] == "invalid_api_key"
    ended = await ended_soon(ada, answer.headers["x-generation-id"])
    assert ended["state"] == "cancelled"


async def test_a_key_without_the_scope_is_refused(shared: Studio, ada: Person) -> None:
    async with script_of(shared, ada, scopes=["image", "read"]) as http:
        answer = await http.post(
            "/v1/chat/completions",
            json={"model": TEXT, "messages": [{"role": "user", "content": "Hi"}]},
        )
    assert answer.status_code == 403
    assert answer.json()["error"]["type"] == "permission_error"


async def test_the_price_is_agreed_before(program: Program) -> None:
    answer = await program.chat(max_cost_micros=1)
    assert answer.status_code == 402
    assert answer.json()["error"]["type"] == "insufficient_quota"
    assert answer.json()["error"]["code"] == "max-cost-exceeded"


async def test_routes_answer_and_say_who_did(program: Program) -> None:
    for model in ("auto", None):
        answer = await program.chat("Hello", model=model)
        assert answer.status_code == 200, answer.text
        assert answer.json()["model"].startswith("google/gemini")


async def test_a_program_may_not_ask_again_through_the_page(program: Program) -> None:
    answer = await program.chat()
    generation_id = answer.headers["x-generation-id"]
    retried = await program.owner.http.post(f"/api/generations/{generation_id}/retry")
    assert retried.status_code == 409


async def test_rates_are_told_as_everywhere(program: Program) -> None:
    answer = await program.chat()
    assert '"key"' in answer.headers["ratelimit"]
    assert answer.headers["x-request-id"]
