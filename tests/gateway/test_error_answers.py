"""What every error answer of the gateway means for us."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from app.gateway.client import Gateway
from app.gateway.errors import (
    GatewayBusy,
    GatewayFailed,
    GatewayGone,
    GatewayMisconfigured,
    GatewayProblem,
    GatewayRefused,
    OutcomeUnknown,
)
from app.gateway.trouble import LONGEST_WAIT
from tests.conftest import TurnableClock
from tests.gateway.error_answers import CASES, Asked, Case, error
from tests.gateway.scripted import IMAGE, KEY, VIDEO, Scripted, gateway, said

THEN = datetime.fromtimestamp(1795000800, UTC)


async def _download(ours: Gateway) -> object:
    async with ours.video_content("job") as chunks:
        return [chunk async for chunk in chunks]


ASK: dict[Asked, Callable[[Gateway], Awaitable[object]]] = {
    "chat": said,
    "images": lambda ours: ours.images(IMAGE),
    "video": lambda ours: ours.submit_video(VIDEO),
    "poll": lambda ours: ours.poll_video("job"),
    "content": _download,
    "models": lambda ours: ours.text_models(),
}
PAID: list[Asked] = ["chat", "images", "video"]
FREE: list[Asked] = ["poll", "content", "models"]


async def problem(clock: TurnableClock, asked: Asked, answer: httpx.Response) -> GatewayProblem:
    """The error for this answer. It was asked for once, and no more."""
    far = Scripted(answer)
    with pytest.raises(GatewayProblem) as caught:
        await ASK[asked](gateway(far, clock))
    assert len(far.requests) == 1
    return caught.value


def reply(case: Case) -> httpx.Response:
    if isinstance(case.body, str):
        return httpx.Response(case.status, html=case.body)
    return httpx.Response(case.status, json=case.body, headers=dict(case.headers))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_it_is_sorted_by_what_to_do(clock: TurnableClock, case: Case) -> None:
    clock.now = THEN
    found = await problem(clock, case.asked, reply(case))
    assert type(found) is case.meant
    assert found.status_code == case.status
    assert found.reason.startswith(case.reason)
    assert bool(found.reason) == bool(case.reason)
    assert found.detail
    assert found.detail.endswith(".")
    assert "user_x" not in found.raw
    if isinstance(found, GatewayBusy):
        wait = None if case.wait is None else timedelta(seconds=case.wait)
        assert found.retry_after == wait
    if isinstance(found, GatewayRefused):
        assert found.moderated == case.moderated
    if isinstance(found, GatewayMisconfigured):
        assert str(case.status) in found.operator_reason
        assert "administrator" in found.detail


@pytest.mark.parametrize("status", [408, 499, 500, 502, 504, 520, 524])
async def test_a_film_may_be_running_behind_an_error(clock: TurnableClock, status: int) -> None:
    answer = httpx.Response(status, json=error(status, "Something broke"))
    assert type(await problem(clock, "video", answer)) is OutcomeUnknown


@pytest.mark.parametrize("asked", ["chat", "images"])
@pytest.mark.parametrize("status", [408, 499, 500, 502, 504, 520, 524])
async def test_a_picture_or_a_text_that_failed_has_failed(
    clock: TurnableClock, asked: Asked, status: int
) -> None:
    answer = httpx.Response(status, json=error(status, "Something broke"))
    assert type(await problem(clock, asked, answer)) is GatewayFailed


@pytest.mark.parametrize("asked", PAID)
@pytest.mark.parametrize("status", [425, 429, 503, 529])
async def test_only_where_nothing_happened_it_may_be_tried_again(
    clock: TurnableClock, asked: Asked, status: int
) -> None:
    for answer in (httpx.Response(status), httpx.Response(status, json=error(status, "Later"))):
        assert type(await problem(clock, asked, answer)) is GatewayBusy


@pytest.mark.parametrize("asked", FREE)
@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503, 504, 520, 524, 529])
async def test_a_missed_look_is_no_verdict(clock: TurnableClock, asked: Asked, status: int) -> None:
    answer = httpx.Response(status, json=error(status, "Something broke"))
    assert type(await problem(clock, asked, answer)) is GatewayBusy


@pytest.mark.parametrize("asked", FREE)
@pytest.mark.parametrize("status", [200, 302, 403, 404, 500])
async def test_a_web_page_is_no_verdict_on_a_job(
    clock: TurnableClock, asked: Asked, status: int
) -> None:
    answer = httpx.Response(status, html="<h1>Just a moment...</h1>")
    assert type(await problem(clock, asked, answer)) is GatewayBusy


@pytest.mark.parametrize("asked", FREE)
async def test_a_broken_look_is_no_verdict(clock: TurnableClock, asked: Asked) -> None:
    for failure in (httpx.ReadError("reset"), httpx.ReadTimeout("slow"), httpx.ConnectError("no")):
        with pytest.raises(GatewayBusy):
            await ASK[asked](gateway(Scripted(failure), clock))


@pytest.mark.parametrize("asked", PAID)
@pytest.mark.parametrize("status", [302, 401, 403, 404, 405])
async def test_a_web_page_instead_of_a_gateway_is_for_the_operator(
    clock: TurnableClock, asked: Asked, status: int
) -> None:
    found = await problem(clock, asked, httpx.Response(status, html="<h1>Welcome</h1>"))
    assert isinstance(found, GatewayMisconfigured)
    assert "OPENROUTER_BASE_URL" in found.operator_reason


async def test_a_permission_of_the_key_is_for_the_operator(clock: TurnableClock) -> None:
    body = error(403, "Only management keys can do this", error_type="permission_denied")
    found = await problem(clock, "chat", httpx.Response(403, json=body))
    assert isinstance(found, GatewayMisconfigured)
    assert found.reason == ""


async def test_the_operator_reads_the_remedy(clock: TurnableClock) -> None:
    body = error(402, "No credit", remedy_hint="Raise this key's limit.")
    found = await problem(clock, "chat", httpx.Response(402, json=body))
    assert isinstance(found, GatewayMisconfigured)
    assert found.operator_reason == "The gateway answered 402. No credit Raise this key's limit."


async def test_another_region_is_a_refusal(clock: TurnableClock) -> None:
    body = {"error": {"message": "Not here", "availability": {"code": "region_restricted"}}}
    found = await problem(clock, "chat", httpx.Response(403, json=body))
    assert isinstance(found, GatewayRefused)
    assert (found.moderated, found.detail) == (
        False,
        "The model is not available in the gateway's region.",
    )


async def test_a_generation_that_is_not_known_yet_has_no_cost_yet(clock: TurnableClock) -> None:
    answer = httpx.Response(404, json=error(404, "Generation gen-1 not found"))
    assert await gateway(Scripted(answer), clock).generation_cost("gen-1") is None


async def test_a_job_that_is_gone_is_gone(clock: TurnableClock) -> None:
    answer = httpx.Response(404, json=error(404, "Job job not found"))
    assert isinstance(await problem(clock, "poll", answer), GatewayGone)


@pytest.mark.parametrize(
    ("told", "wait"),
    [
        ("7", 7),
        ("0", 0),
        ("1.5", 1.5),
        ("Thu, 18 Nov 2026 12:20:30 GMT", 0),  # long past
        ("999999999999999999999", LONGEST_WAIT.total_seconds()),
        ("7 days", LONGEST_WAIT.total_seconds()),
        ("soon", None),
        ("-3", None),
        ("", None),
    ],
)
async def test_a_hint_to_wait_is_believed_within_reason(
    clock: TurnableClock, told: str, wait: float | None
) -> None:
    answer = httpx.Response(503, headers={"Retry-After": told})
    found = await problem(clock, "chat", answer)
    assert isinstance(found, GatewayBusy)
    assert found.retry_after == (None if wait is None else timedelta(seconds=wait))


async def test_a_hint_may_be_a_date(clock: TurnableClock) -> None:
    clock.now = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    answer = httpx.Response(503, headers={"Retry-After": "Sat, 21 Nov 2026 12:01:30 GMT"})
    found = await problem(clock, "chat", answer)
    assert isinstance(found, GatewayBusy)
    assert found.retry_after == timedelta(seconds=90)


@pytest.mark.parametrize("at", ["1", "99999999999999999", "soon", "-5"])
async def test_a_strange_reset_does_no_harm(clock: TurnableClock, at: str) -> None:
    answer = httpx.Response(429, headers={"X-RateLimit-Reset": at})
    found = await problem(clock, "chat", answer)
    assert isinstance(found, GatewayBusy)
    assert found.retry_after in (None, timedelta(0))


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b'"error"', b'{"error":null}', b'{"error":', b"\xff\xfe", b"[" * 9_999]
)  # fmt: skip
@pytest.mark.parametrize("asked", ["chat", "video", "poll"])
async def test_a_body_that_says_nothing_leaves_the_status_to_speak(
    clock: TurnableClock, asked: Asked, body: bytes
) -> None:
    found = await problem(clock, asked, httpx.Response(500, content=body))
    meant = {"chat": GatewayFailed, "video": OutcomeUnknown, "poll": GatewayBusy}
    assert type(found) is meant[asked]


@pytest.mark.parametrize("told", ["Just words", {"message": 7, "code": [], "metadata": "?"}, 12])
async def test_an_error_of_a_surprising_shape_is_still_an_error(
    clock: TurnableClock, told: object
) -> None:
    found = await problem(clock, "chat", httpx.Response(400, json={"error": told}))
    assert type(found) is GatewayRefused
    assert found.reason in ("", "Just words")


async def test_the_providers_json_is_opened_for_its_words(clock: TurnableClock) -> None:
    raw = '{"error":{"message":"No faces, please.","type":"x"}}'
    found = await problem(
        clock, "chat", httpx.Response(400, json=error(400, "Provider returned error", raw=raw))
    )
    assert found.reason == "No faces, please."


async def test_a_reason_is_one_short_printable_line(clock: TurnableClock) -> None:
    words = "No\x00\x1b[31m faces,\n\n please. \u202e" + "x" * 9_000
    found = await problem(clock, "chat", httpx.Response(400, json=error(400, words)))
    assert found.reason.startswith("No [31m faces, please. xxx")
    assert len(found.reason) <= 500
    assert found.reason.isprintable()


async def test_no_secret_is_in_an_error(clock: TurnableClock) -> None:
    key = KEY.get_secret_value()
    body = {
        "error": {
            "message": f"Key {key} and sk-proj-abcdefgh12345678 are bad",
            "code": 400,
            "metadata": {
                "raw": f'{{"user_id":"user_abc","auth":"Bearer {key}"}}',
                "headers": {"Authorization": f"Bearer {key}"},
            },
        },
        "user_id": "user_2abcdefghijklmnopqrstuvwxyz",
        "creator_user_id": "user_abc",
    }
    for status in (400, 402, 500):
        found = await problem(clock, "chat", httpx.Response(status, json=body))
        shown = " ".join([str(found), repr(found), found.raw, found.reason, str(found.members)])
        shown += getattr(found, "operator_reason", "")
        for secret in (key, "sk-proj-abcdefgh12345678", "user_2abc", "user_abc"):
            assert secret not in shown
        assert "are bad" in found.raw


async def test_a_huge_error_is_cut(clock: TurnableClock) -> None:
    found = await problem(clock, "chat", httpx.Response(500, content=b"x" * 3_000_000))
    assert len(found.raw) <= 4_000
