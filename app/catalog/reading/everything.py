"""All models in the gateway's answers."""

from collections.abc import Iterable, Iterator, Mapping

from app.catalog.answers import Answers
from app.catalog.model import Kind, Model
from app.catalog.reading.calls import embedding_model, speech_model
from app.catalog.reading.image import chat_image_model, image_model
from app.catalog.reading.text import text_model
from app.catalog.reading.video import video_model


def models_in(answers: Answers) -> Mapping[Kind, Mapping[str, Model]]:
    """Every model that works here, by kind and id, sorted by name."""
    filming = {info.id: info for info in answers.filming}
    return {
        Kind.TEXT: _by_id(map(text_model, answers.text)),
        Kind.IMAGE: _by_id(_images(answers)),
        Kind.VIDEO: _by_id(video_model(info, filming.get(info.id)) for info in answers.video),
        Kind.EMBEDDING: _by_id(map(embedding_model, answers.embedding)),
        Kind.SPEECH: _by_id(map(speech_model, answers.speech)),
    }


def _images(answers: Answers) -> Iterator[Model | None]:
    drawing = {info.id: info for info in answers.drawing}
    listed = {info.id for info in answers.image}
    for info in answers.drawing:
        if info.id not in listed:
            yield chat_image_model(info)
    for info in answers.image:
        yield image_model(info, drawing.get(info.id), answers.prices.get(info.id, ()))


def _by_id(models: Iterable[Model | None]) -> Mapping[str, Model]:
    found = [model for model in models if model is not None]
    found.sort(key=lambda model: (model.name.casefold(), model.id))
    return {model.id: model for model in found}
