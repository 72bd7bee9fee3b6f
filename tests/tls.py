"""A certificate that nobody vouches for, and a server with TLS in front of another."""

import asyncio
import ssl
import subprocess
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.sockets import listening


@dataclass(frozen=True)
class Certificate:
    folder: Path

    @property
    def file(self) -> Path:
        """To be trusted by whoever is to take it for good."""
        return self.folder / "cert.pem"

    def of_server(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self.folder / "key.pem")
        return context

    def trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.file))


def certificate_for(name: str, folder: Path) -> Certificate:
    """Signed by itself."""
    made = Certificate(folder)
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", f"/CN={name}"),
            *("-addext", f"subjectAltName=DNS:{name}"),
            *("-keyout", str(folder / "key.pem"), "-out", str(made.file)),
        ],
        check=True,
        capture_output=True,
    )
    return made


@dataclass
class TlsProxy:
    """Hands on what comes to `port`, and keeps what was asked and answered on each connection."""

    certificate: Certificate
    port: int = 0
    behind: int = 0
    """The port of the server it stands in front of; to be set before anybody comes."""
    asked: list[bytearray] = field(default_factory=list[bytearray])
    answered: list[bytearray] = field(default_factory=list[bytearray])

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked, answered = bytearray(), bytearray()
        self.asked.append(asked)
        self.answered.append(answered)
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", self.behind)
        await asyncio.gather(
            _hand_on(reader, inner_writer, asked), _hand_on(inner_reader, writer, answered)
        )

    @asynccontextmanager
    async def running(self) -> AsyncGenerator["TlsProxy"]:
        async with listening(self.serve, self.certificate.of_server()) as self.port:
            yield self


async def _hand_on(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seen: bytearray
) -> None:
    try:
        while piece := await reader.read(65_536):
            seen += piece
            writer.write(piece)
            await writer.drain()
    except ConnectionError:
        pass  # whoever has left is not told
    finally:
        writer.close()
