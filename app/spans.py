"""Spans: what took how long, for whoever collects traces. Until somebody does, they cost nothing.

Like logging this is of the whole process. A span carries names, statuses and ids of requests; never
a prompt, a key or a secret, nor what an error said.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol


class Span(Protocol):
    def set_attribute(self, name: str, value: str | int, /) -> object: ...


Begin = Callable[[str, Mapping[str, str | int]], AbstractContextManager[Span]]


class _Nothing:
    def set_attribute(self, name: str, value: str | int, /) -> None:
        """Nobody collects it."""


_nothing: AbstractContextManager[Span] = nullcontext(_Nothing())


def _nobody(_name: str, _attributes: Mapping[str, str | int]) -> AbstractContextManager[Span]:
    return _nothing


_begin: Begin = _nobody


def collect(begin: Begin | None) -> None:
    """From now on spans begin like this; None: nobody collects them any more."""
    global _begin
    _begin = begin or _nobody


def collected() -> bool:
    """Whether anybody collects them: for places that every byte of an answer passes."""
    return _begin is not _nobody


def span(name: str, **attributes: str | int) -> AbstractContextManager[Span]:
    """Around what is to be seen. `name` is one of few: no id is in it."""
    return _begin(name, attributes)
