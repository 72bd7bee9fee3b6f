"""Pictures from the gateway: by the image route, and by the chat route."""

import base64

import httpx
import pytest

from app.gateway.client import Gateway
from app.gateway.errors import (
    GatewayFailed,
    GatewayProblem,
    GatewayRefused,
    GatewayUnreachable,
    OutcomeUnknown,
)
from app.gateway.model import Picture, Pictures, Usage
from app.gateway.pictures import picture, sniff
from app.money import Micros
from tests.conftest import TurnableClock
from tests.gateway.scripted import IMAGE, PNG, Pieces, Scripted, gateway

JPEG = b"\xff\xd8\xff\xe0 and the rest"
SVG = b'<?xml version="1.0"?>\n<!-- a fox -->\n<svg xmlns="http://www.w3.org/2000/svg"/>'
USAGE = {"prompt_tokens": 19, "completion_tokens": 4096, "total_tokens": 4115, "cost": 0.014}
SPENT = Usage(Micros(14_000), 19, 4096, None)


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def drawn(*pictures: str, **more: object) -> httpx.Response:
    """An answer of POST /images."""
    data = [{"b64_json": encoded, "media_type": "image/png"} for encoded in pictures]
    headers = {"X-Generation-Id": "gen-img-1"}
    return httpx.Response(200, json={"created": 0, "data": data} | more, headers=headers)


def painted(*urls: str, content: str | None = None, **choice: object) -> httpx.Response:
    """An answer of the chat route with pictures."""
    images = [{"type": "image_url", "image_url": {"url": url}} for url in urls]
    message = {"role": "assistant", "content": content, "images": images}
    choices = [{"index": 0, "finish_reason": "stop", "message": message} | choice]
    return httpx.Response(
        200, json={"id": "gen-2", "model": "acme/brush", "choices": choices, "usage": USAGE}
    )


async def asked(clock: TurnableClock, answer: httpx.Response | Exception) -> Pictures:
    return await gateway(Scripted(answer), clock).images(IMAGE)


async def asked_in_chat(clock: TurnableClock, answer: httpx.Response) -> Pictures:
    return await gateway(Scripted(answer), clock).chat_images(IMAGE, with_text=True)


async def test_pictures_come_with_their_cost_and_id(clock: TurnableClock) -> None:
    found = await asked(clock, drawn(b64(PNG), b64(JPEG), usage=USAGE))
    assert found == Pictures(
        (Picture(PNG, "image/png"), Picture(JPEG, "image/jpeg")), SPENT, "gen-img-1"
    )


async def test_the_type_of_a_picture_is_read_from_its_bytes(clock: TurnableClock) -> None:
    found = await asked(clock, drawn(b64(SVG)))
    assert [one.mime for one in found.pictures] == ["image/svg+xml"]


async def test_a_missing_usage_is_an_unknown_cost(clock: TurnableClock) -> None:
    assert (await asked(clock, drawn(b64(PNG)))).usage is None


async def test_one_unreadable_picture_does_not_lose_the_others(clock: TurnableClock) -> None:
    found = await asked(clock, drawn("?", b64(PNG), "aGVsbG8="))
    assert [one.mime for one in found.pictures] == ["image/png"]


async def test_paid_pictures_that_cannot_be_read_leave_the_outcome_open(
    clock: TurnableClock,
) -> None:
    with pytest.raises(OutcomeUnknown) as caught:
        await asked(clock, drawn("aGVsbG8=", usage=USAGE))
    assert caught.value.usage == SPENT
    assert caught.value.generation_id == "gen-img-1"


async def test_no_picture_is_a_failure_that_tells_its_cost(clock: TurnableClock) -> None:
    with pytest.raises(GatewayFailed) as caught:
        await asked(clock, drawn(usage={**USAGE, "cost": 0.0}))
    assert caught.value.usage is not None
    assert caught.value.usage.cost == 0


async def test_an_error_in_a_good_answer_is_an_error(clock: TurnableClock) -> None:
    told = {"code": 502, "message": "Provider returned error", "metadata": {"raw": "no luck"}}
    with pytest.raises(GatewayFailed) as caught:
        await asked(clock, httpx.Response(200, json={"error": told}))
    assert caught.value.reason == "no luck"


async def test_busy_in_a_good_answer_is_a_failure(clock: TurnableClock) -> None:
    told = {"code": 429, "message": "Rate limit exceeded"}
    with pytest.raises(GatewayFailed):
        await asked(clock, httpx.Response(200, json={"error": told}))


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, html="<h1>Hello</h1>"),
        httpx.Response(200, content=b""),
        httpx.Response(200, json={"created": 0}),
        httpx.Response(200, content=b'{"data":[{"b64_json":"'),
        httpx.Response(200, stream=Pieces(b'{"data":[', httpx.ReadError("reset"))),
        httpx.Response(200, stream=Pieces(b'{"data":[', httpx.ReadTimeout("slow"))),
        httpx.Response(200, stream=Pieces(b"garbage"), headers={"Content-Encoding": "gzip"}),
    ],
)
async def test_a_good_status_with_nothing_readable_leaves_the_outcome_open(
    clock: TurnableClock, answer: httpx.Response
) -> None:
    with pytest.raises(OutcomeUnknown):
        await asked(clock, answer)


