"""One row for each route. A route without one fails the tests, and so does a row without a route.

Where a real request would take long, one that is refused for its form stands for it: whoever is
told what is wrong with the form has passed the door.
"""

from typing import Any

from tests.security.belongings import FILM, IMAGE, TEXT
from tests.security.matrix import Row, Who
from tests.security.routes import Door

EMBEDDING = "openai/text-embedding-3-small"
SPEECH = "hexgrad/kokoro-82m"
OPEN = Row(Who.ANYBODY)
REFRESHABLE = ("disabled", "key", "reading key", "text key", "other's key", "admin's key", "token")

ASK_TEXT = {"prompt": "A paper boat", "model": TEXT}
ASK_FILM = {"prompt": "A paper boat", "model": FILM}
ASK_IMAGE = {"prompt": "A paper boat", "model": IMAGE}
NOBODYS = {"prompt": "A paper boat", "model": "acme/none"}
CHAT = {"model": TEXT, "messages": [{"role": "user", "content": "Hello"}]}
SPEAK = {"model": SPEECH, "input": "A boat", "voice": "af_heart"}
IDS = {"ids": ["{generation_id}"]}


def own(scopes: str = "none", **more: Any) -> Row:
    """About the caller alone: everybody who is let in is answered with what is theirs."""
    return Row(Who.PEOPLE, scopes, private=False, **more)


def adas(scopes: str = "none", **more: Any) -> Row:
    """About something of Ada's."""
    return Row(Who.PEOPLE, scopes, **more)


def admins(**more: Any) -> Row:
    return Row(Who.ADMIN, "admin", **more)


def programs(scopes: str = "every", **more: Any) -> Row:
    return Row(Who.PROGRAMS, scopes, private=False, **more)


def of_its_key(**more: Any) -> Row:
    """About a film that the actor `key` asked for: not even Ada's other keys are told of it."""
    return Row(Who.PROGRAMS, "media", of={"video_id": "video_id"}, **more)


ACCOUNTS = {
    "POST /api/auth/register": Row(Who.ANYBODY, done=422, body={}),
    "POST /api/auth/login": Row(Who.ANYBODY, done=422, body={}),
    "POST /api/auth/token": Row(Who.ANYBODY, done=422, form={}),
    # By its cookie alone, which programs have none of.
    "POST /api/auth/refresh": Row(
        Who.WAITING, "every", private=False, but=dict.fromkeys(REFRESHABLE, 401)
    ),
    # Cookies that lead nowhere are cleared all the same.
    "POST /api/auth/logout": Row(
        Who.WAITING, private=False, ends=True, but={"disabled": 204, "guest": 204}
    ),
    "GET /api/auth/me": Row(Who.WAITING, "every", private=False),
    "PATCH /api/auth/me": own(body={"name": "Somebody"}),
    "POST /api/auth/password": own(done=403, body={"current": "wrong", "new": "another river"}),
    "GET /api/auth/sessions": own(),
    "DELETE /api/auth/sessions/{session_id}": adas(of={"session_id": "a session"}),
    # Also somebody who is not let in any more may take along what is theirs, and go.
    "GET /api/auth/me/export": Row(Who.WAITING, private=False),
    "DELETE /api/auth/me": Row(Who.WAITING, private=False, done=403, body={"password": "wrong"}),
    "GET /api/keys": own(),
    "POST /api/keys": own(body={"name": "one more"}),
    "PATCH /api/keys/{key_id}": adas(body={"name": "another"}),
    "POST /api/keys/{key_id}/rotate": adas(body={}),
    "DELETE /api/keys/{key_id}": adas(of={"key_id": "a key"}),
}

MAKING = {
    "GET /api/models": own("every"),
    "POST /api/generations/text": own("make", done=202, body=ASK_TEXT),
    "POST /api/generations/text/quote": own("make", body=ASK_TEXT),
    "POST /api/generations/{kind}": own("media", body=ASK_FILM, of={"kind": "video"}),
    "POST /api/generations/{kind}/quote": own("media", body=ASK_IMAGE, of={"kind": "image"}),
    "GET /api/generations": own("read"),
    "GET /api/generations/changes": own("read"),
    "GET /api/generations/line": own("read"),
    "GET /api/generations/usual": own("read", query={"kind": "text"}),
    "GET /api/generations/{generation_id}": adas("read"),
    "GET /api/generations/{generation_id}/events": adas("read"),
    "GET /api/generations/{generation_id}/links": adas("read"),
    "POST /api/generations/{generation_id}/cancel": adas("make"),
    "POST /api/generations/{generation_id}/retry": adas("make"),
    "PATCH /api/generations/{generation_id}": adas("make", body={"title": "Another"}),
    "DELETE /api/generations/{generation_id}": adas(
        "make", undo=("POST", "/api/generations/{generation_id}/restore")
    ),
    "POST /api/generations/{generation_id}/restore": adas(
        "make", first=("DELETE", "/api/generations/{generation_id}")
    ),
    "POST /api/media": own("make", done=415),
    "GET /api/media/{media_id}": adas("read"),
    "GET /api/media/{media_id}/thumbnail": adas("read"),
    "GET /api/media/{media_id}/trashed-thumbnail": adas("read", of={"media_id": "trashed"}),
}

