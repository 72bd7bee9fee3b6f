"""Streamed chat answers: what they say, how they end, and how they break."""

import httpx
import pytest

from app.gateway.errors import (
    GatewayBusy,
    GatewayFailed,
    GatewayMisconfigured,
    GatewayProblem,
    GatewayRefused,
    GatewayUnreachable,
    OutcomeUnknown,
    StreamBroken,
)
from app.gateway.model import (
    Answered,
    ChatEvent,
    Finished,
    ReasoningPiece,
    Source,
    TextPiece,
    Usage,
)
from app.money import Micros
from tests.conftest import TurnableClock
from tests.gateway.scripted import (
    CHAT,
    Pieces,
    Scripted,
    collected,
    events,
    gateway,
    piece,
    said,
    streamed,
)

USAGE = {
    "prompt_tokens": 24,
    "completion_tokens": 11,
    "total_tokens": 35,
    "cost": 3.47e-05,
    "prompt_tokens_details": {"cached_tokens": 16},
    "completion_tokens_details": {"reasoning_tokens": 4},
}
SPENT = Usage(Micros(35), 24, 11, 4, 16)
BEGAN = Answered("acme/words-2026", "gen-1", "Acme")


async def answer(clock: TurnableClock, body: bytes, **headers: str) -> list[ChatEvent]:
    return await said(gateway(Scripted(streamed(body, **headers)), clock))


async def broken(
    clock: TurnableClock, *pieces: bytes | Exception
) -> tuple[list[ChatEvent], GatewayProblem]:
    """What is passed on of an answer that breaks, and the error."""
    kept: list[ChatEvent] = []
    reply = httpx.Response(
        200, stream=Pieces(*pieces), headers={"Content-Type": "text/event-stream"}
    )
    with pytest.raises(GatewayProblem) as caught:
        await collected(gateway(Scripted(reply), clock), CHAT, kept.append)
    return kept, caught.value


async def test_an_answer_says_who_answers_then_what_then_that_it_ended(
    clock: TurnableClock,
) -> None:
    body = b": OPENROUTER PROCESSING\n\n" + events(
        piece(""), piece("Hello"), piece(" there,"), piece("", finish="stop"),
        piece("", finish="stop", usage=USAGE),
    )  # fmt: skip
    assert await answer(clock, body) == [
        BEGAN,
        TextPiece("Hello there,"),
        Finished("stop", SPENT),
    ]


@pytest.mark.parametrize("count", [-1, 2**31, 10**40, 0.5, "many", [], None])
async def test_tokens_that_cannot_be_a_number_of_things_are_not_known(
    clock: TurnableClock, count: object
) -> None:
    told = {
        "prompt_tokens": count,
        "completion_tokens": count,
        "prompt_tokens_details": {"cached_tokens": count},
        "completion_tokens_details": {"reasoning_tokens": count},
    }
    [*_, ended] = await answer(clock, events(piece("Hi", finish="stop", usage=told)))
    assert ended == Finished("stop", Usage())


async def test_the_usage_counts_in_a_chunk_without_choices_too(clock: TurnableClock) -> None:
    body = events(piece("Hi", finish="stop"), {**piece(), "choices": [], "usage": USAGE})
    assert (await answer(clock, body))[-1] == Finished("stop", SPENT)


async def test_the_cost_is_read_exactly(clock: TurnableClock) -> None:
    almost_half_a_micro = b"4.99999999999999999999999e-07"  # as a float it would be a half
    body = events(piece(finish="stop", usage={"cost": 0})).replace(b": 0}", b": %b}")
    told = await answer(clock, body % almost_half_a_micro)
    assert told[-1] == Finished("stop", Usage(Micros(0)))


