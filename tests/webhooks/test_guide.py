"""The snippets in docs/webhooks.md tell a genuine message from any other."""

import json
import re
import subprocess
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.webhooks.signing import Secrets, headers, new_salt

GUIDE = (Path(__file__).parent.parent.parent / "docs/webhooks.md").read_text(encoding="utf-8")
BODY = '{"type":"generation.succeeded","data":{"prompt":"Ein Böötchen"}}'.encode()
Verify = Callable[[Mapping[str, str], bytes, str], bool]

CALLER = """
import { isGenuine } from "./snippet.mjs";
const { headers, body, secret } = JSON.parse(process.argv[2]);
process.stdout.write(String(isGenuine(headers, Buffer.from(body, "base64"), secret)));
"""


def _snippet(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", GUIDE, re.S)
    assert found
    return found[1]


def _python(_: Path) -> Verify:
    names: dict[str, Any] = {}
    exec(_snippet("python"), names)  # our own document
    return names["is_genuine"]


def _js(folder: Path) -> Verify:
    (folder / "snippet.mjs").write_text(_snippet("js"), encoding="utf-8")
    (folder / "caller.mjs").write_text(CALLER, encoding="utf-8")

    def verify(given: Mapping[str, str], body: bytes, secret: str) -> bool:
        asked = {"headers": dict(given), "body": b64encode(body).decode(), "secret": secret}
        ran = subprocess.run(
            ["node", str(folder / "caller.mjs"), json.dumps(asked)],
            capture_output=True,
            text=True,
            check=True,
        )
        return {"true": True, "false": False}[ran.stdout]

    return verify


@pytest.mark.parametrize("language", [_python, _js], ids=["python", "js"])
def test_a_snippet_takes_what_is_genuine_and_nothing_else(
    language: Callable[[Path], Verify], tmp_path: Path
) -> None:
    verify, keyring = language(tmp_path), Secrets(b"a key")
    ours, older, theirs = (keyring.of(new_salt()) for _ in range(3))
    now = datetime.now(UTC)
    good = headers([ours], "message", BODY, now)
    assert verify(good, BODY, ours)
    assert verify(headers([ours, older], "message", BODY, now), BODY, older)
    assert not verify(good, BODY, theirs)
    assert not verify(good, BODY + b" ", ours)
    assert not verify({**good, "webhook-id": "another"}, BODY, ours)
    assert not verify({**good, "webhook-signature": "v1,"}, BODY, ours)
    assert not verify(headers([ours], "message", BODY, now - timedelta(minutes=6)), BODY, ours)
