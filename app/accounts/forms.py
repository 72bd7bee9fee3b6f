"""What people send to /api/auth, and what they get back. Nothing else goes in or out."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.accounts.emails import checked_email
from app.accounts.model import Caller, Role, Session, User, UserState
from app.accounts.service import SignedIn
from app.accounts.tokens import ACCESS_LIFETIME


def _printable(name: str) -> str:
    if not name.isprintable():
        raise ValueError("A name has no invisible characters.")
    return name


Email = Annotated[str, AfterValidator(checked_email)]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80),
    AfterValidator(_printable),
]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RegisterForm(_Form):
    email: Email
    password: str
    name: Name | None = None
    invite: str | None = None


class SignInForm(_Form):
    # Not checked for its shape: what cannot be an account is answered like one that is not.
    email: str
    password: str


class ProfileForm(_Form):
    name: Name


class PasswordForm(_Form):
    current: str
    new: str


class UserView(BaseModel):
    """A user as they see themselves. New columns stay private until they are named here."""

    id: str
    email: str
    name: str
    role: Role
    state: UserState
    tier: str
    created_at: datetime

    @classmethod
    def of(cls, user: User) -> Self:
        return cls.model_validate(user, from_attributes=True)


class SignedInView(BaseModel):
    user: UserView

    @classmethod
    def of(cls, signed_in: SignedIn) -> Self:
        return cls(user=UserView.of(signed_in.user))


class TokenView(BaseModel):
    """The answer of RFC 6749, 5.1."""

    access_token: str
    token_type: Literal["bearer"] = Field(default="bearer")
    expires_in: int = Field(default=int(ACCESS_LIFETIME.total_seconds()), description="seconds")


class SessionView(BaseModel):
    id: str
    created_at: datetime
    last_seen_at: datetime
    user_agent: str
    address: str
    current: bool

    @classmethod
    def of(cls, session: Session, caller: Caller) -> Self:
        return cls(
            id=session.id,
            created_at=session.created_at,
            last_seen_at=session.last_seen_at,
            user_agent=session.device.user_agent,
            address=session.device.address,
            current=session.id == caller.session_id,
        )


class SessionsView(BaseModel):
    items: list[SessionView]
    next: None = None
