"""One installation of the product: a data folder, and the server that lives on it, which tests
kill and start again. The gateway is a process as well, shared by all.
"""

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.process.books import Books, copied_books
from tests.process.processes import PATIENCE, Running, python
from tests.studio import Json, Person, signed_up


@dataclass(frozen=True)
class RemoteGateway:
    """The demo gateway as a server of its own."""

    process: Running
    url: str

    async def sends(self, prompt: str) -> list[Json]:
        """Every paid request for `prompt` that ever reached it."""
        return [
            each
            for each in await self.requests(method="POST")
            if prompt in str(each["body"]) and each["with_key"]
        ]

    async def requests(self, **wanted: str) -> list[Json]:
        return (await self._look("requests", wanted))["requests"]

    async def jobs(self, prompt: str) -> list[Json]:
        """The films it has accepted for `prompt`, each with how often and for how much."""
        return [each for each in (await self._look("jobs"))["jobs"] if each["prompt"] == prompt]

    async def cost_of(self, gateway_id: str) -> float:
        """What one call cost, in dollars, as it tells everybody who asks afterwards."""
        async with httpx.AsyncClient(timeout=PATIENCE) as http:
            answer = await http.get(
                f"{self.url}/generation",
                params={"id": gateway_id},
                headers={"Authorization": "Bearer demo"},
            )
        return answer.json()["data"]["total_cost"]

    async def script(self, path: str, **answer: object) -> None:
        """Let the next request for `path` end as a fault of `app.demo.faults` does."""
        place = f"{self.url.removesuffix('/api/v1')}/__demo__/script"
        async with httpx.AsyncClient(timeout=PATIENCE) as http:
            done = await http.post(place, json={"path": path, "answer": answer})
        assert done.status_code == 200, done.text

    async def _look(self, what: str, query: dict[str, str] | None = None) -> Json:
        place = f"{self.url.removesuffix('/api/v1')}/__demo__/{what}"
        async with httpx.AsyncClient(timeout=PATIENCE) as http:
            return (await http.get(place, params=query)).json()


async def start_gateway(log: Path, *options: str, **environment: str) -> RemoteGateway:
    process = python("app.demo", "--port", "0", *options, log=log, **environment)
    found = await process.says(r"Demo gateway at (\S+)")
    return RemoteGateway(process, found[1])


@dataclass
class Installation:
    """`folder` holds its data and the logs of its servers."""

    folder: Path
    gateway: RemoteGateway
    python: Callable[..., Running] = python
    """Starts its servers: as people do, or from the nursery."""
    url: str = field(init=False, default="")
    _servers: list[Running] = field(init=False, default_factory=list[Running])
    _stack: AsyncExitStack = field(init=False, default_factory=AsyncExitStack)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def server(self) -> Running:
        """The one that was started last."""
        return self._servers[-1]

    async def start(self, *, dies: str | None = None, **settings: str) -> None:
        """Serve. With `dies` it is killed when it comes to that point, see `crashing_app`, but
        not while it is held back by `spare`."""
        self.launch(dies=dies, **settings)
        found = await self.server.says(r"Uvicorn running on (\S+)")
        self.url = found[1]

    def launch(self, *, dies: str | None = None, **settings: str) -> None:
        """`start` without waiting until it serves."""
        what = ("tests.process.crashing_app", dies) if dies else ("app", "serve")
        log = self.folder / f"server-{len(self._servers) + 1}.log"
        self._servers.append(self.python(*what, log=log, **self.settings | settings))

    def spare(self) -> None:
        """Let servers that are to die pass their point unharmed, until `doom`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "spared").touch()

    def doom(self) -> None:
        """From now on they die."""
        (self.folder / "spared").unlink()

    @property
    def settings(self) -> dict[str, str]:
        """Its environment. Port 0 is a free one, which the log tells."""
        return {
            "DATA_DIR": str(self.data),
            "OPENROUTER_BASE_URL": self.gateway.url,
            "OPENROUTER_API_KEY": "demo",
            "PORT": "0",
            "SIGNUP": "open",
            "SPARED": str(self.folder / "spared"),
        }

    async def kill(self) -> None:
        """`kill -9`."""
        self.server.kill()
        await self.server.killed()

    async def stop(self) -> None:
        """As `docker stop` does, within its ten seconds."""
        self.server.terminate()
        assert await self.server.ended(within=10) == 0, self.server.output

    async def person(self, name: str = "ada") -> Person:
        """Register and sign in."""
        return await signed_up(await self._browser(), name)

    async def again(self, person: Person) -> Person:
        """The same browser after a restart, still signed in by its cookies."""
        http = await self._browser()
        http.cookies = person.http.cookies
        return Person(http, person.user)

    async def _browser(self) -> httpx.AsyncClient:
        return await self._stack.enter_async_context(
            httpx.AsyncClient(base_url=self.url, headers={"Origin": self.url}, timeout=PATIENCE)
        )

    def books(self) -> Books:
        """What is written at this moment, while no server runs. Read from a copy, so that the
        next server finds its data as the last one left it."""
        return copied_books(self.data, self.folder / "copy")

    async def sweep_up(self) -> None:
        """End everything, however the test ended."""
        for server in self._servers:
            server.sweep_up()
        await self._stack.aclose()

    def logs(self) -> str:
        """All that its servers said, for whoever reads of a failure."""
        return "".join(
            f"--- {self.folder.name}, server {number}\n{server.output[-8000:]}\n"
            for number, server in enumerate(self._servers, 1)
        )
