"""What OpenRouter posts to the `callback_url` of a film that has ended, if it is really from there.

How often it does, how late and in which order is not documented, and anybody can post something.
So all that is taken from it, once its signature is good, is which film to look at.
"""

import hmac
import logging
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from pydantic import SecretStr

from app.errors import AppError
from app.gateway.lenient import NOTHING, Unreadable, decode, record, text

logger = logging.getLogger(__name__)

TOLERANCE = timedelta(minutes=5)
"""How far the signed time may be from ours: what was overheard is soon good for nothing."""

_SIGNATURE = re.compile(r"t=(\d{1,12})((?:,v1=[0-9a-f]{64}){1,4})", re.ASCII)


class NotSigned(AppError):
    status, code, title = 401, "not-signed", "This is not signed as it should be"


def film_of(secret: SecretStr | None, signature: str, body: bytes, now: datetime) -> str | None:
    """The gateway's name of the film that has ended; None if this is about something else.

    Raises NotSigned for whatever is not signed with `secret`, just now, and for everything while
    there is no secret.
    """
    if secret is None or not _is_good(secret, signature, body, now):
        raise NotSigned
    message = _message(body)
    job_id = text(record(message.get("data")).get("id"))
    if not text(message.get("type")).startswith("video.generation.") or not job_id:
        logger.warning("the gateway sent a webhook that is not about a film")
        return None
    return job_id


def _message(body: bytes) -> Mapping[str, object]:
    try:
        return record(decode(body))
    except Unreadable:
        return NOTHING


def _is_good(secret: SecretStr, signature: str, body: bytes, now: datetime) -> bool:
    found = _SIGNATURE.fullmatch(signature.replace(" ", ""))
    if found is None or abs(int(found[1]) - now.timestamp()) > TOLERANCE.total_seconds():
        return False
    signed = f"{found[1]},".encode() + body
    expected = hmac.new(secret.get_secret_value().encode(), signed, "sha256").hexdigest()
    given = found[2].replace("v1=", "").strip(",").split(",")
    # Each is compared, so that the time taken does not tell which.
    return any([hmac.compare_digest(expected, each) for each in given])
