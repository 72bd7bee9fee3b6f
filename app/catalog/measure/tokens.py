"""How many tokens words will be, without the maker's tokenizer.

No model cuts text finer than into its bytes, so the bytes of a prompt bound its tokens; a
third of its letters is a fair guess on the high side.
"""

from dataclasses import dataclass

from app.catalog.measure.params import whole
from app.catalog.model import Model, Order, Role
from app.gateway.model import WEB_PAGES

LETTERS_PER_TOKEN = 3
PER_MESSAGE = 20
"""What the frame around a message takes; a model's own template may add as much again."""

IMAGE_TOKENS = 2_500
"""Of one picture shown to a chat model: more than most makers count for a phone's photo."""

WEB_LETTERS = WEB_PAGES * 4_000
"""What a search puts in front of a prompt; the gateway's documentation says that of a page 2,000
to 4,000 letters are taken as a rule."""

ANSWER = 1_000
"""An answer of which nothing else is known: about 700 words."""

THINKING = {"minimal": 500, "low": 1_500, "medium": 4_000, "high": 10_000}
HARDEST = 20_000
NO_THINKING = ("", "none")


@dataclass(frozen=True, slots=True)
class Tokens:
    """`bounded`: there cannot be more."""

    count: int
    bounded: bool


def prompt_tokens(model: Model, order: Order) -> Tokens:
    """Of everything sent along. Bounded while nothing but the prompt is."""
    pictures = order.count(*Role) + order.context_images
    unseen = order.context_chars + (WEB_LETTERS if searches(order) else 0)
    alone = not pictures and not unseen
    if alone and _limit(order):
        return Tokens(
            _at_most(model, len(order.prompt.encode(errors="surrogatepass")) + 2 * PER_MESSAGE),
            True,
        )
    foreign = sum(1 for letter in order.prompt if ord(letter) > 127)
    letters = len(order.prompt) - foreign + unseen
    words = -(-letters // LETTERS_PER_TOKEN) + foreign + PER_MESSAGE
    return Tokens(_at_most(model, words + pictures * IMAGE_TOKENS), False)


def answer_tokens(model: Model, order: Order) -> Tokens:
    """Of the answer and the thinking before it. Bounded by `max_tokens`."""
    limit = _limit(order)
    if limit:
        return Tokens(limit, True)
    effort = order.params.get("reasoning_effort", "")
    thinking = 0 if effort in NO_THINKING else THINKING.get(str(effort), HARDEST)
    return Tokens(min(ANSWER + thinking, model.max_output_tokens or HARDEST + ANSWER), False)


def searches(order: Order) -> bool:
    """Whether the web is searched before the answer."""
    return order.params.get("web_search") is True


def _limit(order: Order) -> int:
    return whole(order.params.get("max_tokens"))


def _at_most(model: Model, tokens: int) -> int:
    return min(tokens, model.context_length) if model.context_length else tokens
