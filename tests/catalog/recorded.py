"""The gateway's catalogue as recorded in October 2026, condensed to what decides.

The JSON beside this file has one model a line. Here it takes its shape on the wire again, so
that every test reads it the way the app does. Ids that begin "acme/" are made up.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from app.catalog.answers import Answers
from app.catalog.model import Kind, Model
from app.catalog.reading.everything import models_in
from app.gateway import catalogue

Wire = dict[str, Any]

HERE = Path(__file__).parent


def entries(name: str) -> list[Wire]:
    return json.loads((HERE / f"{name}_models.json").read_text())


@cache
def answers() -> Answers:
    """Everything recorded."""
    images = entries("image")
    return Answers(
        text=catalogue.text_models(listed(map(chat_on_wire, entries("text"))))[0],
        drawing=catalogue.text_models(listed(map(chat_on_wire, images)))[0],
        image=catalogue.image_models(
            listed(image_on_wire(each) for each in images if "parameters" in each)
        ),
        video=catalogue.video_models(listed(map(video_on_wire, entries("video")))),
        prices={
            each["id"]: catalogue.image_prices(endpoints_on_wire(each["endpoints"]))
            for each in images
            if "endpoints" in each
        },
    )


@cache
def models() -> Mapping[Kind, Mapping[str, Model]]:
    return models_in(answers())


def model(kind: Kind, model_id: str) -> Model:
    return models()[kind][model_id]


def listed(data: Any) -> bytes:
    return json.dumps({"data": list(data)}).encode()


def chat_on_wire(entry: Wire) -> Wire:
    """One model of /models."""
    return {
        "id": entry["id"],
        "name": entry["id"],
        "context_length": entry.get("context", 0),
        "architecture": {
            "input_modalities": entry["in"],
            "output_modalities": entry.get("out", ["text"]),
        },
        "pricing": entry.get("pricing", {"prompt": "0", "completion": "0"}),
        "top_provider": {"max_completion_tokens": entry.get("longest")},
        "supported_parameters": entry.get("takes", ["seed"]),
        "expiration_date": entry.get("expires"),
        **({"reasoning": entry["reasoning"]} if "reasoning" in entry else {}),
    }


def image_on_wire(entry: Wire) -> Wire:
    """One model of /images/models: a list is a choice, two numbers are a range."""
    return {
        "id": entry["id"],
        "name": entry["id"],
        "architecture": {"input_modalities": entry["in"], "output_modalities": entry["out"]},
        "supported_parameters": {
            name: _descriptor(shape) for name, shape in entry["parameters"].items()
        },
    }


def endpoints_on_wire(endpoints: list[list[list[Any]]]) -> bytes:
    names = ("billable", "unit", "cost_usd", "variant")
    priced = [
        {"pricing": [dict(zip(names, line, strict=False)) for line in lines]} for lines in endpoints
    ]
    return json.dumps({"endpoints": priced}).encode()


def video_on_wire(entry: Wire) -> Wire:
    """One model of /videos/models. "3-15" stands for every second from 3 to 15."""
    return {
        "id": entry["id"],
        "name": entry["id"],
        "supported_resolutions": entry.get("resolutions"),
        "supported_aspect_ratios": entry.get("aspect_ratios"),
        "supported_sizes": entry.get("sizes"),
        "supported_durations": _seconds(entry.get("durations")),
        "supported_frame_images": entry.get("frames"),
        "generate_audio": entry.get("audio"),
        "seed": entry.get("seed"),
        "upscale_factor": entry.get("upscale_factor"),
        "creativity": entry.get("creativity"),
        "pricing_skus": entry.get("skus"),
    }


def _descriptor(shape: Any) -> Wire:
    match shape:
        case True:
            return {"type": "boolean"}
        case [int(low), int(high)]:
            return {"type": "range", "min": low, "max": high}
        case values:
            return {"type": "enum", "values": values}


def _seconds(durations: Any) -> list[int] | None:
    if not isinstance(durations, str):
        return durations
    first, last = durations.split("-")
    return list(range(int(first), int(last) + 1))
