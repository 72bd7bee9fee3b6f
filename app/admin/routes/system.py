"""/api/admin/system: how everything is doing, with the breakers' states."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict

from app.accounts.current import AdminCaller
from app.admin.author import By
from app.admin.copies import Copies
from app.admin.key_watch import KeyState
from app.admin.system import Overview, System
from app.backup.keeping import Kept
from app.backup.service import Backups
from app.catalog.model import Kind
from app.routing.breakers import Breakers
from app.web import provided
from app.web.routes import Routes

router = Routes(prefix="/api/admin/system", tags=["admin"])

Watched = Annotated[System, provided(System)]
Circuits = Annotated[Breakers, provided(Breakers)]
Made = Annotated[Copies, provided(Copies)]


class _FromValues(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class AlertView(_FromValues):
    """Something an administrator should look at."""

    code: str
    detail: str


class BreakerView(_FromValues):
    """`kind` and `model` null: the gateway as a whole. Counted are the calls of the last minute."""

    kind: Kind | None
    model: str | None
    state: Literal["closed", "open", "half-open"]
    calls: int
    failures: int
    opened_at: datetime | None
    retry_at: datetime | None


class DatabaseView(BaseModel):
    up: bool
    bytes: int
    waiting_writes: int


class DiskView(BaseModel):
    free_bytes: int
    media_bytes: int
    media_files: int


class RunnerView(BaseModel):
    last_beat_at: datetime
    queued: int
    running: int
    unknown: int


class CatalogueView(BaseModel):
    refreshed_at: datetime | None
    models: dict[Kind, int]


class KeyView(BaseModel):
    """The key everybody shares. The gateway's numbers lag by minutes: they are those of
    `heard_at`, and `problem` says why a later look had no answer."""

    ok: bool
    label: str
    limit_micros: int | None
    remaining_micros: int | None
    used_micros: int | None
    low: bool
    looked_at: datetime | None
    heard_at: datetime | None
    problem: str | None

    @classmethod
    def of(cls, state: KeyState, *, low: bool) -> Self:
        return cls(
            ok=state.heard_at is not None and state.problem is None,
            label=state.label,
            limit_micros=state.limit,
            remaining_micros=state.remaining,
            used_micros=state.used,
            low=low,
            looked_at=state.looked_at,
            heard_at=state.heard_at,
            problem=state.problem,
        )


class GatewayView(BaseModel):
    address: str
    demo: bool
    key: KeyView


class MoneyView(BaseModel):
    """Of everybody together, since the beginning."""

    spent_micros: int
    held_micros: int


class BackupView(BaseModel):
    name: str
    made_at: datetime
    bytes: int

    @classmethod
    def of(cls, kept: Kept) -> Self:
        return cls(name=kept.path.name, made_at=kept.made_at, bytes=kept.bytes)


class BackupList(BaseModel):
    """`every_s`: after so many seconds one is made without being asked for; 0 is never."""

    items: list[BackupView]
    next: None = None
    every_s: int

    @classmethod
    def of(cls, backups: Backups, kept: Sequence[Kept]) -> Self:
        every = int(backups.every.total_seconds())
        return cls(items=[BackupView.of(each) for each in kept], every_s=every)


class SystemView(BaseModel):
    version: str
    python: str
    now: datetime
    started_at: datetime
    uptime_s: int
    alerts: list[AlertView]
    database: DatabaseView
    disk: DiskView
    runner: RunnerView
    streams: int
    gateway: GatewayView
    catalogue: CatalogueView
    breakers: list[BreakerView]
    money: MoneyView
    users: dict[str, int]

    @classmethod
    def of(cls, seen: Overview) -> Self:
        jobs = seen.totals
        return cls(
            version=seen.version,
            python=seen.python,
            now=seen.now,
            started_at=seen.started_at,
            uptime_s=int((seen.now - seen.started_at).total_seconds()),
            alerts=[AlertView.model_validate(each) for each in seen.alerts],
            database=DatabaseView(
                up=seen.database_up,
                bytes=seen.database_bytes,
                waiting_writes=seen.waiting_writes,
            ),
            disk=DiskView(
                free_bytes=seen.free_bytes,
                media_bytes=jobs.media_bytes,
                media_files=jobs.media_files,
            ),
            runner=RunnerView(
                last_beat_at=seen.runner_beat_at,
                queued=jobs.in_state("queued"),
                running=jobs.in_state("running"),
                unknown=jobs.in_state("unknown"),
            ),
            streams=seen.streams,
            gateway=GatewayView(
                address=seen.gateway, demo=seen.demo, key=KeyView.of(seen.key, low=seen.key_low)
            ),
            catalogue=CatalogueView(refreshed_at=seen.catalogue_at, models=seen.models),
            breakers=[BreakerView.model_validate(each) for each in seen.breakers],
            money=MoneyView(spent_micros=jobs.spent, held_micros=jobs.held),
            users=jobs.users,
        )


@router.get("")
async def show_system(_: AdminCaller, system: Watched) -> SystemView:
    """Everything at a glance. The breakers' states are those of this moment."""
    return SystemView.of(await system.overview())


@router.post("/key/check")
async def check_key(_: AdminCaller, system: Watched) -> KeyView:
    """Ask the gateway about the shared key now instead of within five minutes."""
    return KeyView.of(await system.key.look(), low=system.key.low)


@router.get("/backups")
async def list_backups(_: AdminCaller, copies: Made) -> BackupList:
    """Copies of the database that are kept, the newest first."""
    return BackupList.of(copies.backups, await copies.kept())


@router.post("/backups", status_code=201)
async def make_backup(author: By, copies: Made) -> BackupView:
    """One more now. It is answered once it is whole, and 409 while another is being made."""
    return BackupView.of(await copies.make(author))


@router.post("/breakers/reset", status_code=204)
async def reset_breakers(_: AdminCaller, breakers: Circuits) -> None:
    """Give everything a fresh try, because something was mended."""
    breakers.reset()
