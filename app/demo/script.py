"""The script: which requests are to meet which fault."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from app.demo.faults import Fault
from app.demo.wire import Request, object_in


@dataclass(slots=True)
class Line:
    """Which requests a fault is for, and how many of them. None means all from now on."""

    method: str
    path: re.Pattern[str]
    model: str | None
    fault: Fault
    times: int | None

    def fits(self, request: Request) -> bool:
        if request.method != self.method or not self.path.fullmatch(request.path):
            return False
        return self.model is None or _model_of(request) == self.model


@dataclass(slots=True)
class Script:
    """Lines in the order in which they were said."""

    lines: list[Line] = field(default_factory=list[Line])

    def add(
        self, method: str, path: str, model: str | None, fault: Fault, times: int | None
    ) -> None:
        """`*` in the path stands for one part of it."""
        pattern = "[^/]+".join(re.escape(part) for part in path.split("*"))
        self.lines.append(Line(method.upper(), re.compile(pattern), model, fault, times))

    def take(self, request: Request) -> Fault | None:
        """The fault of the first line that fits, which is thereby used once."""
        line = next((line for line in self.lines if line.fits(request)), None)
        if line is None:
            return None
        if line.times is not None:
            line.times -= 1
            if line.times <= 0:
                self.lines.remove(line)
        return line.fault


def _model_of(request: Request) -> Any:
    try:
        return object_in(json.loads(request.body)).get("model")
    except ValueError:
        return None
