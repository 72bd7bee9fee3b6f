"""Every recorded model, through every state its form can be in."""

from collections.abc import Iterator, Mapping
from itertools import product

import pytest

from app.catalog.check import check
from app.catalog.model import Control, Kind, Limits, Model, Order, Role, Scalar
from app.catalog.quote import quote
from app.errors import BadInput
from tests.catalog.recorded import models

EVERY_MODEL = [
    pytest.param(model, id=f"{kind}-{model.id}")
    for kind, by_id in models().items()
    for model in by_id.values()
]

PROMPT = "A heron lifts off at dawn"


def some_values(control: Control) -> list[Scalar]:
    """All of a choice; of numbers the bounds and one in between."""
    match control.type:
        case "enum":
            return list(control.values)
        case "boolean":
            return [True, False]
        case "range" if control.step is None:
            return [control.min or 0, ((control.min or 0) + (control.max or 0)) / 2]
        case _:
            low, high = int(control.min or 0), int(control.max or 5_000)
            return sorted({low, (low + high) // 2, high})


def neighbours(control: Control) -> Iterator[Scalar]:
    """What is nearly right, and must not pass."""
    yield from ("", "no such value", float("nan"), float("inf"), 10**30, -1)
    if control.type != "boolean":
        yield True
    for value in some_values(control):
        # The same value in the wrong type: 8 as "8", "480p" as 480.
        yield str(value) if not isinstance(value, str) else f"{value} "
    if control.min is not None:
        yield control.min - 1
    if control.max is not None:
        yield control.max + 1
    if control.type == "enum" and all(isinstance(value, int) for value in control.values):
        yield max(int(value) for value in control.values) + 1


def some_inputs(model: Model) -> list[Mapping[Role, int]]:
    """Nothing given, as much as goes, and each kind of picture by itself."""
    least = {role: limits.min for role, limits in model.inputs.items()}
    alone = [least | {role: limits.max} for role, limits in model.inputs.items()]
    return [least, *alone]


def form_states(model: Model) -> Iterator[Order]:
    """Every value of every parameter with every input, and every pair that decides a price."""
    for name, control in model.params.items():
        for value, inputs in product(some_values(control), some_inputs(model)):
            yield Order(PROMPT, {name: value}, inputs)
    deciding = [name for name in ("duration", "resolution", "generate_audio", "quality", "n")]
    shown = {name: some_values(model.params[name]) for name in deciding if name in model.params}
    for values in product(*shown.values()):
        yield Order(PROMPT, dict(zip(shown, values, strict=True)), some_inputs(model)[-1])


@pytest.mark.parametrize("model", EVERY_MODEL)
def test_what_is_offered_is_accepted(model: Model) -> None:
    for order in form_states(model):
        check(model, order)
    check(model, Order(PROMPT, model.complete({}), some_inputs(model)[0]))


@pytest.mark.parametrize("model", EVERY_MODEL)
def test_what_is_nearly_right_is_refused_with_what_would_be_right(model: Model) -> None:
    for name, control in model.params.items():
        for value in neighbours(control):
            if any(type(value) is type(each) and value == each for each in control.values):
                continue
            with pytest.raises(BadInput) as refused:
                check(model, Order(PROMPT, {name: value}, some_inputs(model)[0]))
            assert refused.value.members["field"] == f"params.{name}"
            assert refused.value.members["supported"]
            assert model.name in refused.value.detail


@pytest.mark.parametrize("model", EVERY_MODEL)
def test_one_picture_too_many_or_too_few_is_refused(model: Model) -> None:
    for role in Role:
        limits = model.inputs.get(role, Limits(0, 0))
        counts = [limits.max + 1, *([limits.min - 1] if limits.min else [])]
        for count in counts:
            with pytest.raises(BadInput) as refused:
                check(model, Order(PROMPT, inputs={role: count}))
            assert refused.value.members["field"] == "inputs"


@pytest.mark.parametrize("model", EVERY_MODEL)
def test_a_quote_is_never_zero_unless_it_is_free_and_its_parts_add_up(model: Model) -> None:
    for order in form_states(model):
        told = quote(model, order)
        if told.amount is None:
            assert (told.kind, told.parts) == ("unknown", ())
            continue
        assert told.kind != "unknown"
        searched = order.params.get("web_search") is True
        assert (told.amount == 0) == (model.free and not searched)
        assert sum(part.amount for part in told.parts) == told.amount
        assert all(part.amount > 0 for part in told.parts)


def test_models_with_published_prices_are_quoted() -> None:
    unpriced = {
        model.id
        for by_id in models().values()
        for model in by_id.values()
        if quote(model, Order(PROMPT, inputs=some_inputs(model)[0])).amount is None
    }
    assert unpriced == {
        "openrouter/auto",  # a router: its price is that of whomever it picks
        "inclusionai/ming-image-0.1-design-layer",  # 0 in the list, priced elsewhere
        # No price of theirs was recorded.
        "black-forest-labs/flux-3-image",
        "krea/krea-2-medium",
        "meta/muse-image",
        "microsoft/mai-image-2.6",
        "openai/gpt-image-1",
        "sourceful/riverflow-v2.5-fast",
    }


def test_every_film_has_a_price_and_it_is_exact_unless_tokens_are_counted() -> None:
    kinds = {
        model.id: {quote(model, order).kind for order in form_states(model)}
        for model in models()[Kind.VIDEO].values()
    }
    inexact = {model_id for model_id, found in kinds.items() if found != {"exact"}}
    assert inexact == {model_id for model_id in kinds if "seedance" in model_id}
    assert all(kinds[model_id] == {"estimate"} for model_id in inexact)
