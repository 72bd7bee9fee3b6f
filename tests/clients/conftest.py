"""Our server and the demo gateway as real processes, and a key for a program to be tried with."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.process.installation import Installation, RemoteGateway, start_gateway
from tests.scripts import key_for

PICTURE = Path(__file__).parent.parent.parent / "static/icons/192.png"


@dataclass(frozen=True)
class Place:
    """All that is changed of a program that spoke with OpenAI before."""

    base_url: str
    key: str


async def _opened(installation: Installation) -> Place:
    await installation.start()
    made = await key_for(await installation.person())
    return Place(f"{installation.url}/v1", made["secret"])


async def _started(folder: Path) -> RemoteGateway:
    quick = ("--image-seconds=0.1", "--video-seconds=1", "--generation-after=0")
    return await start_gateway(folder / "gateway.log", *quick)


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("clients")
    with asyncio.Runner() as runner:
        gateway = runner.run(_started(folder))
        installation = Installation(folder / "installation", gateway)
        try:
            yield runner.run(_opened(installation))
        finally:
            runner.run(installation.sweep_up())
            gateway.process.sweep_up()
