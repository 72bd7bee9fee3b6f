"""/api/callbacks: what the gateway posts. Its signature is its only proof, and all it needs."""

from typing import Annotated

from fastapi import Header, Request

from app.errors import TooLarge
from app.generation.hints import Hints
from app.web import provided
from app.web.routes import Routes

PATH = "/api/callbacks/openrouter"
MOST = 64 * 1024
"""Bytes. A real one has one or two thousand."""

router = Routes(tags=["callbacks"])


@router.post(PATH, status_code=204)
async def hear(
    request: Request,
    hints: Annotated[Hints, provided(Hints)],
    x_openrouter_signature: Annotated[str, Header()] = "",
) -> None:
    """A film has ended, says OpenRouter. Then it is looked at at once."""
    await hints.heard(x_openrouter_signature, await _body(request))


async def _body(request: Request) -> bytes:
    """Not more of it than a real one has."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST:
            raise TooLarge(f"A message may have {MOST // 1024} KiB.")
    return bytes(body)
