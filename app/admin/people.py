"""What administrators see of people, and what they decide about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from app.accounts import invites, session_repository
from app.accounts.invites import NewInvite
from app.accounts.model import Role, User, UserState
from app.accounts.service import Accounts
from app.admin import audit, people_queries
from app.admin.audit import Author
from app.admin.pages import RowPage
from app.admin.people_queries import Wanted
from app.clock import Clock
from app.db import Database, Row, Tx
from app.errors import NotFound
from app.money import Micros
from app.routing.rules import Rules
from app.usage.budgets import Budgets, Limits, own_limits, set_limits


class PersonChanges(TypedDict, total=False):
    """What of a person is to become otherwise. A budget of None is left to their tier."""

    role: Role
    state: UserState
    tier: str
    budget_day_micros: Micros | None
    budget_month_micros: Micros | None


@dataclass(frozen=True)
class People:
    db: Database
    clock: Clock
    accounts: Accounts
    budgets: Budgets
    rules: Rules

    async def find(self, wanted: Wanted, before: str | None, limit: int) -> RowPage:
        """The newest first. `before` is the `next` of the page before."""
        rows = await self.db.read(self._find, wanted, before, limit + 1)
        return RowPage.of(rows, limit)

    async def one(self, user_id: str) -> Row:
        """Raises NotFound."""
        return await self.db.read(self._one, user_id)

    async def change(self, author: Author, user_id: str, changes: PersonChanges) -> Row:
        """Acts on the next request of that person, and ends their open streams where their
        standing changed. Raises NotFound, LastAdmin (409), or BadInput for an unknown tier."""
        if "tier" in changes:
            self.rules.require_tier(changes["tier"])
        await self.accounts.change_user(
            user_id,
            role=changes.get("role"),
            state=changes.get("state"),
            tier=changes.get("tier"),
            also=lambda tx, before, after: self._note(tx, author, changes, before, after),
        )
        return await self.one(user_id)

    async def end_sessions(self, author: Author, user_id: str) -> None:
        """Sign somebody out everywhere. Raises NotFound."""
        await self.db.write(_end_sessions, author, user_id, self.clock())
        self.accounts.sign_outs.user_changed(user_id)

    async def invite(
        self, author: Author, note: str | None, expires_at: datetime | None
    ) -> NewInvite:
        return await self.db.write(_invite, author, note, expires_at, self.clock())

    async def invites(self, before: str | None, limit: int) -> RowPage:
        rows = await self.db.read(invites.invites, before=before, limit=limit + 1)
        return RowPage.of(rows, limit)

    async def revoke(self, author: Author, invite_id: str) -> None:
        """Raises NotFound for one that was used, or never was."""
        await self.db.write(_revoke, author, invite_id, self.clock())

    def _find(self, tx: Tx, wanted: Wanted, before: str | None, limit: int) -> list[Row]:
        rows = people_queries.people(tx, wanted, **self._windows(), before=before, limit=limit)
        return [self._with_limits(row) for row in rows]

    def _one(self, tx: Tx, user_id: str) -> Row:
        rows = people_queries.with_money(tx, [user_id], **self._windows())
        if not rows:
            raise NotFound
        return self._with_limits(rows[0])

    def _with_limits(self, row: Row) -> Row:
        own = Limits(row["budget_day_micros"], row["budget_month_micros"])
        tier = self.rules.policy.tier(row["tier"])
        counts = self.budgets.allowed(own, Limits(tier.budget_day, tier.budget_month))
        return row | {"limit_day_micros": counts.day, "limit_month_micros": counts.month}

    def _windows(self) -> dict[str, datetime]:
        calendar, now = self.budgets.calendar, self.clock()
        return {
            "day": calendar.window("day", now).begins,
            "month": calendar.window("month", now).begins,
        }

    def _note(
        self, tx: Tx, author: Author, changes: PersonChanges, before: User, after: User
    ) -> None:
        """The budget and the record, in the transaction of the change."""
        old = own_limits(tx, before.id)
        day = changes.get("budget_day_micros", old.day)
        month = changes.get("budget_month_micros", old.month)
        new = Limits(day, month)
        if new != old:
            set_limits(tx, after.id, new)
        audit.record(
            tx,
            author,
            "person.change",
            after.id,
            self.clock(),
            before=_standing(before, old),
            after=_standing(after, new),
        )


def _standing(user: User, own: Limits) -> Mapping[str, object]:
    return {
        "role": user.role,
        "state": user.state,
        "tier": user.tier,
        "budget_day_micros": own.day,
        "budget_month_micros": own.month,
    }


def _end_sessions(tx: Tx, author: Author, user_id: str, now: datetime) -> None:
    if tx.row("SELECT 1 AS one FROM users WHERE id = $id", id=user_id) is None:
        raise NotFound
    ended = session_repository.end_sessions(tx, user_id, now=now)
    audit.record(tx, author, "person.sign-out", user_id, now, after={"sessions": ended})


def _invite(
    tx: Tx, author: Author, note: str | None, expires_at: datetime | None, now: datetime
) -> NewInvite:
    made = invites.invite(tx, by=author.id, note=note, expires_at=expires_at, now=now)
    told = {"note": note, "expires_at": expires_at}
    audit.record(tx, author, "invite.create", made.id, now, after=told)
    return made


def _revoke(tx: Tx, author: Author, invite_id: str, now: datetime) -> None:
    invites.revoke(tx, invite_id)
    audit.record(tx, author, "invite.revoke", invite_id, now)
