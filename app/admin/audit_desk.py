"""The audit log as administrators read it. Nobody edits it."""

from dataclasses import dataclass

from app.admin import audit
from app.admin.audit import Wanted
from app.admin.pages import RowPage
from app.db import Database


@dataclass(frozen=True)
class AuditDesk:
    db: Database

    async def entries(self, wanted: Wanted, before: str | None, limit: int) -> RowPage:
        """The newest first. `before` is the `next` of the page before."""
        rows = await self.db.read(audit.entries, wanted, before=before, limit=limit + 1)
        return RowPage.of(rows, limit)
