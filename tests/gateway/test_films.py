"""Films: submitting once, looking until they are ready, fetching."""

import httpx
import pytest

from app.gateway.errors import (
    GatewayBusy,
    GatewayGone,
    GatewayProblem,
    GatewayRefused,
    GatewayUnreachable,
    OutcomeUnknown,
)
from app.gateway.model import (
    GenerationCost,
    VideoAccepted,
    VideoFailed,
    VideoProgress,
    VideoReady,
    VideoWaiting,
)
from app.money import Micros
from tests.conftest import TurnableClock
from tests.gateway.scripted import BASE, KEY, VIDEO, Pieces, Scripted, gateway

JOB = "gen-vid-1795000100-vId0000000000000Abc1"


def job(status: str, **more: object) -> httpx.Response:
    told = {"id": JOB, "polling_url": f"https://elsewhere.test/videos/{JOB}", "status": status}
    return httpx.Response(200, json=told | more)


async def submitted(clock: TurnableClock, answer: httpx.Response | Exception) -> VideoAccepted:
    far = Scripted(answer)
    try:
        return await gateway(far, clock).submit_video(VIDEO)
    finally:
        assert len(far.requests) == 1


async def looked(clock: TurnableClock, answer: httpx.Response) -> VideoProgress:
    return await gateway(Scripted(answer), clock).poll_video(JOB)


async def fetched(clock: TurnableClock, answer: httpx.Response) -> bytes:
    async with gateway(Scripted(answer), clock).video_content(JOB, 1) as chunks:
        return b"".join([chunk async for chunk in chunks])


@pytest.mark.parametrize("status", [202, 200])
async def test_a_submit_names_the_job(clock: TurnableClock, status: int) -> None:
    told = {"id": JOB, "polling_url": f"/api/v1/videos/{JOB}", "status": "pending"}
    assert await submitted(clock, httpx.Response(status, json=told)) == VideoAccepted(JOB)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(202, json={"status": "pending"}),
        httpx.Response(202, json={"id": None, "status": "pending"}),
        httpx.Response(202, json={"id": ""}),
        httpx.Response(202, content=b""),
        httpx.Response(202, content=b'{"id":"gen-vid'),
        httpx.Response(200, html="<h1>Hello</h1>"),
        httpx.Response(202, stream=Pieces(b'{"id":', httpx.ReadError("reset"))),
        httpx.Response(200, json={"error": {"code": 500, "message": "?"}}),
        httpx.Response(200, json={"error": {"code": 429, "message": "?"}}),
    ],
)
async def test_an_acceptance_without_a_job_leaves_the_outcome_open(
    clock: TurnableClock, answer: httpx.Response
) -> None:
    with pytest.raises(OutcomeUnknown):
        await submitted(clock, answer)


async def test_a_refusal_in_a_good_answer_is_a_refusal(clock: TurnableClock) -> None:
    told = {"code": 400, "message": "Duration 99s is not supported"}
    with pytest.raises(GatewayRefused, match="refused"):
        await submitted(clock, httpx.Response(200, json={"error": told}))


@pytest.mark.parametrize(
    ("failure", "meant"),
    [
        (httpx.ConnectError("refused"), GatewayUnreachable),
        (httpx.ConnectTimeout("slow"), GatewayUnreachable),
        (httpx.WriteTimeout("slow"), OutcomeUnknown),
        (httpx.ReadTimeout("silence"), OutcomeUnknown),
        (httpx.RemoteProtocolError("closed"), OutcomeUnknown),
    ],
)
async def test_a_lost_answer_leaves_the_outcome_open(
    clock: TurnableClock, failure: Exception, meant: type[GatewayProblem]
) -> None:
    with pytest.raises(GatewayProblem) as caught:
        await submitted(clock, failure)
    assert type(caught.value) is meant


@pytest.mark.parametrize("status", ["pending", "in_progress", "post_processing", "complete", ""])
async def test_a_status_we_do_not_know_is_waiting(clock: TurnableClock, status: str) -> None:
    assert await looked(clock, job(status)) == VideoWaiting()


async def test_a_finished_film_tells_its_cost(clock: TurnableClock) -> None:
    urls = ["https://elsewhere.test/0.mp4", "https://elsewhere.test/1.mp4"]
    answer = job("completed", unsigned_urls=urls, usage={"cost": 0.4}, generation_id=JOB)
    assert await looked(clock, answer) == VideoReady(2, Micros(400_000), JOB)


async def test_a_finished_film_may_tell_nothing_more(clock: TurnableClock) -> None:
    nothing = VideoReady(1, None, None)
    assert await looked(clock, job("completed")) == nothing
    assert await looked(clock, job("completed", usage=None, unsigned_urls=None)) == nothing
    assert await looked(clock, job("completed", usage=7, unsigned_urls=[])) == nothing


