"""Models of `/models` that programs call for embeddings or speech."""

from dataclasses import replace

from app.catalog.model import Kind, Model
from app.catalog.pricing.rates import Prices, Unit
from app.catalog.pricing.text import text_prices
from app.catalog.reading.controls import enum
from app.catalog.reading.free import is_free
from app.gateway.model import TextModelInfo


def embedding_model(info: TextModelInfo) -> Model | None:
    return _model(info, Kind.EMBEDDING, text_prices(info)) if _takes_text(info) else None


def speech_model(info: TextModelInfo) -> Model | None:
    """Without a list of voices any may be named: not every maker publishes one."""
    if not _takes_text(info):
        return None
    model = _model(info, Kind.SPEECH, _by_letter(text_prices(info)))
    return replace(model, params={"voice": enum(info.voices)}) if info.voices else model


def _takes_text(info: TextModelInfo) -> bool:
    return "text" in info.input_modalities


def _model(info: TextModelInfo, kind: Kind, prices: Prices) -> Model:
    return Model(
        id=info.id,
        name=info.name,
        kind=kind,
        params={},
        inputs={},
        prices=prices,
        input_modalities=info.input_modalities,
        prompt_required=False,
        context_length=info.context_length or None,
        free=is_free(info.id, prices),
        expires_on=info.expires_on,
        description=info.description,
    )


def _by_letter(prices: Prices) -> Prices:
    """What is published as the price of a token is that of a letter, where no other is asked for
    what is spoken; and where one is, that of a letter is on the high side."""
    return Prices(
        tuple(
            tuple(
                replace(rate, unit=Unit.LETTER) if rate.unit is Unit.PROMPT_TOKENS else rate
                for rate in tariff
            )
            for tariff in prices.tariffs
        )
    )
