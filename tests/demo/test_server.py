"""`python -m app.demo` is the same gateway in a process of its own, behind a real socket."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.demo.asking import FILM, chat, ordered, streamed
from tests.demo.conftest import KEY

FAST = ["--token-delay", "0", "--first-token-after", "0", "--video-seconds", "0"]


def start(*options: str) -> tuple["subprocess.Popen[str]", str]:
    """A server on a free port, and its address."""
    command = [sys.executable, "-m", "app.demo", "--port", "0", *FAST, *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    found = re.search(r"http://\S+", process.stdout.readline())
    assert found is not None
    return process, found[0]


def end(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    process.communicate(timeout=10)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    process, address = start()
    yield address
    end(process)


@pytest.fixture
def remote(address: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=address, headers=KEY, timeout=10)


async def steer(remote: httpx.AsyncClient, what: str, body: object = None) -> httpx.Response:
    place = f"{str(remote.base_url).removesuffix('/api/v1/')}/__demo__/{what}"
    return await remote.request("POST" if body is not None else "GET", place, json=body)


async def test_text_streams_over_the_socket(remote: httpx.AsyncClient) -> None:
    async with remote:
        chunks = await streamed(remote, "/chat/completions", chat(stream=True))
    assert chunks[-1]["usage"]["cost"] > 0


async def test_a_film_goes_from_submit_to_download(remote: httpx.AsyncClient) -> None:
    async with remote:
        job_id = await ordered(remote)
        job = (await remote.get(f"/videos/{job_id}")).json()
        [url] = job["unsigned_urls"]
        assert url.startswith(str(remote.base_url))
        film = await remote.get(url)
    assert film.headers["transfer-encoding"] == "chunked"
    assert film.content[4:8] == b"ftyp"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"fault": "drop_before_answer"}, httpx.RemoteProtocolError),
        ({"fault": "drop_before_answer", "reset": True}, httpx.ReadError),
    ],
)
async def test_a_dropped_connection_is_a_closed_socket_and_an_accepted_job(
    fault: object, error: type[Exception], remote: httpx.AsyncClient
) -> None:
    async with remote:
        await steer(remote, "reset", {})
        await steer(remote, "script", {"path": "/videos", "answer": fault})
        with pytest.raises(error):
            await remote.post("/videos", json=FILM)
        [job] = (await steer(remote, "jobs")).json()["jobs"]
        assert (job["prompt"], job["submits"]) == (FILM["prompt"], 1)


async def test_a_cut_stream_is_a_closed_socket(remote: httpx.AsyncClient) -> None:
    fault = {"fault": "cut_stream", "after_chunks": 4}
    async with remote:
        await steer(remote, "script", {"path": "/chat/completions", "answer": fault})
        with pytest.raises(httpx.RemoteProtocolError):
            await streamed(remote, "/chat/completions", chat(stream=True))


async def test_another_process_can_script_films_and_see_requests(remote: httpx.AsyncClient) -> None:
    async with remote:
        await steer(remote, "reset", {})
        await steer(remote, "script", {"video": {"status": "failed", "error": "No faces"}})
        job_id = await ordered(remote)
        assert (await remote.get(f"/videos/{job_id}")).json()["error"] == "No faces"
        requests = (await steer(remote, "requests?method=POST")).json()["requests"]
    assert [(one["path"], one["status"]) for one in requests] == [("/videos", 202)]


async def test_a_script_that_cannot_be_played_is_refused(remote: httpx.AsyncClient) -> None:
    async with remote:
        answer = await steer(remote, "script", {"path": "/videos", "answer": {"fault": "flood"}})
        unknown = await steer(remote, "secrets")
    assert (answer.status_code, unknown.status_code) == (400, 404)
    assert "no such fault: flood" in answer.json()["error"]["message"]


async def test_jobs_survive_a_kill(tmp_path: Path) -> None:
    process, address = start("--state", str(tmp_path))
    async with httpx.AsyncClient(base_url=address, headers=KEY) as http:
        job_id = await ordered(http)
    process.kill()
    await asyncio.to_thread(process.communicate)

    process, address = start("--state", str(tmp_path))
    async with httpx.AsyncClient(base_url=address, headers=KEY) as http:
        assert (await http.get(f"/videos/{job_id}")).json()["status"] == "completed"
    end(process)


async def test_the_server_ends_when_told_even_with_a_stalled_stream() -> None:
    process, address = start()
    async with httpx.AsyncClient(base_url=address, headers=KEY) as http:
        fault = {"path": "/chat/completions", "answer": {"fault": "stall", "after": 1}}
        await steer(http, "script", fault)
        async with http.stream("POST", "/chat/completions", json=chat(stream=True)) as answer:
            await anext(answer.aiter_bytes())
            await asyncio.to_thread(end, process)
