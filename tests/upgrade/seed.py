"""Keep a data folder as a program leaves it, for the versions to come: after adding a migration

    python -m tests.upgrade.seed             by this program, into tests/data
    python -m tests.upgrade.seed COMMIT      by that commit's, which is set up in a folder beside

The program runs as people run it, on its own demo gateway. It is stopped with a film under way.
"""

import asyncio
import subprocess
import sys
from collections.abc import Generator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from app.clock import utc_now
from tests.conftest import ROOT
from tests.process.processes import PATIENCE, Running
from tests.process.stories import has_ended, seen_when
from tests.studio import Person, signed_up
from tests.upgrade.lives import (
    FILM,
    KEPT,
    LATER,
    LIVES,
    SHARED,
    WAITING,
    Wish,
    newest_migration,
    pack,
)


def main(commit: str | None) -> None:
    with TemporaryDirectory() as folder, _program(commit, Path(folder) / "program") as program:
        data, newest = Path(folder) / "data", newest_migration(program)
        asyncio.run(_lived_in(program, newest, data, Path(folder) / "log"))
        archive = KEPT / f"{newest}.zip"
        pack(data, archive, utc_now())
    print(f"{archive.relative_to(ROOT)}: {archive.stat().st_size // 1000} KB")  # noqa: T201


@contextmanager
def _program(commit: str | None, folder: Path) -> Generator[Path]:
    """Where it is, ready to run."""
    if commit is None:
        yield ROOT
        return
    subprocess.run(["git", "worktree", "add", "--detach", folder, commit], cwd=ROOT, check=True)
    try:
        subprocess.run(["./scripts/bootstrap.sh", "run"], cwd=folder, check=True)
        yield folder
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", folder], cwd=ROOT, check=True)


async def _lived_in(program: Path, newest: str, data: Path, log: Path) -> None:
    python = str(program / ".venv/bin/python")
    settings = {"DATA_DIR": str(data), "PORT": "0", "SIGNUP": "open"}
    server = Running.within(program, python, "-m", "app", "serve", log=log, **settings)
    try:
        film = await _live((await server.says(r"Uvicorn running on (\S+)"))[1], newest)
        server.terminate()
        assert await server.ended() == 0, server.output
        assert f"generation {film}: made" not in server.output, "the film came too early"
    finally:
        server.sweep_up()


async def _live(url: str, newest: str) -> str:
    """Everything that people do there. The id of the film that is waited for."""
    async with AsyncExitStack() as stack:
        people: dict[str, Person] = {}
        for name, wishes in LIVES.items():
            http = httpx.AsyncClient(base_url=url, headers={"Origin": url}, timeout=PATIENCE)
            people[name] = await signed_up(await stack.enter_async_context(http), name)
            for wish in wishes:
                await _made(people[name], wish)
        for since, path, body in LATER:
            if since <= newest:
                answer = await people["grace"].http.post(path, json=body)
                assert answer.status_code == 201, answer.text
        if newest >= SHARED:
            await _show(people["ada"], people["grace"])
        film = await people["ada"].ask("video", WAITING, **FILM)
        await seen_when(people["ada"], film["id"], lambda seen: seen["stage"] == "waiting")
    return film["id"]


async def _show(admin: Person, person: Person) -> None:
    """Whatever is the newest of this person's."""
    allowed = await admin.http.patch("/api/admin/settings", json={"share_links": True})
    assert allowed.status_code == 200, allowed.text
    [newest, *_] = (await person.http.get("/api/generations")).json()["items"]
    answer = await person.http.post("/api/shares", json={"generation_id": newest["id"]})
    assert answer.status_code == 201, answer.text


async def _made(person: Person, wish: Wish) -> None:
    asked = await person.ask(wish.kind, wish.prompt, **wish.settings)
    ended = await seen_when(person, asked["id"], has_ended)
    assert ended["state"] == "succeeded", ended


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
