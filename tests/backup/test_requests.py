"""The command line has the running server copy its database, and nothing is left of it."""

import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.backup import requests
from app.backup.requests import NotAnswered, Requests, copy_from_server, done_by_server
from app.backup.service import Backups
from app.db.contents import contents, read_file
from app.db.duck import DuckDatabase
from app.errors import Conflict
from tests.clocks import TurnableClock


@pytest.fixture
def desk(database: DuckDatabase, tmp_path: Path, clock: TurnableClock) -> Requests:
    """The server's side, which looks whenever it is told to."""
    folder = tmp_path / "backups"
    folder.mkdir()
    backups = Backups(database, folder, clock, timedelta(hours=6), 8, 1 << 60, 0)
    desk = Requests(tmp_path, tmp_path / "requests", backups, did)
    desk.open()
    return desk


def did(errand: str) -> str:
    """Stands in for what the server can do."""
    if errand == "refuse":
        raise Conflict("Not today.")
    if errand == "fail":
        raise RuntimeError("a bug, with a secret in it")
    return f"did {errand}"


@contextmanager
def looking(desk: Requests) -> Generator[None]:
    """The server looks again and again, as it does."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.01):
            desk.answer_all()

    server = threading.Thread(target=look)
    server.start()
    try:
        yield
    finally:
        over.set()
        server.join()


def ask(desk: Requests, server_lives: Callable[[], bool] = lambda: True) -> None:
    with copy_from_server(desk.data_dir, desk.folder, server_lives):
        pass


def left_of_it(desk: Requests) -> list[Path]:
    return [*desk.folder.iterdir(), *desk.backups.folder.iterdir()]


def test_who_asks_gets_a_copy_for_as_long_as_it_is_needed(desk: Requests) -> None:
    with looking(desk), copy_from_server(desk.data_dir, desk.folder, lambda: True) as copy:
        assert read_file(copy, contents) == desk.backups.db.read_now(contents)
        time.sleep(0.1)  # the server looks a few times more
        assert copy.exists()
    desk.answer_all()
    assert left_of_it(desk) == []


def test_two_at_once_get_a_copy_each(desk: Requests) -> None:
    with (
        looking(desk),
        copy_from_server(desk.data_dir, desk.folder, lambda: True) as first,
        copy_from_server(desk.data_dir, desk.folder, lambda: True) as second,
    ):
        assert first != second
        assert first.exists()


def test_copies_that_are_asked_for_do_not_push_out_the_others(desk: Requests) -> None:
    desk.backups.make_if_due()
    [kept] = desk.backups.folder.iterdir()
    with looking(desk):
        ask(desk)
    desk.answer_all()
    assert left_of_it(desk) == [kept]


def test_why_there_is_none_is_passed_on(desk: Requests) -> None:
    starved = replace(desk, backups=replace(desk.backups, keep_free=1 << 60))
    with looking(starved), pytest.raises(NotAnswered, match="bytes left"):
        ask(desk)
    desk.answer_all()
    assert left_of_it(desk) == []


def test_a_server_that_stops_is_not_waited_for(desk: Requests) -> None:
    with pytest.raises(NotAnswered, match="has stopped"):
        ask(desk, server_lives=lambda: False)
    assert left_of_it(desk) == []


def test_a_process_that_never_looks_is_not_waited_for(
    desk: Requests, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "UNHEARD", 0.2)
    with pytest.raises(NotAnswered, match="does not answer"):
        ask(desk)
    assert left_of_it(desk) == []


def test_a_server_of_a_version_that_knows_no_requests_is_told_from_one_that_does(
    desk: Requests,
) -> None:
    desk.folder.rmdir()
    with pytest.raises(NotAnswered, match="does not answer"):
        ask(desk)


def test_a_request_whose_asker_was_killed_is_cleared_away(desk: Requests) -> None:
    killed = "01a1fe89-b62c-70ec-85e7-c50c885ae6d8"
    (desk.folder / f"{killed}.taken").touch()
    (desk.folder / f"{killed}.answer").touch()
    (desk.backups.folder / f"requested-{killed}.duckdb").touch()
    (desk.folder / "01a1fe89-b945-7416-bf40-d07eda7a0472.ask").touch()
    desk.answer_all()
    assert left_of_it(desk) == []


def test_a_copy_without_its_request_is_cleared_away(desk: Requests) -> None:
    (desk.backups.folder / "requested-01a1fe89-b62c-70ec-85e7-c50c885ae6d8.duckdb").touch()
    desk.answer_all()
    assert left_of_it(desk) == []


def test_what_is_no_request_is_left_alone(desk: Requests) -> None:
    for name in ("notes.txt", "..ask", "x.ask"):
        (desk.folder / name).touch()
    desk.answer_all()
    assert len(left_of_it(desk)) == 3


def test_the_answer_fits_a_data_folder_that_has_another_name_here(
    desk: Requests, tmp_path: Path
) -> None:
    """As when the server lives in a container."""
    seen_from_here = tmp_path.with_name(f"{tmp_path.name}-seen")
    seen_from_here.symlink_to(tmp_path)
    with (
        looking(desk),
        copy_from_server(seen_from_here, seen_from_here / "requests", lambda: True) as copy,
    ):
        assert copy.parent == seen_from_here / "backups"
        assert copy.exists()


def test_an_errand_is_done_and_nothing_is_left_of_what_it_said(desk: Requests) -> None:
    with looking(desk):
        assert done_by_server(desk.folder, lambda: True, "this") == "did this"
    assert left_of_it(desk) == []


@pytest.mark.parametrize(("errand", "told"), [("refuse", "Not today."), ("fail", "its log says")])
def test_what_becomes_of_no_errand_is_a_sentence(desk: Requests, errand: str, told: str) -> None:
    with looking(desk), pytest.raises(NotAnswered, match=told) as refused:
        done_by_server(desk.folder, lambda: True, errand)
    assert "secret" not in str(refused.value)
    assert left_of_it(desk) == []


def test_nobody_else_can_read_an_errand(desk: Requests) -> None:
    modes: list[int] = []

    def lives() -> bool:
        modes.extend(path.stat().st_mode & 0o777 for path in desk.folder.iterdir())
        return len(modes) < 3

    with pytest.raises(NotAnswered):
        done_by_server(desk.folder, lives, "this")
    assert set(modes) == {0o600}
