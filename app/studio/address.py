"""What follows from the settings: where we and the gateway are, and the keys derived from ours."""

import hmac

from app.generation.hint_routes import PATH as CALLBACK
from app.secret import secret_key
from app.settings import Settings

OPENROUTER = "https://openrouter.ai/api/v1"


def secret_of(settings: Settings) -> str:
    given = settings.secret_key
    return secret_key(settings.data_dir, given.get_secret_value() if given else None)


def derived(settings: Settings, purpose: bytes) -> bytes:
    """A key for this purpose only."""
    return hmac.digest(secret_of(settings).encode(), purpose, "sha256")


def callback_url(settings: Settings) -> str | None:
    """Where the gateway can tell us something, if it can reach us and prove that it is the one."""
    base = base_of(settings)
    if not (base and base.startswith("https:") and settings.openrouter_webhook_secret):
        return None
    return base + CALLBACK


def base_of(settings: Settings) -> str | None:
    """What the addresses of our routes begin with, as the world sees them."""
    address = address_of(settings)
    if address is None:
        return None
    return address + ("" if address.endswith(settings.root_path) else settings.root_path)


def address_of(settings: Settings) -> str | None:
    return str(settings.public_url).rstrip("/") if settings.public_url else None
