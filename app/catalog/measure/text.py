"""What a question takes: tokens in, tokens out, pictures looked at."""

from app.catalog.measure.quantity import ONE_REQUEST, Measured, several, tokens_of
from app.catalog.measure.tokens import answer_tokens, prompt_tokens
from app.catalog.model import Model, Order, Role
from app.catalog.pricing.choose import PROMPT_OVER
from app.catalog.pricing.rates import Unit


def measure_text(model: Model, order: Order) -> Measured:
    prompt, answer = prompt_tokens(model, order), answer_tokens(model, order)
    pictures = order.count(*Role) + order.context_images
    return Measured(
        {
            Unit.REQUEST: ONE_REQUEST,
            Unit.PROMPT_TOKENS: tokens_of("prompt", prompt),
            Unit.INPUT_IMAGE: several(pictures, "image given", "images given"),
            Unit.ANSWER_TOKENS: tokens_of("answer", answer),
        },
        {PROMPT_OVER: str(prompt.count)},
    )
