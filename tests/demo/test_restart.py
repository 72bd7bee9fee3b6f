"""Video jobs outlive the process that accepted them."""

from pathlib import Path

import httpx

from app.demo import DemoGateway, DemoOptions, VideoOutcome
from tests.conftest import TurnableClock
from tests.demo.asking import FILM
from tests.demo.conftest import BASE_URL, KEY


def client(demo: DemoGateway) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=demo.transport(), base_url=BASE_URL, headers=KEY, timeout=60)


async def test_a_film_is_finished_by_the_next_process(tmp_path: Path, clock: TurnableClock) -> None:
    options = DemoOptions.instant(video_seconds=8, state_dir=tmp_path / "demo")
    async with client(DemoGateway(options, clock=clock)) as http:
        job_id = (await http.post("/videos", json=FILM)).json()["id"]
        clock.turn(seconds=8)
        film = (await http.get(f"/videos/{job_id}/content")).content

    clock.turn(seconds=30)
    restarted = DemoGateway(options, clock=clock)
    async with client(restarted) as http:
        job = (await http.get(f"/videos/{job_id}")).json()
        assert (job["status"], job["usage"]["cost"]) == ("completed", 0.2)
        assert (await http.get(f"/videos/{job_id}/content")).content == film
        looked_up = await http.get("/generation", params={"id": job_id})
        assert looked_up.json()["data"]["total_cost"] == 0.2
    assert restarted.jobs.submits(restarted.submits()[0]) == 1


async def test_how_a_film_ends_is_remembered(tmp_path: Path, clock: TurnableClock) -> None:
    options = DemoOptions.instant(video_seconds=8, state_dir=tmp_path)
    first = DemoGateway(options, clock=clock)
    first.script_video(VideoOutcome(status="failed", error={"message": "No faces"}))
    async with client(first) as http:
        job_id = (await http.post("/videos", json=FILM)).json()["id"]
    clock.turn(seconds=8)
    async with client(DemoGateway(options, clock=clock)) as http:
        job = (await http.get(f"/videos/{job_id}")).json()
    assert (job["status"], job["error"]) == ("failed", {"message": "No faces"})


async def test_a_half_written_job_is_not_a_job(tmp_path: Path, clock: TurnableClock) -> None:
    (tmp_path / "gen-vid-1-x.new").write_text('{"id": "gen-v', encoding="utf-8")
    assert DemoGateway(DemoOptions.instant(state_dir=tmp_path), clock=clock).submits() == []
