"""Texts: streamed, stopped, read along, continued; and what is kept when something breaks."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import pytest

from app.demo import Fault
from tests.clocks import TurnableClock
from tests.studio import Event, Studio, demo_for_tests, events_of


async def test_an_answer_streams_from_started_to_ended(studio: Studio) -> None:
    ada = await studio.person()
    async with ada.streaming("Tell me about boats") as stream:
        events = [event async for event in stream]
    names = [event.name for event in events]
    assert (names[0], names[-1], set(names[1:-1])) == ("started", "ended", {"delta"})
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    ended = events[-1].data["generation"]
    said = "".join(event.data["text"] for event in events if event.name == "delta")
    assert (ended["state"], ended["text"]) == ("succeeded", said)
    assert ended["cost_micros"] > 0
    assert ended["cost_source"] == "gateway"


async def test_reasoning_is_kept_apart_from_the_answer(studio: Studio) -> None:
    ada = await studio.person()
    answer = await ada.say("Why do boats float?", model="deepseek/deepseek-r1-0528")
    assert answer["reasoning"]
    assert answer["reasoning"] not in answer["text"]


async def test_a_thread_remembers_what_was_said(studio: Studio) -> None:
    ada = await studio.person()
    first = await ada.say("My boat is called Mathilda")
    second = await ada.say("What is it called?", thread_id=first["thread_id"])
    assert second["parent_id"] == first["id"]
    sent = studio.demo.recorded("POST", "/chat/completions")[-1].body["messages"]
    assert [message["role"] for message in sent] == ["user", "assistant", "user"]
    thread = (await ada.http.get(f"/api/threads/{first['thread_id']}")).json()
    assert [turn["id"] for turn in thread["generations"]] == [first["id"], second["id"]]
    assert thread["title"] == "My boat is called Mathilda"


async def test_asking_again_at_the_root_forgets_what_followed(studio: Studio) -> None:
    ada = await studio.person()
    first = await ada.say("One")
    again = await ada.say("One, please", thread_id=first["thread_id"], parent_id=None)
    assert again["parent_id"] is None
    assert len(studio.demo.recorded("POST", "/chat/completions")[-1].body["messages"]) == 1


async def test_a_second_reader_gets_every_event_from_the_one_it_names(studio: Studio) -> None:
    ada = await studio.person()
    studio.demo.script(path="/chat/completions", answer=Fault.stall(after=5))
    async with ada.streaming("Tell me about boats") as stream:
        seen = [await anext(stream) for _ in range(4)]
        generation_id = seen[0].data["generation"]["id"]
        along = f"/api/generations/{generation_id}/events"
        async with ada.http.stream("GET", along, headers={"Last-Event-ID": "2"}) as answer:
            read = events_of(answer)
            assert [await anext(read) for _ in range(2)] == seen[2:4]
            await read.aclose()
    await ada.http.post(f"/api/generations/{generation_id}/cancel")


async def test_a_reader_that_names_an_event_yet_to_come_is_told_what_comes_now(
    studio: Studio,
) -> None:
    ada = await studio.person()
    studio.demo.script(path="/chat/completions", answer=Fault.stall(after=5))
    async with ada.streaming("Tell me about boats") as stream:
        generation_id = (await anext(stream)).data["generation"]["id"]
        along = f"/api/generations/{generation_id}/events"
        async with ada.http.stream("GET", along, params={"after": 1000}) as answer:
            await ada.http.post(f"/api/generations/{generation_id}/cancel")
            assert [event.name async for event in events_of(answer)][-1] == "ended"


async def test_reading_along_after_the_end_gives_ended_again(studio: Studio) -> None:
    ada = await studio.person()
    answer = await ada.say("Tell me about boats")
    async with ada.http.stream("GET", f"/api/generations/{answer['id']}/events") as stream:
        events = [event async for event in events_of(stream)]
    assert [(event.name, event.data["generation"]) for event in events] == [("ended", answer)]


async def test_a_closed_tab_does_not_end_the_answer(studio: Studio) -> None:
    ada = await studio.person()
    async with ada.streaming("Tell me about boats") as stream:
        started = await anext(stream)
        await stream.aclose()
    ended = await studio.ended(ada, started.data["generation"]["id"])
    assert ended["state"] == "succeeded"


async def test_stopping_keeps_what_arrived_and_settles_it(studio: Studio) -> None:
    ada = await studio.person()
    studio.demo.script(path="/chat/completions", answer=Fault.stall(after=8))
    async with ada.streaming("Tell me about boats") as stream:
        generation_id = (await anext(stream)).data["generation"]["id"]
        said = await _words(stream, 3)
        stopped = (await ada.http.post(f"/api/generations/{generation_id}/cancel")).json()
        rest = [event async for event in stream]
    assert stopped["state"] == "cancelled"
    assert stopped["text"].startswith(said)
    assert stopped["cost_source"] == "computed"
    assert rest[-1].name == "ended"
    assert (await ada.usage())["held_micros"] == 0


async def test_a_cut_stream_is_interrupted_with_its_text(studio: Studio) -> None:
    ada = await studio.person()
    studio.demo.script(path="/chat/completions", answer=Fault.cut_stream(after_chunks=6))
    answer = await ada.say("Tell me about boats")
    assert (answer["state"], answer["error"]["charged"]) == ("interrupted", "maybe")
    assert answer["text"]
    assert (await ada.usage())["held_micros"] == 0


async def test_an_error_in_mid_stream_is_told_and_keeps_the_text(studio: Studio) -> None:
    ada = await studio.person()
    studio.demo.script(path="/chat/completions", answer=Fault.midstream_error(after_chunks=4))
    answer = await ada.say("Tell me about boats")
    assert answer["state"] == "interrupted"
    assert answer["text"]
    assert answer["error"]["message"]


async def test_the_tokens_of_an_answer_are_those_the_gateway_counted(studio: Studio) -> None:
    ada = await studio.person()
    studio.demo.script(path="/chat/completions", answer=Fault.known("200_content_filter"))
    answer = await ada.say("Tell me about boats")
    assert answer["tokens"] == {"prompt": 40, "completion": 0, "reasoning": 0, "cached": 0}
    assert (await ada.status(answer["id"]))["tokens"] == answer["tokens"]


async def test_tokens_that_nobody_counted_are_not_guessed(studio: Studio) -> None:
    ada = await studio.person()
    studio.demo.script(path="/chat/completions", answer=Fault.cut_stream(after_chunks=6))
    answer = await ada.say("Tell me about boats")
    assert answer["text"]
    assert (answer["cost_source"], answer["tokens"]) == ("computed", None)
    assert (await ada.status(answer["id"]))["tokens"] is None


async def test_a_busy_gateway_is_asked_again_before_the_first_word(studio: Studio) -> None:
    ada = await studio.person()
    busy = Fault.status(429, headers={"Retry-After": "0"})
    studio.demo.script(path="/chat/completions", answer=busy)
    assert (await ada.say("Tell me about boats"))["state"] == "succeeded"
    assert len(studio.demo.recorded("POST", "/chat/completions")) == 2


async def test_a_refusal_is_told_and_costs_nothing(studio: Studio) -> None:
    ada = await studio.person()
    studio.demo.script(path="/chat/completions", answer=Fault.known("403_moderation"))
    answer = await ada.say("Tell me something forbidden")
    assert (answer["state"], answer["error"]["code"]) == ("failed", "moderated")
    assert (answer["cost_micros"], answer["error"]["charged"]) == (0, "no")
    assert (await ada.usage())["spent_micros"] == 0


async def test_an_empty_purse_is_the_operators_business(studio: Studio) -> None:
    ada = await studio.person()
    studio.demo.script(path="/chat/completions", answer=Fault.known("402_insufficient_credits"))
    answer = await ada.say("Tell me about boats")
    assert (answer["state"], answer["error"]["who"]) == ("failed", "admin")
    assert "administrator" in answer["error"]["message"]


async def test_what_arrived_is_in_the_database_within_a_second(studio: Studio) -> None:
    ada = await studio.person()
    studio.demo.script(path="/chat/completions", answer=Fault.stall(after=8))
    async with ada.streaming("Tell me about boats") as stream:
        generation_id = (await anext(stream)).data["generation"]["id"]
        said = await _words(stream, 4)
        await asyncio.sleep(1)
        assert (await ada.status(generation_id))["text"].startswith(said)
        await ada.http.post(f"/api/generations/{generation_id}/cancel")


async def test_a_stop_of_the_server_tells_the_readers_and_keeps_the_text(studio: Studio) -> None:
    ada = await studio.person()
    studio.demo.script(path="/chat/completions", answer=Fault.stall(after=8))
    async with ada.streaming("Tell me about boats") as stream:
        await anext(stream)
        said = await _words(stream, 3)
        stopping = asyncio.create_task(studio.stop())
        ended = [event async for event in stream][-1].data["generation"]
        await stopping
    assert (ended["state"], ended["error"]["code"]) == ("interrupted", "interrupted")
    assert ended["text"].startswith(said)
    await studio.start()
    assert (await (await studio.again(ada)).status(ended["id"]))["text"] == ended["text"]


async def test_a_picture_can_be_talked_about(studio: Studio) -> None:
    ada = await studio.person()
    image = await studio.made(ada, "image")
    shown = [{"media_id": image["media"][0]["id"], "role": "attachment"}]
    answer = await ada.say("What is this?", inputs=shown)
    assert answer["state"] == "succeeded"
    content = studio.demo.recorded("POST", "/chat/completions")[-1].body["messages"][0]["content"]
    assert [part["type"] for part in content] == ["text", "image_url"]


async def test_signing_out_ends_an_open_stream_but_not_the_answer(studio: Studio) -> None:
    ada = await studio.person()
    studio.demo.script(path="/chat/completions", answer=Fault.stall(after=5))
    async with ada.streaming("Tell me about boats") as stream:
        generation_id = (await anext(stream)).data["generation"]["id"]
        await ada.http.post("/api/auth/logout")
        async with asyncio.timeout(2):
            rest = [event async for event in stream]
    assert all(event.name != "ended" for event in rest)
    again = await studio.again(ada)
    assert (await again.status(generation_id))["state"] == "running"
    await again.http.post(f"/api/generations/{generation_id}/cancel")


async def _words(stream: AsyncGenerator[Event], count: int) -> str:
    """The text of the next `count` deltas."""
    said = ""
    for _ in range(count):
        event = await anext(stream)
        said += event.data["text"]
    return said


class _Hurried(httpx.AsyncBaseTransport):
    """Waits as long as it is told to, counted in quicker seconds."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.extensions["timeout"]["read"] /= 120
        return await self._inner.handle_async_request(request)


async def test_no_text_waits_for_ever_for_a_gateway_that_fell_silent(
    tmp_path: Path, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = demo_for_tests(clock)
    hurried = _Hurried(demo.transport())
    monkeypatch.setattr(demo, "transport", lambda: hurried)
    studio = await Studio(tmp_path / "data", clock, demo).start()
    ada = await studio.person()
    demo.script(path="/chat/completions", answer=Fault.stall(after=6))
    answer = await ada.say("Tell me about boats")
    assert (answer["state"], answer["error"]["code"]) == ("interrupted", "stream-broken")
    assert answer["error"]["message"].startswith("The gateway fell silent")
    assert answer["text"]
    assert (await ada.usage())["held_micros"] == 0
    await studio.close()
