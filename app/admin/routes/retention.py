"""/api/admin/settings/retention: what the rules about old things would take."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import BaseModel

from app.accounts.current import AdminCaller
from app.admin.routes.choices import Here, KeepingForm, Kept, changes_of
from app.library.retention import Going, Retention
from app.web import provided
from app.web.routes import Routes

router = Routes(prefix="/api/admin/settings/retention", tags=["admin"])

Keeping = Annotated[Retention, provided(Retention)]


class GoingView(BaseModel):
    """So many things of one kind, of so many people. `delete`: for good at once."""

    kind: Kept
    delete: bool
    people: int
    generations: int
    bytes: int

    @classmethod
    def of(cls, kind: str, delete: bool, each: Sequence[Going]) -> Self:
        return cls.model_validate(
            {
                "kind": kind,
                "delete": delete,
                "people": len(each),
                "generations": sum(own.generations for own in each),
                "bytes": sum(own.bytes for own in each),
            }
        )


class PreviewView(BaseModel):
    """`people` counts everybody once, also who loses things of several kinds."""

    people: int
    items: list[GoingView]

    @classmethod
    def of(cls, going: Sequence[Going]) -> Self:
        alike: defaultdict[tuple[str, bool], list[Going]] = defaultdict(list)
        for each in going:
            alike[each.kind, each.delete].append(each)
        items = [GoingView.of(*what, alike[what]) for what in sorted(alike)]
        return cls(people=len({each.email for each in going}), items=items)


@router.post("/preview")
async def preview(
    form: KeepingForm, _: AdminCaller, house: Here, retention: Keeping
) -> PreviewView:
    """What the next night would take, if these were the rules; what is left out is as it is now.
    Changes nothing."""
    choices = await house.supposing(changes_of(form))
    return PreviewView.of(await retention.would_go(choices.keeping))
