"""What publishes no price is never taken for free, and never costs more than was allowed."""

from app.demo import Fault
from tests.studio import Studio

UNPRICED = {"prompt": "Tell me about boats", "model": "openrouter/auto"}
PATH = "/api/generations/text"


async def test_what_publishes_no_price_has_none(studio: Studio) -> None:
    ada = await studio.person()
    quote = (await ada.http.post(f"{PATH}/quote", json=UNPRICED)).json()
    assert (quote["amount_micros"], quote["kind"], quote["parts"]) == (None, "unknown", [])
    refused = await ada.http.post(PATH, json=UNPRICED | {"max_cost_micros": 0})
    assert (refused.status_code, refused.json()["code"]) == (402, "max-cost-exceeded")


async def test_what_may_be_spent_on_it_is_set_aside(studio: Studio) -> None:
    ada = await studio.person()
    for allowed, held in ((30_000, 30_000), (None, 100_000)):
        limit = {} if allowed is None else {"max_cost_micros": allowed}
        studio.demo.script(path="/chat/completions", answer=Fault.stall(1))
        answer = await ada.http.post(PATH, json=UNPRICED | limit)
        assert answer.status_code == 202
        assert (await ada.usage())["held_micros"] == held
        await ada.http.post(f"/api/generations/{answer.json()['id']}/cancel")


async def test_where_it_has_to_be_confirmed_a_limit_does_so(studio: Studio) -> None:
    await studio.restart(confirm_unpriced=True)
    ada = await studio.person()
    assert (await ada.http.post(f"{PATH}/quote", json=UNPRICED)).json()["confirm"]
    refused = await ada.http.post(PATH, json=UNPRICED)
    assert (refused.status_code, refused.json()["code"]) == (402, "confirmation-required")
    assert refused.json()["quote_micros"] is None
    assert (await ada.usage())["held_micros"] == 0
    named = await ada.http.post(PATH, json=UNPRICED | {"max_cost_micros": 50_000})
    assert named.status_code == 202
