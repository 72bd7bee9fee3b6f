"""What an accepted video request comes to: how long, how large, with sound, at what price."""

from decimal import Decimal

from app.demo.art.film import Film
from app.demo.art.picture import open_data_url
from app.demo.pricing import PricedFilm, film_cost
from app.demo.sizes import EXACT, Size, drawn_film_size, film_size
from app.demo.video_rules import frame_of, images_of, videos_of
from app.demo.wire import Json


def cost_of(body: Json, video: Json) -> Decimal:
    """Dollars, by the model's price lines and the size that was named."""
    width, height = _nominal_size(body, video)
    tier = f"{min(width, height)}p" if body.get("size") else _resolution(body, video).lower()
    film = PricedFilm(
        _seconds(body, video),
        width,
        height,
        {"2160p": "4k"}.get(tier, tier),
        _with_sound(body, video),
        images=len(images_of(body)),
        videos=len(videos_of(body)),
    )
    return film_cost(video["pricing_skus"], film)


def film_for(body: Json, video: Json, index: int) -> Film:
    """What to shoot for output `index`. Pictures behind https URLs cannot be seen from here."""
    frames = {
        kind: open_data_url(url)
        for kind in ("first_frame", "last_frame")
        if (url := frame_of(body, kind) or "").startswith("data:")
    }
    return Film(
        str(body.get("prompt") or "Untitled"),
        (body.get("seed") or 0) + index,
        _seconds(body, video),
        drawn_film_size(_nominal_size(body, video)),
        _with_sound(body, video),
        frames.get("first_frame"),
        frames.get("last_frame"),
    )


def _seconds(body: Json, video: Json) -> int:
    """Whoever does not say gets five seconds, or the shortest the model can."""
    durations: list[int] = video["supported_durations"] or [5]
    return body.get("duration") or (5 if 5 in durations else min(durations))


def _resolution(body: Json, video: Json) -> str:
    tiers: list[str] = video["supported_resolutions"] or ["720p"]
    return body.get("resolution") or ("720p" if "720p" in tiers else tiers[0])


def _nominal_size(body: Json, video: Json) -> Size:
    exact = EXACT.fullmatch(body.get("size") or "")
    if exact:
        return int(exact[1]), int(exact[2])
    return film_size(_resolution(body, video), body.get("aspect_ratio"))


def _with_sound(body: Json, video: Json) -> bool:
    asked = body.get("generate_audio")
    return bool(video["generate_audio"] is not False if asked is None else asked)
