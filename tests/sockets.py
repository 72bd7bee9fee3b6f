"""A server on a free port of this machine that leaves nothing open behind it."""

import asyncio
import socket
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(serve: Serve, tls: ssl.SSLContext | None = None) -> AsyncGenerator[int]:
    """The port. At the end whoever still serves is cancelled, and every connection is gone.

    A connection that is only asked to close outlives the test and its loop where the far side
    does not read, or hung up while hands were shaken.
    """
    tasks = set[asyncio.Task[None]]()

    async def kept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if task := asyncio.current_task():
            tasks.add(task)
        try:
            if server.is_serving():
                await serve(reader, writer)
                writer.close()
                await writer.wait_closed()
        except (ConnectionError, asyncio.CancelledError):
            pass  # the end of many scripts
        finally:
            writer.transport.abort()

    server = await asyncio.start_server(kept, "127.0.0.1", 0, ssl=tls)
    # Asked before it closes: only then does Python 3.11 wait for its connections.
    all_gone = asyncio.ensure_future(server.wait_closed())
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks)
        await all_gone


def free_port() -> int:
    """One that nobody listens at now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
