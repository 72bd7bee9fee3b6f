"""What went wrong, as the person reads it: what happened, who can mend it, whether it cost."""

import re

from app.errors import AppError
from app.gateway.errors import (
    GatewayGone,
    GatewayMisconfigured,
    GatewayProblem,
    GatewayRefused,
    OutcomeUnknown,
    StreamBroken,
)
from app.gateway.model import VideoFailed
from app.generation.model import Charged, Fault

_NOT_FOR_THE_PERSON = re.compile(
    r"(?i)://|\bcredits?\b|\byour (?:own|api) key\b|\bgen-\w|^provider returned error"
)
"""Words for whoever holds the gateway's account (settings to open, credit to buy, its own ids),
and words that say nothing."""

OURS = Fault("internal-error", "Something went wrong on our side. It has been written down.")

RESTARTED = Fault(
    "interrupted",
    "The server was restarted while this was being written. What arrived is kept.",
    retryable=True,
    charged="maybe",
)

STOPPED = Fault("cancelled", "Stopped by you.", charged="maybe")

STOPPED_IN_TIME = Fault("cancelled", "Cancelled before it began. It cost nothing.")

STILL_MADE = Fault(
    "cancelled",
    "Cancelled. The gateway cannot stop what it has begun, so it may still be charged; "
    "if it arrives, it is kept.",
    charged="maybe",
)

LOST = Fault(
    "outcome-unknown",
    "We could not learn whether the gateway began this, so it is not sent again. The money stays "
    "set aside until an administrator has looked.",
    who="admin",
    charged="maybe",
)

CAME_TO_NOTHING = Fault(
    "cancelled", "Cancelled. The gateway made nothing of it, so it cost nothing."
)

NO_ANSWER = Fault(
    "outcome-unknown",
    "The gateway gave no answer, so nobody knows whether it charged for this. What it may have "
    "cost is booked.",
    retryable=True,
    charged="maybe",
)

EXPIRED = Fault(
    "expired",
    "The gateway did not deliver this within a day, so it is no longer waited for.",
    retryable=True,
    charged="maybe",
)

GONE = Fault("job-gone", "The gateway no longer knows this job.", retryable=True, charged="maybe")

UNUSABLE = Fault(
    "unusable",
    "The gateway made this, but what it sent cannot be opened.",
    retryable=True,
    charged="yes",
)

DOWNLOAD_FAILED = Fault(
    "download-failed",
    "It was made, but the gateway no longer hands it out.",
    retryable=True,
    charged="yes",
)

TOO_LARGE = Fault(
    "too-large",
    "It was made, but it is larger than anything this server keeps.",
    who="admin",
    charged="yes",
)


def of_problem(problem: AppError, *, charged: Charged = "no") -> Fault:
    """A refusal or failure before or while it was made."""
    match problem:
        case OutcomeUnknown():
            return NO_ANSWER
        case StreamBroken():
            told = f"{problem.detail} What arrived is kept."
            return Fault(problem.code, told, retryable=True, charged="maybe")
        case GatewayMisconfigured():
            return Fault(problem.code, problem.detail, who="admin", charged=charged)
        case GatewayRefused(moderated=True):
            told = _told("The provider refused this (content rules).", problem.reason)
            return Fault("moderated", told, who="user", charged=charged)
        case GatewayRefused() if not isinstance(problem, GatewayGone):
            told = _told(problem.detail, problem.reason)
            return Fault(problem.code, told, who="user", charged=charged)
        case GatewayProblem():
            told = _told(problem.detail, problem.reason)
            return Fault(problem.code, told, retryable=True, charged=charged)
        case _:
            ours = problem.status >= 500
            return Fault(
                problem.code, problem.detail, retryable=ours, who="nobody" if ours else "user"
            )


def of_finish(reason: str) -> Fault | None:
    """Why a good stream ended early, if it did. None when the model was simply done."""
    match reason:
        case "length":
            return Fault("length", "It stopped at the longest answer allowed.", charged="yes")
        case "content_filter":
            return Fault(
                "moderated",
                "The provider cut the answer off (content rules).",
                who="user",
                charged="yes",
            )
        case _:
            return None


def of_video(failed: VideoFailed) -> Fault:
    """The gateway made nothing of it, and said so."""
    charged: Charged = "yes" if failed.cost else "no"
    if failed.moderated:
        message = "The provider refused this (content rules). Other words may work."
        return Fault("moderated", message, who="user", charged=charged)
    words = {
        "failed": "The provider could not make this video.",
        "cancelled": "The provider cancelled this video.",
        "expired": "The provider took too long and gave up.",
    }
    message = _told(words[failed.status], failed.reason)
    return Fault(f"video-{failed.status}", message, retryable=True, charged=charged)


def _told(sentence: str, reason: str) -> str:
    """Our sentence, and what the provider said where that is meant for the person."""
    sentence = sentence if sentence.endswith(".") else f"{sentence}."
    if not reason or reason in sentence or _NOT_FOR_THE_PERSON.search(reason):
        return sentence
    return f"{sentence} It said: “{reason}”"
