"""Conversations are found by the words in them, and come back from the trash as they were."""

from typing import Any

import pytest

from app.threads.search import excerpt
from tests.studio import Json, Person, Studio


async def found(person: Person, **query: Any) -> list[Json]:
    answer = await person.http.get("/api/threads", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def titles(person: Person, q: str) -> list[str]:
    return [each["title"] for each in await found(person, q=q)]


async def test_words_are_found_in_titles_prompts_and_answers(studio: Studio) -> None:
    ada = await studio.person()
    boats = await ada.say("Why do boats float?")
    studio.turn(seconds=1)
    await ada.say("Crème brûlée, please", thread_id=boats["thread_id"])
    studio.turn(seconds=1)
    code = await ada.say("A python function")
    assert "greet" in code["text"]
    await ada.http.patch(f"/api/threads/{boats['thread_id']}", json={"title": "Ships"})

    assert await titles(ada, "ships") == ["Ships"], "the title"
    assert await titles(ada, "FLOAT boats") == ["Ships"], "a prompt, words in any order"
    assert await titles(ada, "creme brulee") == ["Ships"], "without accents"
    assert await titles(ada, "def greet") == ["A python function"], "an answer"
    assert await titles(ada, "float greet") == [], "all words in one message"
    assert await titles(ada, "%") == []
    assert await titles(ada, "'; DROP TABLE threads; --") == []
    assert await titles(ada, "  ") == ["A python function", "Ships"], "nothing asked: all"


async def test_what_is_found_names_the_message_and_shows_the_words(studio: Studio) -> None:
    ada = await studio.person()
    first = await ada.say("Why do boats float?")
    second = await ada.say("And stones sink?", thread_id=first["thread_id"])
    (hit,) = await found(ada, q="stones")
    assert hit["match"]["generation_id"] == second["id"]
    assert "stones sink" in hit["match"]["excerpt"]
    (by_title,) = await found(ada, q="why boats")
    assert by_title["match"]["generation_id"] == first["id"]
    assert (await found(ada))[0]["match"] is None


async def test_pages_of_what_is_found_neither_miss_nor_repeat(studio: Studio) -> None:
    ada = await studio.person()
    for number in range(5):
        await ada.say(f"Boat number {number}")
        studio.turn(seconds=1)
    seen: list[str] = []
    before = None
    while True:
        query = {"q": "boat", "limit": 2} | ({"before": before} if before else {})
        page = (await ada.http.get("/api/threads", params=query)).json()
        seen += [each["title"] for each in page["items"]]
        before = page["next"]
        if before is None:
            break
    assert seen == [f"Boat number {number}" for number in (4, 3, 2, 1, 0)]


async def test_nobody_finds_what_is_somebody_elses_or_deleted(studio: Studio) -> None:
    ada, eve = await studio.person("ada"), await studio.person("eve")
    mine = await ada.say("A secret harbour")
    assert await titles(eve, "harbour") == []
    await ada.http.delete(f"/api/threads/{mine['thread_id']}")
    assert await titles(ada, "harbour") == []


async def test_a_deleted_conversation_comes_back_as_it_was(studio: Studio) -> None:
    ada = await studio.person()
    first = await ada.say("Why do boats float?")
    thread = f"/api/threads/{first['thread_id']}"
    gone = await ada.say("A mistake", thread_id=first["thread_id"])
    await ada.http.delete(f"/api/generations/{gone['id']}")
    studio.turn(seconds=1)

    assert (await ada.http.delete(thread)).status_code == 204
    assert (await ada.http.get(thread)).status_code == 404
    assert (await ada.http.post(f"{thread}/restore")).status_code == 200
    turns = (await ada.http.get(thread)).json()["generations"]
    assert [each["id"] for each in turns] == [first["id"]], "what was deleted before stays deleted"
    assert (await ada.http.post(f"{thread}/restore")).status_code == 200, "twice is once"


async def test_nobody_restores_what_is_somebody_elses(studio: Studio) -> None:
    ada, eve = await studio.person("ada"), await studio.person("eve")
    thread = f"/api/threads/{(await ada.say('A secret'))['thread_id']}"
    await ada.http.delete(thread)
    assert (await eve.http.post(f"{thread}/restore")).status_code == 404
    assert (await ada.http.get(thread)).status_code == 404


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Why do boats float?", ["boats"], "Why do boats float?"),
        ("a" * 99 + " boat " + "b" * 99, ["boat"], f"… boat {'b' * 91} …"),
        ("a" * 99 + "boat", ["boat"], f"… {'a' * 24}boat"),
        ("one two three four five six seven boat", ["boat"], "… four five six seven boat"),
        ("two\n\nlines", ["lines"], "two lines"),
        ("nothing of it", ["boat"], ""),
    ],
)
def test_an_excerpt_is_one_line_around_the_first_word(
    text: str, words: list[str], shown: str
) -> None:
    assert excerpt(text, words) == shown
