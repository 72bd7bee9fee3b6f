"""Whatever the gateway lists, and whatever is asked: no crash, and no price of 0 by accident."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalog.answers import Answers
from app.catalog.check import check
from app.catalog.cost import computed_cost
from app.catalog.model import Kind, Model, Order, Role
from app.catalog.pricing.rates import Prices, Rate, Unit, read_usd
from app.catalog.quote import quote
from app.catalog.reading.everything import models_in
from app.catalog.view import ModelView
from app.errors import BadInput
from app.gateway import catalogue
from tests.catalog.recorded import entries, listed, models, video_on_wire

steady = settings(deadline=None, derandomize=True)
"""The same examples each time: a test that fails on some days only helps nobody."""

ODD_PRICES = st.sampled_from(
    ["-1", "", "0", "1e999", "-0", "NaN", "sNaN", "Infinity", "1e-999", "0x10", "1,5", "٣", "1_0"]
)
PRICES = st.one_of(ODD_PRICES, st.text(max_size=8), st.floats().map(str), st.decimals().map(str))
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9), PRICES),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=9), inner, max_size=4)
    ),
    max_leaves=12,
)
SKUS = sorted({sku for each in entries("video") for sku in each["skus"]})
ORDERS = st.builds(
    Order,
    st.text(max_size=40),
    st.dictionaries(
        st.sampled_from(
            ["duration", "resolution", "size", "n", "max_tokens", "quality", "generate_audio", "x"]
        ),
        st.one_of(st.integers(), st.booleans(), st.floats(), st.text(max_size=9)),
    ),
    st.dictionaries(st.sampled_from(list(Role)), st.integers(0, 20)),
    st.integers(0, 10**7),
    st.integers(0, 50),
)


def looks_sane(model: Model, order: Order) -> None:
    told = quote(model, order)
    assert (told.amount is None) == (told.kind == "unknown")
    if told.amount is not None:
        assert (told.amount == 0) == model.free
        assert told.amount == sum(part.amount for part in told.parts)
        assert all(part.amount > 0 for part in told.parts)
    cost = computed_cost(model, order, prompt_tokens=3, completion_tokens=10**9, images=2)
    assert cost is None or cost >= 0


@steady
@given(PRICES)
def test_a_price_is_a_sensible_number_of_dollars_or_not_known(published: str) -> None:
    usd = read_usd(published)
    assert usd is None or 0 <= usd <= 10_000


@steady
@given(st.dictionaries(st.sampled_from(SKUS), PRICES), ORDERS)
def test_odd_prices_of_films_never_make_an_odd_quote(skus: dict[str, str], order: Order) -> None:
    wire = video_on_wire({"id": "acme/film", "durations": [4, 8], "audio": True, "skus": skus})
    found = models_in(Answers(video=catalogue.video_models(listed([wire]))))
    for model in found[Kind.VIDEO].values():
        looks_sane(model, order)


@steady
@given(st.lists(st.builds(Rate, st.sampled_from(Unit), st.decimals(0, 10_000)), max_size=6), ORDERS)
def test_no_mixture_of_rates_makes_an_odd_quote(rates: list[Rate], order: Order) -> None:
    for kind in Kind:
        model = Model("acme/any", "Any", kind, {}, {}, Prices((tuple(rates),)), image_way="chat")
        looks_sane(model, order)


@steady
@given(st.sampled_from([each for kind in Kind for each in models()[kind].values()]), ORDERS)
def test_any_order_is_either_fine_or_refused_and_can_be_quoted(model: Model, order: Order) -> None:
    try:
        check(model, order)
    except BadInput as refused:
        assert refused.detail
    looks_sane(model, order)


MODALITIES: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {
        "input_modalities": st.just(["text", "image"]),
        "output_modalities": st.lists(st.sampled_from(["text", "image"])),
    }
)


def descriptor(kind: str, values: Any, low: Any, high: Any) -> dict[str, Any]:
    return {"type": kind, "values": values, "min": low, "max": high}


NUMBERS = ANYTHING | st.floats() | st.integers()
DESCRIPTOR = st.builds(
    descriptor, st.sampled_from(["enum", "range", "boolean", "odd"]), ANYTHING, NUMBERS, NUMBERS
)
PARAMETERS: st.SearchStrategy[Any] = st.dictionaries(
    st.sampled_from(["n", "seed", "quality", "input_references", "size"]), DESCRIPTOR
)
OPTIONAL: dict[str, st.SearchStrategy[Any]] = {
    "pricing": ANYTHING | st.dictionaries(st.text(max_size=9), PRICES),
    "architecture": ANYTHING | MODALITIES,
    "supported_parameters": ANYTHING | PARAMETERS,
    "pricing_skus": ANYTHING | st.dictionaries(st.sampled_from(SKUS), PRICES),
    **dict.fromkeys(
        (
            "name",
            "reasoning",
            "expiration_date",
            "context_length",
            "top_provider",
            "supported_durations",
            "supported_sizes",
            "supported_resolutions",
            "supported_frame_images",
            "generate_audio",
            "upscale_factor",
        ),
        ANYTHING,
    ),
}
FIELDS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"id": st.text(min_size=1, max_size=9)}, optional=OPTIONAL
)


@steady
@given(st.lists(FIELDS, max_size=3), ORDERS)
def test_no_list_of_models_is_odd_enough_to_break_the_catalogue(
    data: list[dict[str, Any]], order: Order
) -> None:
    body = listed(data)
    words = catalogue.text_models(body)[0]
    answers = Answers(
        text=words,
        drawing=words,
        image=catalogue.image_models(body),
        video=catalogue.video_models(body),
    )
    for by_id in models_in(answers).values():
        for model in by_id.values():
            assert ModelView.of(model).model_dump_json()
            looks_sane(model, order)
