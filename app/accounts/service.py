"""What people may do with their own account: register, sign in and out, change it."""

import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.accounts import repository, session_repository
from app.accounts.emails import email_key, local_part
from app.accounts.errors import AccountDisabled, WrongCredentials, WrongPassword
from app.accounts.model import Caller, Device, Role, Session, User, UserState
from app.accounts.passwords import Passwords, refuse_weak
from app.accounts.repository import Credentials
from app.accounts.rotation import Renewed, Reused, end_session_of_token, rotate
from app.accounts.signouts import SignOuts
from app.accounts.signup import admit, check_admission
from app.accounts.standing import Also, close_account, set_user
from app.accounts.throttle import SignInThrottle, network_of
from app.accounts.tokens import ACCESS_LIFETIME, REFRESH_LIFETIME, Tokens, fingerprint
from app.accounts.uninterrupted import uninterrupted
from app.clock import Clock, new_id
from app.db import Database, Tx
from app.errors import NotFound, SignInRequired
from app.settings import SignupPolicy

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session as its owner holds it. A bearer token has nothing to refresh with."""

    user: User
    access: str
    refresh: str | None


@dataclass(frozen=True)
class Accounts:
    db: Database
    clock: Clock
    passwords: Passwords
    tokens: Tokens
    throttle: SignInThrottle
    sign_outs: SignOuts
    signup: Callable[[], SignupPolicy]
    default_tier: Callable[[], str]
    """Both are asked anew for every registration, since administrators change them."""

    async def register(
        self, email: str, password: str, *, name: str | None = None, invite: str | None = None
    ) -> User:
        """Make an account: of an administrator if it is the first, else as the policy says."""
        refuse_weak(password, email)
        # A look beforehand, so that a closed house costs a stranger's request no hash.
        await self.db.read(check_admission, self.signup(), invite, self.clock())
        password_hash = await self.passwords.hash(password)
        user = await self.db.write(
            admit,
            _applicant(email, name or local_part(email), self.default_tier(), self.clock()),
            password_hash=password_hash,
            policy=self.signup(),
            invite=invite,
        )
        logger.info("user %s registered: %s, %s", user.id, user.role, user.state)
        return user

    async def sign_in(self, email: str, password: str, device: Device) -> SignedIn:
        """Begin a session of a browser, which lives as long as it is refreshed."""
        refresh = self.tokens.first_refresh()
        return await self._sign_in(email, password, device, REFRESH_LIFETIME, refresh)

    async def grant_token(self, email: str, password: str, device: Device) -> SignedIn:
        """Begin a session of a script, which ends with its one access token."""
        return await self._sign_in(email, password, device, ACCESS_LIFETIME, None)

    async def _sign_in(
        self, email: str, password: str, device: Device, lifetime: timedelta, refresh: str | None
    ) -> SignedIn:
        known = await self._checked(email_key(email), password, device)
        if known.user.state is UserState.DISABLED:
            raise AccountDisabled
        newer_hash = known.password_hash
        if self.passwords.outdated(newer_hash):
            newer_hash = await self.passwords.hash(password)
        session = _begin(known.user.id, device, self.clock(), lifetime)
        token_hash = refresh and fingerprint(refresh)
        if not await self.db.write(
            _open_session, session, known.password_hash, newer_hash, token_hash
        ):
            return await self._sign_in(email, password, device, lifetime, refresh)
        logger.info("user %s signed in", known.user.id)
        access = self.tokens.access(known.user.id, session.id, session.created_at)
        return SignedIn(known.user, access, refresh)

    async def _checked(self, key: str, password: str, device: Device) -> Credentials:
        """The account if the password is right. One path for all, whether the account exists."""
        known = await self.db.read(repository.credentials, key)
        networks = {network_of(address) for address in known.addresses} if known else set[str]()
        familiar = network_of(device.address) in networks
        self.throttle.attempt(key, device.address, familiar=familiar)
        right = await self.passwords.verify(password, known.password_hash if known else None)
        if known is None or not right:
            raise WrongCredentials
        self.throttle.succeeded(key, device.address)
        return known

    @uninterrupted
    async def refresh(self, presented: str) -> SignedIn:
        """New tokens for a refresh token. One that was replaced earlier ends its session."""
        now = self.clock()
        outcome = await self.db.write(
            rotate, presented, successor=self.tokens.next_refresh, now=now
        )
        if isinstance(outcome, Reused):
            self.sign_outs.session_ended(outcome.user_id, outcome.session_id)
            logger.warning(
                "user %s: an old refresh token came back, session ended", outcome.user_id
            )
        if not isinstance(outcome, Renewed):
            raise SignInRequired("This sign-in has ended. Please sign in again.")
        access = self.tokens.access(outcome.user.id, outcome.session.id, now)
        return SignedIn(outcome.user, access, outcome.refresh)

    async def sign_out(self, caller: Caller) -> None:
        """End the session of this very request. It may just have been ended elsewhere."""
        if caller.session_id is None:
            return
        with suppress(NotFound):
            await self.end_session(caller, caller.session_id)

    @uninterrupted
    async def sign_out_by_refresh(self, presented: str) -> None:
        """For a browser whose access token ran out while it was away."""
        now = self.clock()
        session = await self.db.write(end_session_of_token, fingerprint(presented), now=now)
        if session is not None:
            self.sign_outs.session_ended(session.user_id, session.id)
            logger.info("user %s signed out", session.user_id)

    async def sessions(self, caller: Caller) -> list[Session]:
        """Where the caller is signed in, the newest first."""
        return await self.db.read(session_repository.sessions_of, caller.user.id, now=self.clock())

    @uninterrupted
    async def end_session(self, caller: Caller, session_id: str) -> None:
        """Sign the caller out somewhere. Raises NotFound if that session is not theirs."""
        user_id = caller.user.id
        await self.db.write(session_repository.end_session, user_id, session_id, now=self.clock())
        self.sign_outs.session_ended(user_id, session_id)
        logger.info("user %s signed out", user_id)

    @uninterrupted
    async def rename(self, caller: Caller, name: str) -> User:
        user = await self.db.write(repository.rename, caller.user.id, name)
        self.sign_outs.details_changed()
        return user

    @uninterrupted
    async def change_password(
        self, caller: Caller, device: Device, *, current: str, new: str
    ) -> None:
        """Replace the password and end every other session of this user."""
        refuse_weak(new, caller.user.email, field="new")
        known = await self._confirmed(caller, device, current)
        after = await self.passwords.hash(new)
        await self.db.write(
            _replace_password, caller, before=known.password_hash, after=after, now=self.clock()
        )
        self.sign_outs.user_changed(caller.user.id)
        logger.info("user %s changed their password", caller.user.id)

    async def _confirmed(self, caller: Caller, device: Device, password: str) -> Credentials:
        try:
            return await self._checked(email_key(caller.user.email), password, device)
        except WrongCredentials as wrong:
            raise WrongPassword from wrong

    @uninterrupted
    async def close(self, caller: Caller, device: Device, password: str) -> None:
        """End the caller's account: nobody can sign in to it again, and it names nobody.

        Raises WrongPassword, or LastAdmin for the last administrator. What the person made is the
        business of whoever calls this.
        """
        await self._confirmed(caller, device, password)
        nobodys = await self.passwords.hash(secrets.token_urlsafe(32))
        await self.db.write(close_account, caller.user.id, password_hash=nobodys, now=self.clock())
        self.sign_outs.user_changed(caller.user.id)

    @uninterrupted
    async def change_user(
        self,
        user_id: str,
        *,
        role: Role | None = None,
        state: UserState | None = None,
        tier: str | None = None,
        also: Also | None = None,
    ) -> User:
        """For administrators, see `standing.set_user`. Acts on the next request of that user."""
        user = await self.db.write(
            set_user, user_id, now=self.clock(), role=role, state=state, tier=tier, also=also
        )
        if role is None and state is None:
            self.sign_outs.details_changed()
        else:
            self.sign_outs.user_changed(user.id)
        logger.info("user %s is now %s, %s, %s", user.id, user.role, user.state, user.tier)
        return user


def _applicant(email: str, name: str, tier: str, now: datetime) -> User:
    return User(new_id(), email, name, Role.USER, UserState.PENDING, tier, now)


def _begin(user_id: str, device: Device, now: datetime, lifetime: timedelta) -> Session:
    return Session(new_id(), user_id, device, now, now, now + lifetime)


def _open_session(
    tx: Tx, session: Session, checked_hash: str, newer_hash: str, token_hash: str | None
) -> bool:
    """Begin it. False if the password was changed, or hashed anew, since it was checked."""
    user = repository.user_of_id(tx, session.user_id)
    if user is None or user.state is UserState.DISABLED:
        raise AccountDisabled
    if not repository.set_password_hash(tx, user.id, before=checked_hash, after=newer_hash):
        return False
    session_repository.insert_session(tx, session)
    if token_hash is not None:
        session_repository.insert_refresh_token(tx, token_hash, session.id, session.created_at)
    return True


def _replace_password(tx: Tx, caller: Caller, *, before: str, after: str, now: datetime) -> None:
    if not repository.set_password_hash(tx, caller.user.id, before=before, after=after):
        raise WrongPassword
    session_repository.end_sessions(tx, caller.user.id, now=now, but=caller.session_id)
