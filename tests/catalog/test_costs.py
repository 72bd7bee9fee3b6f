"""The cost of what was made, where the gateway does not tell it."""

from app.catalog.cost import computed_cost
from app.catalog.model import Kind, Order, Role
from tests.catalog.recorded import model

MISTRAL = "mistralai/mistral-small-3.2-24b-instruct"


def test_counted_tokens_cost_what_is_published() -> None:
    # 1,000 × $0.0000001 + 2,000 × $0.0000003
    order = Order("Tell me", {"max_tokens": 9_000})
    cost = computed_cost(
        model(Kind.TEXT, MISTRAL), order, prompt_tokens=1_000, completion_tokens=2_000
    )
    assert cost == 700


def test_counted_tokens_decide_whether_a_long_prompt_costs_more() -> None:
    long = model(Kind.TEXT, "acme/long-context")
    just, over = (
        computed_cost(long, Order("Tell me"), prompt_tokens=tokens, completion_tokens=0)
        for tokens in (200_000, 200_001)
    )
    # × $0.000003 up to the threshold, × $0.000006 beyond it.
    assert (just, over) == (600_000, 1_200_006)


def test_words_nobody_counted_have_no_cost() -> None:
    assert computed_cost(model(Kind.TEXT, MISTRAL), Order("Tell me"), prompt_tokens=5) is None


def test_free_words_cost_nothing_even_uncounted() -> None:
    assert computed_cost(model(Kind.TEXT, "openrouter/free"), Order("Tell me")) == 0


def test_a_router_has_no_price_to_compute_with() -> None:
    router = model(Kind.TEXT, "openrouter/auto")
    assert computed_cost(router, Order("x"), prompt_tokens=5, completion_tokens=5) is None


def test_pictures_are_paid_as_they_arrived_and_not_as_they_were_asked_for() -> None:
    qwen = model(Kind.IMAGE, "qwen/qwen-image-3")
    order = Order("A fox", {"n": 4}, {Role.REFERENCE: 1})
    # 3 × $0.03 + 1 given × $0.003
    assert computed_cost(qwen, order, images=3) == 93_000


def test_counted_image_tokens_go_before_the_guess() -> None:
    gpt = model(Kind.IMAGE, "openai/gpt-image-2")
    # 15 × $0.000005 + 272 × $0.00003
    cost = computed_cost(
        gpt, Order("A fox", {"quality": "low"}), prompt_tokens=15, completion_tokens=272, images=1
    )
    assert cost == 8_235


def test_a_film_costs_its_seconds() -> None:
    assert computed_cost(model(Kind.VIDEO, "runway/gen-4.5"), Order("x", {"duration": 7})) == (
        840_000
    )
