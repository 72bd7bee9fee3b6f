"""Everything the application refuses to do, and how a refusal looks on the wire.

    AppError
    ├── BadInput           422   well formed, but cannot be done
    ├── Malformed          400   not what it claims to be
    ├── SignInRequired     401
    ├── BudgetExceeded     402   and its sisters, see app.usage
    ├── NotAllowed         403
    ├── NotFound           404   also for what belongs to somebody else
    ├── Conflict           409
    ├── TooLarge           413
    ├── UnsupportedMedia   415
    ├── TooMany            429   says when to come back
    ├── Unavailable        503
    ├── DiskFull           507
    └── GatewayProblem     502   raised by app.gateway, see there for its family

Raise these from any layer; nobody catches them on the way up. Anything that is not an
AppError is a bug: it is logged in full and the caller sees a bare 500.
The handlers that turn them into RFC 9457 documents are in `app.web.problems`.
"""

from typing import ClassVar


class AppError(Exception):
    """A refusal we mean the caller to read.

    `detail` is shown to the person as it stands, so it names no table, path or key.
    `members` become extra fields of the problem document, for programs to act on.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Something went wrong"

    def __init__(self, detail: str = "", **members: object) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.members = members


class Malformed(AppError):
    status, code, title = 400, "malformed", "This request cannot be read"


class SignInRequired(AppError):
    status, code, title = 401, "sign-in-required", "Please sign in"


class NotAllowed(AppError):
    status, code, title = 403, "not-allowed", "You are not allowed to do this"


class NotFound(AppError):
    status, code, title = 404, "not-found", "There is nothing here"


class Conflict(AppError):
    status, code, title = 409, "conflict", "This does not fit with what is already there"


class TooLarge(AppError):
    status, code, title = 413, "too-large", "This is too large"


class UnsupportedMedia(AppError):
    status, code, title = 415, "unsupported-media", "This kind of file cannot be used"


class BadInput(AppError):
    status, code, title = 422, "bad-input", "This cannot be done as asked"


class TooMany(AppError):
    """Too much at once. `retry_after` (seconds) also becomes the header of that name."""

    status, code, title = 429, "too-many-requests", "Too many requests"

    def __init__(self, detail: str = "", *, retry_after: int = 1, **members: object) -> None:
        super().__init__(detail, retry_after=retry_after, **members)
        self.retry_after = retry_after


class Unavailable(AppError):
    status, code, title = 503, "unavailable", "Not available just now"


class DiskFull(AppError):
    status, code, title = 507, "disk-full", "The server's disk is full"
