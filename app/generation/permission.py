"""Whether what asks, a person or one of their API keys, may have to do with this kind of thing."""

from app.accounts.model import Caller
from app.accounts.scopes import Scope
from app.catalog.model import Kind
from app.errors import NotAllowed

_SCOPES = {Kind.TEXT: Scope.TEXT, Kind.IMAGE: Scope.IMAGE, Kind.VIDEO: Scope.VIDEO}


def _scope(kind: Kind) -> Scope:
    return _SCOPES[kind.family]


def require_kind(caller: Caller, kind: Kind) -> None:
    """For all that makes or changes something: NotAllowed for a key without the scope."""
    scope = _scope(kind)
    if not caller.may(scope):
        raise NotAllowed(f"This needs an API key with the scope {scope}.", scopes=[scope])


def may_make(caller: Caller, kind: Kind) -> bool:
    return caller.may(_scope(kind))
