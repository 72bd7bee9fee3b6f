"""What tests of the library ask for."""

from typing import Any

from tests.studio import Json, Person

NOWHERE = "01900000-0000-7000-8000-000000000000"
"""The id of nothing."""


async def titles(person: Person, **query: Any) -> list[str]:
    """The prompts of what a list shows."""
    answer = await person.http.get("/api/generations", params=query)
    assert answer.status_code == 200, answer.text
    return [each["prompt"] for each in answer.json()["items"]]


async def sent(person: Person, method: str, path: str, status: int = 200, **body: Any) -> Json:
    """The answer to a request that is expected to go well."""
    answer = await person.http.request(method, path, json=body if body else None)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else {}


async def collection(person: Person, name: str, *held: Json) -> str:
    """A new collection with these in it; its id."""
    made = await sent(person, "POST", "/api/collections", 201, name=name)
    for each in held:
        await sent(person, "PUT", f"/api/collections/{made['id']}/items/{each['id']}", 204)
    return made["id"]


async def collections(person: Person) -> dict[str, int]:
    """The names of all collections, the last used first, and how much is in each."""
    found = await sent(person, "GET", "/api/collections")
    return {each["name"]: each["count"] for each in found["items"]}
