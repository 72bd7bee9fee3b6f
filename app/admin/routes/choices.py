"""/api/admin/settings: what may be set while the studio runs."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Literal, Self, cast

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field, StringConstraints

from app.accounts.current import AdminCaller
from app.admin.author import By
from app.admin.choices import Accent, ChoiceChanges, Choices, Chosen, House, Level
from app.admin.routes.strict import Strict
from app.catalog.model import Kind
from app.settings import SignupPolicy
from app.web import provided
from app.web.routes import Routes

router = Routes(prefix="/api/admin/settings", tags=["admin"])

Kept = Literal[Kind.TEXT, Kind.IMAGE, Kind.VIDEO]
Here = Annotated[House, provided(House)]
Moment = Annotated[AwareDatetime, AfterValidator(lambda moment: moment.astimezone(UTC))]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class ChosenView(BaseModel):
    by: str
    by_name: str
    at: datetime


class RuleView(BaseModel):
    """After so many days things of this kind go to the trash, or with `delete` for good at once.
    `tier` null is for every tier that has no rule of its own for the kind."""

    kind: Kept
    days: int
    tier: str | None
    delete: bool


class RuleForm(Strict):
    kind: Kept
    days: Annotated[int, Field(strict=True, ge=1, le=36_500)]
    tier: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = None
    delete: bool = False


class SettingsView(BaseModel):
    """What counts now. `chosen` tells by whom; what it does not name is the environment's."""

    signup: SignupPolicy
    default_tier: str
    confirm_above_micros: int
    announcement: str | None
    announcement_level: Level
    announcement_from: datetime | None
    announcement_until: datetime | None
    retention: list[RuleView]
    retention_spares_favourites: bool
    retention_spares_collections: bool
    share_links: bool
    accent: Accent
    chosen: dict[str, ChosenView]

    @classmethod
    def of(cls, now: Choices, chosen: dict[str, Chosen]) -> Self:
        return cls.model_validate({**asdict(now), "chosen": chosen}, from_attributes=True)


class KeepingForm(Strict):
    """How long things are kept. Null leaves it to the environment, which keeps them for ever."""

    retention: Annotated[list[RuleForm], Field(max_length=100)] | None = None
    retention_spares_favourites: bool | None = None
    retention_spares_collections: bool | None = None


class SettingsForm(KeepingForm):
    """What is to become otherwise; null leaves it to the environment again."""

    signup: SignupPolicy | None = None
    default_tier: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = None
    confirm_above_micros: Annotated[int, Field(strict=True, ge=0, le=10**12)] | None = None
    announcement: Sentence | None = None
    announcement_level: Level | None = None
    announcement_from: Moment | None = None
    announcement_until: Moment | None = None
    share_links: bool | None = None
    accent: Accent | None = None


def changes_of(form: KeepingForm) -> ChoiceChanges:
    """Those that the form names."""
    return cast(ChoiceChanges, form.model_dump(exclude_unset=True))


@router.get("")
async def show_settings(_: AdminCaller, house: Here) -> SettingsView:
    return SettingsView.of(house.now, await house.chosen())


@router.patch("")
async def change_settings(form: SettingsForm, author: By, house: Here) -> SettingsView:
    """Acts on the next request."""
    now = await house.change(author, changes_of(form))
    return SettingsView.of(now, await house.chosen())
