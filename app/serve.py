"""Serve over HTTP, in one process, until SIGTERM or SIGINT.

One worker: DuckDB belongs to one process. A time limit on stopping: without it an open event
stream would keep uvicorn waiting until the container is killed.
"""

import asyncio
from types import FrameType

import uvicorn
from fastapi import FastAPI

from app.settings import Settings


class Server(uvicorn.Server):
    """Sends long polls home as soon as it is told to stop, instead of when time is up."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        stop_waiting = getattr(self._app.state, "stop_waiting", None)
        if stop_waiting is not None:
            asyncio.get_running_loop().call_soon_threadsafe(stop_waiting)


def serve(app: FastAPI, settings: Settings) -> bool:
    """Blocks until stopped. False if it could not start."""
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=3,
        timeout_keep_alive=75,
        forwarded_allow_ips=settings.trusted_proxies,
    )
    server = Server(config, app)
    server.run()
    return server.started
