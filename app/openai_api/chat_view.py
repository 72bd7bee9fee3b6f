"""Answers of POST /v1/chat/completions as they go over the wire."""

import json
from collections.abc import Mapping
from typing import Any

from app.gateway.model import ReasoningPiece, Spoken, TextPiece, ToolCall, ToolCallPiece
from app.generation.conversations import Extra, Told
from app.generation.model import Generation

DONE = b"data: [DONE]\n\n"

Json = dict[str, Any]


def id_of(generation: Generation) -> str:
    return f"chatcmpl-{generation.id}"


def whole(told: Told, extra: Extra) -> Json:
    """A `chat.completion`."""
    message: Json = {"role": "assistant", "content": told.answer.text or None, "refusal": None}
    if told.answer.reasoning:
        message["reasoning"] = told.answer.reasoning
    if extra.tool_calls:
        message["tool_calls"] = [_call(each) for each in extra.tool_calls]
    choice: Json = {
        "index": 0,
        "message": message,
        "logprobs": None,
        "finish_reason": extra.finish_reason,
    }
    return _head(told.generation, "chat.completion") | {
        "choices": [choice],
        "usage": usage(told.generation, extra),
    }


def usage(generation: Generation, extra: Extra) -> Json:
    """Tokens, and dollars. Money is exact until here, where JSON has only floats."""
    counts: Json = {
        "prompt_tokens": extra.prompt_tokens,
        "completion_tokens": extra.completion_tokens,
        "total_tokens": extra.prompt_tokens + extra.completion_tokens,
    }
    if extra.reasoning_tokens is not None:
        counts["completion_tokens_details"] = {"reasoning_tokens": extra.reasoning_tokens}
    return counts | {"cost": None if generation.cost is None else generation.cost / 1_000_000}


class Chunks:
    """Makes the frames of one stream."""

    def __init__(self, generation: Generation, model: str) -> None:
        head = _head(generation, "chat.completion.chunk") | {"model": model}
        self._head = json.dumps(head, ensure_ascii=False, separators=(",", ":"))[:-1]

    def first(self) -> bytes:
        return self._delta({"role": "assistant", "content": ""})

    def spoken(self, piece: Spoken) -> bytes:
        match piece:
            case TextPiece(text):
                return self._delta({"content": text})
            case ReasoningPiece(text):
                return self._delta({"reasoning": text})
            case ToolCallPiece(index, call):
                return self._delta({"tool_calls": [{"index": index, **_call_piece(call)}]})

    def last(self, reason: str) -> bytes:
        return self._delta({}, reason)

    def usage(self, bill: Mapping[str, Any]) -> bytes:
        return self._frame({"choices": [], "usage": bill})

    def _delta(self, delta: Json, reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}
        return self._frame({"choices": [choice]})

    def _frame(self, tail: Mapping[str, Any]) -> bytes:
        rest = json.dumps(tail, ensure_ascii=False, separators=(",", ":"))[1:]
        return f"data: {self._head},{rest}\n\n".encode("utf-8", "replace")


def error_frame(document: Mapping[str, Any]) -> bytes:
    """What a client raises in the middle of a stream."""
    return f"data: {json.dumps(document, ensure_ascii=False)}\n\n".encode()


def pieces_of(told: Told, extra: Extra) -> list[Spoken]:
    """An answer that was written before, to be streamed once more."""
    pieces: list[Spoken] = []
    if told.answer.reasoning:
        pieces.append(ReasoningPiece(told.answer.reasoning))
    if told.answer.text:
        pieces.append(TextPiece(told.answer.text))
    return pieces + [ToolCallPiece(index, each) for index, each in enumerate(extra.tool_calls)]


def _head(generation: Generation, kind: str) -> Json:
    return {
        "id": id_of(generation),
        "object": kind,
        "created": int(generation.created_at.timestamp()),
        "model": generation.answered_by or generation.chosen,
    }


def _call(call: ToolCall) -> Json:
    function = {"name": call.name, "arguments": call.arguments}
    return {"id": call.id, "type": "function", "function": function}


def _call_piece(call: ToolCall) -> Json:
    function: Json = {"arguments": call.arguments}
    if call.name:
        function = {"name": call.name, **function}
    head: Json = {"id": call.id, "type": "function"} if call.id else {}
    return head | {"function": function}
