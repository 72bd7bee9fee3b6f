"""What the command line has done, by the running server or, when none runs, by itself.

An errand is a document, since it may have to go from one process to another. Every change is in
the audit log with the command line as its author. Passwords come hashed.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from pydantic_core import to_json

from app.accounts import by_hand
from app.accounts.emails import local_part
from app.accounts.forms import Email, Name
from app.accounts.key_forms import Networks, Patterns, Scopes
from app.accounts.key_service import ApiKeys, Kept
from app.accounts.keys import ApiKey, KeyLimits
from app.accounts.model import ALL_SCOPES, Caller, Role, User, UserState
from app.accounts.scopes import MAKING, Scope
from app.accounts.service import Accounts
from app.admin import audit
from app.admin.audit import Author
from app.admin.people import People, PersonChanges
from app.admin.people_queries import Wanted
from app.clock import Clock, new_id
from app.db import Database, Tx
from app.errors import BadInput, NotFound
from app.library.retention import Retention
from app.money import Micros

COMMAND_LINE = Author("command line", "")
MOST_LISTED = 10_000

Json = dict[str, Any]


class _Errand(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CreateAdmin(_Errand):
    do: Literal["create-admin"] = "create-admin"
    email: Email
    name: Name | None = None
    password_hash: str


class ListUsers(_Errand):
    do: Literal["list-users"] = "list-users"
    words: str | None = None


class ChangeUser(_Errand):
    do: Literal["change-user"] = "change-user"
    email: str
    role: Role | None = None
    state: UserState | None = None
    tier: str | None = None


class ResetPassword(_Errand):
    do: Literal["reset-password"] = "reset-password"
    email: str
    password_hash: str


class ListKeys(_Errand):
    do: Literal["list-keys"] = "list-keys"
    email: str


class CreateKey(_Errand):
    do: Literal["create-key"] = "create-key"
    email: str
    name: Name
    scopes: Scopes = sorted(MAKING | {Scope.READ})
    models: Patterns = []
    ip_allow: Networks = []
    budget_micros: Annotated[int, Field(strict=True, ge=0, le=10**12)] | None = None
    days: Annotated[int, Field(ge=1, le=3650)] | None = None


class RevokeKey(_Errand):
    """`key` is the id of one, or how its secret begins."""

    do: Literal["revoke-key"] = "revoke-key"
    email: str
    key: str


class SweepOld(_Errand):
    """What is older than the house's rules let it be."""

    do: Literal["sweep-old"] = "sweep-old"
    dry_run: bool


Errand = (
    CreateAdmin
    | ListUsers
    | ChangeUser
    | ResetPassword
    | ListKeys
    | CreateKey
    | RevokeKey
    | SweepOld
)

_errands: TypeAdapter[Errand] = TypeAdapter(Annotated[Errand, Field(discriminator="do")])


