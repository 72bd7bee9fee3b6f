"""What an API key may reach at all, in one place so that it can be read whole.

Whoever signs in may do what their role allows. A key may do what its scopes say:

    text, image, video   ask for things of this kind; text is also embeddings and speech
    read                 look at what its owner has: library, threads, files, usage
    admin                /api/admin, while its owner is an administrator

What no rule names is closed to keys, so a new route is until somebody decides otherwise. Signing
in, passwords, sessions, webhooks, share links and keys themselves are among these: a key that leaks
must not be a way to more, or to longer.
"""

from enum import StrEnum


class Scope(StrEnum):
    TEXT = "text"
    IMAGE = "image"
    VIDEO = "video"
    READ = "read"
    ADMIN = "admin"


MAKING = frozenset({Scope.TEXT, Scope.IMAGE, Scope.VIDEO})
EVERY = frozenset(Scope)
NONE: frozenset[Scope] = frozenset()

_RULES: tuple[tuple[str, str, frozenset[Scope]], ...] = (
    ("*", "/api/auth", NONE),
    ("*", "/api/keys", NONE),
    ("*", "/api/webhooks", NONE),
    ("*", "/api/shares", NONE),
    ("*", "/api/admin", frozenset({Scope.ADMIN})),
    ("GET", "/metrics", frozenset({Scope.ADMIN})),
    # Which kind it is, and whether this key may make it, is seen where it is asked for.
    ("*", "/v1", EVERY),
    ("GET", "/api/models", EVERY),
    ("GET", "/api", frozenset({Scope.READ})),
    ("*", "/api/generations", MAKING),
    ("POST", "/api/media", MAKING),
)
"""Method, what the path begins with, and the scopes of which a key needs one. The first counts."""


def needed(method: str, path: str) -> frozenset[Scope]:
    """One of these opens the route; empty: none does. `path` is as the route is declared."""
    asked = "GET" if method == "HEAD" else method
    # Who its owner is; not what lies below that, such as the export of everything.
    if (asked, path) == ("GET", "/api/auth/me"):
        return EVERY
    for allowed, prefix, scopes in _RULES:
        if allowed in ("*", asked) and (path == prefix or path.startswith(f"{prefix}/")):
            return scopes
    return NONE
