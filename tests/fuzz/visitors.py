"""Who walks through the house: a stranger, and somebody to whom all doors are open."""

from itertools import count
from pathlib import Path
from typing import Any, Self

import requests

from tests.studio import PASSWORD

_NO_LIMITS = {
    "requests_per_minute": None,
    "budget_day_micros": None,
    "budget_month_micros": None,
    "jobs_at_once": {"text": None, "image": None, "video": None},
}
PICTURE = Path(__file__).parent.parent.parent / "static/icons/192.png"

Json = dict[str, Any]


class Stranger:
    """Not signed in, and sends nothing that could tell who it is."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()

    def session_for(self, path: str) -> requests.Session:
        """How this visitor asks for a path of the document."""
        return self.session

    def things_for(self, path: str) -> dict[str, str]:
        """Something of theirs for each name in a path such as `/api/threads/{thread_id}`."""
        return {}


class Administrator(Stranger):
    """Signed in, with a key for `/v1`, and no limit to how often they may ask."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.session.headers["Origin"] = url
        self._numbers = count(1)
        self.ask("POST", "/api/auth/register", _account("ada"))
        self.sign_in()
        self.ask("PATCH", "/api/admin/tiers/basic", _NO_LIMITS)
        self._bob = self.ask("POST", "/api/auth/register", _account("bob"))["id"]
        self.program = requests.Session()
        self.program.headers["Authorization"] = f"Bearer {self._key()['secret']}"

    def __exit__(self, *_: object) -> None:
        super().__exit__()
        self.program.close()

    def session_for(self, path: str) -> requests.Session:
        """By a key what is for programs, else by a session, which the last route may have ended."""
        if path.startswith("/v1/"):
            return self.program
        if self.session.get(f"{self.url}/api/auth/me").status_code == 401:
            self.sign_in()
        return self.session

    def sign_in(self) -> None:
        self.session.cookies.clear()
        self.ask("POST", "/api/auth/login", _account("ada"))

    def ask(self, method: str, path: str, body: Json | None = None) -> Json:
        session = self.program if path.startswith("/v1/") else self.session
        answer = session.request(method, self.url + path, json=body)
        assert answer.ok, answer.text
        return answer.json()

    def things_for(self, path: str) -> dict[str, str]:
        makers = {
            "{generation_id}": lambda: self._text()["id"],
            "{thread_id}": lambda: self._text()["thread_id"],
            "{media_id}": self._media,
            "{collection_id}": lambda: self.ask("POST", "/api/collections", {"name": "x"})["id"],
            "{key_id}": lambda: self._key()["id"],
            "{webhook_id}": self._webhook,
            "{invite_id}": lambda: self.ask("POST", "/api/admin/invites", {})["id"],
            "{user_id}": lambda: self._bob,
            "{session_id}": self._session,
            "{video_id}": self._film,
            "{model_id}": lambda: "openai/gpt-5-nano",
            "/tiers/{name}": self._tier,
            "/routes/{name}": lambda: "auto/best",
        }
        found = {name: make() for name, make in makers.items() if name in path}
        return {name.rpartition("{")[2][:-1]: thing for name, thing in found.items()}

    def _text(self) -> Json:
        return self.ask("POST", "/api/generations/text", {"prompt": "A paper boat"})

    def _key(self) -> Json:
        return self.ask("POST", "/api/keys", {"name": "a script"})

    def _webhook(self) -> str:
        # There may only be so many of them.
        for each in self.ask("GET", "/api/webhooks")["items"]:
            self.session.delete(f"{self.url}/api/webhooks/{each['id']}")
        form = {"name": "x", "url": "https://hooks.example.org"}
        return self.ask("POST", "/api/webhooks", form)["id"]

    def _media(self) -> str:
        file = {"file": ("boat.png", PICTURE.read_bytes())}
        return self.session.post(f"{self.url}/api/media", files=file).json()["id"]

    def _session(self) -> str:
        with requests.Session() as elsewhere:
            elsewhere.post(f"{self.url}/api/auth/login", json=_account("ada"))
        others = self.session.get(f"{self.url}/api/auth/sessions").json()["items"]
        return next(each["id"] for each in others if not each["current"])

    def _film(self) -> str:
        form = {"prompt": "A paper boat", "max_cost_micros": 1_000_000}
        return self.ask("POST", "/v1/videos", form)["id"]

    def _tier(self) -> str:
        name = f"tier-{next(self._numbers)}"
        self.ask("POST", f"/api/admin/tiers/{name}", {})
        return name


def _account(name: str) -> Json:
    return {"email": f"{name}@example.org", "password": PASSWORD}