@pytest.mark.parametrize(
    ("failure", "meant"),
    [
        (httpx.ConnectError("refused"), GatewayUnreachable),
        (httpx.ReadTimeout("five minutes"), OutcomeUnknown),
        (httpx.RemoteProtocolError("closed"), OutcomeUnknown),
    ],
)
async def test_no_answer_is_not_a_failure(
    clock: TurnableClock, failure: Exception, meant: type[GatewayProblem]
) -> None:
    with pytest.raises(GatewayProblem) as caught:
        await asked(clock, failure)
    assert type(caught.value) is meant


async def test_the_chat_route_sends_pictures_in_its_message(clock: TurnableClock) -> None:
    found = await asked_in_chat(
        clock, painted(f"data:image/jpeg;base64,{b64(PNG)}", content="Look")
    )
    assert found == Pictures((Picture(PNG, "image/png"),), SPENT, "gen-2", "Look")


async def test_a_picture_without_words_is_a_picture(clock: TurnableClock) -> None:
    found = await asked_in_chat(clock, painted(f"data:image/png;base64,{b64(PNG)}"))
    assert (len(found.pictures), found.text) == (1, "")


async def test_words_without_a_picture_are_a_refusal_with_its_cost(clock: TurnableClock) -> None:
    with pytest.raises(GatewayRefused) as caught:
        await asked_in_chat(clock, painted(content="I could not draw that."))
    error = caught.value
    assert (error.reason, error.moderated) == ("I could not draw that.", False)
    assert (error.usage, error.generation_id) == (SPENT, "gen-2")


async def test_a_content_filter_is_told_as_one(clock: TurnableClock) -> None:
    with pytest.raises(GatewayRefused) as caught:
        await asked_in_chat(clock, painted(content="", finish_reason="content_filter"))
    assert caught.value.moderated


async def test_an_error_of_the_choice_is_an_error_with_its_cost(clock: TurnableClock) -> None:
    told = {"code": 502, "message": "Provider disconnected"}
    with pytest.raises(GatewayFailed) as caught:
        await asked_in_chat(clock, painted(content="part", finish_reason="error", error=told))
    assert (caught.value.reason, caught.value.usage) == ("Provider disconnected", SPENT)


async def test_a_picture_elsewhere_is_never_fetched(clock: TurnableClock) -> None:
    far = Scripted(painted("https://elsewhere.test/fox.png"))
    with pytest.raises(OutcomeUnknown):
        await gateway(far, clock).chat_images(IMAGE, with_text=False)
    assert [request.url.host for request in far.requests] == ["gateway.test"]


@pytest.mark.parametrize(
    ("cost", "known"),
    [
        ("0.014", 14_000),
        ("1.5e-05", 15),
        ("0.0000005", 1),  # half a micro rounds up
        ("0.00000049999999999999999999", 0),  # and less than half does not, exactly
        ("0.1", 100_000),
        ("3", 3_000_000),
        ('"0.25"', 250_000),
        ("-0.01", None),
        ("NaN", None),
        ("Infinity", None),
        ("1e999999999", None),
        ("1000000", None),
        ("null", None),
        ("true", None),
        ('"free"', None),
        ("{}", None),
    ],
)
async def test_a_cost_is_exact_or_unknown(
    clock: TurnableClock, cost: str, known: int | None
) -> None:
    body = f'{{"data":[{{"b64_json":"{b64(PNG)}"}}],"usage":{{"cost":{cost}}}}}'
    found = await asked(clock, httpx.Response(200, content=body.encode()))
    assert found.usage is not None
    assert found.usage.cost == known


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (b"GIF89a...", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x20ftypavif", "image/avif"),
        (b"\xef\xbb\xbf  <svg/>", "image/svg+xml"),
        (b"<!DOCTYPE html><html>", None),
        (b"", None),
        (b"hello", None),
    ],
)
def test_what_bytes_are_is_seen_in_them(data: bytes, mime: str | None) -> None:
    assert sniff(data) == mime


def test_a_data_url_is_read_like_bare_base64() -> None:
    assert picture(f"data:image/webp;base64,{b64(PNG)}") == picture(b64(PNG))
    assert picture("https://elsewhere.test/a,b.png") is None
    assert picture("data:image/png;base64,ü") is None


def test_a_gateway_shows_no_key(clock: TurnableClock) -> None:
    assert isinstance(ours := gateway(Scripted(drawn()), clock), Gateway)
    assert "sk-or" not in repr(ours)
    assert "sk-or" not in repr(vars(ours))
