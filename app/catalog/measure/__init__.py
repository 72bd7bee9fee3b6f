"""How much of each unit of price an order will take."""

from collections.abc import Callable, Mapping

from app.catalog.measure.calls import measure_embedding, measure_speech
from app.catalog.measure.image import measure_image
from app.catalog.measure.quantity import Measured
from app.catalog.measure.text import measure_text
from app.catalog.measure.video import measure_video
from app.catalog.model import Kind, Model, Order

_BY_KIND: Mapping[Kind, Callable[[Model, Order], Measured]] = {
    Kind.TEXT: measure_text,
    Kind.IMAGE: measure_image,
    Kind.VIDEO: measure_video,
    Kind.EMBEDDING: measure_embedding,
    Kind.SPEECH: measure_speech,
}


def measure(model: Model, order: Order) -> Measured:
    """Measure an order whose parameters are complete, whatever they are."""
    return _BY_KIND[model.kind](model, order)
