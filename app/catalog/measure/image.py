"""What pictures take: so many of them, or their megapixels, or their tokens."""

from collections.abc import Iterator
from dataclasses import replace

from app.catalog.measure.params import whole, word
from app.catalog.measure.pixels import image_megapixels
from app.catalog.measure.quantity import (
    ONE_REQUEST,
    Certainty,
    Measured,
    Quantity,
    several,
    tokens_of,
)
from app.catalog.measure.tokens import ANSWER, Tokens, prompt_tokens
from app.catalog.model import Model, Order, Role
from app.catalog.pricing.choose import PROMPT_OVER
from app.catalog.pricing.image_tokens import tokens_per_image
from app.catalog.pricing.rates import Unit

TOKENS_GIVEN = 6_500
"""Of one picture given to a drawing model, which looks closely."""


def measure_image(model: Model, order: Order) -> Measured:
    chosen = {name: word(order.params.get(name)) for name in ("resolution", "size", "quality")}
    quantities = {
        Unit.REQUEST: ONE_REQUEST,
        **dict(_written(model, order)),
        **dict(_drawn(model, order, **chosen)),
        **dict(_given(order.count(*Role))),
    }
    # "auto" leaves the choice to the gateway, so any of its prices may apply.
    facts = {name: value for name, value in chosen.items() if value not in ("", "auto")}
    return Measured(quantities, facts | {PROMPT_OVER: "0"})


def _written(model: Model, order: Order) -> Iterator[tuple[Unit, Quantity]]:
    over_chat = model.image_way == "chat"
    # Over chat, pictures given are part of the prompt; otherwise they have their own price.
    prompt = prompt_tokens(model, order if over_chat else replace(order, inputs={}))
    yield Unit.PROMPT_TOKENS, tokens_of("prompt", prompt)
    if over_chat and model.writes_text:
        yield Unit.ANSWER_TOKENS, tokens_of("words beside the image", Tokens(ANSWER, False))


def _drawn(
    model: Model, order: Order, *, resolution: str, size: str, quality: str
) -> Iterator[tuple[Unit, Quantity | None]]:
    count = whole(order.params.get("n")) or 1
    images = several(count, "image", "images")
    # The gateway promises at most `n` pictures, not all of them.
    certainty = Certainty.EXACT if count == 1 else Certainty.AT_MOST
    yield Unit.IMAGE, replace(images, certainty=certainty)
    yield Unit.MEGAPIXEL, _megapixels(images, image_megapixels(resolution, size))
    each = tokens_per_image(model.id, quality, resolution)
    yield (
        Unit.IMAGE_TOKENS,
        Quantity(images.count * each, f"{images.what} of about {each:,} tokens", Certainty.ASSUMED),
    )


def _megapixels(images: Quantity, each: int | None) -> Quantity | None:
    if each is None:
        return None
    what = f"{images.what} of about {each} MP"
    return Quantity(images.count * each, what, Certainty.ASSUMED)


def _given(count: int) -> Iterator[tuple[Unit, Quantity]]:
    given = several(count, "image given", "images given")
    yield Unit.INPUT_IMAGE, given
    yield Unit.INPUT_MEGAPIXEL, replace(given, certainty=Certainty.ASSUMED)
    what = f"{given.what} of about {TOKENS_GIVEN:,} tokens"
    yield Unit.INPUT_IMAGE_TOKENS, Quantity(given.count * TOKENS_GIVEN, what, Certainty.ASSUMED)
