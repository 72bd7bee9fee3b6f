"""Building controls, with the default that suits most people."""

from collections.abc import Mapping, Sequence

from app.catalog.model import Control, Scalar

SEED = Control("integer", min=0, max=2_147_483_647)
"""Every provider takes these seeds; some take more."""

SWITCHED_ON = Control("boolean", default=True)

Controls = Mapping[str, Control]


def enum(values: Sequence[Scalar], *preferred: Scalar) -> Control:
    """A choice. Its default is the first `preferred` value on offer."""
    default = next((value for value in preferred if value in values), None)
    return Control("enum", values=tuple(values), default=default)


def without_empty(controls: Mapping[str, Control | None]) -> Controls:
    """The controls that offer anything at all."""
    return {
        name: control
        for name, control in controls.items()
        if control is not None and (control.type != "enum" or control.values)
    }
