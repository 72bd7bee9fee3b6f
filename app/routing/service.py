"""Routes: a named way to choose a model. `auto` is sensible, `auto/fast` quick and cheap,
`auto/best` good. Each is an ordered chain; the first model that the catalogue offers answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.accounts.model import User
from app.catalog.menu import Offer
from app.catalog.model import Kind, Model
from app.catalog.service import Catalogue
from app.catalog.view import ModelView
from app.errors import BadInput, Unavailable

DEFAULT_ROUTE = "auto"
NAMES = {"auto": "Automatic", "auto/fast": "Fast", "auto/best": "Best"}

CHAINS: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {
    Kind.TEXT: {
        "auto": ("google/gemini-2.5-flash", "openai/gpt-5-mini", "deepseek/deepseek-v3.2"),
        "auto/fast": ("openai/gpt-5-nano", "google/gemini-2.5-flash-lite"),
        "auto/best": ("anthropic/claude-sonnet-4.5", "openai/gpt-5", "google/gemini-2.5-pro"),
    },
    Kind.IMAGE: {
        "auto": ("google/gemini-2.5-flash-image", "bytedance-seed/seedream-4.5"),
        "auto/fast": ("black-forest-labs/flux.2-klein-4b", "openai/gpt-image-1-mini"),
        "auto/best": ("google/gemini-3-pro-image", "openai/gpt-image-2"),
    },
    Kind.VIDEO: {
        "auto": ("google/veo-3.1-lite", "bytedance/seedance-2.0-fast", "alibaba/wan-2.7"),
        "auto/fast": ("x-ai/grok-imagine-video", "bytedance/seedance-2.0-mini"),
        "auto/best": ("google/veo-3.1", "kwaivgi/kling-v3.0-pro"),
    },
}
"""What a fresh installation starts with."""


@dataclass(frozen=True)
class Chosen:
    """`asked` is what the person named, or the route that stood in; `model` is to answer."""

    asked: str
    model: Model


@dataclass(frozen=True)
class Router:
    catalogue: Catalogue

    def choose(self, kind: Kind, asked: str | None) -> Chosen:
        """Raises BadInput for a model that is not offered for this kind."""
        name = asked or DEFAULT_ROUTE
        model = (
            self.first_of(kind, name) if name in CHAINS[kind] else self.catalogue.find(kind, name)
        )
        if model is not None:
            return Chosen(name, model)
        if not self.catalogue.of_kind(kind):
            raise Unavailable("The list of models has not arrived yet. Try again in a moment.")
        raise BadInput(f"There is no {kind} model called {name} here.", field="model")

    def first_of(self, kind: Kind, route: str) -> Model | None:
        """The model a route leads to now: the first of its chain on offer, else any on offer."""
        chain = (self.catalogue.find(kind, each) for each in CHAINS[kind][route])
        offered = self.catalogue.of_kind(kind)
        return next(filter(None, chain), None) or (offered[0] if offered else None)

    async def offer(self, _: User) -> Offer:
        """The routes that lead somewhere, each with what its model can do and costs."""
        return Offer(
            tuple(
                ModelView.of(model).model_copy(
                    update={"id": name, "name": f"{NAMES[name]} ({model.name})", "is_route": True}
                )
                for kind in Kind
                for name in CHAINS[kind]
                if (model := self.first_of(kind, name)) is not None
            )
        )
