"""How a model looks on the wire."""

from datetime import datetime
from typing import Any, Literal, Self

from pydantic import BaseModel

from app.catalog.lines import price_lines
from app.catalog.model import Control, Kind, Model, Scalar


class LimitsView(BaseModel):
    min: int
    max: int


class EnumView(BaseModel):
    type: Literal["enum"] = "enum"
    values: list[Scalar]
    default: Scalar | None


class RangeView(BaseModel):
    type: Literal["range"] = "range"
    min: int | float
    max: int | float
    step: int | float | None
    default: Scalar | None


class IntegerView(BaseModel):
    type: Literal["integer"] = "integer"
    min: int | None
    max: int | None


class BooleanView(BaseModel):
    type: Literal["boolean"] = "boolean"
    default: bool | None


ControlView = EnumView | RangeView | IntegerView | BooleanView


class CapabilitiesView(BaseModel):
    """A parameter or an input that is absent is not supported."""

    params: dict[str, ControlView]
    inputs: dict[str, LimitsView]
    prompt_required: bool


class PriceLineView(BaseModel):
    what: str
    usd: str


class PricingView(BaseModel):
    """No lines: no price is published, which is not the same as free."""

    lines: list[PriceLineView]
    free: bool


class ModelView(BaseModel):
    """`available` is false for what exists and this person may not use."""

    id: str
    name: str
    kind: Kind
    is_route: bool = False
    context_length: int | None
    input_modalities: list[str]
    capabilities: CapabilitiesView
    pricing: PricingView
    available: bool = True

    @classmethod
    def of(cls, model: Model, *, available: bool = True) -> Self:
        lines = price_lines(model.prices)
        return cls(
            id=model.id,
            name=model.name,
            kind=model.kind,
            context_length=model.context_length,
            input_modalities=list(model.input_modalities),
            capabilities=_capabilities(model),
            pricing=PricingView(
                lines=[PriceLineView(what=line.what, usd=line.usd) for line in lines],
                free=model.free,
            ),
            available=available,
        )


class ModelList(BaseModel):
    """`refreshed_at`: when the gateway last told all of this. Null before it did."""

    items: list[ModelView]
    next: None = None
    refreshed_at: datetime | None


def _capabilities(model: Model) -> CapabilitiesView:
    inputs = model.inputs.items()
    return CapabilitiesView(
        params={name: _control(control) for name, control in model.params.items()},
        inputs={str(role): LimitsView(min=each.min, max=each.max) for role, each in inputs},
        prompt_required=model.prompt_required,
    )


def _control(control: Control) -> ControlView:
    default: Any = control.default
    match control.type:
        case "enum":
            return EnumView(values=list(control.values), default=default)
        case "boolean":
            return BooleanView(default=default)
        case "integer":
            return IntegerView(min=_whole(control.min), max=_whole(control.max))
        case "range":
            return RangeView(
                min=control.min or 0, max=control.max or 0, step=control.step, default=default
            )


def _whole(bound: float | None) -> int | None:
    return None if bound is None else int(bound)
