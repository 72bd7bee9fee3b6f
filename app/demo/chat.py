"""POST /chat/completions: text, thoughts and pictures, at once or as a stream."""

import json
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from app.demo import prose
from app.demo.chat_order import ChatOrder, read_order
from app.demo.chat_pictures import draw_for_chat
from app.demo.context import Context, pauses
from app.demo.generations import Generation, new_generation_id
from app.demo.pricing import Tokens, text_cost
from app.demo.tools import pieces_of
from app.demo.usage import usage
from app.demo.web import citations, web_cost
from app.demo.wire import Answer, Body, Json, Request, json_answer, stream_answer

COMMENT = b": OPENROUTER PROCESSING\n\n"
DONE = b"data: [DONE]\n\n"


@dataclass(slots=True)
class Reply:
    """What is said, in tokens, and how much of it has gone out."""

    order: ChatOrder
    id: str
    begun: datetime
    thoughts: list[str]
    words: list[str]
    finish_reason: str
    images: list[str] = field(default_factory=list[str])
    image_tokens: int = 0
    thought: int = 0
    said: int = 0
    ended: bool = False

    def tokens(self) -> Tokens:
        """What is billed: all that went out so far."""
        drawn = self.image_tokens if self.ended else 0
        written = self.thought + self.said + drawn
        return Tokens(self.order.prompt_tokens, written, self.thought, drawn)

    def say_everything(self) -> None:
        self.thought, self.said, self.ended = len(self.thoughts), len(self.words), True


@dataclass(frozen=True, slots=True)
class Chat:
    context: Context

    async def complete(self, request: Request) -> Answer:
        order = read_order(request.json(), self.context.catalogue)
        reply = self._think_up(order)
        headers = {
            "x-generation-id": reply.id,
            "x-provider-name": order.answering["provider_name"],
        }
        if order.stream:
            return stream_answer(self._stream(reply), headers)
        # Booked first, as answers that are not streamed cannot be cancelled.
        reply.say_everything()
        await self._draw(reply)
        self._book(reply)
        talking = self.context.options.token_delay * (len(reply.thoughts) + len(reply.words))
        await self.context.sleep(self.context.options.first_token_after + talking)
        return json_answer(_whole(reply), headers=headers)

    def _think_up(self, order: ChatOrder) -> Reply:
        now = self.context.clock()
        room = order.max_tokens or 1_000_000
        thoughts = prose.tokens(prose.thoughts(order.prompt)) if order.thinks else []
        words = [] if order.call else prose.tokens(_text_for(order))
        cut = len(thoughts) + len(words) > room
        return Reply(
            order,
            new_generation_id("completions", now),
            now,
            thoughts[:room],
            words[: max(0, room - len(thoughts))],
            "length" if cut else "tool_calls" if order.call else "stop",
        )

    async def _draw(self, reply: Reply) -> None:
        if reply.order.draws:
            await self.context.sleep(self.context.options.image_seconds)
            url, tokens = await draw_for_chat(reply.order, self.context.catalogue)
            reply.images, reply.image_tokens = [url], tokens

    async def _stream(self, reply: Reply) -> Body:
        event = _Event(reply)
        try:
            for pause in pauses(self.context.options.first_token_after):
                yield COMMENT
                await self.context.sleep(pause)
            async with aclosing(self._talk(reply, event)) as chunks:
                async for chunk in chunks:
                    yield chunk
            reply.ended = True
        finally:
            # Also when nobody listens any more: what was said until then is billed.
            self._book(reply)
        yield event.chunk({"role": "assistant", "content": ""}, reply.finish_reason)
        yield event.last(_bill(reply), self.context.options.usage_chunk == "empty_choices")
        yield DONE

    async def _talk(self, reply: Reply, event: "_Event") -> Body:
        for token in reply.thoughts:
            reply.thought += 1
            yield event.chunk(_thought(token))
            await self.context.sleep(self.context.options.token_delay)
        for token in reply.words:
            reply.said += 1
            yield event.chunk({"role": "assistant", "content": token})
            await self.context.sleep(self.context.options.token_delay)
        for piece in pieces_of(reply.order.call) if reply.order.call else ():
            yield event.chunk({"role": "assistant", "content": None, "tool_calls": [piece]})
        if cited := _cited(reply):
            yield event.chunk({"role": "assistant", "content": "", "annotations": cited})
        if reply.order.draws:
            yield COMMENT
            await self._draw(reply)
            yield event.chunk({"role": "assistant", "content": "", "images": _images(reply)})

    def _book(self, reply: Reply) -> None:
        tokens = reply.tokens()
        self.context.generations.add(
            Generation(
                reply.id,
                "completions",
                reply.order.answering,
                sum(_costs(reply), Decimal(0)),
                reply.begun,
                prompt_tokens=tokens.prompt,
                completion_tokens=tokens.completion,
                reasoning_tokens=tokens.reasoning,
                image_tokens=tokens.image or None,
                media=len(reply.images) or None,
                finish_reason=reply.finish_reason,
                streamed=reply.order.stream,
                cancelled=not reply.ended,
            )
        )


