"""What an answer cost that a crash cut off: computed at first, then as the gateway tells it."""

from app.db import Tx
from app.money import from_usd
from tests.process.books import changed
from tests.process.installation import Installation
from tests.process.stories import closed, has_words, new_prompt, seen_when
from tests.studio import Json


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
    await home.stop()
    changed(home.data, _a_minute_passes)
    await home.start()
    ada = await home.again(ada)
    corrected = await seen_when(ada, asked["id"], _has_its_real_cost)
    books = await closed(home)
    told = await home.gateway.cost_of(books.of(prompt)["gateway_id"])
    assert corrected["cost_micros"] == from_usd(str(told))
    assert books.cost_checks == []


def _a_minute_passes(tx: Tx) -> None:
    """For what is to be asked for: the rest of the world need not wait."""
    tx.run("UPDATE cost_checks SET due_at = due_at - INTERVAL 1 MINUTE")


def _has_its_real_cost(seen: Json) -> bool:
    return seen["cost_source"] == "gateway"
