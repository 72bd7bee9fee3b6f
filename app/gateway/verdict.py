"""What an error answer means for us: which of our errors it is, and the sentence to read.

The one rule behind it: a paid request may be sent again only when it is certain that
nothing happened. From OpenRouter's status codes and what each leaves open.
"""

import re
from enum import Enum, auto

from app.gateway.errors import (
    Facts,
    GatewayBusy,
    GatewayFailed,
    GatewayGone,
    GatewayMisconfigured,
    GatewayProblem,
    GatewayRefused,
    OutcomeUnknown,
)
from app.gateway.model import Usage
from app.gateway.trouble import Trouble


class Route(Enum):
    """What kind of request it was, as far as failing goes."""

    READ = auto()  # a GET: free, may always be repeated
    CHAT = auto()  # an error before the first word is an error
    IMAGES = auto()  # all or nothing: an error that was received is free
    CALL = auto()  # answers as a whole: an error that was received is free
    VIDEO = auto()  # the job may be running behind the error


MISSED = "The gateway could not be asked just now."
NO_ANSWER = "The gateway gave no answer, so nobody knows whether it did this and charged for it."
UNREADABLE = "The gateway's answer is unreadable; nobody knows whether it charged for this."

_NOTHING_HAPPENED = {
    425: "The gateway asks to try again.",
    429: "The gateway has too many requests just now.",
    503: "No provider is free for this just now.",
    529: "The model's provider is overloaded just now.",
}
_READ_AGAIN = {408, 409, 425, 429}
_NO_VERDICT = {408, 499}
_KEY_REFUSED = {401, 402}
_EDGE = {401, 403, 404, 405, 407}

_MODERATED = {"content_policy_violation", "refusal", "content_filter", "moderation_blocked"}
_FILTERED = re.compile(
    r"(?i)flagged|content[ _]policy|content filter|safety system|guardrail|requires moderation"
)
_OPERATORS = re.compile(
    r"(?i)budget|credit|balance|spend|permission|workspace|organi[sz]ation"
    r"|(?:api|management|provisioning) key|key limit"
)
_PERMISSIONS = {"permission_denied", "payment_required", "authentication"}

_TOO_LONG = "This is too long for the model."
_NOT_FETCHED = "One of the pictures could not be fetched."
_BY_TYPE = {
    "context_length_exceeded": _TOO_LONG,
    "token_limit_exceeded": _TOO_LONG,
    "string_too_long": _TOO_LONG,
    "max_tokens_exceeded": "The model cannot write as much as was asked for.",
    "region_restricted": "The model is not available in the gateway's region.",
    "invalid_image": "One of the pictures cannot be read by the model.",
    "image_too_large": "One of the pictures is too large for the model.",
    "image_too_small": "One of the pictures is too small for the model.",
    "unsupported_image_format": "The model does not take the format of one of the pictures.",
    "image_not_found": _NOT_FETCHED,
    "image_download_failed": _NOT_FETCHED,
}
_BY_STATUS = {
    404: "No provider can do this with this model.",
    413: "This request is too large for the gateway.",
}


def problem(
    trouble: Trouble, route: Route, *, usage: Usage | None = None, generation_id: str | None = None
) -> GatewayProblem:
    """Our error for an error answer to a request of this kind."""
    facts = Facts(
        reason=trouble.words,
        status_code=trouble.status,
        raw=trouble.raw,
        usage=usage,
        generation_id=generation_id,
    )
    if route is Route.READ:
        return _of_reading(trouble, facts)
    return (
        _nothing_happened(trouble, facts)
        or _for_the_operator(trouble, facts)
        or _of_doing(trouble, route, facts)
    )


def problem_inside(
    trouble: Trouble, route: Route, *, usage: Usage | None = None, generation_id: str | None = None
) -> GatewayProblem:
    """Our error for an error inside a good answer. The work had begun, so it is never "busy"."""
    found = problem(trouble, route, usage=usage, generation_id=generation_id)
    if not isinstance(found, GatewayBusy):
        return found
    facts = Facts(reason=found.reason, status_code=found.status_code, raw=found.raw)
    facts["usage"], facts["generation_id"] = usage, generation_id
    return _ended(route, facts)


