"""Which parameters a video model takes. The texts of the refusals are recorded ones."""

from typing import Any

from app.demo.art.picture import open_data_url
from app.demo.wire import Json, Refusal, funnel_refusal, object_in, objects_in


def check_parameters(body: Json, model: Json, video: Json) -> None:
    """Refuse what the catalogue does not allow. What it calls null may be sent."""
    _check_among("Duration", body.get("duration"), video["supported_durations"], "s")
    _check_among("Resolution", body.get("resolution"), video["supported_resolutions"])
    _check_among("Aspect ratio", body.get("aspect_ratio"), video["supported_aspect_ratios"])
    _check_among("Size", body.get("size"), video["supported_sizes"])
    for name in ("generate_audio", "seed"):
        # Saying that no sound is wanted is no request for sound.
        if body.get(name) not in (None, False) and video[name] is False:
            raise _refusal(f"{name} is not supported for this model.")
    if body.get("previous_job_id"):
        raise Refusal(400, f"{model['canonical_slug']} does not support previous_job_id")
    _check_frames(body, video)
    _check_references(body, video)
    if not body.get("prompt") and not images_of(body) and not videos_of(body):
        maker = model["provider_name"]
        raise Refusal(
            400, f"{maker} video generations require a prompt when no image input is provided"
        )


def images_of(body: Json) -> list[str]:
    """URLs of all pictures that go in. Frames win over references."""
    frames = [_url(one, "image_url") for one in objects_in(body.get("frame_images"))]
    return frames or _urls(body, "image_url")


def videos_of(body: Json) -> list[str]:
    return _urls(body, "video_url")


def frame_of(body: Json, frame_type: str) -> str | None:
    frames: list[Json] = objects_in(body.get("frame_images"))
    return next(
        (_url(one, "image_url") for one in frames if one.get("frame_type") == frame_type), None
    )


def _check_among(what: str, value: Any, supported: list[Any] | None, unit: str = "") -> None:
    if value is None or supported is None or value in supported:
        return
    known = ", ".join(str(one) for one in _in_order(supported))
    raise _refusal(
        f"{what} {value}{unit} is not supported for this model."
        f" Supported {what.lower()}s: {known}{unit}"
    )


def _in_order(supported: list[Any]) -> list[Any]:
    return sorted(supported) if isinstance(supported[0], int) else supported


def _check_frames(body: Json, video: Json) -> None:
    supported: list[str] = video["supported_frame_images"] or []
    for frame in objects_in(body.get("frame_images")):
        frame_type = frame.get("frame_type")
        if frame_type not in supported:
            raise _refusal(f"frame_type {frame_type} is not supported for this model.")
    for url in images_of(body):
        if url.startswith("data:"):
            open_data_url(url)


def _check_references(body: Json, video: Json) -> None:
    references: list[Json] = objects_in(body.get("input_references"))
    for number, reference in enumerate(references):
        for kind in ("video_url", "audio_url"):
            url = _url(reference, kind)
            if url and not url.startswith("https://"):
                where = f"input_references[{number}].{kind}.url"
                raise Refusal(400, f"Invalid reference URL: {where}: Only HTTPS URLs are allowed")
    if video["needs_video"] and not videos_of(body):
        raise Refusal(400, "This model requires a video in input_references")


def _urls(body: Json, kind: str) -> list[str]:
    found = [_url(one, kind) for one in objects_in(body.get("input_references"))]
    return [url for url in found if url]


def _url(part: Json, kind: str) -> str:
    return str(object_in(part.get(kind)).get("url") or "")


def _refusal(message: str) -> Refusal:
    return funnel_refusal(400, message, "Validate Video Parameters")
