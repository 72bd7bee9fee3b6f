"""A name is looked up once, every address it has is checked, and one of these is connected to."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address

import pytest

from app.webhooks.addresses import IpAddress, Target
from app.webhooks.model import Answer
from app.webhooks.post import LEADS_NOWHERE, Poster
from tests.gateway.server import (
    Connection,
    Script,
    answer,
    close,
    half_a_head,
    no_http,
    serving,
    silent,
)
from tests.sockets import listening
from tests.tls import Certificate, certificate_for

NAME = "hooks.example.test"


@dataclass
class Names:
    """A name server that answers what it is told, one answer after the other."""

    answers: list[Sequence[str]]
    asked: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])

    async def look_up(self, host: str, port: int) -> Sequence[IpAddress]:
        self.asked.append((host, port))
        found = self.answers.pop(0)
        if not found:
            raise OSError("no such name")
        return [ip_address(each) for each in found]


async def welcome(far: Connection) -> None:
    await far.send(answer(b"", "204 No Content"))


async def posted(
    names: Names, target: Target, *, allow_private: bool = True, total: float = 15
) -> Answer:
    poster = Poster(allow_private=allow_private, resolve=names.look_up, total=total)
    try:
        return await poster.post(target, b"{}", {"webhook-id": "1"})
    finally:
        poster.close()


async def test_it_connects_to_the_address_that_was_checked_under_its_own_name() -> None:
    names = Names([["127.0.0.1"], ["169.254.169.254"]])
    async with serving(welcome) as server:
        told = await posted(names, Target("http", NAME, server.port, "/in?x=1"))
        assert told == Answer(204)
        assert names.asked == [(NAME, server.port)]
        [head] = server.heads
        assert head.startswith("POST /in?x=1 HTTP/1.1\r\n")
        assert f"\r\nhost: {NAME}:{server.port}\r\n" in head.lower()
        assert server.bodies == [b"{}"]


@pytest.mark.parametrize(
    "found",
    [["127.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["::1"], ["::ffff:127.0.0.1"], []],
    ids=str,
)
async def test_one_bad_address_is_enough_and_is_told_like_a_name_that_is_not_there(
    found: Sequence[str],
) -> None:
    async with serving(welcome) as server:
        target = Target("https", NAME, server.port, "/")
        told = await posted(Names([found]), target, allow_private=False)
        assert told == Answer(None, LEADS_NOWHERE)
        assert server.connections == 0


async def test_a_literal_address_is_checked_like_a_name() -> None:
    async with serving(welcome) as server:
        target = Target("https", "127.0.0.1", server.port, "/")
        told = await posted(Names([]), target, allow_private=False)
        assert (told, server.connections) == (Answer(None, LEADS_NOWHERE), 0)


async def test_where_one_address_takes_no_connection_the_next_is_tried() -> None:
    async with serving(welcome) as server:
        target = Target("http", NAME, server.port, "/")
        assert await posted(Names([["127.0.0.2", "127.0.0.1"]]), target) == Answer(204)
        assert server.connections == 1


async def test_a_real_name_is_looked_up_by_the_system() -> None:
    async with serving(welcome) as server:
        poster = Poster(allow_private=True)
        told = await poster.post(Target("http", "localhost", server.port, "/"), b"{}", {})
        assert told == Answer(204)
        told = await poster.post(Target("http", "nobody.invalid", server.port, "/"), b"{}", {})
        assert told == Answer(None, LEADS_NOWHERE)
        poster.close()


async def endless(far: Connection) -> None:
    await far.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n", b"x" * 100_000)
    await far.hung_up()


async def test_the_body_of_an_answer_is_not_read() -> None:
    async with serving(endless) as server:
        assert await posted(Names([["127.0.0.1"]]), Target("http", NAME, server.port, "/")) == (
            Answer(200)
        )


@pytest.mark.parametrize("script", [close, half_a_head, no_http], ids=lambda each: each.__name__)
async def test_an_answer_that_breaks_is_none(script: Script) -> None:
    async with serving(script) as server:
        told = await posted(Names([["127.0.0.1"]]), Target("http", NAME, server.port, "/"))
        assert told == Answer(None, "The connection broke before an answer came.")


async def test_nobody_is_waited_for_longer_than_was_meant() -> None:
    async with serving(silent) as server:
        target = Target("http", NAME, server.port, "/")
        told = await posted(Names([["127.0.0.1"]]), target, total=0.3)
        assert told.status is None
        assert told.error is not None
        assert "No answer came" in told.error


async def test_a_name_server_that_does_not_answer_is_not_waited_for_either() -> None:
    async def never(host: str, port: int) -> Sequence[IpAddress]:
        await asyncio.Event().wait()
        return []

    poster = Poster(allow_private=True, resolve=never, total=0.2)
    told = await poster.post(Target("http", NAME, 8080, "/"), b"{}", {})
    assert told.status is None
    poster.close()


# -- with TLS -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate_for(NAME, tmp_path_factory.mktemp("tls"))


@asynccontextmanager
async def secure(certificate: Certificate) -> AsyncGenerator[tuple[int, list[str | None]]]:
    """A server with TLS: its port, and the names it was asked for."""
    names: list[str | None] = []
    context = certificate.of_server()
    context.sni_callback = lambda _socket, name, _context: names.append(name)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer(b"", "204 No Content"))
        await writer.drain()

    async with listening(serve, context) as port:
        yield port, names


async def test_the_certificate_must_be_for_the_name_and_not_for_the_address(
    certificate: Certificate,
) -> None:
    async with secure(certificate) as (port, asked):
        names = Names([["127.0.0.1"]] * 2)
        poster = Poster(allow_private=True, resolve=names.look_up, trust=certificate.trusted())
        assert await poster.post(Target("https", NAME, port, "/"), b"{}", {}) == Answer(204)
        assert asked == [NAME]
        other = await poster.post(Target("https", "other.example.test", port, "/"), b"{}", {})
        assert other.status is None
        assert other.error is not None
        assert other.error.startswith("Its certificate is not good: ")
        poster.close()


async def test_a_certificate_that_nobody_vouches_for_is_not_good(certificate: Certificate) -> None:
    async with secure(certificate) as (port, _):
        told = await posted(Names([["127.0.0.1"]]), Target("https", NAME, port, "/"))
        assert told.error is not None
        assert told.error.startswith("Its certificate is not good: self-signed certificate")


async def test_what_speaks_no_tls_is_told_so() -> None:
    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(b"", "400 Bad Request"))

    async with listening(serve) as port:
        told = await posted(Names([["127.0.0.1"]]), Target("https", NAME, port, "/"))
        assert told == Answer(None, "No secure connection could be made.")
