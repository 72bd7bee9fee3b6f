"""Which parameters an image model takes. The texts of the refusals are recorded ones."""

from typing import Any

from app.demo.wire import Json, Refusal, funnel_refusal, objects_in

DECLARED = (
    "n",
    "aspect_ratio",
    "resolution",
    "size",
    "quality",
    "output_format",
    "background",
    "output_compression",
    "seed",
)
HARMLESS: dict[str, tuple[Any, ...]] = {
    "n": (1,),
    "aspect_ratio": ("auto",),
    "background": ("auto",),
    "output_format": ("png",),
    "quality": ("auto",),
}
"""What changes nothing, and so is taken although the model does not declare the parameter."""


def check_parameters(body: Json, model: Json, image: Json) -> None:
    """Refuse what `supported_parameters` does not allow."""
    declared: Json = image["supported_parameters"]
    for name in DECLARED:
        if body.get(name) is not None:
            problem = _problem(name, body[name], declared.get(name))
            if problem:
                raise _refusal(model, name, body[name], problem)
    _check_references(body, model, declared.get("input_references"))


def _problem(name: str, value: Any, descriptor: Json | None) -> str | None:
    """What is wrong with the value, or None."""
    if descriptor is None:
        unsaid = "must be exactly 1" if name == "n" else "not supported"
        return None if value in HARMLESS.get(name, ()) else unsaid
    if descriptor["type"] == "enum":
        accepted: list[str] = descriptor["values"]
        fine = str(value) in accepted
        return None if fine else f"not supported. Accepted: {', '.join(accepted)}"
    if descriptor["type"] == "range":
        low, high = descriptor["min"], descriptor["max"]
        fine = isinstance(value, int) and low <= value <= high
        return None if fine else f"must be {_span(low, high)}"
    return None


def _check_references(body: Json, model: Json, descriptor: Json | None) -> None:
    given = len(objects_in(body.get("input_references")))
    low, high = (descriptor["min"], descriptor["max"]) if descriptor else (0, 0)
    if not low <= given <= high:
        raise _refusal(model, "input_references", given, f"must be {_span(low, high)}")


def _span(low: int, high: int) -> str:
    return f"exactly {low}" if low == high else f"{low} to {high}"


def _refusal(model: Json, name: str, value: Any, problem: str) -> Refusal:
    message = (
        f'No provider for {model["id"]} supports the requested parameter(s): {name} "{value}".'
        f" Provider rejections: {model['provider_name']}: {name}: {problem}"
    )
    return funnel_refusal(400, message, "Filter by Image Capabilities")
