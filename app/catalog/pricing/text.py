"""What words cost, read from the `pricing` of `/models`: dollars per token, image or request."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from app.catalog.pricing.choose import PROMPT_OVER
from app.catalog.pricing.image_tokens import undone
from app.catalog.pricing.rates import Prices, Rate, Unit, read_usd
from app.gateway.model import PriceOverride, TextModelInfo

PER_TOKEN = {"prompt": Unit.PROMPT_TOKENS, "completion": Unit.ANSWER_TOKENS}
EXTRAS = {"request": Unit.REQUEST, "image": Unit.INPUT_IMAGE}


def text_prices(info: TextModelInfo) -> Prices:
    """The tariff of a chat model; none where prompt or answer has no readable price."""
    if any(read_usd(info.pricing.get(name)) is None for name in PER_TOKEN):
        return Prices()
    return Prices((tuple(_rates(info)),))


def chat_image_prices(info: TextModelInfo) -> Prices:
    """The tariff of a model that draws over chat. Without a price of pictures, words' is taken."""
    words = text_prices(info)
    published = info.pricing.get("image_output") or info.pricing.get("completion")
    usd = read_usd(published)
    if not words.tariffs or usd is None:
        return Prices()
    return Prices((words.tariffs[0] + (undone(usd),),))


def _rates(info: TextModelInfo) -> Iterator[Rate]:
    yield from _named(info.pricing, PER_TOKEN | EXTRAS)
    yield from _named(
        # Some models ask more for thinking than for the answer, and both are billed together.
        {"completion": info.pricing.get("internal_reasoning", "")},
        PER_TOKEN,
        frozenset({"other=reasoning"}),
    )
    for override in info.price_overrides:
        yield from _named(override.prices, PER_TOKEN | EXTRAS, frozenset(_conditions(override)))


def _named(
    pricing: Mapping[str, str], units: Mapping[str, Unit], when: frozenset[str] = frozenset()
) -> Iterator[Rate]:
    for name, unit in units.items():
        usd = read_usd(pricing.get(name))
        if usd is not None and (usd > Decimal(0) or unit not in EXTRAS.values()):
            yield Rate(unit, usd, when)


def _conditions(override: PriceOverride) -> Iterator[str]:
    if override.min_prompt_tokens is not None:
        yield f"{PROMPT_OVER}={override.min_prompt_tokens}"
    if override.utc_start is not None or override.utc_end is not None or override.utc_days:
        yield "other=hour"
