"""Pictures and films in OpenAI's words."""

from typing import Any

from app.generation.model import Generation, State
from app.openai_api.films import FilmPage

Json = dict[str, Any]

_STATUS = {
    State.QUEUED: "queued",
    State.RUNNING: "in_progress",
    State.SUCCEEDED: "completed",
}


def images(generation: Generation, data: list[Json]) -> Json:
    return {
        "created": int((generation.finished_at or generation.created_at).timestamp()),
        "data": data,
        "model": generation.answered_by or generation.chosen,
        "usage": {"cost": _usd(generation)},
    }


def video(film: Generation) -> Json:
    """`progress` is 0 or 100: the gateway tells no more. `usage.cost` is in dollars."""
    params, ended = film.params, film.finished_at
    failed = film.state.ended and film.state is not State.SUCCEEDED
    error = film.error if failed else None
    return {
        "id": film.id,
        "object": "video",
        "model": film.answered_by or film.chosen,
        "status": "failed" if failed else _STATUS[film.state],
        "progress": 100 if film.state is State.SUCCEEDED else 0,
        "created_at": int(film.created_at.timestamp()),
        "completed_at": int(ended.timestamp()) if ended and not failed else None,
        "expires_at": None,
        "prompt": film.prompt,
        "seconds": str(params["duration"]) if "duration" in params else None,
        "size": params.get("size"),
        "aspect_ratio": params.get("aspect_ratio"),
        "resolution": params.get("resolution"),
        "remixed_from_video_id": None,
        "error": {"code": error.code, "message": error.message} if error else None,
        "usage": {"cost": _usd(film)},
    }


def videos(page: FilmPage) -> Json:
    items = page.items
    return {
        "object": "list",
        "data": [video(each) for each in items],
        "first_id": items[0].id if items else None,
        "last_id": items[-1].id if items else None,
        "has_more": page.more,
    }


def _usd(generation: Generation) -> float | None:
    """Money is exact until here, where JSON has only floats."""
    return None if generation.cost is None else generation.cost / 1_000_000
