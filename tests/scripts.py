"""Scripts: what a person lets loose with an API key."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from tests.studio import PATIENCE, Person, Studio

Json = dict[str, Any]


async def key_for(person: Person, **form: Any) -> Json:
    """A new API key with its secret."""
    answer = await person.http.post("/api/keys", json={"name": "a script", **form})
    assert answer.status_code == 201, answer.text
    return answer.json()


def with_secret(studio: Studio, secret: str) -> httpx.AsyncClient:
    """A program with nothing but a key: no cookies, no origin."""
    headers = {"Authorization": f"Bearer {secret}"}
    return httpx.AsyncClient(base_url=studio.url, headers=headers, timeout=PATIENCE)


@asynccontextmanager
async def script_of(
    studio: Studio, person: Person, **form: Any
) -> AsyncGenerator[httpx.AsyncClient]:
    """A program with a new key of this person's."""
    async with with_secret(studio, (await key_for(person, **form))["secret"]) as script:
        yield script
