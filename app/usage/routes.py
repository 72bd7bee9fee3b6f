"""/api/usage: what was spent, what is set aside, what is left, and when that begins anew."""

from datetime import date, datetime
from typing import Annotated, Self

from fastapi import APIRouter
from pydantic import BaseModel

from app.accounts.current import CurrentCaller
from app.usage.budgets import Window
from app.usage.calendar import WindowName
from app.usage.service import UsageReports
from app.web import provided

router = APIRouter(prefix="/api/usage", tags=["usage"])


class WindowView(BaseModel):
    window: WindowName
    spent_micros: int
    held_micros: int
    left_micros: int | None
    limit_micros: int | None
    resets_at: datetime

    @classmethod
    def of(cls, window: Window) -> Self:
        return cls(
            window=window.name,
            spent_micros=window.spent,
            held_micros=window.held,
            left_micros=window.left,
            limit_micros=window.limit,
            resets_at=window.resets_at,
        )


class DayView(BaseModel):
    day: date
    kind: str
    spent_micros: int


class ModelView(BaseModel):
    model: str
    kind: str
    generations: int
    spent_micros: int


class UsageView(BaseModel):
    """Windows by the budget's calendar; the tables tell the last 31 days."""

    windows: list[WindowView]
    by_day: list[DayView]
    by_model: list[ModelView]


@router.get("")
async def usage(
    caller: CurrentCaller, reports: Annotated[UsageReports, provided(UsageReports)]
) -> UsageView:
    """For the signed-in person."""
    found = await reports.of_user(caller.user.id)
    return UsageView(
        windows=[WindowView.of(each) for each in found.windows],
        by_day=[DayView.model_validate(row) for row in found.by_day],
        by_model=[ModelView.model_validate(row) for row in found.by_model],
    )
