"""/api/admin/usage: what everybody has spent, by whom and for what."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Self
from uuid import UUID

from anyio.to_thread import run_sync
from fastapi import Depends, Query, Response
from pydantic import BaseModel

from app.accounts.current import AdminCaller
from app.admin.cost_queries import By, Only, Sums
from app.admin.cost_table import as_csv
from app.admin.costs import LONGEST, CostReports, Costs, Wanted
from app.catalog.model import Kind
from app.db import Row
from app.usage.routes import LastDay
from app.web import provided
from app.web.document import sends
from app.web.routes import Routes

router = Routes(prefix="/api/admin/usage", tags=["admin"])

Reports = Annotated[CostReports, provided(CostReports)]
Most = Annotated[int, Query(ge=1, le=1_000)]


async def _only(
    person: UUID | None = None,
    tier: Annotated[str | None, Query(max_length=100)] = None,
    model: Annotated[str | None, Query(max_length=200)] = None,
    kind: Kind | None = None,
    key: UUID | None = None,
) -> Only:
    return Only(str(person) if person else None, tier, model, kind, str(key) if key else None)


async def _wanted(
    only: Annotated[Only, Depends(_only)],
    since: Annotated[LastDay, Query(alias="from")] = None,
    to: LastDay = None,
    days: Annotated[int | None, Query(ge=1, le=LONGEST)] = None,
    by: Annotated[list[By] | None, Query(max_length=len(By))] = None,
) -> Wanted:
    return Wanted(since, to, days, tuple(each for each in By if each in (by or [By.PERSON])), only)


Asked = Annotated[Wanted, Depends(_wanted)]


class SumsView(BaseModel):
    """`previous_…` is of the period before. A request counts once, when its cost was settled or
    its money given back; `failed` are those that ended badly, whoever paid."""

    spent_micros: int
    generations: int
    failed: int
    previous_micros: int
    previous_generations: int
    previous_failed: int

    @classmethod
    def of(cls, sums: Sums, **more: object) -> Self:
        return cls.model_validate(
            {
                "spent_micros": sums.spent,
                "generations": sums.generations,
                "failed": sums.failed,
                "previous_micros": sums.previous_spent,
                "previous_generations": sums.previous_generations,
                "previous_failed": sums.previous_failed,
                **more,
            }
        )


class PersonView(BaseModel):
    """Of somebody whose account was deleted only the id is left."""

    id: str
    name: str | None
    email: str | None
    deleted: bool


class KeyView(BaseModel):
    """All null: made in the browser. Only the id: of somebody who has left."""

    id: str | None
    name: str | None
    prefix: str | None
    owner: str | None
    revoked: bool


class LineView(SumsView):
    """What is not in `by` is null."""

    day: date | None
    person: PersonView | None
    tier: str | None
    model: str | None
    kind: str | None
    key: KeyView | None

    @classmethod
    def of_row(cls, row: Row, by: Sequence[By]) -> Self:
        return cls.of(
            Sums.of(row),
            day=row["day"],
            person=_person(row) if By.PERSON in by else None,
            tier=row["tier"],
            model=row["model"],
            kind=row["kind"],
            key=_key(row) if By.KEY in by else None,
        )


class DayView(BaseModel):
    day: date
    kind: str
    spent_micros: int
    generations: int


class OnlyView(BaseModel):
    """What all of it is of; null is any."""

    person: PersonView | None
    tier: str | None
    model: str | None
    kind: str | None
    key: KeyView | None


class CostsView(BaseModel):
    """The dearest `lines`; the `more` that are left out add up to `rest`. `since` and `until` are
    days in the configured time zone, and the previous period is as many days before."""

    since: date
    until: date
    by: list[By]
    only: OnlyView
    total: SumsView
    lines: list[LineView]
    rest: SumsView
    more: int
    by_day: list[DayView]

    @classmethod
    def of(cls, costs: Costs, wanted: Wanted) -> Self:
        by, only = wanted.by, wanted.only
        days = (row for row in costs.by_day if row["spent"] or row["generations"])
        return cls(
            since=costs.period.since,
            until=costs.period.until,
            by=list(by),
            only=OnlyView(
                person=_person(costs.names) if only.person else None,
                tier=only.tier,
                model=only.model,
                kind=only.kind,
                key=_key(costs.names) if only.key else None,
            ),
            total=SumsView.of(costs.total),
            lines=[LineView.of_row(row, by) for row in costs.lines],
            rest=SumsView.of(costs.rest),
            more=costs.more,
            by_day=[
                DayView(
                    day=row["day"],
                    kind=row["kind"],
                    spent_micros=row["spent"],
                    generations=row["generations"],
                )
                for row in days
            ],
        )


@router.get("")
async def costs(_: AdminCaller, reports: Reports, wanted: Asked, limit: Most = 100) -> CostsView:
    """What was spent from one day up to and with another, the last 31 unless said otherwise, and
    in as many days before. A line for each that `by` names, which may be given more than once."""
    return CostsView.of(await reports.report(wanted, limit), wanted)


@router.get(".csv", response_class=Response, responses=sends("text/csv"))
async def costs_table(_: AdminCaller, reports: Reports, wanted: Asked) -> Response:
    """The same as a table to open elsewhere, with all lines."""
    period, rows = await reports.table(wanted)
    name = f"costs-by-{'-'.join(wanted.by)}-{period.since}-{period.until}.csv"
    return Response(
        await run_sync(as_csv, rows, wanted.by),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


def _person(row: Row) -> PersonView:
    gone = row["person_deleted"]
    return PersonView(
        id=row["person"],
        name=None if gone else row["person_name"],
        email=None if gone else row["person_email"],
        deleted=gone,
    )


def _key(row: Row) -> KeyView:
    return KeyView(
        id=row["key"],
        name=row["key_name"],
        prefix=row["key_prefix"],
        owner=row["key_owner"],
        revoked=row["key_revoked"],
    )
