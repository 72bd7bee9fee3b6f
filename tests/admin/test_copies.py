"""Administrators see which copies of the database there are, and have one made."""

import asyncio
from pathlib import Path

from app.admin.copies import Copies
from app.db.contents import read_file, row_counts
from tests.studio import Studio

BACKUPS = "/api/admin/system/backups"


async def test_one_more_is_made_when_asked_for_and_is_on_record(studio: Studio) -> None:
    admin = await studio.person()
    folder = studio.part(Copies).backups.folder
    before = (await admin.http.get(BACKUPS)).json()
    studio.turn(minutes=1)
    made = await admin.http.post(BACKUPS)
    assert made.status_code == 201, made.text
    listed = (await admin.http.get(BACKUPS)).json()
    assert listed["items"] == [made.json(), *before["items"]]
    assert read_file(folder / made.json()["name"], row_counts)["users"] == 1
    [noted] = (await admin.http.get("/api/admin/audit")).json()["items"]
    assert (noted["action"], noted["subject"]) == ("backup.create", made.json()["name"])


async def test_only_one_is_made_at_a_time(studio: Studio) -> None:
    admin = await studio.person()
    answers = await asyncio.gather(*(admin.http.post(BACKUPS) for _ in range(4)))
    codes = sorted(answer.status_code for answer in answers)
    assert (codes[0], set(codes[1:])) == (201, {409})


async def test_the_administrator_reads_why_none_could_be_made(studio: Studio) -> None:
    admin = await studio.person()
    copies = studio.part(Copies)
    object.__setattr__(copies.backups, "keep_free", 1 << 60)
    refused = await admin.http.post(BACKUPS)
    assert (refused.status_code, refused.json()["code"]) == (503, "no-backup")
    assert "bytes left" in refused.json()["detail"]
    assert (await admin.http.get("/api/admin/audit")).json()["items"] == []


async def test_a_file_of_somebody_else_is_none_of_ours(studio: Studio) -> None:
    admin = await studio.person()
    folder: Path = studio.part(Copies).backups.folder
    (folder / "notes.txt").write_text("mine")
    names = [each["name"] for each in (await admin.http.get(BACKUPS)).json()["items"]]
    assert "notes.txt" not in names
