"""What a question takes: tokens in, tokens out, pictures looked at, pages found."""

from app.catalog.measure.quantity import ONE_REQUEST, Measured, at_most, several, tokens_of
from app.catalog.measure.tokens import answer_tokens, prompt_tokens, searches
from app.catalog.model import Model, Order, Role
from app.catalog.pricing.choose import PROMPT_OVER
from app.catalog.pricing.rates import Unit
from app.gateway.model import WEB_PAGES


def measure_text(model: Model, order: Order) -> Measured:
    prompt, answer = prompt_tokens(model, order), answer_tokens(model, order)
    pictures = order.count(*Role) + order.context_images
    pages = WEB_PAGES if searches(order) else 0
    return Measured(
        {
            Unit.REQUEST: ONE_REQUEST,
            Unit.PROMPT_TOKENS: tokens_of("prompt", prompt),
            Unit.INPUT_IMAGE: several(pictures, "image given", "images given"),
            Unit.ANSWER_TOKENS: tokens_of("answer", answer),
            Unit.WEB_PAGE: at_most(pages, f"search on the web, up to {pages} pages"),
        },
        {PROMPT_OVER: str(prompt.count)},
    )
