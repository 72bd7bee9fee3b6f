"""`python -m app.demo`: the demo gateway as a server of its own."""

import socket
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from app.demo.gateway import DemoGateway
from app.demo.options import DemoOptions
from app.demo.server import ConnectionInScope, DemoServer
from app.demo.wire import BASE_PATH

GRACE = 2  # seconds that running answers get when the server is told to end

DEFAULTS = DemoOptions()


def main(
    host: str = "127.0.0.1",
    port: Annotated[int, typer.Option(help="0 picks a free one")] = 8100,
    first_token_after: Annotated[float, typer.Option(min=0)] = DEFAULTS.first_token_after,
    token_delay: Annotated[float, typer.Option(min=0)] = DEFAULTS.token_delay,
    image_seconds: Annotated[float, typer.Option(min=0)] = DEFAULTS.image_seconds,
    video_seconds: Annotated[float, typer.Option(min=0)] = DEFAULTS.video_seconds,
    generation_after: Annotated[float, typer.Option(min=0)] = DEFAULTS.generation_after,
    signed_urls: Annotated[bool, typer.Option(help="films also carry urls")] = False,
    state: Annotated[Path | None, typer.Option(help="keeps video jobs over restarts")] = None,
    webhook_secret: Annotated[str | None, typer.Option(help="signs webhooks")] = None,
    key: Annotated[str | None, typer.Option(help="the only key that is let in")] = None,
) -> None:
    """Imitate OpenRouter. All times are seconds."""
    options = DemoOptions(
        first_token_after=first_token_after,
        token_delay=token_delay,
        image_seconds=image_seconds,
        video_seconds=video_seconds,
        generation_after=generation_after,
        signed_urls=signed_urls,
        key=key,
        webhook_secret=webhook_secret,
        state_dir=state,
    )
    config = uvicorn.Config(
        DemoServer(DemoGateway(options)),
        loop="uvloop",
        http=ConnectionInScope,
        lifespan="off",
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family, backlog=2048) as listener:
        place = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
        typer.echo(
            f"Demo gateway at {place}{BASE_PATH} (use it with OPENROUTER_BASE_URL="
            f"{place}{BASE_PATH} OPENROUTER_API_KEY={key or 'demo'})"
        )
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    typer.run(main)
