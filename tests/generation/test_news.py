"""How long nothing is known to have changed because nothing was told."""

import pytest

from app.generation.news import QUIET_FOR, News


def test_quiet_is_believed_for_a_minute_from_that_cursor_on_and_of_that_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seconds = 0.0
    monkeypatch.setattr("time.monotonic", lambda: seconds)
    news = News()
    news.found_nothing("ada", 7)
    assert [news.is_quiet("ada", cursor) for cursor in (6, 7, 8)] == [False, True, True]
    assert not news.is_quiet("bob", 7)
    news.tell("bob")
    assert news.is_quiet("ada", 7)
    seconds = QUIET_FOR
    assert not news.is_quiet("ada", 7)
    news.found_nothing("ada", 7)
    news.tell("ada")
    assert not news.is_quiet("ada", 7)
