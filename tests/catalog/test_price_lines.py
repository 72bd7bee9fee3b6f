"""Published prices as a person reads them."""

from app.catalog.lines import price_lines
from app.catalog.model import Kind
from tests.catalog.recorded import model


def lines(kind: Kind, model_id: str) -> list[tuple[str, str]]:
    return [(line.what, line.usd) for line in price_lines(model(kind, model_id).prices)]


def test_films_are_priced_by_what_was_chosen() -> None:
    assert lines(Kind.VIDEO, "alibaba/wan-2.6")[:3] == [
        ("per second, from text, 480p", "0.04"),
        ("per second, from text, 720p", "0.08"),
        ("per second, from an image, 720p", "0.10"),
    ]
    assert lines(Kind.VIDEO, "google/veo-3.1")[1] == ("per second, with audio, 4K", "0.60")
    assert lines(Kind.VIDEO, "minimax/hailuo-3")[1] == ("per reference image", "0.04")


def test_cents_are_shown_as_dollars() -> None:
    assert lines(Kind.VIDEO, "x-ai/grok-imagine-video")[0] == ("per image given", "0.002")


def test_tokens_are_priced_by_the_million() -> None:
    assert lines(Kind.TEXT, "openai/gpt-5-mini") == [
        ("per million prompt tokens", "0.25"),
        ("per million answer tokens", "2.00"),
    ]
    assert lines(Kind.TEXT, "acme/long-context")[2] == (
        "per million prompt tokens, prompts over 200,000 tokens",
        "6.00",
    )


def test_an_encoded_price_is_shown_as_what_it_means() -> None:
    assert lines(Kind.IMAGE, "black-forest-labs/flux.2-pro") == [("per megapixel", "0.03")]
    assert lines(Kind.IMAGE, "bytedance-seed/seedream-4.5") == [("per image", "0.04")]


def test_providers_with_the_same_price_are_shown_once() -> None:
    assert lines(Kind.IMAGE, "google/gemini-3.1-flash-image") == [
        ("per million image tokens", "60.00")
    ]


def test_no_line_says_zero() -> None:
    assert lines(Kind.TEXT, "openrouter/auto") == []
    assert lines(Kind.IMAGE, "meta/muse-image") == []
