"""OpenAI names a picture's size in pixels; most models here take a shape and a resolution."""

import re
from math import log

from app.catalog.model import Kind, Model
from app.generation.model import Param
from app.openai_api.errors import Refusal

_SIZE = re.compile(r"([1-9]\d{1,4})x([1-9]\d{1,4})")
_SHAPES = (
    *((1, 1), (3, 2), (2, 3), (4, 3), (3, 4), (16, 9), (9, 16), (21, 9), (9, 21)),
    *((5, 4), (4, 5), (2, 1), (1, 2)),
)
_NEAR = log(1.05)
"""Sizes in use are rounded to whole blocks: 1792x1024 is meant to be 16:9."""

_PICTURE_EDGES = ((640, "512"), (1280, "1K"), (1600, "1.5K"), (2560, "2K"), (5120, "4K"))


def shape_of(kind: Kind, model: Model | None, size: str | None) -> dict[str, Param]:
    """The params for a size. `model` None: a route, which may lead to models of many sorts.

    A model that takes this very size is given it. Otherwise it is given the shape, and the
    resolution where it offers the one that comes closest.
    """
    if size is None or size == "auto":
        return {}
    found = _SIZE.fullmatch(size)
    if found is None:
        raise _refused("A size is WIDTHxHEIGHT in pixels, or auto.")
    if model is not None and (sizes := model.params.get("size")) and size in sizes.values:
        return {"size": size}
    width, height = int(found[1]), int(found[2])
    params: dict[str, Param] = {"aspect_ratio": _shape(width, height)}
    resolution = _resolution(kind, width, height)
    offered = model.params.get("resolution") if model else None
    if offered and resolution in offered.values:
        params["resolution"] = resolution
    return params


def _shape(width: int, height: int) -> str:
    away = {shape: abs(log(width / height * shape[1] / shape[0])) for shape in _SHAPES}
    nearest = min(away, key=lambda shape: away[shape])
    if away[nearest] > _NEAR:
        raise _refused(f"{width}x{height} is no shape that models make. Try 1024x1024 or 1280x720.")
    return f"{nearest[0]}:{nearest[1]}"


def _resolution(kind: Kind, width: int, height: int) -> str:
    if kind is Kind.VIDEO:
        return f"{min(width, height)}p"
    longest = max(width, height)
    return next((name for edge, name in _PICTURE_EDGES if longest <= edge), "4K")


def _refused(message: str) -> Refusal:
    return Refusal(400, message, code="invalid_value", param="size")
