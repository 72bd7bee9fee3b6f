"""Every fault a test can script does what it says, and the records tell what really happened."""

import httpx
import pytest

from app.demo import DemoGateway, Fault, VideoOutcome
from tests.conftest import TurnableClock
from tests.demo.asking import FILM, PICTURE, chat, ordered

IMPATIENT = httpx.Timeout(5, read=0.05)


async def talk(http: httpx.AsyncClient) -> tuple[list[str], Exception | None]:
    """The data lines of a text stream, and how it broke if it did."""
    lines: list[str] = []
    request = http.stream("POST", "/chat/completions", json=chat(stream=True), timeout=IMPATIENT)
    try:
        async with request as answer:
            async for line in answer.aiter_lines():
                if line.startswith("data:"):
                    lines.append(line)
    except httpx.TransportError as error:
        return lines, error
    return lines, None


async def test_a_status_is_answered_as_often_as_scripted_and_nothing_is_accepted(
    demo: DemoGateway, http: httpx.AsyncClient
) -> None:
    demo.script(path="/videos", answer=Fault.status(503, headers={"Retry-After": "3"}), times=2)
    answers = [await http.post("/videos", json=FILM) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503, 503, 202]
    assert answers[0].headers["retry-after"] == "3"
    assert len(demo.submits("A paper boat")) == 1


async def test_a_scripted_body_arrives_as_it_is(demo: DemoGateway, http: httpx.AsyncClient) -> None:
    demo.script(path="/images", answer=Fault.known("402_in_flight_budget"))
    answer = await http.post("/images", json=PICTURE)
    assert (answer.status_code, answer.headers["retry-after"]) == (402, "5")
    source = answer.json()["error"]["metadata"]["limit_source"]
    assert source == "openrouter_in_flight_budget"


async def test_a_fault_can_be_for_one_model_only(
    demo: DemoGateway, http: httpx.AsyncClient
) -> None:
    model = "openai/gpt-5-mini"
    demo.script(path="/chat/completions", model=model, answer=Fault.status(529), times=None)
    for _ in range(2):
        assert (await http.post("/chat/completions", json=chat(model=model))).status_code == 529
    assert (await http.post("/chat/completions", json=chat())).status_code == 200


async def test_the_lost_202_leaves_a_job_behind(demo: DemoGateway, http: httpx.AsyncClient) -> None:
    demo.script(path="/videos", answer=Fault.drop_before_answer())
    with pytest.raises(httpx.RemoteProtocolError):
        await http.post("/videos", json=FILM)
    [job] = demo.submits("A paper boat")
    assert demo.jobs.submits(job) == 1
    [asked] = demo.recorded("POST", "/videos")
    assert asked.status is None


async def test_a_second_submit_of_the_same_order_is_seen(
    demo: DemoGateway, http: httpx.AsyncClient
) -> None:
    await ordered(http)
    await ordered(http)
    await ordered(http, prompt="Another")
    assert [demo.jobs.submits(job) for job in demo.submits()] == [2, 2, 1]


@pytest.mark.parametrize(
    ("fault", "error", "accepted"),
    [
        (Fault.refuse(), httpx.ConnectError, 0),
        (Fault.drop_before_answer(reset=True), httpx.ReadError, 1),
        (Fault.silence(), httpx.ReadTimeout, 1),
        (Fault.delay(1), httpx.ReadTimeout, 0),
    ],
)
async def test_a_connection_fails_as_a_real_one_would(
    fault: Fault,
    error: type[Exception],
    accepted: int,
    demo: DemoGateway,
    http: httpx.AsyncClient,
) -> None:
    demo.script(path="/videos", answer=fault)
    with pytest.raises(error):
        await http.post("/videos", json=FILM, timeout=IMPATIENT)
    assert len(demo.submits()) == accepted


async def test_an_order_is_accepted_although_an_error_is_answered(
    demo: DemoGateway, http: httpx.AsyncClient
) -> None:
    demo.script(path="/videos", answer=Fault.accepted_status(504))
    assert (await http.post("/videos", json=FILM)).status_code == 504
    assert len(demo.submits()) == 1


