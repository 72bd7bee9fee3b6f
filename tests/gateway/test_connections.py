"""The client over real connections: refused, reset, cut, stalled, left."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
import uvicorn

from app.gateway.client import Gateway
from app.gateway.errors import (
    GatewayBusy,
    GatewayProblem,
    GatewayUnreachable,
    OutcomeUnknown,
    StreamBroken,
)
from app.gateway.model import ChatEvent, Finished, TextPiece, VideoRequest
from app.gateway.transport import CONNECTIONS, IDLE_SECONDS, open_http
from app.gateway.wire import Patience
from tests.conftest import TurnableClock
from tests.gateway.scripted import CHAT, IMAGE, KEY, VIDEO, collected, events, piece, said
from tests.gateway.server import (
    END,
    EVENTS,
    Connection,
    Script,
    answer,
    chunk,
    close,
    half_a_body,
    half_a_head,
    no_http,
    reset,
    serving,
    silent,
)

SOON = timedelta(milliseconds=300)  # long for this machine, short for us
WHOLE = events(piece("Hello"), piece(finish="stop"))
NOBODY = "http://127.0.0.1:9/api/v1"  # the discard port: nobody listens


@asynccontextmanager
async def reached(
    base_url: str, clock: TurnableClock, patience: Patience | None = None
) -> AsyncGenerator[Gateway]:
    async with open_http() as http:
        yield Gateway(http, base_url, KEY, clock=clock, patience=patience)


async def ok(far: Connection) -> None:
    await far.send(answer(b'{"id":"job"}', "202 Accepted", "Content-Type: application/json"))


async def stream(far: Connection) -> None:
    await far.send(EVENTS, chunk(WHOLE), END)


async def half_a_stream(far: Connection) -> None:
    await far.send(EVENTS, chunk(events(piece("Once"), done=False)))
    far.writer.close()


async def stalling(far: Connection) -> None:
    await far.send(EVENTS, chunk(events(piece("Once"), done=False)))
    await far.hung_up()


async def test_a_large_request_arrives_whole_and_with_its_length(clock: TurnableClock) -> None:
    frame = "data:image/png;base64," + "QUJD" * 1_000_000
    async with serving(ok) as server, reached(server.base_url, clock) as ours:
        await ours.submit_video(VideoRequest("acme/camera", "A boat", first_frame=frame))
    assert frame.encode() in server.bodies[0]
    assert f"content-length: {len(server.bodies[0])}" in server.heads[0].lower()


@pytest.mark.parametrize("script", [close, reset, silent, half_a_head, no_http, half_a_body])
async def test_a_paid_request_is_sent_once_whatever_happens(
    clock: TurnableClock, script: Script
) -> None:
    patience = Patience(work=SOON, stall=SOON)
    async with serving(script) as server, reached(server.base_url, clock, patience) as ours:
        for ask in (ours.submit_video(VIDEO), ours.images(IMAGE), said(ours)):
            with pytest.raises((OutcomeUnknown, StreamBroken)):
                await ask
    assert len(server.heads) == 3


async def test_nothing_was_sent_where_nobody_listens(clock: TurnableClock) -> None:
    async with reached(NOBODY, clock) as ours:
        for ask in (ours.submit_video(VIDEO), ours.images(IMAGE), said(ours), ours.key()):
            with pytest.raises(GatewayUnreachable):
                await ask


@pytest.mark.parametrize(("script", "kind"), [(half_a_stream, "cut"), (stalling, "stalled")])
async def test_a_stream_that_breaks_says_how(
    clock: TurnableClock, script: Script, kind: str
) -> None:
    kept: list[ChatEvent] = []
    async with (
        serving(script) as server,
        reached(server.base_url, clock, Patience(stall=SOON)) as ours,
    ):
        with pytest.raises(StreamBroken) as caught:
            await collected(ours, CHAT, kept.append)
    assert (caught.value.kind, caught.value.generation_id) == (kind, "gen-1")
    assert kept[-1] == TextPiece("Once")


async def test_broken_framing_in_the_middle_of_a_stream_is_noticed(clock: TurnableClock) -> None:
    async def garbage(far: Connection) -> None:
        await far.send(EVENTS, chunk(events(piece("Once"), done=False)))
        await heard.wait()
        await far.send(b"zz\r\nabc\r\n")

    heard = asyncio.Event()
    async with (
        serving(garbage) as server,
        reached(server.base_url, clock, Patience(stall=SOON)) as ours,
    ):
        with pytest.raises(StreamBroken):
            await collected(ours, CHAT, lambda _: heard.set())


async def test_comments_keep_a_slow_stream_alive(clock: TurnableClock) -> None:
    async def slow(far: Connection) -> None:
        await far.send(EVENTS)
        for _ in range(4):
            await asyncio.sleep(SOON.total_seconds() / 2)
            await far.send(chunk(b": OPENROUTER PROCESSING\n\n"))
        await far.send(chunk(WHOLE), END)

    async with (
        serving(slow) as server,
        reached(server.base_url, clock, Patience(stall=1.5 * SOON)) as ours,
    ):
        assert (await said(ours))[-1] == Finished("stop", None)


async def test_the_first_word_does_not_wait_for_the_second(clock: TurnableClock) -> None:
    async def word_by_word(far: Connection) -> None:
        await far.send(EVENTS, chunk(events(piece("One"), done=False)))
        await heard.wait()
        await far.send(chunk(events(piece("Two"), piece(finish="stop"))), END)

    heard = asyncio.Event()
    async with serving(word_by_word) as server, reached(server.base_url, clock) as ours:

        def keep(event: ChatEvent) -> None:
            if event == TextPiece("One"):
                heard.set()

        assert TextPiece("Two") in await collected(ours, CHAT, keep)


async def test_leaving_hangs_up_at_once(clock: TurnableClock) -> None:
    left = asyncio.Event()

    async def endless(far: Connection) -> None:
        await far.send(EVENTS, chunk(events(piece("Once"), done=False)))
        await far.hung_up()
        left.set()

    async with serving(endless) as server, reached(server.base_url, clock) as ours:
        async with ours.chat(CHAT) as answer_:
            async for _ in answer_:
                break
        await asyncio.wait_for(left.wait(), 5)


async def test_a_cancelled_reader_hangs_up_too(clock: TurnableClock) -> None:
    began, left = asyncio.Event(), asyncio.Event()

    async def endless(far: Connection) -> None:
        await far.send(EVENTS, chunk(events(piece("Once"), done=False)))
        await far.hung_up()
        left.set()

    async with serving(endless) as server, reached(server.base_url, clock) as ours:
        reading = asyncio.create_task(collected(ours, CHAT, lambda _: began.set()))
        await began.wait()
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        await asyncio.wait_for(left.wait(), 5)


async def test_a_finished_stream_leaves_its_connection_for_the_next(clock: TurnableClock) -> None:
    async def end_apart(far: Connection) -> None:
        await far.send(EVENTS, chunk(WHOLE))
        await far.send(END)

    async with serving(end_apart) as server, reached(server.base_url, clock) as ours:
        for _ in range(3):
            await said(ours)
    assert (len(server.heads), server.connections) == (3, 1)


def test_an_idle_connection_is_left_before_the_far_side_leaves_it() -> None:
    """By a second, in which a busy process may not have heard yet that it was left."""
    assert uvicorn.Config("app", log_config=None).timeout_keep_alive - IDLE_SECONDS >= 1


async def test_a_stream_that_is_done_ends_although_the_far_side_stays(
    clock: TurnableClock,
) -> None:
    async def lingering(far: Connection) -> None:
        await far.send(EVENTS, chunk(WHOLE))
        await far.hung_up()

    async with serving(lingering) as server, reached(server.base_url, clock) as ours:
        assert (await said(ours))[-1] == Finished("stop", None)


async def test_a_film_is_streamed_without_knowing_its_length(clock: TurnableClock) -> None:
    async def film(far: Connection) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nTransfer-Encoding: chunked\r\n\r\n"
        await far.send(head, chunk(b"x" * 100_000), chunk(b"y" * 100_000), END)

    async with (
        serving(film) as server,
        reached(server.base_url, clock) as ours,
        ours.video_content("job") as chunks,
    ):
        sizes = [len(part) async for part in chunks]
    assert sum(sizes) == 200_000
    assert len(sizes) > 1


async def test_a_film_that_is_cut_short_is_a_missed_look(clock: TurnableClock) -> None:
    async with serving(half_a_body) as server, reached(server.base_url, clock) as ours:
        with pytest.raises(GatewayBusy):
            async with ours.video_content("job") as chunks:
                async for _ in chunks:
                    continue


async def test_hundreds_of_streams_run_side_by_side(clock: TurnableClock) -> None:
    many = 300  # each takes two descriptors here, and some machines allow a thousand
    assert CONNECTIONS >= 600
    everybody = asyncio.Event()

    async def together(far: Connection) -> None:
        if server.connections == many:
            everybody.set()
        await everybody.wait()
        await stream(far)

    async with serving(together) as server, reached(server.base_url, clock) as ours:
        answers = await asyncio.gather(*(said(ours) for _ in range(many)))
    assert all(found[-1] == Finished("stop", None) for found in answers)


async def test_no_exception_carries_the_key(
    clock: TurnableClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    async with serving(close) as server, reached(server.base_url, clock) as ours:
        with pytest.raises(GatewayProblem) as caught:
            await ours.submit_video(VIDEO)
    key = KEY.get_secret_value()
    assert key in server.heads[0]
    told = [caplog.text]
    error: BaseException | None = caught.value
    while error is not None:
        told += [str(error), repr(error), repr(error.args)]
        error = error.__cause__
    assert not any(key in text for text in told)
