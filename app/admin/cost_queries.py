"""The ledger added up over everybody, by the database: who, with which model, kind and key.

Money counts on the day of its entry, so the sums are those of the ledger. A request counts once,
where its money was decided: when it was settled, or given back for good. A tier is the one people
are in now; which one they were in when they spent it, no entry says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from app.db import Row, Tx
from app.usage.calendar import Span


class By(StrEnum):
    """What a line may stand for."""

    DAY = "day"
    PERSON = "person"
    TIER = "tier"
    MODEL = "model"
    KIND = "kind"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Only:
    """Of whom and of what; None is any."""

    person: str | None = None
    tier: str | None = None
    model: str | None = None
    kind: str | None = None
    key: str | None = None


ANY = Only()

ALL = 1_000_000
"""Lines: as many as a spreadsheet can show."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Of a period, and of the one before it. `failed` is what ended badly by itself."""

    spent: int = 0
    generations: int = 0
    failed: int = 0
    previous_spent: int = 0
    previous_generations: int = 0
    previous_failed: int = 0

    @classmethod
    def of(cls, row: Row) -> "Sums":
        return cls(*(row[each.name] for each in fields(cls)))

    def without(self, others: Sequence["Sums"]) -> "Sums":
        """What is left when these are taken away."""
        return Sums(
            *(
                getattr(self, each.name) - sum(getattr(other, each.name) for other in others)
                for each in fields(self)
            )
        )


@dataclass(frozen=True)
class Period:
    """Some days, and as many before, each by its midnights. None is empty."""

    days: Mapping[date, Span]
    before: Mapping[date, Span]

    @property
    def since(self) -> date:
        return min(self.days)

    @property
    def until(self) -> date:
        return max(self.days)


def lines(tx: Tx, period: Period, by: Sequence[By], only: Only, limit: int) -> list[Row]:
    """The newest day and in it the dearest first, each with its `Sums` and the names of what it
    stands for. What is not asked for is None. `lines` says how many there are in all.

    A day of the period before counts for the day that it is compared with.
    """
    spans = [*period.before.values(), *period.days.values()]
    return tx.rows(
        _LINES,
        days=[*period.days, *period.days],
        begins=[each.begins for each in spans],
        now=[False] * len(period.before) + [True] * len(period.days),
        since=spans[0].begins,
        until=spans[-1].ends,
        by_day=By.DAY in by,
        by_person=By.PERSON in by,
        by_tier=By.TIER in by,
        by_model=By.MODEL in by,
        by_kind=By.KIND in by,
        by_key=By.KEY in by,
        only_person=only.person,
        only_tier=only.tier,
        only_model=only.model,
        only_kind=only.kind,
        only_key=only.key,
        limit=limit,
    )


def names(tx: Tx, only: Only) -> Row:
    """Of the person and the key that are asked for, named as in `lines`."""
    [row] = tx.rows(
        """
        SELECT asked.*, users.name AS person_name, users.email AS person_email,
               coalesce(starts_with(users.email_key, 'deleted:'), true) AS person_deleted,
               api_keys.name AS key_name, api_keys.prefix AS key_prefix,
               api_keys.revoked_at IS NOT NULL AS key_revoked, owners.email AS key_owner
          FROM (SELECT $person::UUID AS person, $key::UUID AS key) AS asked
          LEFT JOIN users ON users.id = asked.person
          LEFT JOIN api_keys ON api_keys.id = asked.key
          LEFT JOIN users AS owners ON owners.id = api_keys.user_id
        """,
        person=only.person,
        key=only.key,
    )
    return row


_LINES = """
    WITH days AS (
        SELECT unnest($days::DATE[]) AS day, unnest($begins::TIMESTAMPTZ[]) AS begins,
               unnest($now::BOOLEAN[]) AS now
    ), settled AS (
        SELECT generation_id FROM ledger WHERE kind = 'settle' AND counts_at >= $since
    ), entries AS (
        SELECT generation_id, user_id, key_id, counts_at, spent_micros,
               kind = 'settle' OR (kind = 'release' AND generation_id NOT IN (FROM settled))
               AS decides
          FROM ledger
         WHERE counts_at >= $since AND counts_at < $until AND kind <> 'hold'
           AND ($only_person IS NULL OR user_id = $only_person)
           AND ($only_key IS NULL OR key_id = $only_key)
    ), told AS (
        SELECT days.now, days.day, entries.user_id, entries.key_id, spent_micros, decides,
               decides AND generations.state IN ('failed', 'interrupted') AS failed,
               coalesce(generations.kind, '') AS kind,
               coalesce(answered_by, chosen, '') AS model, coalesce(payers.tier, '') AS tier
          FROM entries
          ASOF JOIN days ON entries.counts_at >= days.begins
          LEFT JOIN generations ON generations.id = entries.generation_id
          LEFT JOIN users AS payers ON payers.id = entries.user_id
    ), counted AS (
        SELECT CASE WHEN $by_day THEN day END AS day,
               CASE WHEN $by_person THEN user_id END AS person,
               CASE WHEN $by_tier THEN tier END AS tier,
               CASE WHEN $by_model THEN model END AS model,
               CASE WHEN $by_kind THEN kind END AS kind,
               CASE WHEN $by_key THEN key_id END AS key,
               coalesce(sum(spent_micros) FILTER (WHERE now), 0)::BIGINT AS spent,
               count(*) FILTER (WHERE now AND decides) AS generations,
               count(*) FILTER (WHERE now AND failed) AS failed,
               coalesce(sum(spent_micros) FILTER (WHERE NOT now), 0)::BIGINT AS previous_spent,
               count(*) FILTER (WHERE NOT now AND decides) AS previous_generations,
               count(*) FILTER (WHERE NOT now AND failed) AS previous_failed
          FROM told
         WHERE ($only_tier IS NULL OR tier = $only_tier)
           AND ($only_model IS NULL OR model = $only_model)
           AND ($only_kind IS NULL OR kind = $only_kind)
         GROUP BY ALL
    )
    SELECT counted.*, users.name AS person_name, users.email AS person_email,
           coalesce(starts_with(users.email_key, 'deleted:'), true) AS person_deleted,
           api_keys.name AS key_name, api_keys.prefix AS key_prefix,
           api_keys.revoked_at IS NOT NULL AS key_revoked, owners.email AS key_owner,
           count(*) OVER () AS lines
      FROM counted
      LEFT JOIN users ON users.id = counted.person
      LEFT JOIN api_keys ON api_keys.id = counted.key
      LEFT JOIN users AS owners ON owners.id = api_keys.user_id
     ORDER BY counted.day DESC, spent DESC, previous_spent DESC, generations DESC,
              counted.tier, counted.model, counted.kind, person_email, key_name, counted.person,
              counted.key
     LIMIT $limit
"""