async def test_the_edge_answers_in_html_and_somebody_in_garbage(
    demo: DemoGateway, http: httpx.AsyncClient
) -> None:
    demo.script(path="/videos", answer=Fault.html(502))
    demo.script(path="/videos", answer=Fault.garbage())
    page = await http.post("/videos", json=FILM)
    assert (page.status_code, page.text[:15]) == (502, "<!DOCTYPE html>")
    garbage = await http.post("/videos", json=FILM)
    with pytest.raises(ValueError, match=r"utf-8|control|Expecting|Invalid"):
        garbage.json()


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.cut_stream(after_chunks=4), httpx.RemoteProtocolError),
        (Fault.cut_stream(after_chunks=4, reset=True), httpx.ReadError),
        (Fault.stall(after=4), httpx.ReadTimeout),
        (Fault.end_early(after_chunks=4), None),
    ],
)
async def test_a_stream_breaks_where_it_was_told_to(
    fault: Fault, error: type[Exception] | None, demo: DemoGateway, http: httpx.AsyncClient
) -> None:
    demo.script(path="/chat/completions", answer=fault)
    lines, broke = await talk(http)
    assert len(lines) == 3  # the first piece is a comment
    assert type(broke) is (error or type(None))


@pytest.mark.parametrize("done", [False, True])
async def test_an_error_comes_in_the_middle_of_a_stream(
    done: bool, demo: DemoGateway, http: httpx.AsyncClient
) -> None:
    fault = Fault.midstream_error(after_chunks=4, code=429, message="Slow down", done=done)
    demo.script(path="/chat/completions", answer=fault)
    lines, broke = await talk(http)
    assert broke is None
    assert '"finish_reason":"error"' in lines[3]
    assert '"error":{"code":429,"message":"Slow down"' in lines[3]
    assert lines[4:] == (["data: [DONE]"] if done else [])


async def test_content_can_come_short_or_far_too_long(
    demo: DemoGateway, http: httpx.AsyncClient, clock: TurnableClock
) -> None:
    job_id = await ordered(http)
    clock.turn(seconds=8)
    path = f"/videos/{job_id}/content"
    for fault in (Fault.truncate(1000), Fault.huge(3_000_000), Fault.known("410_video_content")):
        demo.script(path="/videos/*/content", method="GET", answer=fault)
    assert len((await http.get(path)).content) == 1000
    assert len((await http.get(path)).content) > 3_000_000
    assert (await http.get(path)).status_code == 410
    assert (await http.get(path)).status_code == 200
    assert len(demo.submits()) == 1


async def test_films_end_as_scripted(
    demo: DemoGateway, http: httpx.AsyncClient, clock: TurnableClock
) -> None:
    outcomes = (
        VideoOutcome(status="failed", error="No faces"),
        VideoOutcome(usage=False),
        VideoOutcome(seconds=60, in_progress=False),
        VideoOutcome(old_style_id=True, relative_polling_url=True),
    )
    for outcome in outcomes:
        demo.script_video(outcome)
    ids = [await ordered(http, prompt=str(number)) for number in range(4)]
    clock.turn(seconds=30)
    failed, unbilled, slow, old = [(await http.get(f"/videos/{one}")).json() for one in ids]
    assert (failed["status"], failed["error"]) == ("failed", "No faces")
    assert unbilled["status"] == "completed" and "usage" not in unbilled
    assert slow["status"] == "pending"
    assert len(old["id"]) == 20
    assert old["polling_url"] == f"/api/v1/videos/{old['id']}"


async def test_the_cost_of_an_unbilled_film_is_told_later(
    demo: DemoGateway, http: httpx.AsyncClient, clock: TurnableClock
) -> None:
    demo.script_video(VideoOutcome(usage=False))
    job_id = await ordered(http)
    clock.turn(seconds=30)
    looked_up = await http.get("/generation", params={"id": job_id})
    assert looked_up.json()["data"]["total_cost"] == 0.2


async def test_requests_are_kept_without_their_key_and_their_pictures(
    demo: DemoGateway, http: httpx.AsyncClient
) -> None:
    body = PICTURE | {"prompt": "Fox", "junk": "A" * 5000}
    await http.post("/images?x=1", json=body)
    [asked] = demo.recorded("POST", "/images")
    assert (asked.query, asked.with_key, asked.body["prompt"]) == ({"x": "1"}, True, "Fox")
    assert len(asked.body["junk"]) < 100
    assert "sk-or" not in repr(asked)


async def test_a_reset_forgets_everything(demo: DemoGateway, http: httpx.AsyncClient) -> None:
    await ordered(http)
    demo.script(path="/key", method="GET", answer=Fault.status(500), times=None)
    demo.reset()
    assert (await http.get("/key")).status_code == 200
    assert demo.submits() == []
    assert [one.path for one in demo.requests.all()] == ["/key"]
