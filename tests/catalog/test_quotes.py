"""What a quote says, and when it may say so."""

from decimal import Decimal
from typing import Any

import pytest

from app.catalog.model import Kind, Model, Order, Role
from app.catalog.pricing.image import image_prices
from app.catalog.pricing.rates import Prices, Rate, Unit
from app.catalog.pricing.video import video_prices
from app.catalog.quote import quote
from app.gateway import catalogue
from tests.catalog.quote_table import ROWS, Row
from tests.catalog.recorded import endpoints_on_wire, model


@pytest.mark.parametrize(
    ("kind", "row"), [pytest.param(kind, row, id=f"{row.model} {row.amount}") for kind, row in ROWS]
)
def test_the_quote_is_what_the_arithmetic_says(kind: Kind, row: Row) -> None:
    order = Order(row.prompt, row.params, row.inputs, context_chars=row.context_chars)
    told = quote(model(kind, row.model), order)
    assert (told.amount, told.kind) == (row.amount, row.kind), row.arithmetic


def film_of(skus: dict[str, str], **more: Any) -> Model:
    return Model("acme/film", "Film", Kind.VIDEO, {}, {}, video_prices(skus), **more)


def told(skus: dict[str, str], **params: Any) -> tuple[int | None, str]:
    answer = quote(film_of(skus), Order("x", {"duration": 4, **params}))
    return answer.amount, answer.kind


def test_a_minimum_is_charged_for_a_short_film_and_not_on_top_of_a_long_one() -> None:
    skus = {"cents_per_second_output": "28", "minimum_cents_per_generation": "140"}
    assert told(skus) == (1_400_000, "exact")
    assert told(skus, duration=6) == (1_680_000, "exact")


def test_megapixel_seconds_are_priced_by_area_and_length() -> None:
    # 720 × 720 × 16/9 × 1.05 / 1e6 = 0.96768 MP, × 4 s × 7.5 ¢.
    skus = {"cents_per_megapixel_second": "7.5"}
    assert told(skus, resolution="720p") == (290_304, "estimate")


def test_without_a_choice_of_sound_or_size_the_dearest_price_bounds_the_cost() -> None:
    skus = {"duration_seconds_with_audio": "0.20", "duration_seconds_without_audio": "0.10"}
    assert told(skus) == (800_000, "upper_bound")
    tiers = {"duration_seconds_720p": "0.1", "duration_seconds_1080p": "0.3"}
    assert told(tiers) == (1_200_000, "upper_bound")


def test_a_word_we_do_not_know_in_a_price_may_always_apply() -> None:
    assert told({"duration_seconds": "0.1", "duration_seconds_turbo": "0.5"}) == (
        2_000_000,
        "upper_bound",
    )


def test_a_price_for_something_unheard_of_makes_the_sum_an_estimate() -> None:
    assert told({"duration_seconds": "0.1", "per_moonbeam": "3"}) == (400_000, "estimate")


@pytest.mark.parametrize(
    "skus",
    [
        {},
        {"duration_seconds": "0"},
        {"per_moonbeam": "3"},
        {"reference_images": "0.04"},
        {"duration_seconds_1080p": "0.3"},
        {"video_tokens_with_video_input": "0.000002"},
    ],
)
def test_no_price_that_applies_is_unknown_and_not_zero(skus: dict[str, str]) -> None:
    assert told(skus, resolution="720p") == (None, "unknown")


def test_a_length_that_nobody_chose_has_no_price() -> None:
    unlimited = quote(film_of({"duration_seconds": "0.1"}), Order("x"))
    assert (unlimited.amount, unlimited.kind) == (None, "unknown")


def test_less_than_half_a_micro_is_a_micro_and_not_free() -> None:
    cheap = Prices(((Rate(Unit.REQUEST, Decimal("0.0000001")),),))
    told = quote(Model("acme/words", "Words", Kind.TEXT, {}, {}, cheap), Order("x"))
    assert (told.amount, len(told.parts)) == (1, 1)


def test_half_a_micro_rounds_up_and_the_parts_still_add_up() -> None:
    rates = [Rate(Unit.REQUEST, Decimal("0.0000005")), Rate(Unit.INPUT_IMAGE, Decimal("0.0000005"))]
    film = Model("acme/film", "Film", Kind.VIDEO, {}, {}, Prices((tuple(rates),)))
    told = quote(film, Order("x", inputs={Role.FIRST_FRAME: 2}))
    # 0.5 + 1.0 micros: 1.5 rounds to 2.
    assert (told.amount, sum(part.amount for part in told.parts)) == (2, 2)


def image_of(*endpoints: list[list[Any]]) -> Model:
    prices = image_prices(catalogue.image_prices(endpoints_on_wire(list(endpoints))))
    return Model("acme/brush", "Brush", Kind.IMAGE, {}, {}, prices, image_way="images")


def test_where_providers_differ_the_dearest_bounds_the_cost() -> None:
    cheap, dear = [["output_image", "image", 0.04]], [["output_image", "image", 0.05]]
    told = quote(image_of(cheap, dear), Order("x"))
    assert (told.amount, told.kind) == (50_000, "upper_bound")
    told = quote(image_of(dear, dear), Order("x"))
    assert (told.amount, told.kind) == (50_000, "exact")


def test_a_provider_whose_price_cannot_be_told_makes_it_an_estimate() -> None:
    told = quote(
        image_of([["output_image", "image", 0.04]], [["output_image", "furlong", 1]]), Order("x")
    )
    assert (told.amount, told.kind) == (40_000, "estimate")


def test_a_price_per_request_counts_once_however_many_images() -> None:
    told = quote(image_of([["output_image", "request", 0.1]]), Order("x", {"n": 4}))
    assert (told.amount, told.kind) == (100_000, "exact")


def test_the_version_of_a_price_changes_with_the_price_alone() -> None:
    one = video_prices({"duration_seconds": "0.10", "reference_images": "0.04"})
    same = video_prices({"reference_images": "0.040", "duration_seconds": "0.1"})
    other = video_prices({"duration_seconds": "0.11", "reference_images": "0.04"})
    assert one.version == same.version != other.version
