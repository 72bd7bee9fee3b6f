"""A text for which the web is searched first: its price, its sources, and what none can slip in."""

import re

import pytest

from app.catalog.measure.tokens import WEB_LETTERS
from app.demo import Fault
from app.gateway.model import ChatRequest, Source, TextPiece
from app.generation import repository
from app.generation.ending import CHARS_PER_TOKEN
from app.generation.live import LiveText
from app.generation.sources import MOST, sources_below
from tests.studio import Studio

WEB = {"web_search": True}
FREE = "liquid/lfm-2.5-2.6b:free"
SMALL = "mistralai/mistral-small-3.2-24b-instruct"
"""Ten cents for a million tokens of prompt: a tenth of a micro each."""
LINK = re.compile(r"^\d+\. \[.+\]\(<(https?://[^>]+)>\)$", re.MULTILINE)


async def test_a_search_is_in_the_price_before_and_in_what_it_did_cost(studio: Studio) -> None:
    ada = await studio.person()
    asked = {"prompt": "News of tides", "model": FREE}
    quotes = [
        (await ada.http.post("/api/generations/text/quote", json={**asked, **more})).json()
        for more in ({}, {"params": WEB})
    ]
    assert [quote["amount_micros"] for quote in quotes] == [0, 20_000]
    assert quotes[1]["parts"] == [
        {"what": "search on the web, up to 5 pages", "amount_micros": 20_000}
    ]
    answer = await ada.say("News of tides", model=FREE, params=WEB)
    assert (answer["cost_micros"], answer["cost_source"]) == (20_000, "gateway")
    assert answer["quote"] == {"amount_micros": 20_000, "kind": "upper_bound"}


async def test_the_pages_found_are_the_last_lines_of_the_answer(studio: Studio) -> None:
    ada = await studio.person()
    plain = await ada.say("News of tides")
    found = await ada.say("News of tides", params=WEB)
    assert not LINK.findall(plain["text"])
    links = LINK.findall(found["text"])
    assert len(links) == 5
    assert all(link.startswith("https://") for link in links)
    assert found["text"].startswith(plain["text"])
    sent = studio.demo.recorded("POST", "/chat/completions")
    assert "plugins" not in sent[-2].body
    assert sent[-1].body["plugins"] == [{"id": "web", "engine": "exa", "max_results": 5}]


async def test_a_search_is_asked_for_again_with_the_text(studio: Studio) -> None:
    ada = await studio.person()
    found = await ada.say("News of tides", params=WEB)
    again = (await ada.http.post(f"/api/generations/{found['id']}/retry")).json()
    assert again["params"] == WEB


@pytest.mark.parametrize("value", ["yes", 1, None])
async def test_a_search_is_asked_for_with_yes_or_no(studio: Studio, value: object) -> None:
    ada = await studio.person()
    ask = {"prompt": "Tides", "params": {"web_search": value}}
    assert (await ada.http.post("/api/generations/text", json=ask)).status_code == 422


async def test_a_budget_that_has_no_room_for_the_search_refuses_it(studio: Studio) -> None:
    ada = await studio.person()
    ask = {"prompt": "Tides", "model": FREE, "params": WEB, "max_cost_micros": 19_999}
    refused = await ada.http.post("/api/generations/text", json=ask)
    assert (refused.status_code, refused.json()["code"]) == (402, "max-cost-exceeded")
    assert not studio.demo.recorded("POST", "/chat/completions")


async def test_a_search_counts_where_the_gateway_does_not_tell_the_cost(studio: Studio) -> None:
    """Stopped or cut, the letters are all we know: those of the pages are some of them."""
    ada = await studio.person()
    costs = list[int]()
    for params in ({}, WEB):
        studio.demo.script(path="/chat/completions", answer=Fault.cut_stream(after_chunks=6))
        answer = await ada.say("News of tides", model=SMALL, params=params)
        assert (answer["state"], answer["cost_source"]) == ("interrupted", "computed")
        costs.append(answer["cost_micros"])
    pages, letters = 5 * 4_000, WEB_LETTERS / CHARS_PER_TOKEN * 0.1
    assert costs[1] - costs[0] == pytest.approx(pages + letters, abs=3)


@pytest.mark.parametrize("asked", [True, False])
async def test_pages_that_we_had_searched_for_are_a_beginning(studio: Studio, asked: bool) -> None:
    """The search is done, and may be paid for: whoever came next would search again."""
    ada = await studio.person()
    made = await studio.db.read(repository.of_id, (await ada.say("Tides"))["id"])
    live = LiveText(made, ChatRequest("a/model", (), web_search=asked), 0)
    for _ in range(2):
        live.add_source(Source("https://a.example/", "A"))
    assert live.begun is asked
    live.add(TextPiece("Words"))
    live.add_sources_below()
    assert len(LINK.findall(live.text)) == live.text.count("a.example") == asked
    assert live.ours == len(live.text) - len("Words")


def test_what_is_linked_already_is_not_told_twice() -> None:
    pages = [Source("https://a.example/1", "One"), Source("https://b.example/2", "Two")]
    below = sources_below(pages + pages, "As [One](https://a.example/1) says.")
    assert LINK.findall(below) == ["https://b.example/2"]
    assert sources_below(pages[:1], "See https://a.example/1") == ""
    assert sources_below([], "Words") == ""
    assert LINK.findall(sources_below(pages[:1], "See https://a.example/12, or /1"))


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("```py\nx = 1", "\n```\n\n---"),
        ("~~~~\n```\nx", "\n~~~~\n\n---"),
        ("```py\nx = 1\n```\nWords", "\n\n---"),
        ("Words with ``` in them", "\n\n---"),
    ],
)
def test_a_block_of_code_that_was_cut_off_ends_before_them(text: str, ends: str) -> None:
    assert sources_below([Source("https://a.example/1", "One")], text).startswith(ends)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,hello",
        "ftp://a.example/",
        "//a.example/",
        "https://",
        "https://[broken/",
        "https://a.example/> <img src=x>",
        "https://a.example/\n# heading",
        "https://a.example/" + "x" * 2_000,
    ],
)
def test_only_addresses_of_the_web_become_links(url: str) -> None:
    assert sources_below([Source(url, "A page")], "") == ""


def test_a_title_cannot_be_anything_but_a_title() -> None:
    hostile = "](https://evil.example) ![x](y)\n\n# `<b>` **bold** \\(x\\) $x$ &amp; ~~[1]~~ _y_"
    below = sources_below([Source("https://a.example/", hostile)], "")
    assert len(below.splitlines()) == 5
    title = below.splitlines()[-1].removeprefix("1. [").removesuffix("](<https://a.example/>)")
    assert not re.search(r"[\[\]]", title)
    assert not re.search(r"[\\`*_<>~$&]", re.sub(r"\\[\\`*_<>~$&]", "", title))


def test_no_title_pretends_to_be_another() -> None:
    turned = sources_below([Source("https://a.example/", "\u202eelif.exe\u2066")], "")
    assert "[elif.exe](" in turned
    named = sources_below([Source("https://bank.example@evil.example/", "")], "")
    assert "[evil.example](" in named


def test_a_page_without_a_title_is_called_by_its_host_and_there_is_an_end_to_them() -> None:
    pages = [Source(f"https://a{number}.example/", " ") for number in range(50)]
    below = sources_below(pages, "")
    assert "[a0.example](<https://a0.example/>)" in below
    assert len(LINK.findall(below)) == MOST
