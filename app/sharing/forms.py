"""What people send to /api/shares, and what they get back."""

from datetime import UTC, datetime
from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints

from app.catalog.model import Kind
from app.sharing.model import Listed, ShareState, Wish

Password = Annotated[str, StringConstraints(max_length=1_000)]


class NewShare(BaseModel):
    """Without `expires_at` the link never ends by itself, without `password` it asks for none, and
    without `with_prompt` nobody sees what was asked for."""

    model_config = ConfigDict(extra="forbid")

    generation_id: str
    expires_at: AwareDatetime | None = None
    password: Password | None = None
    with_prompt: bool = False

    def wish(self) -> Wish:
        end = self.expires_at.astimezone(UTC) if self.expires_at else None
        return Wish(self.generation_id, self.password, self.with_prompt, end)


class ShareView(BaseModel):
    """A link as its owner sees it. `url` is a path below the site's own, and `state` says whether
    it opens: it may have `expired`, its thing may be `trashed`, or the house has switched share
    links `off`. `name` is the title of the thing, or how its prompt begins."""

    id: str
    url: str
    generation_id: str
    kind: Kind
    name: str
    state: ShareState
    has_password: bool
    with_prompt: bool
    expires_at: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, listed: Listed, now: datetime, *, allowed: bool) -> Self:
        share = listed.share
        return cls(
            id=share.id,
            url=share.path,
            generation_id=share.generation_id,
            kind=listed.kind,
            name=listed.name,
            state=listed.state(now, allowed=allowed),
            has_password=share.password_hash is not None,
            with_prompt=share.with_prompt,
            expires_at=share.expires_at,
            created_at=share.created_at,
        )


class SharePageView(BaseModel):
    items: list[ShareView]
    next: str | None