LIBRARY = {
    "GET /api/library/index": own("read"),
    "GET /api/library/items": own("read", query={"ids": "{generation_id}"}),
    "POST /api/library/favourite": own(body=IDS | {"favourite": True}),
    "POST /api/library/trash": own(body=IDS, undo=("POST", "/api/library/restore")),
    "POST /api/library/restore": own(body=IDS),
    "POST /api/library/download/size": own(body=IDS),
    "POST /api/library/download": own(form={"ids": "{generation_id}"}),
    "DELETE /api/trash": own(),
    "POST /api/trash/purge": own(body=IDS),
    "GET /api/collections": own("read"),
    "POST /api/collections": own(body={"name": "one more"}),
    "PATCH /api/collections/{collection_id}": adas(body={"name": "another"}),
    "DELETE /api/collections/{collection_id}": adas(of={"collection_id": "a collection"}),
    "POST /api/collections/{collection_id}/items": adas(body=IDS),
    "POST /api/collections/{collection_id}/items/remove": adas(body=IDS),
    "PUT /api/collections/{collection_id}/items/{generation_id}": adas(),
    "DELETE /api/collections/{collection_id}/items/{generation_id}": adas(),
    "GET /api/threads": own("read"),
    "GET /api/threads/{thread_id}": adas("read"),
    "PATCH /api/threads/{thread_id}": adas(body={"title": "Another"}),
    "DELETE /api/threads/{thread_id}": adas(undo=("POST", "/api/threads/{thread_id}/restore")),
    "POST /api/threads/{thread_id}/restore": adas(),
    "GET /api/usage": own("read"),
    "GET /api/usage.csv": own("read"),
}

WEBHOOKS = {
    "GET /api/webhooks": own(),
    "POST /api/webhooks": own(body={"name": "mine", "url": "https://hooks.example.org"}),
    "GET /api/webhooks/{webhook_id}": adas(),
    "PATCH /api/webhooks/{webhook_id}": adas(body={"name": "another"}),
    "DELETE /api/webhooks/{webhook_id}": adas(of={"webhook_id": "a webhook"}),
    "POST /api/webhooks/{webhook_id}/rotate": adas(body={}),
    "POST /api/webhooks/{webhook_id}/test": adas(),
    "GET /api/webhooks/{webhook_id}/deliveries": adas(),
    "POST /api/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver": adas(),
}

SHARES = {
    "GET /api/shares": own(),
    "POST /api/shares": adas(body={"generation_id": "{generation_id}"}),
    "DELETE /api/shares/{share_id}": adas(of={"share_id": "a share"}),
}

