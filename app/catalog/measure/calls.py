"""What embeddings and speech take, told from how many letters are sent (`Order.context_chars`)."""

from decimal import Decimal

from app.catalog.measure.quantity import ONE_REQUEST, Certainty, Measured, Quantity, tokens_of
from app.catalog.measure.tokens import LETTERS_PER_TOKEN, Tokens
from app.catalog.model import Model, Order
from app.catalog.pricing.rates import Unit

SPOKEN_TOKENS_PER_LETTER = 3
"""Speech in tokens is 25 to 32 of them a second, and a slow reader says ten letters in one."""


def measure_embedding(_model: Model, order: Order) -> Measured:
    tokens = Tokens(-(-order.context_chars // LETTERS_PER_TOKEN), bounded=False)
    return Measured({Unit.REQUEST: ONE_REQUEST, Unit.PROMPT_TOKENS: tokens_of("input", tokens)}, {})


def measure_speech(_model: Model, order: Order) -> Measured:
    """Makers charge by the letter, by the byte or by the token, and bytes are the most of these."""
    letters = order.context_chars
    spoken = Tokens(letters * SPOKEN_TOKENS_PER_LETTER, bounded=False)
    return Measured(
        {
            Unit.REQUEST: ONE_REQUEST,
            Unit.LETTER: Quantity(Decimal(letters), f"{letters:,} letters", Certainty.ASSUMED),
            Unit.ANSWER_TOKENS: tokens_of("speech", spoken),
        },
        {},
    )
