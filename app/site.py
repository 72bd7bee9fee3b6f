"""/api/site: what a page must know before anybody has signed in. And whether we are well."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Response
from pydantic import BaseModel

from app import __version__
from app.accounts import repository as accounts
from app.admin.choices import Accent, House, Level
from app.clock import Clock
from app.db.duck import DuckDatabase
from app.generation.runner import Runner
from app.settings import Settings, SignupPolicy
from app.web import provided
from app.web.routes import Routes

router = Routes()


class SiteView(BaseModel):
    name: str
    version: str
    demo: bool
    signup: SignupPolicy | Literal["first"]
    confirm_above_micros: int
    upload_max_bytes: int
    announcement: str | None
    announcement_level: Level
    share_links: bool
    accent: Accent


class HealthView(BaseModel):
    """Every part by name: `ok`, or what is wrong with it."""

    ok: bool
    database: str
    runner: str
    disk: str


@dataclass(frozen=True)
class Site:
    settings: Settings
    house: House
    db: DuckDatabase
    clock: Clock
    runner: Runner
    free_bytes: Callable[[], int]

    async def view(self) -> SiteView:
        now = self.house.now
        return SiteView(
            name="allucanget",
            version=__version__,
            demo=self.settings.demo,
            signup=now.signup if await self.db.read(accounts.any_user) else "first",
            confirm_above_micros=now.confirm_above_micros,
            upload_max_bytes=self.settings.upload_max_bytes,
            announcement=now.announced(self.clock()),
            announcement_level=now.announcement_level,
            share_links=now.share_links,
            accent=now.accent,
        )

    def health(self) -> HealthView:
        """Looks at what is known already: asking costs nothing, so it can be asked often."""
        room = self.free_bytes() >= self.settings.min_free_bytes
        return HealthView(
            ok=self.db.up and self.runner.beats and room,
            database="ok" if self.db.up else "being reopened",
            runner="ok" if self.runner.beats else "does not look for work",
            disk="ok" if room else "nearly full: reading works, nothing new can be made",
        )


Here = Annotated[Site, provided(Site)]


@router.get("/api/site", tags=["site"])
async def site(here: Here) -> SiteView:
    """What a page must know before anybody has signed in."""
    return await here.view()


# Many monitors ask with HEAD.
@router.head("/healthz", include_in_schema=False)
@router.get("/healthz", tags=["site"])
async def healthz() -> dict[str, bool]:
    """The process lives."""
    return {"ok": True}


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz", tags=["site"], responses={503: {"model": HealthView}})
async def readyz(here: Here, response: Response) -> HealthView:
    """Database, runner and disk."""
    health = here.health()
    response.status_code = 200 if health.ok else 503
    return health
