"""A day with the container, in two halves; `scripts/container_test.sh` stops it in between.

    python -m tests.container.walk URL MEMO morning    sign up, make things, leave two under way
    python -m tests.container.walk URL MEMO evening    all is still there, and the film arrives

Speaks to a server that somebody else started, on the demo gateway. MEMO is a file that carries
what was seen in the morning.
"""

import hashlib
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

EMAIL, PASSWORD = "ada@example.org", "correct horse battery staple"
PATIENCE = 60.0
"""Seconds until something that should have happened has not."""

Json = dict[str, Any]


def main(url: str, memo: Path, half: str) -> None:
    with httpx.Client(base_url=url, timeout=PATIENCE, headers={"Origin": url}) as http:
        _eventually("the server answers", lambda: _healthy(http))
        if half == "morning":
            memo.write_text(json.dumps(_morning(http)), encoding="utf-8")
        else:
            _evening(http, json.loads(memo.read_text(encoding="utf-8")))


def _morning(http: httpx.Client) -> Json:
    _see_the_page(http)
    credentials = {"email": EMAIL, "password": PASSWORD}
    assert _ok(http.post("/api/auth/register", json=credentials))["role"] == "admin"
    _ok(http.post("/api/auth/login", json=credentials))
    signed_in = http.post("/api/auth/token", data={"username": EMAIL, "password": PASSWORD})
    text = _ended(http, _ask(http, "text", "A line about the sea"))
    image = _ended(http, _ask(http, "image", "A lighthouse at night"))
    picture = http.get(image["media"][0]["url"]).raise_for_status().content
    http.get(image["media"][0]["thumbnail_url"]).raise_for_status()
    _ok(http.post("/api/media", files={"file": ("lighthouse", picture)}))
    film = _ask(http, "video", "A paper boat in the rain")
    answer = _ask(http, "text", "Write 2000 words about rain")
    _eventually("the film is waited for", lambda: _seen(http, film)["stage"] == "waiting")
    _eventually("the answer is being written", lambda: len(_seen(http, answer)["text"]) > 200)
    return {
        "token": _ok(signed_in)["access_token"],
        "text": text["text"],
        "text_id": text["id"],
        "picture_url": image["media"][0]["url"],
        "picture_sha256": hashlib.sha256(picture).hexdigest(),
        "film": film,
        "answer": answer,
    }


def _evening(http: httpx.Client, memo: Json) -> None:
    # Also signed in still: the key that signs is in the volume.
    http.headers["Authorization"] = f"Bearer {memo['token']}"
    assert _seen(http, memo["text_id"])["text"] == memo["text"]
    picture = http.get(memo["picture_url"]).raise_for_status().content
    assert hashlib.sha256(picture).hexdigest() == memo["picture_sha256"]
    answer = _ended(http, memo["answer"])
    assert answer["state"] == "interrupted" and len(answer["text"]) > 200, answer
    film = _ended(http, memo["film"])
    assert film["state"] == "succeeded" and film["cost_micros"] > 0, film
    recording = http.get(film["media"][0]["url"]).raise_for_status()
    assert recording.content[4:8] == b"ftyp", recording.headers


def _see_the_page(http: httpx.Client) -> None:
    """The page, a font and a library that only the set-up brings."""
    page = http.get("/").raise_for_status().text
    found = re.search(r"/static/([0-9a-f]+)/", page)
    assert found, "the page names no version"
    for name in ("app.js", "vendor/inter.woff2", "vendor/marked.js"):
        http.get(f"/static/{found[1]}/{name}").raise_for_status()


def _ask(http: httpx.Client, kind: str, prompt: str) -> str:
    answer = http.post(f"/api/generations/{kind}", json={"prompt": prompt})
    return str(_ok(answer)["id"])


def _seen(http: httpx.Client, generation_id: str) -> Json:
    return _ok(http.get(f"/api/generations/{generation_id}"))


def _ended(http: httpx.Client, generation_id: str) -> Json:
    _eventually(
        "a generation ends",
        lambda: _seen(http, generation_id)["state"] not in ("queued", "running"),
    )
    return _seen(http, generation_id)


def _healthy(http: httpx.Client) -> bool:
    try:
        return http.get("/healthz").status_code == 200
    except httpx.TransportError:
        return False


def _ok(answer: httpx.Response) -> Json:
    assert answer.is_success, f"{answer.request.url}: {answer.status_code} {answer.text}"
    return answer.json()


def _eventually(what: str, happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, f"not within {PATIENCE:g} s: {what}"
        time.sleep(0.1)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
