"""Taking secrets out of what others wrote, before anybody reads it."""

import re
from dataclasses import dataclass

from pydantic import SecretStr

REASON_LENGTH = 500
RAW_LENGTH = 4_000

_SECRETS = (
    (re.compile(r'\\*"[a-z_]*user_id\\*"\s*:\s*\\*"[^"\\]*\\*"\s*,?\s*'), ""),
    (re.compile(r"\buser_[0-9A-Za-z]{16,}"), "[user]"),
    (re.compile(r"(?i)\bbearer\s+[^\s\"',]+"), "[secret]"),
    (re.compile(r"\b(?:sk|pk|rk|aycg)[-_][0-9A-Za-z_\-]{8,}"), "[secret]"),
    (re.compile(r"(?i)((?:x-)?(?:amz-)?(?:signature|credential|token)=)[^&\s\"]+"), r"\1[secret]"),
    (re.compile(r"data:[\w/+.\-]+;base64,[0-9A-Za-z+/=]+"), "[data]"),
)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")


@dataclass(frozen=True, slots=True)
class Scrub:
    """Cleans texts of keys, account ids and control characters, and caps their length."""

    key: SecretStr | None

    def line(self, text: str) -> str:
        """For a person: one line of at most 500 characters."""
        cleaned = self._without_secrets(text[:RAW_LENGTH])
        shown = " ".join(_UNPRINTABLE.sub(" ", cleaned).split())
        if len(shown) <= REASON_LENGTH:
            return shown
        return shown[: REASON_LENGTH - 1].rstrip() + "…"

    def raw(self, body: bytes) -> str:
        """For the operator: the beginning of what was answered."""
        # Cut generously first, so that a huge body costs nothing, then for good.
        text = body[: 4 * RAW_LENGTH].decode("utf-8", "replace")
        return self._without_secrets(text)[:RAW_LENGTH]

    def _without_secrets(self, text: str) -> str:
        if self.key is not None and self.key.get_secret_value():
            text = text.replace(self.key.get_secret_value(), "[secret]")
        for pattern, instead in _SECRETS:
            text = pattern.sub(instead, text)
        return text