async def test_reasoning_is_told_apart_from_text(clock: TurnableClock) -> None:
    def thought(words: str) -> dict[str, object]:
        delta = {"content": "", "reasoning": words}
        return {**piece(), "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}

    body = events(thought("A greeting"), thought(" it is."), piece("Hi!"), piece(finish="stop"))
    assert await answer(clock, body) == [
        BEGAN,
        ReasoningPiece("A greeting it is."),
        TextPiece("Hi!"),
        Finished("stop", None),
    ]


async def test_what_arrived_together_leaves_together(clock: TurnableClock) -> None:
    body = [events(*(piece(f"{word} ") for word in words), done=False) for words in ("ab", "cd")]
    end = events(piece(finish="stop"))
    reply = httpx.Response(200, stream=Pieces(*body, end))
    assert await said(gateway(Scripted(reply), clock)) == [
        BEGAN,
        TextPiece("a b "),
        TextPiece("c d "),
        Finished("stop", None),
    ]


async def test_a_finish_reason_and_the_end_of_the_bytes_is_a_good_end(
    clock: TurnableClock,
) -> None:
    body = events(piece("Hi"), piece(finish="length"), done=False)
    assert (await answer(clock, body))[-1] == Finished("length", None)


async def test_the_last_line_needs_no_blank_line(clock: TurnableClock) -> None:
    body = events(piece("Hi"), piece(finish="stop", usage=USAGE), done=False).rstrip(b"\n")
    assert (await answer(clock, body))[-1] == Finished("stop", SPENT)


async def test_a_break_after_the_last_word_breaks_nothing(clock: TurnableClock) -> None:
    body = events(piece("Hi", finish="stop", usage=USAGE), done=False)
    reply = httpx.Response(200, stream=Pieces(body, httpx.ReadError("reset")))
    assert (await said(gateway(Scripted(reply), clock)))[-1] == Finished("stop", SPENT)


async def test_a_cut_answer_is_broken_and_what_came_is_kept(clock: TurnableClock) -> None:
    kept, error = await broken(clock, events(piece("Once upon"), done=False))
    assert kept == [BEGAN, TextPiece("Once upon")]
    assert isinstance(error, StreamBroken)
    assert (error.kind, error.generation_id) == ("cut", "gen-1")


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (httpx.ReadError("reset"), "cut"),
        (httpx.RemoteProtocolError("cut"), "cut"),
        (httpx.ReadTimeout("silence"), "stalled"),
    ],
)
async def test_how_it_broke_is_told(clock: TurnableClock, failure: Exception, kind: str) -> None:
    kept, error = await broken(clock, events(piece("Once"), done=False), failure)
    assert kept[-1] == TextPiece("Once")
    assert isinstance(error, StreamBroken)
    assert error.kind == kind


async def test_half_an_event_at_the_end_is_a_cut(clock: TurnableClock) -> None:
    whole = events(piece("Once"), piece("upon a time"), done=False)
    kept, error = await broken(clock, whole[:-30])
    assert kept == [BEGAN, TextPiece("Once")]
    assert isinstance(error, StreamBroken)
    assert error.kind == "cut"


async def test_nothing_at_all_after_a_good_status_leaves_the_outcome_open(
    clock: TurnableClock,
) -> None:
    for failure in (httpx.ReadError("reset"), httpx.ReadTimeout("silence")):
        kept, error = await broken(clock, failure)
        assert (kept, type(error)) == ([], OutcomeUnknown)
    _, error = await broken(clock)
    assert isinstance(error, OutcomeUnknown)


@pytest.mark.parametrize("done", [True, False])
async def test_an_error_in_the_middle_breaks_the_answer(clock: TurnableClock, done: bool) -> None:
    failure = {"code": 502, "message": "Provider disconnected", "metadata": {"error_type": "x"}}
    body = events(piece("Partial "), piece("", finish="error", error=failure), done=done)
    kept, error = await broken(clock, body)
    assert kept == [BEGAN, TextPiece("Partial ")]
    assert isinstance(error, StreamBroken)
    assert (error.kind, error.reason, error.status_code) == ("error", "Provider disconnected", 502)


async def test_words_in_the_chunk_that_carries_the_error_are_kept(clock: TurnableClock) -> None:
    failure = {"code": "server_error", "message": "Gone"}
    kept, error = await broken(clock, events(piece("Half a", error=failure, usage=USAGE)))
    assert kept[-1] == TextPiece("Half a")
    assert isinstance(error, StreamBroken)
    assert (error.usage, error.status_code) == (SPENT, 500)


@pytest.mark.parametrize(
    ("code", "metadata", "meant"),
    [
        (502, {"error_type": "provider_unavailable"}, GatewayFailed),
        (429, {}, GatewayFailed),  # it had begun, so "nothing happened" cannot be said
        (400, {"error_type": "content_policy_violation"}, GatewayRefused),
        (402, {"limit_source": "openrouter_credits"}, GatewayMisconfigured),
        ("server_error", {}, GatewayFailed),
    ],
)
async def test_an_error_before_the_first_word_is_that_error(
    clock: TurnableClock, code: int | str, metadata: dict[str, str], meant: type[GatewayProblem]
) -> None:
    failure = {"code": code, "message": "No", "metadata": metadata}
    _, error = await broken(clock, events(piece(finish="error", error=failure)))
    assert type(error) is meant


async def test_an_answer_in_one_document_is_an_answer(clock: TurnableClock) -> None:
    message = {"role": "assistant", "content": "Blue.", "reasoning": "Rayleigh"}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    reply = httpx.Response(200, json={**piece(), "choices": [choice], "usage": USAGE})
    assert await said(gateway(Scripted(reply), clock)) == [
        BEGAN,
        ReasoningPiece("Rayleigh"),
        TextPiece("Blue."),
        Finished("stop", SPENT),
    ]