class _Event:
    """Writes the chunks of one stream. Everything but the delta is the same each time."""

    def __init__(self, reply: Reply) -> None:
        head = _head(reply, "chat.completion.chunk")
        self._ends_with = reply.finish_reason
        self._head = json.dumps(head, ensure_ascii=False, separators=(",", ":"))[:-1]

    def chunk(self, delta: Json, finish_reason: str | None = None) -> bytes:
        return self._event({"choices": [_stream_choice(delta, finish_reason)]})

    def last(self, bill: Json, without_choices: bool) -> bytes:
        choice = _stream_choice({"role": "assistant", "content": ""}, self._ends_with)
        choices = [] if without_choices else [choice]
        return self._event({"service_tier": None, "choices": choices, "usage": bill})

    def _event(self, tail: Json) -> bytes:
        rest = json.dumps(tail, ensure_ascii=False, separators=(",", ":"))[1:]
        return f"data: {self._head},{rest}\n\n".encode()


def _text_for(order: ChatOrder) -> str:
    if "text" not in order.modalities:
        return ""
    if order.draws:
        return f"Here is your picture of “{prose.headline(order.prompt)}”."
    if order.json_wanted:
        return prose.as_json(order.prompt)
    return prose.answer(order.prompt, turns=order.turns, attachments=len(order.attachments))


def _thought(token: str) -> Json:
    detail = {"type": "reasoning.text", "text": token, "format": "unknown", "index": 0}
    return {"role": "assistant", "content": "", "reasoning": token, "reasoning_details": [detail]}


def _stream_choice(delta: Json, finish_reason: str | None) -> Json:
    return {
        "index": 0,
        "delta": delta,
        "finish_reason": finish_reason,
        "native_finish_reason": finish_reason,
    }


def _images(reply: Reply) -> list[Json]:
    return [
        {"type": "image_url", "image_url": {"url": url}, "index": index}
        for index, url in enumerate(reply.images)
    ]


def _head(reply: Reply, kind: str) -> Json:
    return {
        "id": reply.id,
        "object": kind,
        "created": int(reply.begun.timestamp()),
        "model": reply.order.answering["canonical_slug"],
        "provider": reply.order.answering["provider_name"],
    }


def _bill(reply: Reply) -> Json:
    return usage(reply.tokens(), *_costs(reply))


def _costs(reply: Reply) -> tuple[Decimal, Decimal, Decimal]:
    """What went in, what came out, what was looked for."""
    return *text_cost(reply.order.answering, reply.tokens()), web_cost(reply.order.web_pages)


def _cited(reply: Reply) -> list[Json]:
    return citations(reply.order.prompt, reply.order.web_pages)


def _whole(reply: Reply) -> Json:
    thoughts = "".join(reply.thoughts)
    message: Json = {"role": "assistant", "content": "".join(reply.words), "refusal": None}
    message["reasoning"] = thoughts or None
    if thoughts:
        message["reasoning_details"] = _thought(thoughts)["reasoning_details"]
    if reply.order.call:
        message |= {"content": None, "tool_calls": [reply.order.call]}
    if cited := _cited(reply):
        message["annotations"] = cited
    if reply.images:
        message["images"] = _images(reply)
    choice: Json = {
        "index": 0,
        "logprobs": None,
        "finish_reason": reply.finish_reason,
        "native_finish_reason": reply.finish_reason,
        "message": message,
    }
    ends: Json = {"system_fingerprint": None, "service_tier": "default", "choices": [choice]}
    return _head(reply, "chat.completion") | ends | {"usage": _bill(reply)}
