"""Every state the page's image and video forms can be brought into is one that is accepted.

The forms' own logic runs, in Node, over the whole recorded catalogue; each state it reaches is
put to the check that quotes and requests go through.
"""

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.catalog.check import check
from app.catalog.model import Kind, Model, Order, Role
from app.catalog.quote import quote
from app.catalog.view import ModelView
from tests.catalog.recorded import models

WALK = Path(__file__).parent.parent / "static" / "form_walk.js"
MADE = (Kind.IMAGE, Kind.VIDEO)

Json = dict[str, Any]


@cache
def form_states() -> list[Json]:
    """Everything a person can bring the forms to, walked by the forms' own modules."""
    node = shutil.which("node")
    assert node, "the set-up needs Node.js, and so does this"
    views = [ModelView.of(each) for kind in MADE for each in models()[kind].values()]
    catalogue = json.dumps({"items": [each.model_dump(mode="json") for each in views]})
    walked = subprocess.run([node, str(WALK)], input=catalogue, capture_output=True, text=True)
    assert walked.returncode == 0, walked.stderr
    return [json.loads(line) for line in walked.stdout.splitlines()]


EVERY_MODEL = [
    pytest.param(each, id=f"{kind}-{each.id}") for kind in MADE for each in models()[kind].values()
]


@pytest.mark.parametrize("model", EVERY_MODEL)
def test_whatever_the_form_can_say_is_accepted_and_quoted(model: Model) -> None:
    states = [
        each for each in form_states() if (each["kind"], each["model"]) == (model.kind, model.id)
    ]
    assert states
    for state in states:
        inputs = {Role(role): count for role, count in state["inputs"].items()}
        order = Order("A heron lifts off at dawn", state["params"], inputs)
        check(model, order)
        assert quote(model, order).kind in ("exact", "estimate", "upper_bound", "unknown")


def test_the_forms_offer_all_that_the_models_can() -> None:
    """Each value of each choice is reached, and each picture a model takes."""
    reached = {
        (state["model"], name, value)
        for state in form_states()
        for name, value in [*state["params"].items(), *state["inputs"].items()]
    }
    for kind in MADE:
        for model in models()[kind].values():
            for name, control in model.params.items():
                if name == "size" or len(control.values) < 2:
                    continue  # told by shape and resolution, or no choice
                missing = [v for v in control.values if (model.id, name, v) not in reached]
                assert missing == [], (model.id, name)
            for role, limits in model.inputs.items():
                assert (model.id, str(role), limits.max) in reached
