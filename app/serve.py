"""Serve over HTTP, in one process, until SIGTERM or SIGINT.

One worker: DuckDB belongs to one process. A time limit on stopping: without it an open event
stream would keep uvicorn waiting until the container is killed.
"""

import asyncio
import socket

import uvicorn
from fastapi import FastAPI

from app.settings import Settings
from app.web.front_door import FrontDoor


class Server(uvicorn.Server):
    """Says goodbye to open streams as soon as it is told to stop, instead of when time is up.

    uvicorn waits for requests to end before the app hears that it is over.
    """

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        goodbye = asyncio.create_task(self._app.state.say_goodbye())
        await super().shutdown(sockets)
        await goodbye


def serve(app: FastAPI, settings: Settings) -> bool:
    """Blocks until stopped. False if it could not start."""
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http=FrontDoor,
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
