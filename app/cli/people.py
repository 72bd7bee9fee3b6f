"""`create-admin`, `users` and `keys`: who may come in, and what they may do."""

import asyncio
import secrets
import sys
from collections.abc import Callable
from typing import Annotated

import typer
from pydantic import ValidationError

from app.accounts.model import Role, UserState
from app.accounts.passwords import Passwords, refuse_weak
from app.accounts.scopes import MAKING, Scope
from app.admin.errands import (
    ChangeUser,
    CreateAdmin,
    CreateKey,
    Errand,
    ListKeys,
    ListUsers,
    ResetPassword,
    RevokeKey,
)
from app.cli.common import end, settings, table
from app.cli.errand import Json, done
from app.errors import AppError
from app.money import DOLLAR, Micros, show

users = typer.Typer(no_args_is_help=True, help="People, and what they may do.")
keys = typer.Typer(no_args_is_help=True, help="People's API keys.")

Email = Annotated[str, typer.Argument(help="The e-mail address of the account.")]
Chosen = Annotated[
    bool, typer.Option("--choose", help="Be asked for a password; otherwise one is made up.")
]


def create_admin(email: Email, name: str | None = None, choose: Chosen = False) -> None:
    """Make the account of an administrator, whatever the sign-up policy says."""
    password, hashed = _new_password(email, choose=choose)
    made = _done(lambda: CreateAdmin(email=email, name=name, password_hash=hashed))
    print(f"{made['email']} is an administrator.")
    _show_password(password, chosen=choose)


@users.command("list")
def list_users(
    words: Annotated[str | None, typer.Argument(help="In the name or e-mail address.")] = None,
) -> None:
    """Everybody, with role, tier and what this month has cost."""
    told = _done(lambda: ListUsers(words=words))
    table(
        ("E-MAIL", "NAME", "ROLE", "STATE", "TIER", "THIS MONTH"),
        [
            (*(row[each] for each in ("email", "name", "role", "state", "tier")), _spent(row))
            for row in told["users"]
        ],
    )


@users.command("role")
def set_role(email: Email, role: Role) -> None:
    """Make somebody an administrator, or a user again. The last administrator stays one."""
    _changed(ChangeUser(email=email, role=role))


@users.command("tier")
def set_tier(email: Email, tier: str) -> None:
    """Move somebody to another tier."""
    _changed(ChangeUser(email=email, tier=tier))


@users.command("enable")
def enable(email: Email) -> None:
    """Let somebody in: who waits for approval, or was disabled."""
    _changed(ChangeUser(email=email, state=UserState.ACTIVE))


@users.command("disable")
def disable(email: Email) -> None:
    """Keep somebody out, and sign them out everywhere. Their things stay."""
    _changed(ChangeUser(email=email, state=UserState.DISABLED))


@users.command("password")
def reset_password(email: Email, choose: Chosen = False) -> None:
    """Give somebody a new password, and sign them out everywhere. API keys stay as they are."""
    password, hashed = _new_password(email, choose=choose)
    told = _done(lambda: ResetPassword(email=email, password_hash=hashed))
    print(f"{told['email']} has a new password, and is signed out everywhere.")
    _show_password(password, chosen=choose)


@keys.command("list")
def list_keys(email: Email) -> None:
    """The API keys of one person."""
    told = _done(lambda: ListKeys(email=email))
    table(
        ("ID", "BEGINS WITH", "NAME", "SCOPES", "SPENT", "UNTIL"),
        [
            (
                *(key[each] for each in ("id", "prefix", "name", "scopes")),
                show(Micros(key["spent_micros"])),
                key["expires_at"],
            )
            for key in told["keys"]
        ],
    )


@keys.command("create")
def create_key(
    email: Email,
    name: Annotated[str, typer.Argument(help="What it is for.")],
    scope: Annotated[
        list[Scope] | None, typer.Option(help="Once for each. Otherwise all but admin.")
    ] = None,
    model: Annotated[
        list[str] | None, typer.Option(help="A pattern of model names, once for each.")
    ] = None,
    address: Annotated[
        list[str] | None, typer.Option(help="An address or network it works from, once for each.")
    ] = None,
    budget: Annotated[
        float | None, typer.Option(min=0, help="In dollars, for all of its life.")
    ] = None,
    days: Annotated[int | None, typer.Option(min=1, help="How long it works.")] = None,
) -> None:
    """Make an API key for somebody. Its secret is shown once."""
    told = _done(
        lambda: CreateKey(
            email=email,
            name=name,
            scopes=scope or sorted(MAKING | {Scope.READ}),
            models=model or [],
            ip_allow=address or [],
            budget_micros=None if budget is None else round(budget * DOLLAR),
            days=days,
        )
    )
    print(f"{email} has a new key, {told['key']['name']}. Its secret, which is shown only now:")
    print(told["secret"])


@keys.command("revoke")
def revoke_key(
    email: Email,
    key: Annotated[str, typer.Argument(help="Its id, or how its secret begins.")],
) -> None:
    """End an API key. What it is streaming ends too."""
    told = _done(lambda: RevokeKey(email=email, key=key))
    print(f"The key {told['name']} ({told['prefix']}…) is good for nothing any more.")


def _changed(errand: ChangeUser) -> None:
    told = _done(lambda: errand)
    print(f"{told['email']} is now {told['role']}, {told['state']}, in the tier {told['tier']}.")


def _done(make: Callable[[], Errand]) -> Json:
    try:
        errand = make()
    except ValidationError as error:
        faults = (f"  {each['loc'][0]}: {each['msg']}" for each in error.errors())
        end("This cannot be done:\n" + "\n".join(faults))
    return done(settings(), errand)


def _new_password(email: str, *, choose: bool) -> tuple[str, str]:
    """In words and hashed: nothing but the hash leaves this process."""
    if choose:
        password = typer.prompt("New password", hide_input=True, confirmation_prompt=True)
    else:
        password = secrets.token_urlsafe(16)
    try:
        refuse_weak(password, email)
        return password, asyncio.run(Passwords().hash(password))
    except AppError as refused:
        end(refused.detail)


def _show_password(password: str, *, chosen: bool) -> None:
    if not chosen:
        print("The password, which is shown only now:", file=sys.stderr)
        print(password)


def _spent(row: Json) -> str:
    return show(Micros(row["spent_month_micros"]))
