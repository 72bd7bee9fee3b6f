"""What a call costs, from the catalogue's published prices.

OpenRouter names no rule for choosing among a film's price lines, so `film_cost` takes the most
specific line that fits. Results are US dollars.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.demo.wire import Json

FRAMES_PER_TOKEN = Decimal(24) / Decimal(1024)
MEGAPIXEL = Decimal(1024 * 1024)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a chat call is billed by. Reasoning and image tokens are part of `completion`."""

    prompt: int
    completion: int
    reasoning: int = 0
    image: int = 0


def text_cost(model: Json, tokens: Tokens) -> tuple[Decimal, Decimal]:
    """Dollars for what went in and for what came out. A router's price of -1 counts as nothing."""
    pricing: Mapping[str, str] = model["pricing"]
    completion = max(Decimal(pricing["completion"]), Decimal(0))
    per_image_token = Decimal(pricing.get("image_output", completion))
    written = (tokens.completion - tokens.image) * completion + tokens.image * per_image_token
    return tokens.prompt * max(Decimal(pricing["prompt"]), Decimal(0)), written


def picture_cost(
    image: Json, *, pixels: int, tokens: int, count: int, prompt_tokens: int, references: int
) -> Decimal:
    """Dollars for `count` pictures of `pixels` each, by the model's price lines."""
    units = {
        ("output_image", "image"): Decimal(count),
        ("output_image", "megapixel"): count * max(Decimal(1), Decimal(pixels) / MEGAPIXEL),
        ("output_image", "token"): Decimal(tokens * count),
        ("input_text", "token"): Decimal(prompt_tokens),
        ("input_image", "token"): Decimal(references * 256),
        ("input_reference", "image"): Decimal(references),
    }
    lines: list[Json] = image["pricing"]
    return sum(
        (
            Decimal(str(line["cost_usd"])) * units.get((line["billable"], line["unit"]), Decimal(0))
            for line in lines
        ),
        Decimal(0),
    )


@dataclass(frozen=True, slots=True)
class PricedFilm:
    """What the price of a film depends on. `tier` is its resolution's name in lower case."""

    seconds: int
    width: int
    height: int
    tier: str
    audio: bool
    images: int = 0
    videos: int = 0


def film_cost(skus: Mapping[str, str], film: PricedFilm) -> Decimal:
    """Dollars for one film. See the reference of SKU names: the unit is in the name."""
    prices = {sku: Decimal(price) for sku, price in skus.items()}
    extras = film.images * (
        prices.get("reference_images", Decimal(0))
        + prices.get("cents_per_image_input", Decimal(0)) / 100
    )
    for sku in _by_how_well_it_fits(film):
        if sku in prices:
            return max(prices[sku] * _units(sku, film), _minimum(prices)) + extras
    return extras


def _minimum(prices: Mapping[str, Decimal]) -> Decimal:
    return prices.get("minimum_cents_per_generation", Decimal(0)) / 100


def _units(sku: str, film: PricedFilm) -> Decimal:
    if sku.startswith("video_tokens"):
        return film.width * film.height * film.seconds * FRAMES_PER_TOKEN
    return Decimal(film.seconds) / (100 if sku.startswith("cents_") else 1)


def _by_how_well_it_fits(film: PricedFilm) -> Iterator[str]:
    audio = "with_audio" if film.audio else "without_audio"
    source = "image_to_video" if film.images else "text_to_video"
    if film.videos:
        yield f"video_tokens_{film.tier}_with_video_input"
        yield "video_tokens_with_video_input"
    yield f"video_tokens_{film.tier}"
    if not film.audio:
        yield "video_tokens_without_audio"
    yield "video_tokens"
    yield f"duration_seconds_{audio}_{film.tier}"
    yield f"duration_seconds_{audio}"
    yield f"{source}_duration_seconds_{film.tier}"
    yield f"duration_seconds_{film.tier}"
    yield "duration_seconds"
    yield f"cents_per_video_output_second_{film.tier}"
    yield "cents_per_second_output"
