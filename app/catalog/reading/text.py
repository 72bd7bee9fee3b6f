"""Chat models of `/models`."""

from app.catalog.model import Control, Kind, Limits, Model, Role
from app.catalog.pricing.text import text_prices
from app.catalog.reading.controls import SEED, Controls, enum, without_empty
from app.catalog.reading.free import is_free
from app.gateway.model import ReasoningInfo, TextModelInfo

MOST_ATTACHED = 8
"""Pictures in one message; no list declares how many a model takes."""

EVERY_EFFORT = ("max", "xhigh", "high", "medium", "low", "minimal", "none")

UNKNOWN_PRICE = "-1"


def is_router(info: TextModelInfo) -> bool:
    """It passes the question on to a model of its own choice, at that model's price."""
    return info.pricing.get("prompt") == UNKNOWN_PRICE


def text_model(info: TextModelInfo) -> Model | None:
    """The model if it answers in words to words. Routers may do more besides."""
    outputs = set(info.output_modalities)
    writes = "text" in outputs if is_router(info) else outputs == {"text"}
    if not writes or "text" not in info.input_modalities:
        return None
    prices = text_prices(info)
    sees = "image" in info.input_modalities
    return Model(
        id=info.id,
        name=info.name,
        kind=Kind.TEXT,
        params=_params(info),
        inputs={Role.ATTACHMENT: Limits(0, MOST_ATTACHED)} if sees else {},
        prices=prices,
        input_modalities=info.input_modalities,
        context_length=info.context_length or None,
        max_output_tokens=info.max_completion_tokens or None,
        free=is_free(info.id, prices),
        expires_on=info.expires_on,
        description=info.description,
    )


def _params(info: TextModelInfo) -> Controls:
    longest = info.max_completion_tokens or info.context_length or None
    known = {
        "temperature": Control("range", min=0, max=2),
        "top_p": Control("range", min=0, max=1),
        "max_tokens": Control("integer", min=1, max=longest),
        "seed": SEED,
    }
    taken = {name: known[name] for name in known if name in info.supported_parameters}
    if "max_completion_tokens" in info.supported_parameters:
        taken["max_tokens"] = known["max_tokens"]
    taken["web_search"] = Control("boolean")  # by the gateway's doing, whoever answers
    thinks = "reasoning" in info.supported_parameters or info.reasoning is not None
    return without_empty(taken | ({"reasoning_effort": _effort(info.reasoning)} if thinks else {}))


def _effort(reasoning: ReasoningInfo | None) -> Control:
    if reasoning is None:
        return enum(EVERY_EFFORT)
    efforts = [
        effort
        for effort in (EVERY_EFFORT if reasoning.efforts is None else reasoning.efforts)
        if not (reasoning.mandatory and effort == "none")
    ]
    # Naming an effort switches thinking on, so a default is named only where it is on anyway.
    if reasoning.mandatory or reasoning.default_enabled:
        return enum(efforts, *filter(None, [reasoning.default_effort]), "medium")
    return Control("enum", values=tuple(efforts))
