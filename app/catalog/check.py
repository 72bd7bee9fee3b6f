"""Whether a model can do what is asked. One check for the page's quotes and for the API."""

import math
from collections.abc import Mapping

from app.catalog.model import Control, Kind, Model, Order, Role, Scalar
from app.catalog.words import ROLES, how_many, name_of, offered, one_of, shown
from app.errors import BadInput

FRAMES = (Role.FIRST_FRAME, Role.LAST_FRAME)


def check(model: Model, order: Order) -> None:
    """Refuse what the model cannot do, with a sentence that says what it can.

    Raises BadInput with `field` ("prompt", "params.duration", "inputs") and, where there is
    a choice, `supported`. Anything at all may be asked; nothing else is raised.
    """
    if model.prompt_required and not order.prompt.strip():
        raise BadInput(f"{model.name} needs a prompt.", field="prompt")
    for name, value in order.params.items():
        _check_param(model, name, value)
    _check_together(model, order.params)
    _check_inputs(model, order.inputs)


def _check_param(model: Model, name: str, value: Scalar) -> None:
    control = model.params.get(name)
    if control is None:
        choices = list(model.params)
        takes = one_of((name_of(each) for each in choices), "and") if choices else "only a prompt"
        raise BadInput(
            f"{model.name} does not offer {name_of(name)}. It takes {takes}.",
            field=f"params.{name}",
            supported=choices,
        )
    if not _fits(control, value):
        raise BadInput(
            f"{model.name} offers {offered(name, control)}, not {shown(value)}.",
            field=f"params.{name}",
            supported=_supported(control),
        )


def _fits(control: Control, value: Scalar) -> bool:
    if control.type == "boolean":
        return isinstance(value, bool)
    if control.type == "enum":
        return any(type(each) is type(value) and each == value for each in control.values)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    if isinstance(value, float) and (control.type == "integer" or not math.isfinite(value)):
        return False
    return _within(control, value)


def _within(control: Control, value: float) -> bool:
    if control.min is not None and value < control.min:
        return False
    if control.max is not None and value > control.max:
        return False
    # Whole steps mean whole numbers; finer ones are only a hint for the slider.
    return control.step != 1 or isinstance(value, int)


def _supported(control: Control) -> object:
    if control.type == "boolean":
        return [True, False]
    if control.type == "enum":
        return list(control.values)
    return {"min": control.min, "max": control.max}


def _check_together(model: Model, params: Mapping[str, Scalar]) -> None:
    doubled = [name for name in ("resolution", "aspect_ratio") if name in params]
    if "size" in params and doubled:
        raise BadInput(
            f"A size already says it all: leave out {name_of(doubled[0])}, or the size.",
            field=f"params.{doubled[0]}",
        )
    if params.get("background") == "transparent" and params.get("output_format") == "jpeg":
        formats = model.params["output_format"].values
        raise BadInput(
            "A jpeg file cannot be transparent. Choose png or webp, or another background.",
            field="params.output_format",
            supported=[each for each in formats if each != "jpeg"],
        )


def _check_inputs(model: Model, inputs: Mapping[Role, int]) -> None:
    for role, count in inputs.items():
        if count and role not in model.inputs:
            takes = one_of((ROLES[each][1] for each in model.inputs), "and")
            raise BadInput(
                f"{model.name} does not take {ROLES[role][1]}. It takes {takes}.",
                field="inputs",
                supported=[str(each) for each in model.inputs],
            )
    for role, limits in model.inputs.items():
        _check_count(model, role, inputs.get(role, 0), limits.min, limits.max)
    if model.kind is Kind.VIDEO and _both(inputs):
        raise BadInput(
            "A film takes frames or reference images, not both: with frames the references "
            "would be ignored.",
            field="inputs",
        )


def _check_count(model: Model, role: Role, count: int, least: int, most: int) -> None:
    supported = {"min": least, "max": most}
    if count < least:
        needs = f"{model.name} needs at least {how_many(role, least)}."
        raise BadInput(needs, field="inputs", supported=supported)
    if count > most:
        takes = f"{model.name} takes up to {how_many(role, most)}, not {count}."
        raise BadInput(takes, field="inputs", supported=supported)


def _both(inputs: Mapping[Role, int]) -> bool:
    return bool(inputs.get(Role.REFERENCE)) and any(inputs.get(role) for role in FRAMES)
