"""What this house has not got cannot be attacked; who brings it in brings its checks along."""

import re

import pytest

from tests.security.conftest import House
from tests.security.routes import doors_of

pytestmark = pytest.mark.asyncio(loop_scope="package")

ABSENT = {
    "a second factor": r"totp|mfa|2fa|otp|passkey|webauthn|recovery",
    "sign-in elsewhere": r"oidc|oauth|saml|sso|ldap|openid",
    "presets with hidden prompts": r"preset|persona|assistant|prompts",
    "importing": r"import|clone|duplicate",
}
"""Words in an address that would give it away. See 4, 11, 12 and 32 in docs/security.md."""


@pytest.mark.parametrize("what", ABSENT)
async def test_there_is_no(house: House, what: str) -> None:
    found = [
        str(door)
        for door in doors_of(house.studio.app)
        if set(re.split(r"[^a-z0-9]+", door.path.lower())) & set(ABSENT[what].split("|"))
    ]
    assert found == [], f"Write the checks of docs/security.md for {what} first."
