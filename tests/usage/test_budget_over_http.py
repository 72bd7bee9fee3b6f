"""A budget holds over HTTP too, whoever asks for how much at once."""

import asyncio
from collections import Counter

from app.demo import Fault
from tests.studio import Studio
from tests.usage.money import DIME, DOLLAR

FILM_FOR_A_DIME = {
    "prompt": "A paper boat",
    "model": "x-ai/grok-imagine-video",
    "params": {"duration": 2, "resolution": "480p"},
}


async def test_of_two_hundred_dimes_at_once_a_dollar_starts_exactly_ten(studio: Studio) -> None:
    await studio.restart(budget_day_micros=DOLLAR)
    studio.demo.script(path="/videos", answer=Fault.status(429), times=None)
    ada = await studio.person()
    ada.http.timeout = None
    asked = [ada.http.post("/api/generations/video", json=FILM_FOR_A_DIME) for _ in range(200)]
    answers = await asyncio.gather(*asked)
    assert Counter(each.status_code for each in answers) == {202: 10, 402: 190}
    refused = [each.json() for each in answers if each.status_code == 402]
    assert {each["code"] for each in refused} == {"budget-exceeded"}
    assert {(each["needed_micros"], each["left_micros"]) for each in refused} == {(DIME, 0)}
    window = await ada.usage()
    assert (window["held_micros"], window["left_micros"]) == (DOLLAR, 0)
    listed = await ada.http.get("/api/generations", params={"limit": 100})
    assert len(listed.json()["items"]) == 10