@pytest.mark.parametrize(
    ("status", "error", "meant"),
    [
        ("failed", "Content policy violation",
         VideoFailed("Content policy violation", "failed", moderated=True)),
        ("failed", {"code": "content_policy_violation", "message": "Rejected"},
         VideoFailed("Rejected", "failed", moderated=True)),
        ("failed", {"code": 500, "message": "Out of memory"},
         VideoFailed("Out of memory", "failed", moderated=False)),
        ("failed", None, VideoFailed("", "failed", moderated=False)),
        ("cancelled", "Job was cancelled",
         VideoFailed("Job was cancelled", "cancelled", moderated=False)),
        ("expired", "Job exceeded maximum time to live",
         VideoFailed("Job exceeded maximum time to live", "expired", moderated=False)),
    ],
)  # fmt: skip
async def test_a_film_that_failed_says_why(
    clock: TurnableClock, status: str, error: object, meant: VideoFailed
) -> None:
    assert await looked(clock, job(status, error=error, generation_id=None)) == meant


async def test_a_failed_film_that_was_billed_says_so(clock: TurnableClock) -> None:
    found = await looked(clock, job("failed", error="x", usage={"cost": 0.1}))
    assert isinstance(found, VideoFailed)
    assert found.cost == 100_000


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"error":{"code":500}}', b'{"status":4}'])
async def test_a_look_that_tells_nothing_is_missed(clock: TurnableClock, body: bytes) -> None:
    with pytest.raises(GatewayBusy):
        await looked(clock, httpx.Response(200, content=body))


async def test_a_film_is_handed_on_as_it_comes(clock: TurnableClock) -> None:
    film = [b"\x00\x00\x00\x18ftypmp42", b"...", b"mdat"]
    answer = httpx.Response(200, stream=Pieces(*film), headers={"Content-Type": "video/mp4"})
    assert await fetched(clock, answer) == b"".join(film)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, stream=Pieces(b"ftyp", httpx.ReadError("reset"))),
        httpx.Response(200, stream=Pieces(b"ftyp", httpx.ReadTimeout("slow"))),
        httpx.Response(200, html="<h1>Hello</h1>"),
        httpx.Response(200, json={"error": {"code": 502}}),
    ],
)
async def test_a_film_that_does_not_come_whole_is_fetched_again(
    clock: TurnableClock, answer: httpx.Response
) -> None:
    with pytest.raises(GatewayBusy):
        await fetched(clock, answer)


async def test_the_key_never_leaves_for_another_host(clock: TurnableClock) -> None:
    elsewhere = "https://elsewhere.test/video.mp4"
    far = Scripted(
        httpx.Response(202, json={"id": JOB, "polling_url": elsewhere, "status": "pending"}),
        job("completed", unsigned_urls=[elsewhere], urls=[elsewhere]),
        httpx.Response(302, headers={"Location": elsewhere}),
    )
    ours = gateway(far, clock)
    accepted = await ours.submit_video(VIDEO)
    await ours.poll_video(accepted.job_id)
    with pytest.raises(GatewayBusy):
        async with ours.video_content(accepted.job_id):
            raise AssertionError("a redirect was followed")
    assert [str(request.url) for request in far.requests] == [
        f"{BASE}/videos",
        f"{BASE}/videos/{JOB}",
        f"{BASE}/videos/{JOB}/content?index=0",
    ]
    key = f"Bearer {KEY.get_secret_value()}"
    assert {request.headers["Authorization"] for request in far.requests} == {key}


@pytest.mark.parametrize("strange", ["../key", "a/b", "x?y=1#z", "//elsewhere.test/x", "%2e%2e"])
async def test_a_strange_id_stays_in_its_place(clock: TurnableClock, strange: str) -> None:
    far = Scripted(job("pending"))
    await gateway(far, clock).poll_video(strange)
    url = far.requests[0].url
    assert url.host == "gateway.test"
    assert url.raw_path.startswith(b"/api/v1/videos/")
    assert url.raw_path.count(b"/") == 4


@pytest.mark.parametrize("strange", ["", ".", ".."])
async def test_an_id_that_is_no_name_is_asked_for_nowhere(
    clock: TurnableClock, strange: str
) -> None:
    far = Scripted(job("pending"))
    with pytest.raises(GatewayGone):
        await gateway(far, clock).poll_video(strange)
    assert far.requests == []


async def test_what_something_cost_in_the_end(clock: TurnableClock) -> None:
    told = {"id": "gen-1", "total_cost": 0.00017175, "model": "acme/words", "provider_name": "Acme"}
    far = Scripted(httpx.Response(200, json={"data": told}))
    found = await gateway(far, clock).generation_cost("gen-1")
    assert found == GenerationCost(Micros(172), "acme/words", "Acme")
    assert far.requests[0].url.params["id"] == "gen-1"


async def test_a_generation_without_a_cost_has_none_yet(clock: TurnableClock) -> None:
    far = Scripted(httpx.Response(200, json={"data": {"id": "gen-1", "total_cost": None}}))
    assert await gateway(far, clock).generation_cost("gen-1") is None
