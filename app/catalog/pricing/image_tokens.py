"""Prices per image token, which mean three different things.

Some models really count tokens. For others the gateway writes a price per image as one per
token by calling every image 4,175 tokens, or a price per megapixel by calling it 4,096; the
long tail of digits gives the division away.
"""

from decimal import Decimal

from app.catalog.pricing.rates import Rate, Unit

ENCODINGS = ((Decimal(4096), Unit.MEGAPIXEL), (Decimal(4175), Unit.IMAGE))

OWN_DIGITS = 4
"""A price that a person set has no more digits than this."""

FINEST = Decimal("0.00001")
"""The finest price per image or megapixel that we believe to see behind an encoding."""

PER_IMAGE: tuple[tuple[str, dict[str, int]], ...] = (
    ("google/gemini", {"512": 850, "1k": 1_300, "2k": 1_900, "4k": 2_800, "": 1_300}),
    ("openai/", {"low": 600, "medium": 2_000, "high": 7_500, "": 7_500}),
)
OTHERWISE = {"": 4_175}
"""Tokens of one image by resolution or quality, for families that count them.

A little above what their makers publish and what was measured (Gemini 1120 at 1K, 2520 at
4K; GPT Image 1 mini 372 at low, GPT Image 1 up to 6240 at high).
"""


def undone(usd: Decimal) -> Rate:
    """The rate behind a price per output image token."""
    if len(usd.normalize().as_tuple().digits) > OWN_DIGITS:
        for tokens, unit in ENCODINGS:
            whole = (usd * tokens).quantize(FINEST)
            if whole and abs(whole - usd * tokens) <= whole * Decimal("1e-9"):
                return Rate(unit, whole.normalize(), inferred=True)
    return Rate(Unit.IMAGE_TOKENS, usd)


def tokens_per_image(model_id: str, *choices: str) -> int:
    """How many tokens one image will take, on the high side. `choices`: what was asked for."""
    table = next((known for family, known in PER_IMAGE if model_id.startswith(family)), OTHERWISE)
    return next((table[choice] for choice in choices if choice and choice in table), table[""])
