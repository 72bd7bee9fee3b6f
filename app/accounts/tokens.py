"""The two tokens of a session: a signed access token, and the refresh token that renews it.

The access token (JWT, HS256) is good for an hour and names user and session; the session's row
is looked at all the same. The refresh token is opaque, and only its SHA-256 is kept.

Each refresh token is followed by exactly one other, made from it and a key of ours. So a second
tab that still holds the older one is given the very successor the first tab got, and a thief
cannot start a branch of their own: whoever comes later with a replaced token gives it away.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt
from jwt.types import Options

ACCESS_LIFETIME = timedelta(hours=1)
REFRESH_LIFETIME = timedelta(days=30)

ISSUER = "allucanget"
_ALGORITHM = "HS256"
# The times are compared with our own clock, below.
_CHECKS: Options = {
    "require": ["sub", "sid", "iat", "exp", "iss"],
    "verify_exp": False,
    "verify_iat": False,
}


@dataclass(frozen=True, slots=True)
class Claims:
    user_id: str
    session_id: str


class Tokens:
    """Makes and reads tokens. Both keys come from SECRET_KEY, and neither tells the other."""

    def __init__(self, secret_key: str) -> None:
        self._access_key = _derived(secret_key, b"access tokens")
        self._refresh_key = _derived(secret_key, b"refresh tokens")

    def access(self, user_id: str, session_id: str, now: datetime) -> str:
        claims = {
            "sub": user_id,
            "sid": session_id,
            "iat": int(now.timestamp()),
            "exp": int((now + ACCESS_LIFETIME).timestamp()),
            "iss": ISSUER,
        }
        return jwt.encode(claims, self._access_key, _ALGORITHM)

    def read_access(self, token: str, now: datetime) -> Claims | None:
        """What a token of ours says, as long as it is good; None for anything else."""
        try:
            claims = jwt.decode(
                token, self._access_key, [_ALGORITHM], options=_CHECKS, issuer=ISSUER
            )
        except jwt.InvalidTokenError:
            return None
        if datetime.fromtimestamp(claims["exp"], UTC) <= now:
            return None
        return Claims(user_id=claims["sub"], session_id=claims["sid"])

    def first_refresh(self) -> str:
        """256 random bits, to begin a session with."""
        return secrets.token_urlsafe(32)

    def next_refresh(self, token: str) -> str:
        """The one token that may follow `token`. Without our key nobody can tell which."""
        digest = hmac.digest(self._refresh_key, token.encode(), "sha256")
        return urlsafe_b64encode(digest).rstrip(b"=").decode()


def fingerprint(secret: str) -> str:
    """What we keep of a token or code: enough to recognise it, useless to a thief.

    No salt and no slow hash: what goes in has 256 random bits, there is nothing to guess.
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _derived(secret_key: str, purpose: bytes) -> bytes:
    return hmac.digest(secret_key.encode(), purpose, "sha256")
