"""/api/usage: what was spent, what is set aside, what is left, and when that begins anew."""

from datetime import date, datetime
from typing import Annotated, Self

from fastapi import Query, Response
from pydantic import BaseModel, Field

from app.accounts.current import CurrentCaller
from app.usage.budgets import Window
from app.usage.calendar import WindowName
from app.usage.service import REPORTED, Usage, UsageReports
from app.usage.table import as_csv
from app.web import provided
from app.web.document import sends
from app.web.routes import Routes

router = Routes(prefix="/api/usage", tags=["usage"])

Reports = Annotated[UsageReports, provided(UsageReports)]
Days = Annotated[int, Query(ge=1, le=366)]
LastDay = Annotated[date, Field(le=date(9999, 1, 1))] | None
"""No later, because the day after it must be one too."""


class WindowView(BaseModel):
    """One budget. `warning`: four fifths of it are spent or set aside."""

    window: WindowName
    spent_micros: int
    held_micros: int
    left_micros: int | None
    limit_micros: int | None
    resets_at: datetime
    warning: bool

    @classmethod
    def of(cls, window: Window) -> Self:
        return cls(
            window=window.name,
            spent_micros=window.spent,
            held_micros=window.held,
            left_micros=window.left,
            limit_micros=window.limit,
            resets_at=window.resets_at,
            warning=window.warning,
        )


class DayView(BaseModel):
    day: date
    kind: str
    spent_micros: int


class KindView(BaseModel):
    kind: str
    generations: int
    spent_micros: int


class ModelView(BaseModel):
    model: str
    kind: str
    generations: int
    spent_micros: int


class UsageView(BaseModel):
    """Windows by the budget's calendar; the rest tells the days from `since` to `until`, and
    `previous_micros` what was spent in as many days before."""

    windows: list[WindowView]
    since: date
    until: date
    spent_micros: int
    previous_micros: int
    by_day: list[DayView]
    by_kind: list[KindView]
    by_model: list[ModelView]

    @classmethod
    def of(cls, found: Usage) -> Self:
        return cls(
            windows=[WindowView.of(each) for each in found.windows],
            since=found.since,
            until=found.until,
            spent_micros=found.spent,
            previous_micros=found.previous,
            by_day=[
                DayView(day=each.day, kind=each.kind, spent_micros=each.spent)
                for each in found.by_day
            ],
            by_kind=[
                KindView(kind=each.kind, generations=each.generations, spent_micros=each.spent)
                for each in found.by_kind
            ],
            by_model=[
                ModelView(
                    model=each.model,
                    kind=each.kind,
                    generations=each.generations,
                    spent_micros=each.spent,
                )
                for each in found.by_model
            ],
        )


@router.get("")
async def usage(
    caller: CurrentCaller, reports: Reports, days: Days = REPORTED, until: LastDay = None
) -> UsageView:
    """Your own: so many `days` up to and with `until`, which is today unless you name a day."""
    return UsageView.of(await reports.of_user(caller.user.id, days, until))


@router.get(".csv", response_class=Response, responses=sends("text/csv"))
async def usage_table(
    caller: CurrentCaller, reports: Reports, days: Days = REPORTED, until: LastDay = None
) -> Response:
    """The same as a table to open elsewhere: a line for each day, kind and model."""
    found = await reports.of_user(caller.user.id, days, until)
    name = f"usage-{found.since}-{found.until}.csv"
    return Response(
        as_csv(found.lines),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
