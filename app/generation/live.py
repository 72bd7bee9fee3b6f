"""One answer while it is being written: what has arrived, who reads along, how it was stopped."""

import asyncio
import json
import logging
import time
from dataclasses import dataclass, field

from app.gateway.model import (
    Answered,
    ChatRequest,
    ReasoningPiece,
    Source,
    Spoken,
    TextPiece,
    ToolCall,
    ToolCallPiece,
    Usage,
)
from app.generation.conversations import Told
from app.generation.model import Generation
from app.generation.sources import sources_below
from app.generation.stream import EventLog, Growing

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class LiveText:
    """In memory only. The database is at most a second behind, see `partials.py`."""

    generation: Generation
    request: ChatRequest
    sent_chars: int
    log: EventLog = field(default_factory=EventLog)
    spoken: Growing[Spoken] = field(default_factory=Growing[Spoken])
    """What arrived of an answer to a program; left empty for the page, which reads the log."""
    answered: Answered | None = None
    usage: Usage | None = None
    stopped_by_user: bool = False
    ending: bool = False
    """Nothing more will arrive, and its ending is being written."""
    told: Told | None = None
    """What is written down of it, once its ending is."""
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once the ending is in the database and every reader has been told."""
    task: asyncio.Task[None] | None = None
    asked_at: float = field(default_factory=time.monotonic)
    _tool_calls: dict[int, ToolCall] = field(default_factory=dict[int, ToolCall])
    ours: int = 0
    """So many letters of the text are our own."""
    _sources: dict[str, Source] = field(default_factory=dict[str, Source])
    _text: list[str] = field(default_factory=list[str])
    _reasoning: list[str] = field(default_factory=list[str])
    _written: tuple[int, int] = (0, 0)
    _batches: int = 0
    _answered_written: bool = False

    def cut(self) -> None:
        """Stop the writer, unless it is writing the ending already: that must be written."""
        if self.task is not None and not self.ending:
            self.task.cancel()

    def add(self, spoken: Spoken) -> None:
        """Some more of the answer."""
        match spoken:
            case TextPiece(text):
                self._text.append(text)
                self.log.add("delta", json.dumps({"text": text}, ensure_ascii=False))
            case ReasoningPiece(text):
                self._reasoning.append(text)
                self.log.add("reasoning", json.dumps({"text": text}, ensure_ascii=False))
            case ToolCallPiece():
                self._add_tool_call(spoken)
        if self.request.conversation:
            self.spoken.put(spoken)

    def add_source(self, source: Source) -> None:
        """A page that was found, where we had the web searched."""
        if self.request.web_search:
            self._sources.setdefault(source.url, source)

    def add_sources_below(self) -> None:
        """All is said: tell what was found."""
        if not self.request.web_search:
            return
        if not self._sources:
            # A gateway that knows nothing of the plugin may answer as if nothing had been asked.
            logger.warning("%s: the web was to be searched, and no page came", self.request.model)
        below = sources_below(self._sources.values(), self.text)
        if below:
            self.ours = len(below)
            self.add(TextPiece(below))

    def _add_tool_call(self, more: ToolCallPiece) -> None:
        had = self._tool_calls.get(more.index, ToolCall("", "", ""))
        self._tool_calls[more.index] = ToolCall(
            had.id or more.piece.id,
            had.name or more.piece.name,
            had.arguments + more.piece.arguments,
        )

    def end(self) -> None:
        """Its ending is written down: tell everybody."""
        self.log.end()
        self.spoken.end()
        self.ended.set()

    @property
    def tool_calls(self) -> tuple[ToolCall, ...]:
        return tuple(self._tool_calls[index] for index in sorted(self._tool_calls))

    @property
    def text(self) -> str:
        return "".join(self._text)

    @property
    def reasoning(self) -> str:
        return "".join(self._reasoning)

    @property
    def in_pieces(self) -> bool:
        """Whether any of it has been taken to be written down before its end."""
        return self._batches > 0

    @property
    def begun(self) -> bool:
        """Whether anything has arrived, be it the pages of a search: from then on nothing is asked
        again."""
        return bool(self._text or self._reasoning or self._tool_calls or self._sources)

    def unwritten(self) -> tuple[str, int, str, str] | None:
        """(generation, number, text, reasoning) since the last call, if anything came."""
        texts, reasonings = len(self._text), len(self._reasoning)
        if (texts, reasonings) == self._written:
            return None
        since_text, since_reasoning = self._written
        self._written = (texts, reasonings)
        self._batches += 1
        return (
            self.generation.id,
            self._batches,
            "".join(self._text[since_text:]),
            "".join(self._reasoning[since_reasoning:]),
        )

    def newly_answered(self) -> tuple[str, Answered] | None:
        """Who answers, the first time it is asked after it became known."""
        if self.answered is None or self._answered_written:
            return None
        self._answered_written = True
        return self.generation.id, self.answered
