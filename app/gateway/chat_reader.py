"""A streamed chat answer, from bytes to events. No network here.

What came in one read of the network leaves in one piece: a wake-up costs the reader far
more than the bytes do. The rules of ending are the wire's: `[DONE]` is an end, a finish
reason followed by the end of the bytes is one too, and without either the answer was cut.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic_core import from_json

from app.gateway import answers
from app.gateway.errors import Break, GatewayProblem, OutcomeUnknown, StreamBroken
from app.gateway.lenient import Unreadable, decode, items, record, text
from app.gateway.model import (
    Answered,
    ChatEvent,
    Finished,
    ReasoningPiece,
    Source,
    TextPiece,
    ToolCall,
    ToolCallPiece,
    Usage,
)
from app.gateway.sse import MAX_EVENT_BYTES, EventReader, EventTooLarge
from app.gateway.trouble import ErrorReader, Trouble
from app.gateway.verdict import NO_ANSWER, Route, problem_inside

_BROKE: Mapping[Break, str] = {
    "cut": "The connection to the gateway broke before the answer was complete.",
    "error": "The gateway or the model's provider failed in the middle of the answer.",
    "stalled": "The gateway fell silent in the middle of the answer.",
}


class ChatReader:
    """Reads one answer: give it every chunk of bytes, then `end`.

    When `problem` is set, raise it after passing on what was returned with it. Once `done`
    is, [DONE] was read, and whatever still comes means nothing. `streamed` is False for an
    answer that comes as one JSON document although we asked for a stream.
    """

    def __init__(
        self, errors: ErrorReader, generation_id: str | None = None, *, streamed: bool = True
    ) -> None:
        self.problem: GatewayProblem | None = None
        self.done = False
        self._errors = errors
        self._generation_id = generation_id
        self._streamed = streamed
        self._events = EventReader()
        self._document = bytearray()
        self._usage: Usage | None = None
        self._finish_reason = ""
        self._any_bytes = False
        self._ending = False
        self._answered = False
        self._spoke = False

    @property
    def finished(self) -> bool:
        """The model has ended its answer; at most the usage is still to come."""
        return self.done or bool(self._finish_reason)

    def feed(self, chunk: bytes) -> list[ChatEvent]:
        """What `chunk` adds, neighbouring pieces of text joined."""
        self._any_bytes = True
        try:
            payloads = self._events.feed(chunk) if self._streamed else self._keep(chunk)
        except EventTooLarge:
            self.problem = self.broken("error")
            return []
        return self._read_all(payloads)

    def end(self) -> list[ChatEvent]:
        """The bytes have ended. `Finished` comes last, or `problem` is set."""
        self._ending = True
        left = self._events.end() if self._streamed else [bytes(self._document).strip()]
        said = self._read_all(left)
        whole = self.finished or (self._spoke and not self._streamed)
        if self.problem is None and not whole:
            self.problem = self.broken("cut")
        if self.problem is not None:
            return said
        return [*said, Finished(self._finish_reason or "stop", self._usage)]

    def broken(self, kind: Break, trouble: Trouble | None = None) -> GatewayProblem:
        """The error for an answer that breaks off here."""
        if not self._any_bytes:
            return OutcomeUnknown(NO_ANSWER, generation_id=self._generation_id)
        return StreamBroken(
            _BROKE[kind],
            kind=kind,
            reason=trouble.words if trouble else "",
            status_code=trouble.status if trouble else None,
            raw=trouble.raw if trouble else "",
            usage=self._usage,
            generation_id=self._generation_id,
        )

    def _keep(self, chunk: bytes) -> list[bytes]:
        self._document += chunk
        if len(self._document) > MAX_EVENT_BYTES:
            raise EventTooLarge
        return []

    def _read_all(self, payloads: list[bytes]) -> list[ChatEvent]:
        said = _Pieces()
        for payload in payloads:
            if self.done or self.problem is not None:
                break
            if payload.startswith(b"[DONE]"):
                self.done = True
            # What has no brace is a comment that some gateway on the way made an event of.
            elif payload.startswith(b"{"):
                self._read(payload, said)
        return said.events()

    def _read(self, payload: bytes, said: "_Pieces") -> None:
        try:
            chunk = _fast(payload)
            self._read_usage(chunk, payload)
        except Unreadable:
            # The last event of a cut connection is half an event.
            self.problem = self.broken("cut" if self._ending else "error")
            return
        self._introduce(chunk, said)
        choice = record(next(iter(items(chunk.get("choices"))), None))
        self._finish_reason = text(choice.get("finish_reason")) or self._finish_reason
        self._read_delta(record(choice.get("delta") or choice.get("message")), said)
        error = chunk.get("error") or choice.get("error")
        if error is not None or self._finish_reason == "error":
            self._fail(error, payload)

    def _read_usage(self, chunk: Mapping[str, object], payload: bytes) -> None:
        if isinstance(chunk.get("usage"), dict):
            self._usage = answers.usage(record(decode(payload)).get("usage"))

    def _introduce(self, chunk: Mapping[str, object], said: "_Pieces") -> None:
        if self._answered or not (model := text(chunk.get("model"))):
            return
        self._answered = True
        self._generation_id = text(chunk.get("id")) or self._generation_id
        provider = text(chunk.get("provider")) or None
        said.add(Answered(model, self._generation_id, provider))

    def _read_delta(self, delta: Mapping[str, object], said: "_Pieces") -> None:
        if reasoning := text(delta.get("reasoning")):
            said.say(ReasoningPiece, reasoning)
            self._spoke = True
        if words := text(delta.get("content")) or text(delta.get("refusal")):
            said.say(TextPiece, words)
            self._spoke = True
        for position, call in enumerate(map(record, items(delta.get("tool_calls")))):
            said.add(_tool_call(call, position))
            self._spoke = True
        for note in map(record, items(delta.get("annotations"))):
            if source := _source(record(note.get("url_citation"))):
                said.add(source)

    def _fail(self, error: object, payload: bytes) -> None:
        raw = self._errors.scrub.raw(payload)
        trouble = self._errors.error(error or {}, status=200, raw=raw)
        if self._spoke:
            self.problem = self.broken("error", trouble)
        else:
            self.problem = problem_inside(
                trouble, Route.CHAT, usage=self._usage, generation_id=self._generation_id
            )


def _tool_call(call: Mapping[str, object], position: int) -> ToolCallPiece:
    """In a stream each piece has a number; in a whole answer its place is its number."""
    index, wanted = call.get("index"), record(call.get("function"))
    name, arguments = text(wanted.get("name")), text(wanted.get("arguments"))
    piece = ToolCall(text(call.get("id")), name, arguments)
    return ToolCallPiece(index if isinstance(index, int) else position, piece)


def _source(cited: Mapping[str, object]) -> Source | None:
    url = text(cited.get("url"))
    return Source(url, text(cited.get("title"))) if url else None


def _fast(payload: bytes) -> Mapping[str, object]:
    """A chunk. Twice as fast as the exact decoder, and exactness matters in `usage` only."""
    try:
        return record(from_json(payload))
    except ValueError:
        # It is strict about half an emoji, which a model may well send on its own.
        return record(decode(payload))


@dataclass
class _Pieces:
    """Events under way, with neighbouring pieces of one sort joined."""

    _events: list[ChatEvent] = field(default_factory=list[ChatEvent])
    _sort: type[TextPiece] | type[ReasoningPiece] = TextPiece
    _words: list[str] = field(default_factory=list[str])

    def say(self, sort: type[TextPiece] | type[ReasoningPiece], words: str) -> None:
        if sort is not self._sort:
            self._join()
            self._sort = sort
        self._words.append(words)

    def add(self, event: ChatEvent) -> None:
        self._join()
        self._events.append(event)

    def events(self) -> list[ChatEvent]:
        self._join()
        return self._events

    def _join(self) -> None:
        if self._words:
            self._events.append(self._sort("".join(self._words)))
            self._words.clear()