def is_moderation(*, words: str, error_type: str = "") -> bool:
    """Whether these are the words, or this the type, of a content filter."""
    return error_type in _MODERATED or bool(_FILTERED.search(words))


def _of_reading(trouble: Trouble, facts: Facts) -> GatewayProblem:
    status = trouble.status
    if not trouble.readable or status in _READ_AGAIN or not 400 <= status < 500:
        return GatewayBusy(MISSED, retry_after=trouble.retry_after, **facts)
    if status in (404, 410):
        return GatewayGone("The gateway does not know this, or no longer has it.", **facts)
    if status in (401, 402, 403):
        return _misconfigured(trouble, facts)
    return _refused(trouble, facts)


def _nothing_happened(trouble: Trouble, facts: Facts) -> GatewayProblem | None:
    if trouble.status == 402 and "in_flight" in trouble.limit_source:
        told = "The gateway has too much paid work under way just now."
        facts["reason"] = ""  # it speaks of the operator's credit
        return GatewayBusy(told, retry_after=trouble.retry_after, **facts)
    if trouble.status not in _NOTHING_HAPPENED:
        return None
    if trouble.limit_source.endswith("daily") or "per-day" in trouble.words:
        return GatewayRefused("The free models are used up for today.", **facts)
    told = _NOTHING_HAPPENED[trouble.status]
    return GatewayBusy(told, retry_after=trouble.retry_after, **facts)


def _for_the_operator(trouble: Trouble, facts: Facts) -> GatewayProblem | None:
    status = trouble.status
    elsewhere = 300 <= status < 400 or (not trouble.readable and status in _EDGE)
    if elsewhere or status in _KEY_REFUSED:
        return _misconfigured(trouble, facts)
    if status != 403 or _moderated(trouble):
        return None
    if trouble.error_type in _PERMISSIONS or _OPERATORS.search(trouble.words):
        return _misconfigured(trouble, facts)
    return None


def _of_doing(trouble: Trouble, route: Route, facts: Facts) -> GatewayProblem:
    undecided = trouble.status in _NO_VERDICT or trouble.status >= 500
    if undecided and (route is Route.VIDEO or not _moderated(trouble)):
        return _ended(route, facts)
    return _refused(trouble, facts)


def _ended(route: Route, facts: Facts) -> GatewayProblem:
    if route is Route.VIDEO:
        told = "The gateway broke off; nobody knows whether it makes this and charges for it."
        return OutcomeUnknown(told, **facts)
    return GatewayFailed("The model's provider failed.", **facts)


def _refused(trouble: Trouble, facts: Facts) -> GatewayRefused:
    if _moderated(trouble):
        told = "A content filter of the model's provider refused this."
        return GatewayRefused(told, moderated=True, **facts)
    told = _BY_TYPE.get(trouble.error_type) or _BY_STATUS.get(trouble.status)
    return GatewayRefused(told or "The gateway refused this request.", **facts)


def _misconfigured(trouble: Trouble, facts: Facts) -> GatewayMisconfigured:
    why = f"The gateway answered {trouble.status}"
    if 300 <= trouble.status < 400 or not trouble.readable:
        why += ", not as OpenRouter does: check OPENROUTER_BASE_URL and what is in between"
    # The words are about the operator's account: not for the person who asked.
    facts["reason"] = ""
    told = " ".join(filter(None, [f"{why}.", trouble.words, trouble.remedy]))
    return GatewayMisconfigured(told, **facts)


def _moderated(trouble: Trouble) -> bool:
    if trouble.flagged or trouble.error_type in _MODERATED:
        return True
    return trouble.status in (400, 403, 422) and is_moderation(words=trouble.words)
