"""Which models appear, and what they are read to offer."""

from datetime import date
from typing import Any

import pytest

from app.catalog.answers import Answers
from app.catalog.model import Control, Kind, Limits, Model, Role
from app.catalog.reading.everything import models_in
from app.catalog.reading.image import chat_image_model
from app.catalog.reading.text import text_model
from app.catalog.reading.video import video_model
from app.gateway import catalogue
from tests.catalog.recorded import (
    Wire,
    chat_on_wire,
    entries,
    listed,
    model,
    models,
    video_on_wire,
)


def a_film(**declared: Any) -> Model | None:
    wire = video_on_wire({"id": "acme/film", "durations": [4, 8], **declared})
    return video_model(catalogue.video_models(listed([wire]))[0], None)


def chat(**entry: Any) -> Any:
    wire: Wire = {"id": "acme/words", "in": ["text"], **entry}
    return catalogue.text_models(listed([chat_on_wire(wire)]))[0][0]


def test_models_that_need_a_film_or_a_voice_do_not_appear() -> None:
    hidden = {each["id"] for each in entries("video")} - set(models()[Kind.VIDEO])
    assert hidden == {
        "black-forest-labs/flux-video-edit",
        "black-forest-labs/flux-video-upscale",
        "heygen/avatar-iv",
        "runway/aleph-2",
    }


def test_only_what_answers_in_words_is_a_text_model() -> None:
    hidden = {each["id"] for each in entries("text")} - set(models()[Kind.TEXT])
    assert hidden == {"hexgrad/kokoro-82m", "openai/whisper-1", "google/lyria-3-clip-preview"}


def test_a_model_of_the_image_api_uses_it_and_the_others_draw_over_chat() -> None:
    ways = {each.id: each.image_way for each in models()[Kind.IMAGE].values()}
    assert ways["google/gemini-3.1-flash-image"] == "images"
    assert ways["google/gemini-2.5-flash-image"] == "chat"


def test_whether_words_come_along_is_taken_from_the_list() -> None:
    drawing = chat_image_model(chat(id="google/gemini-9-image", **{"in": ["text"]}, out=["image"]))
    assert drawing is not None
    assert not drawing.writes_text


@pytest.mark.parametrize(
    ("model_id", "writes"),
    [
        ("google/gemini-9-flash-image", True),
        ("openai/gpt-5.9-image", True),
        ("black-forest-labs/flux.9", False),
        ("bytedance-seed/seedream-9", False),
    ],
)
def test_the_id_decides_only_where_the_list_is_silent(model_id: str, writes: bool) -> None:
    drawing = chat_image_model(chat(id=model_id, out=[]))
    assert drawing is not None
    assert drawing.writes_text == writes
    assert chat_image_model(chat(id=model_id, out=["text"])) is None


def test_what_a_film_does_not_declare_is_not_offered_but_a_seed_may_be_sent() -> None:
    film = a_film()
    assert film is not None
    assert set(film.params) == {"duration", "seed"}


def test_what_a_film_declares_as_missing_is_not_offered() -> None:
    film = a_film(audio=False, seed=False)
    assert film is not None
    assert set(film.params) == {"duration"}


def test_sound_is_on_unless_said_otherwise() -> None:
    film = a_film(audio=True)
    assert film is not None
    assert film.params["generate_audio"] == Control("boolean", default=True)


def test_a_film_from_a_picture_alone_appears_without_durations() -> None:
    assert a_film(durations=None, frames=["first_frame"]) is not None
    assert a_film(durations=None) is None


def test_the_general_list_tells_until_when_a_film_can_be_made() -> None:
    wire = video_on_wire({"id": "acme/film", "durations": [4]})
    listed_too = chat(id="acme/film", out=["video"], expires="2026-12-31", **{"in": ["text"]})
    answers = Answers(video=catalogue.video_models(listed([wire])), filming=(listed_too,))
    film = models_in(answers)[Kind.VIDEO]["acme/film"]
    assert (film.expires_on, film.input_modalities) == (date(2026, 12, 31), ("text",))


def test_references_are_offered_where_they_have_a_price() -> None:
    assert Role.REFERENCE in model(Kind.VIDEO, "minimax/hailuo-3").inputs
    assert Role.REFERENCE not in model(Kind.VIDEO, "google/veo-3.1").inputs


@pytest.mark.parametrize(
    ("kind", "model_id", "defaults"),
    [
        (
            Kind.VIDEO,
            "openai/sora-2-pro",
            {"duration": 4, "resolution": "720p", "aspect_ratio": "16:9", "generate_audio": True},
        ),
        (
            Kind.VIDEO,
            "alibaba/wan-2.6",
            {"duration": 5, "resolution": "720p", "aspect_ratio": "16:9", "generate_audio": True},
        ),
        (
            Kind.IMAGE,
            "openai/gpt-image-2",
            {"aspect_ratio": "auto", "quality": "medium", "background": "auto", "n": 1},
        ),
        (Kind.IMAGE, "qwen/qwen-image-3", {"resolution": "1K", "aspect_ratio": "1:1", "n": 1}),
        (Kind.TEXT, "openai/gpt-5-mini", {"reasoning_effort": "medium"}),
        (Kind.TEXT, "google/gemini-2.5-flash", {}),
    ],
)
def test_defaults_are_sensible(kind: Kind, model_id: str, defaults: dict[str, Any]) -> None:
    assert model(kind, model_id).complete({}) == defaults


def test_what_was_chosen_stays_chosen() -> None:
    veo = model(Kind.VIDEO, "google/veo-3.1")
    completed = veo.complete({"duration": 8, "size": "1920x1080"})
    assert completed == {"duration": 8, "size": "1920x1080", "generate_audio": True}


def test_thinking_that_must_be_cannot_be_switched_off() -> None:
    always = text_model(chat(takes=["reasoning"], reasoning={"mandatory": True}))
    free = text_model(chat(takes=["reasoning"], reasoning={"mandatory": False}))
    assert always and free
    assert "none" not in always.params["reasoning_effort"].values
    assert "none" in free.params["reasoning_effort"].values
    # Naming an effort would switch it on.
    assert free.params["reasoning_effort"].default is None


def test_only_models_that_see_take_pictures() -> None:
    assert model(Kind.TEXT, "openai/gpt-5-mini").inputs == {Role.ATTACHMENT: Limits(0, 8)}
    assert model(Kind.TEXT, "mistralai/mistral-small-3.2-24b-instruct").inputs == {}


def test_a_price_of_zero_is_free_only_where_the_id_says_so() -> None:
    free = {each.id for kind in Kind for each in models()[kind].values() if each.free}
    assert free == {"liquid/lfm-2.5-2.6b:free", "openrouter/free"}
    contradicted = text_model(
        chat(id="acme/words:free", pricing={"prompt": "0", "completion": "0.000001"})
    )
    assert contradicted
    assert not contradicted.free
