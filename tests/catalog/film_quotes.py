"""Quotes of films worked out by hand. `arithmetic` is how; amounts are in micro-dollars."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.catalog.model import QuoteKind, Role, Scalar

REFERENCE, FIRST, LAST = Role.REFERENCE, Role.FIRST_FRAME, Role.LAST_FRAME


@dataclass(frozen=True)
class Row:
    model: str
    params: Mapping[str, Scalar]
    amount: int | None
    kind: QuoteKind
    arithmetic: str
    inputs: Mapping[Role, int] = field(default_factory=dict[Role, int])
    prompt: str = "A tram in the rain"  # 18 letters
    context_chars: int = 0


def film(
    model: str,
    params: Mapping[str, Scalar],
    dollars: str,
    arithmetic: str,
    inputs: Mapping[Role, int] | None = None,
) -> Row:
    """A film with an exact price."""
    amount = round(float(dollars) * 1_000_000)
    return Row(model, params, amount, "exact", arithmetic, inputs or {})


FILMS: list[Row] = [
    # Dollars per second, by sound and resolution.
    film(
        "google/veo-3.1",
        {"duration": 8, "resolution": "1080p", "generate_audio": True},
        "3.20",
        "8 s × $0.40: with audio, and only 4k costs more",
    ),
    film(
        "google/veo-3.1",
        {"duration": 4, "resolution": "4K", "generate_audio": False},
        "1.60",
        "4 s × $0.40: without audio, 4k",
    ),
    film("google/veo-3.1", {}, "1.60", "the defaults: 4 s, 720p, with audio; 4 × $0.40"),
    film(
        "google/veo-3.1-fast",
        {"duration": 6, "resolution": "720p", "generate_audio": True},
        "0.60",
        "6 s × $0.10: with audio, 720p; the plain with-audio price is $0.12",
    ),
    film(
        "google/veo-3.1-fast",
        {"duration": 6, "resolution": "1080p", "generate_audio": True},
        "0.72",
        "6 s × $0.12: with audio, nothing said of 1080p",
    ),
    film(
        "google/veo-3.1-lite",
        {"duration": 8, "resolution": "720p", "generate_audio": False},
        "0.24",
        "8 s × $0.03: without audio, 720p",
    ),
    film(
        "google/veo-3.1-fast",
        {"duration": 4, "size": "3840x2160", "generate_audio": True},
        "1.20",
        "4 s × $0.30: a shorter side of 2160 is 4k",
    ),
    # From words or from a picture.
    film(
        "alibaba/wan-2.6",
        {"duration": 10, "resolution": "1080p"},
        "1.20",
        "10 s × $0.12: text to video, 1080p",
    ),
    film(
        "alibaba/wan-2.6",
        {"duration": 10, "resolution": "1080p"},
        "1.50",
        "10 s × $0.15: image to video, 1080p",
        {FIRST: 1},
    ),
    film(
        "kwaivgi/kling-v3.0-pro",
        {"duration": 5, "generate_audio": True},
        "0.84",
        "5 s × $0.168: with audio; text to video at 720p is the plain price again",
    ),
    film(
        "kwaivgi/kling-v3.0-pro",
        {"duration": 5, "generate_audio": False},
        "0.56",
        "5 s × $0.112",
        {FIRST: 1, LAST: 1},
    ),
    # With reference pictures.
    film(
        "heygen/heygen-video-1",
        {"duration": 5, "resolution": "480p"},
        "0.20",
        "5 s × $0.04: with references, 480p",
        {REFERENCE: 1},
    ),
    film(
        "heygen/heygen-video-1",
        {"duration": 5, "resolution": "480p"},
        "0.10",
        "5 s × $0.02: a first frame is no reference",
        {FIRST: 1},
    ),
    film(
        "minimax/hailuo-3",
        {"duration": 6},
        "0.90",
        "6 s × $0.13 + 3 references × $0.04 = 0.78 + 0.12",
        {REFERENCE: 3},
    ),
    # Cents.
    film("runway/gen-4.5", {"duration": 10}, "1.20", "10 s × 12 ¢"),
    film(
        "black-forest-labs/flux-3-video",
        {"duration": 20, "resolution": "1080p"},
        "5.80",
        "20 s × 29 ¢; going on from a film would cost 53 ¢, but none is given",
    ),
    film(
        "x-ai/grok-imagine-video",
        {"duration": 1, "resolution": "480p"},
        "0.052",
        "1 s × 5 ¢ + 1 image × 0.2 ¢, and $0.052 is what was billed for just this",
        {FIRST: 1},
    ),
    film(
        "openai/sora-2-pro",
        {"duration": 12, "resolution": "1080p"},
        "6.00",
        "12 s × $0.50",
    ),
]

TOKENS: list[Row] = [
    # width × height × (seconds × 24 + 1) / 1024, on 5 % more than the tier's area.
    Row(
        "bytedance/seedance-2.0-mini",
        {"duration": 4, "resolution": "480p", "aspect_ratio": "1:1", "generate_audio": False},
        142_590,
        "estimate",
        "480 × 480 × 16/9 × 1.05 × 97 / 1024 = 40,740 tokens × $0.0000035 = $0.14259."
        " Billed for this was $0.1358: 640 × 640 × 97 / 1024 = 38,800 tokens",
    ),
    Row(
        "bytedance/seedance-2.0",
        {"duration": 5, "resolution": "1080p", "generate_audio": True},
        1_981_033,
        "estimate",
        "1080 × 1080 × 16/9 × 1.05 × 121 / 1024 = 257,276.25 → 257,277 tokens × $0.0000077"
        " = $1.9810329",
    ),
    Row(
        "bytedance/seedance-2.0",
        {"duration": 5, "resolution": "4K", "generate_audio": False},
        4_116_420,
        "estimate",
        "2160 × 2160 × 16/9 × 1.05 × 121 / 1024 = 1,029,105 tokens × $0.000004: at 4k;"
        " without audio is the plain price again and changes nothing",
    ),
    Row(
        "bytedance/seedance-1-5-pro",
        {"duration": 4, "resolution": "480p", "aspect_ratio": "21:9", "generate_audio": False},
        64_166,
        "estimate",
        "480 × 480 × 21/9 × 1.05 × 97 / 1024 = 53,471.25 → 53,472 tokens × $0.0000012 = $0.0641664",
    ),
    Row(
        "bytedance/seedance-2.0-mini",
        {"duration": 4, "size": "480x480", "generate_audio": False},
        142_590,
        "estimate",
        "a size is rounded up to its tier: the same 40,740 tokens × $0.0000035",
    ),
]
