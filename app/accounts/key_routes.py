"""/api/keys: one's own API keys. No key reaches these routes, see `scopes`."""

from typing import Annotated

from fastapi import Depends, Response

from app.accounts.current import CurrentCaller
from app.accounts.key_forms import ChangedKey, KeysView, KeyView, NewKey, NewKeyView, Rotation
from app.accounts.key_service import ApiKeys
from app.web import provided
from app.web.routes import Routes


async def _private(response: Response) -> None:
    response.headers["Cache-Control"] = "no-store"


router = Routes(prefix="/api/keys", tags=["keys"], dependencies=[Depends(_private)])

Keys = Annotated[ApiKeys, provided(ApiKeys)]


@router.get("")
async def list_keys(caller: CurrentCaller, keys: Keys) -> KeysView:
    """Your API keys, the newest first, without their secrets."""
    return KeysView(items=[KeyView.of(each) for each in await keys.all_of(caller)])


@router.post("", status_code=201)
async def create_key(form: NewKey, caller: CurrentCaller, keys: Keys) -> NewKeyView:
    """A new API key. This is the only time its secret is told."""
    kept, secret = await keys.create(caller, form.name, form.limits())
    return NewKeyView.of(kept, secret=secret)


@router.patch("/{key_id}")
async def change_key(key_id: str, form: ChangedKey, caller: CurrentCaller, keys: Keys) -> KeyView:
    """Rename a key, or let it do more or less."""
    return KeyView.of(await keys.change(caller, key_id, form.changes()))


@router.post("/{key_id}/rotate")
async def rotate_key(
    key_id: str, caller: CurrentCaller, keys: Keys, form: Rotation | None = None
) -> NewKeyView:
    """A new secret for the same key. The old one works for 24 hours more, unless said otherwise."""
    kept, secret = await keys.rotate(caller, key_id, (form or Rotation()).overlap)
    return NewKeyView.of(kept, secret=secret)


@router.delete("/{key_id}", status_code=204)
async def revoke_key(key_id: str, caller: CurrentCaller, keys: Keys) -> None:
    """End a key for good. What is being streamed with it ends too."""
    await keys.revoke(caller, key_id)