async def test_an_error_in_one_document_is_an_error(clock: TurnableClock) -> None:
    reply = httpx.Response(200, json={"id": "gen-2", "error": {"code": 502, "message": "Gone"}})
    with pytest.raises(GatewayFailed, match="provider failed") as caught:
        await said(gateway(Scripted(reply), clock))
    assert caught.value.reason == "Gone"


async def test_a_web_page_is_no_answer(clock: TurnableClock) -> None:
    with pytest.raises(OutcomeUnknown):
        await said(gateway(Scripted(httpx.Response(200, html="<h1>Hi</h1>")), clock))


async def test_a_refusal_is_read_like_words(clock: TurnableClock) -> None:
    delta = {"content": None, "refusal": "I can not help with that."}
    choice = {"index": 0, "delta": delta, "finish_reason": "content_filter"}
    body = events({**piece(), "choices": [choice]})
    assert (await answer(clock, body))[1:] == [
        TextPiece("I can not help with that."),
        Finished("content_filter", None),
    ]


async def test_pages_that_an_answer_rests_on_are_told_streamed_or_not(clock: TurnableClock) -> None:
    cited = {"url": "https://news.example/1", "title": "Tides", "content": "…", "start_index": 3}
    notes = [
        {"type": "url_citation", "url_citation": cited},
        {"type": "url_citation", "url_citation": {"title": "Nowhere"}},
        {"type": "file", "file": {"hash": "abc"}},
    ]
    body = events({**piece(), "choices": [{"delta": {"content": "Hi", "annotations": notes}}]})
    found = [TextPiece("Hi"), Source("https://news.example/1", "Tides")]
    assert (await answer(clock, body + events(piece(finish="stop"))))[1:3] == found
    message = {"content": "Hi", "annotations": notes}
    whole = {**piece(), "choices": [{"message": message, "finish_reason": "stop"}]}
    reply = httpx.Response(200, json=whole)
    assert (await said(gateway(Scripted(reply), clock)))[1:3] == found


async def test_what_we_do_not_know_does_no_harm(clock: TurnableClock) -> None:
    body = (
        b"data: : OPENROUTER PROCESSING\n\n"
        + events(
            {"type": "ping"},
            {**piece(), "choices": None, "usage": None},
            {**piece(), "choices": [{"delta": None, "finish_reason": None}], "new": {"x": 1}},
            {**piece(), "choices": [{"delta": {"content": ["?"], "reasoning": 7}}]},
            piece("Hi", finish="a_new_reason", usage={"cost": None, "prompt_tokens": "many"}),
        )
    )  # fmt: skip
    assert await answer(clock, body) == [BEGAN, TextPiece("Hi"), Finished("a_new_reason", Usage())]


async def test_half_an_emoji_does_not_break_an_answer(clock: TurnableClock) -> None:
    body = events(piece("Hi \ud83d"), piece("\ude00!"), piece(finish="stop"))
    words = [event.text for event in await answer(clock, body) if isinstance(event, TextPiece)]
    assert "".join(words).encode().startswith(b"Hi ")


async def test_the_header_names_the_generation_when_the_chunks_do_not(
    clock: TurnableClock,
) -> None:
    reply = httpx.Response(
        200,
        stream=Pieces(b": wait\n\n", httpx.ReadError("reset")),
        headers={"X-Generation-Id": "g"},
    )
    with pytest.raises(StreamBroken) as caught:
        await said(gateway(Scripted(reply), clock))
    assert caught.value.generation_id == "g"


@pytest.mark.parametrize(
    ("failure", "meant"),
    [
        (httpx.ConnectError("refused"), GatewayUnreachable),
        (httpx.ConnectTimeout("slow"), GatewayUnreachable),
        (httpx.PoolTimeout("full"), GatewayUnreachable),
        (httpx.RemoteProtocolError("closed"), OutcomeUnknown),
        (httpx.ReadError("reset"), OutcomeUnknown),
        (httpx.WriteError("reset"), OutcomeUnknown),
        (httpx.ReadTimeout("silence"), OutcomeUnknown),
    ],
)
async def test_without_an_answer_it_matters_whether_anything_was_sent(
    clock: TurnableClock, failure: Exception, meant: type[GatewayProblem]
) -> None:
    far = Scripted(failure)
    with pytest.raises(GatewayProblem) as caught:
        await said(gateway(far, clock))
    assert type(caught.value) is meant
    assert len(far.requests) == 1


async def test_an_error_answer_is_raised_by_entering(clock: TurnableClock) -> None:
    reply = httpx.Response(503, json={"error": {"code": 503, "message": "Overloaded"}})
    chat = gateway(Scripted(reply), clock).chat(CHAT)
    with pytest.raises(GatewayBusy):
        await chat.__aenter__()
