"""SIGTERM: everybody is told, what can be finished is, and the process is gone in ten seconds."""

import asyncio
from collections.abc import AsyncGenerator

from tests.process.books import audited
from tests.process.installation import Installation
from tests.process.processes import PATIENCE, Running, eventually
from tests.process.stories import IMAGE, closed, new_prompt
from tests.studio import Event, Json, Person

FORM = {"Content-Type": "multipart/form-data; boundary=b"}


async def test_whoever_reads_along_is_told_that_it_is_over(installation: Installation) -> None:
    home, prompt = installation, new_prompt()
    await home.start()
    ada = await home.person()
    async with ada.streaming(prompt) as stream:
        await _words(stream, 20)
        home.server.terminate()
        last = [event async for event in stream][-1]
    ended = last.data["generation"]
    assert (last.name, ended["state"]) == ("ended", "interrupted")
    assert await home.server.ended(within=10) == 0
    kept = (await audited(home.data)).of(prompt)
    assert (kept["state"], kept["cost_micros"]) == ("interrupted", ended["cost_micros"])


async def test_a_long_poll_is_sent_home(installation: Installation) -> None:
    home = installation
    await home.start()
    ada = await home.person()
    cursor = (await _changes(ada))["cursor"]
    poll = asyncio.create_task(_changes(ada, since=cursor, wait="25"))
    await asyncio.sleep(0.3)
    assert not poll.done()
    await home.stop()
    assert await poll == {"items": [], "cursor": cursor}


async def test_a_picture_being_made_is_finished_before_the_end(installation: Installation) -> None:
    home, prompt = installation, new_prompt()
    await home.start()
    ada = await home.person()
    asked = await ada.ask("image", prompt, **IMAGE)
    await _sent(home, prompt)
    home.server.terminate()
    assert await home.server.ended(within=10) == 0
    books = await audited(home.data)
    assert books.of(prompt)["state"] == "succeeded"
    assert [each["generation_id"] for each in books.media] == [asked["id"]]


async def test_a_film_in_the_making_is_left_to_the_next_server(patient: Installation) -> None:
    home, prompt = patient, new_prompt()
    await home.start()
    ada = await home.person()
    asked = await ada.ask("video", prompt)
    await home.server.says(rf"generation {asked['id']}: accepted")
    await home.stop()
    await home.start()
    await home.server.says(rf"generation {asked['id']}: made")
    assert len(await home.gateway.sends(prompt)) == 1
    assert (await closed(home)).of(prompt)["state"] == "succeeded"


async def test_nobody_who_keeps_us_waiting_holds_the_end_up(installation: Installation) -> None:
    home, prompt = installation, new_prompt()
    await home.start()
    ada = await home.person()
    await home.gateway.script("/images", fault="silence")
    await ada.ask("image", prompt, **IMAGE)
    upload = asyncio.create_task(ada.http.post("/api/media", content=_asleep(), headers=FORM))
    await _sent(home, prompt)
    home.server.terminate()
    assert await home.server.ended(within=10) == 0
    upload.cancel()
    await home.start()
    await home.server.says("generation .*: lost")
    assert (await closed(home)).of(prompt)["state"] == "unknown"
    assert len(await home.gateway.sends(prompt)) == 1


async def test_make_run_leaves_no_process_behind(installation: Installation) -> None:
    home = installation
    log = home.folder / "make.log"
    # `-o setup`: what that installs is there, or this would not be running.
    make = Running.command("make", "-o", "setup", "run", log=log, **home.settings)
    try:
        await make.says("Uvicorn running on")
        make.terminate()
        await make.ended(within=10)
    finally:
        make.sweep_up()
    assert "Application shutdown complete" in make.output


async def _asleep() -> AsyncGenerator[bytes]:
    """A file whose sender has fallen asleep."""
    yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n'
    await asyncio.sleep(PATIENCE)


async def _words(stream: AsyncGenerator[Event], number: int) -> None:
    for _ in range(number):
        await anext(stream)


async def _changes(ada: Person, **query: str) -> Json:
    answer = await ada.http.get("/api/generations/changes", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def _sent(home: Installation, prompt: str) -> None:
    await eventually(lambda: home.gateway.sends(prompt))