ADMIN = {
    "GET /api/admin/users": admins(),
    "GET /api/admin/users/{user_id}": admins(),
    "PATCH /api/admin/users/{user_id}": admins(body={"tier": "basic"}),
    "GET /api/admin/users/{user_id}/usage": admins(),
    "GET /api/admin/users/{user_id}/jobs": admins(),
    "GET /api/admin/users/{user_id}/sessions": admins(),
    "DELETE /api/admin/users/{user_id}/sessions": admins(of={"user_id": "dan"}),
    "GET /api/admin/users/{user_id}/keys": admins(),
    "DELETE /api/admin/users/{user_id}/keys/{key_id}": admins(of={"key_id": "a key of Ben's"}),
    "GET /api/admin/invites": admins(),
    "POST /api/admin/invites": admins(body={}),
    "DELETE /api/admin/invites/{invite_id}": admins(of={"invite_id": "an invitation"}),
    "GET /api/admin/ledger": admins(),
    "GET /api/admin/unknown": admins(),
    "POST /api/admin/unknown/{generation_id}/settle": admins(
        done=409, body={"amount_micros": 1, "reason": "x"}
    ),
    "POST /api/admin/unknown/{generation_id}/release": admins(done=409, body={"reason": "x"}),
    "GET /api/admin/generations/given-up": admins(),
    "POST /api/admin/generations/{generation_id}/ask-again": admins(done=409, body={"reason": "x"}),
    "GET /api/admin/usage": admins(),
    "GET /api/admin/usage.csv": admins(),
    "GET /api/admin/tiers": admins(),
    "GET /api/admin/tiers/{name}": admins(of={"name": "basic"}),
    "POST /api/admin/tiers/{name}": admins(body={}, of={"name": "a name"}),
    "PATCH /api/admin/tiers/{name}": admins(body={}, of={"name": "basic"}),
    "DELETE /api/admin/tiers/{name}": admins(of={"name": "a tier"}),
    "GET /api/admin/routes": admins(),
    "GET /api/admin/routes/{name}": admins(query={"kind": "text"}, of={"name": "auto"}),
    "PUT /api/admin/routes/{name}": admins(
        body={"kind": "text", "chain": [TEXT]}, of={"name": "a route"}
    ),
    "DELETE /api/admin/routes/{name}": admins(query={"kind": "text"}, of={"name": "a route"}),
    "GET /api/admin/models": admins(),
    "GET /api/admin/models/matching": admins(query={"kind": "text", "pattern": "*"}),
    "POST /api/admin/models/refresh": admins(),
    "PATCH /api/admin/models/{model_id}": admins(body={"hidden": False}),
    "GET /api/admin/settings": admins(),
    "PATCH /api/admin/settings": admins(body={"announcement": None}),
    "POST /api/admin/settings/retention/preview": admins(body={}),
    "GET /api/admin/shares": admins(),
    "DELETE /api/admin/shares/{share_id}": admins(of={"share_id": "a share"}),
    "GET /api/admin/audit": admins(),
    "GET /api/admin/system": admins(),
    "POST /api/admin/system/key/check": admins(),
    "GET /api/admin/system/backups": admins(),
    "POST /api/admin/system/backups": admins(),
    "POST /api/admin/system/breakers/reset": admins(),
    # A collector has a token of its own for it.
    "GET /metrics": Row(Who.ADMIN, "none"),
}

V1 = {
    "GET /v1/models": programs(),
    # One that may make nothing has no models.
    "GET /v1/models/{model_id}": programs(of={"model_id": "auto"}, but={"reading key": 404}),
    "POST /v1/chat/completions": programs("make", body=CHAT),
    "POST /v1/embeddings": programs("make", body={"model": EMBEDDING, "input": "A boat"}),
    "POST /v1/audio/speech": programs("make", body=SPEAK),
    "POST /v1/images/generations": programs("media", done=400, body=NOBODYS),
    "POST /v1/images/edits": programs("media", done=400, body=NOBODYS),
    "POST /v1/videos": programs("media", body=ASK_FILM),
    "GET /v1/videos": programs("media"),
    "GET /v1/videos/{video_id}": of_its_key(),
    "GET /v1/videos/{video_id}/content": of_its_key(),
    "DELETE /v1/videos/{video_id}": of_its_key(
        undo=("POST", "/api/generations/{video_id}/restore")
    ),
    # Opened by the signature in its address; see test_links.py.
    "GET /v1/media/{media_id}": Row(Who.ANYBODY, done=404),
    **{
        f"{method} /v1/{{rest}}": programs(done=404, of={"rest": "nothing"})
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
    },
}

SITE = {
    "GET /api/site": OPEN,
    "GET /api/openapi.json": OPEN,
    "GET /api/docs": OPEN,
    "GET /healthz": OPEN,
    "GET /readyz": OPEN,
    # Its signature is its only proof.
    "POST /api/callbacks/openrouter": Row(Who.ANYBODY, done=401),
    # Opened by the token in its address, whoever asks; see tests/sharing.
    "GET /s/{token}": Row(Who.ANYBODY),
    "POST /s/{token}": Row(Who.ANYBODY, done=303, form={"password": "x"}),
    "GET /s/{token}/media/{media_id}": Row(Who.ANYBODY, of={"media_id": "shared"}),
    "GET /s/{token}/media/{media_id}/thumbnail": Row(Who.ANYBODY, of={"media_id": "shared"}),
    "GET /static": OPEN,
    "GET /manifest.webmanifest": OPEN,
    "GET /sw.js": OPEN,
    "GET /admin/{tab}": Row(Who.ANYBODY, of={"tab": "people"}),
    "GET /generate/{kind}": Row(Who.ANYBODY, of={"kind": "image"}),
    "GET /generate/{kind}/{thread_id}": Row(Who.ANYBODY, of={"kind": "image"}),
    "GET /library/{item_id}": Row(Who.ANYBODY, of={"item_id": "generation_id"}),
    **{
        f"GET {page}": OPEN
        for page in (
            "/", "/login", "/register", "/generate", "/library", "/jobs", "/usage", "/account",
            "/admin",
        )
    },
}  # fmt: skip

ROWS = {
    Door(path, method): row
    for named in (ACCOUNTS, MAKING, LIBRARY, WEBHOOKS, SHARES, ADMIN, V1, SITE)
    for name, row in named.items()
    for method, path in [name.split(" ")]
}
