"""The models the demo gateway offers: ids, limits and prices as OpenRouter published them.

The JSON beside this file is a selection of public catalogue answers of October and November
2026. Where no public source tells a price, the model has none here either.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from app.demo.wire import Json, Refusal


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every model by id, and what images and videos add to some of them."""

    models: Mapping[str, Json]
    images: Mapping[str, Json]
    videos: Mapping[str, Json]

    def model(self, model_id: object) -> Json:
        """The model asked for, or OpenRouter's 400 for one it does not know."""
        found = self.models.get(str(model_id))
        if found is None:
            raise Refusal(400, f"{model_id} is not a valid model ID")
        return found

    def writing(self, modality: str) -> list[Json]:
        """The models that put out `modality`; "all" means every model."""
        return [
            model
            for model in self.models.values()
            if modality == "all" or modality in model["output_modalities"]
        ]


@cache
def load() -> Catalogue:
    return Catalogue(_by_id("models.json"), _by_id("images.json"), _by_id("videos.json"))


@cache
def refusals() -> Mapping[str, Json]:
    """Answers that say no, by name: `{"402_in_flight_budget": {status, headers, body}, …}`."""
    return json.loads(_text("refusals.json"))


def _by_id(name: str) -> dict[str, Json]:
    entries: list[Json] = json.loads(_text(name))
    return {entry["id"]: entry for entry in entries}


def _text(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")
