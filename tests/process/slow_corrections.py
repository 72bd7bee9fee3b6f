"""Not among the ordinary tests, because it takes what it takes: the cost of an answer that a
crash cut off is asked after once a minute has passed, and corrected to what the gateway says.
"""

import pytest

from app.money import from_usd
from tests.process.installation import Installation
from tests.process.stories import closed, has_words, new_prompt, seen_when
from tests.studio import Json

pytestmark = pytest.mark.timeout(300)


async def test_a_text_cut_off_by_a_kill_costs_in_the_end_what_the_gateway_says(
    installation: Installation,
) -> None:
    home, prompt = installation, new_prompt()
    await home.start()
    ada = await home.person()
    asked = await ada.ask("text", prompt)
    await seen_when(ada, asked["id"], has_words)
    await home.kill()
    await home.start()
    ada = await home.again(ada)
    assert (await ada.status(asked["id"]))["cost_source"] == "computed"
    corrected = await seen_when(ada, asked["id"], _has_its_real_cost, within=100)
    books = await closed(home)
    told = await home.gateway.cost_of(books.of(prompt)["gateway_id"])
    assert corrected["cost_micros"] == from_usd(str(told))
    assert books.cost_checks == []


def _has_its_real_cost(seen: Json) -> bool:
    return seen["cost_source"] == "gateway"
