"""Finding conversations by words: in their titles, in what was asked and what was answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

from app.db import Tx
from app.generation import answers
from app.generation import repository as generations
from app.generation.model import UNWRITTEN
from app.threads.repository import Thread, from_row

MOST_WORDS = 12
BEFORE, AFTER = 24, 96
"""Letters shown before and after where it was found."""


@dataclass(frozen=True, slots=True)
class Match:
    """The newest message in which all words stand, and what is around the first of them."""

    generation_id: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Found:
    thread: Thread
    match: Match | None = None
    """None when only the title has the words."""


_FOUND: LiteralString = """
    WITH hits AS (
        SELECT thread_id, max(generations.id) AS generation_id
          FROM generations LEFT JOIN answers ON answers.generation_id = generations.id
         WHERE user_id = $user_id AND kind = 'text' AND deleted_at IS NULL
           AND list_bool_and(list_transform($words::TEXT[], lambda word: contains(
               strip_accents(lower(prompt || ' ' || coalesce(text, ''))), strip_accents(word))))
         GROUP BY thread_id)
    SELECT threads.*, hits.generation_id
      FROM threads LEFT JOIN hits ON hits.thread_id = threads.id
     WHERE user_id = $user_id AND deleted_at IS NULL
       AND (hits.generation_id IS NOT NULL
            OR list_bool_and(list_transform($words::TEXT[], lambda word: contains(
                strip_accents(lower(title)), strip_accents(word)))))
"""


def found(
    tx: Tx, user_id: str, q: str, before: tuple[datetime, str] | None, limit: int
) -> list[Found]:
    """Threads whose title, or one of whose messages, has every word of `q`; newest first.

    Case and accents do not matter. A message is a prompt together with its answer.
    """
    sql = _FOUND
    words = q.lower().split()[:MOST_WORDS]
    values: dict[str, object] = {"user_id": user_id, "limit": limit, "words": words}
    if before is not None:
        sql += " AND updated_at <= $seen AND (updated_at < $seen OR id < $last)"
        values |= {"seen": before[0], "last": before[1]}
    rows = tx.rows(sql + " ORDER BY updated_at DESC, id DESC LIMIT $limit", **values)
    hits = [row["generation_id"] for row in rows if row["generation_id"] is not None]
    matches = _matches(tx, hits, words)
    return [Found(from_row(row), matches.get(row["generation_id"])) for row in rows]


def _matches(tx: Tx, generation_ids: list[str], words: list[str]) -> dict[str, Match]:
    texts = answers.written(tx, generation_ids)
    matches: dict[str, Match] = {}
    for each in generation_ids:
        prompt, answer = generations.of_id(tx, each).prompt, texts.get(each, UNWRITTEN).text
        matches[each] = Match(
            each, excerpt(prompt, words) or excerpt(answer, words) or prompt[:AFTER]
        )
    return matches


def excerpt(text: str, words: list[str]) -> str:
    """What stands around the first of the words, on one line; empty when none is there."""
    line = " ".join(text.split())
    places = [place for word in words if (place := line.lower().find(word)) >= 0]
    if not places:
        return ""
    start, end = max(0, min(places) - BEFORE), min(places) + AFTER
    if start > 0:
        # At a word, unless that would lose what was found.
        start = max(line.find(" ", start, min(places)) + 1, start)
    cut = line[start:end].strip()
    return f"{'… ' if start > 0 else ''}{cut}{' …' if end < len(line) else ''}"