@dataclass(frozen=True)
class Errands:
    db: Database
    clock: Clock
    accounts: Accounts
    people: People
    keys: ApiKeys
    retention: Retention

    async def run(self, document: str) -> str:
        """Do it, and tell of it in JSON. Raises AppErrors with a sentence for the operator."""
        return to_json(await self._done(document)).decode()

    async def _done(self, document: str) -> Json:
        match _errands.validate_json(document):
            case CreateAdmin() as errand:
                return await self._create_admin(errand)
            case ListUsers(words=words):
                page = await self.people.find(Wanted(words), None, MOST_LISTED)
                return {"users": page.items}
            case ChangeUser() as errand:
                return await self._change_user(errand)
            case ResetPassword() as errand:
                return await self._reset_password(errand)
            case ListKeys(email=email):
                owner = await self._user(email)
                return {"keys": list(map(_seen, await self.keys.kept_by(owner.id)))}
            case CreateKey() as errand:
                return await self._create_key(errand)
            case RevokeKey() as errand:
                return await self._revoke_key(errand)
            case SweepOld(dry_run=dry_run):
                return await self._sweep_old(dry_run=dry_run)

    async def _create_admin(self, errand: CreateAdmin) -> Json:
        user = User(
            new_id(),
            errand.email,
            errand.name or local_part(errand.email),
            Role.ADMIN,
            UserState.ACTIVE,
            self.accounts.default_tier(),
            self.clock(),
        )
        await self.db.write(
            by_hand.add_user,
            user,
            password_hash=errand.password_hash,
            also=partial(self._note, "person.create", after={"role": user.role}),
        )
        return {"email": user.email}

    async def _change_user(self, errand: ChangeUser) -> Json:
        user = await self._user(errand.email)
        changes = PersonChanges()
        if errand.role is not None:
            changes["role"] = errand.role
        if errand.state is not None:
            changes["state"] = errand.state
        if errand.tier is not None:
            changes["tier"] = errand.tier
        row = await self.people.change(COMMAND_LINE, user.id, changes)
        return {name: row[name] for name in ("email", "role", "state", "tier")}

    async def _reset_password(self, errand: ResetPassword) -> Json:
        user = await self.db.write(
            by_hand.reset_password,
            errand.email,
            password_hash=errand.password_hash,
            now=self.clock(),
            also=partial(self._note, "person.password-reset", after={"password": "reset"}),
        )
        self.accounts.sign_outs.user_changed(user.id)
        return {"email": user.email}

    async def _create_key(self, errand: CreateKey) -> Json:
        owner = _caller(await self._user(errand.email))
        limits = KeyLimits(
            frozenset(errand.scopes),
            tuple(errand.models),
            tuple(errand.ip_allow),
            None if errand.budget_micros is None else Micros(errand.budget_micros),
            None if errand.days is None else self.clock() + timedelta(days=errand.days),
        )
        also = partial(self._note_key, "key.create")
        kept, secret = await self.keys.create(owner, errand.name, limits, also)
        return {"key": _seen(kept), "secret": secret}

    async def _revoke_key(self, errand: RevokeKey) -> Json:
        owner = _caller(await self._user(errand.email))
        known = [each.key for each in await self.keys.kept_by(owner.user.id)]
        meant = [each for each in known if errand.key in (each.id, each.prefix)]
        if not meant:
            raise NotFound(f"{errand.email} has no key {errand.key}.")
        if len(meant) > 1:
            raise BadInput("Several keys begin like this: name one by its id.")
        also = partial(self._note_key, "key.revoke")
        await self.keys.revoke(owner, meant[0].id, also)
        return {"name": meant[0].name, "prefix": meant[0].prefix}

    async def _sweep_old(self, *, dry_run: bool) -> Json:
        rules = len(self.retention.policy().rules)
        going = await (self.retention.would_go() if dry_run else self.retention.sweep())
        if going and not dry_run:
            told = {"generations": sum(each.generations for each in going)}
            await self.db.write(self._note_sweep, told)
        return {"rules": rules, "going": [asdict(each) for each in going]}

    async def _user(self, email: str) -> User:
        return await self.db.read(by_hand.user_of_email, email)

    def _note(self, action: str, tx: Tx, user: User, *, after: Mapping[str, object]) -> None:
        audit.record(tx, COMMAND_LINE, action, user.id, self.clock(), after=after)

    def _note_sweep(self, tx: Tx, told: Json) -> None:
        audit.record(tx, COMMAND_LINE, "retention.sweep", "library", self.clock(), after=told)

    def _note_key(self, action: str, tx: Tx, key: ApiKey) -> None:
        told = {"owner": key.user_id, "name": key.name, "prefix": key.prefix}
        audit.record(tx, COMMAND_LINE, action, key.id, self.clock(), after=told)


def _caller(user: User) -> Caller:
    """The owner, as if they had signed in themselves."""
    return Caller(user, None, ALL_SCOPES, "bearer")


def _seen(kept: Kept) -> Json:
    key, limits = kept.key, kept.key.limits
    return {
        "id": key.id,
        "prefix": key.prefix,
        "name": key.name,
        "scopes": sorted(limits.scopes),
        "models": list(limits.models),
        "budget_micros": limits.budget,
        "spent_micros": kept.spent,
        "expires_at": limits.expires_at,
    }
