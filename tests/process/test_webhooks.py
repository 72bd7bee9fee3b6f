"""Webhooks between real processes: told again after a kill, and believed over TLS."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.process.installation import Installation, RemoteGateway, start_gateway
from tests.process.processes import PATIENCE, eventually
from tests.process.stories import FILM, Install, new_prompt
from tests.studio import PASSWORD, Person
from tests.tls import Certificate, TlsProxy, certificate_for
from tests.webhooks.receiver import deliveries_of, receiving, webhook_for

SECRET = "whsec_example_do_not_use"
PATH = "/api/callbacks/openrouter"


async def test_what_was_being_told_when_the_server_was_killed_is_told_again_under_the_same_id(
    installation: Installation,
) -> None:
    home = installation
    await home.start(WEBHOOK_ALLOW_PRIVATE="true")
    ada = await home.person()
    async with receiving() as receiver:
        receiver.status = "100 Continue"  # after which no answer comes
        webhook = await webhook_for(ada, receiver.url)
        asked = await ada.say(new_prompt())
        await _until(lambda: len(receiver.received) == 1)
        await home.kill()
        receiver.status = "204 No Content"
        await home.start(WEBHOOK_ALLOW_PRIVATE="true")
        await _until(lambda: len(receiver.received) == 2)
        first, second = receiver.received
        assert first.id == second.id
        assert second.signed_with(webhook["secret"])
        assert second.message["data"]["id"] == asked["id"]
        ada = await home.again(ada)

        async def arrived() -> bool:
            [delivery] = await deliveries_of(ada, webhook)
            return delivery["state"] == "delivered"

        await eventually(arrived, within=PATIENCE)
    await home.stop()


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    return certificate_for("localhost", tmp_path)


@pytest.fixture
async def signing_gateway(tmp_path: Path, certificate: Certificate) -> RemoteGateway:
    log = tmp_path / "gateway.log"
    options = ("--video-seconds=1", f"--webhook-secret={SECRET}")
    return await start_gateway(log, *options, SSL_CERT_FILE=str(certificate.file))


@pytest.fixture
def told_of(signing_gateway: RemoteGateway, install: Install) -> Iterator[Installation]:
    home = install()
    home.gateway = signing_gateway
    yield home
    signing_gateway.process.sweep_up()


async def test_a_gateway_tells_a_server_behind_a_proxy_with_tls_and_is_believed(
    told_of: Installation, certificate: Certificate
) -> None:
    home = told_of
    async with TlsProxy(certificate).running() as proxy:
        public = f"https://localhost:{proxy.port}"
        await home.start(PUBLIC_URL=public, OPENROUTER_WEBHOOK_SECRET=SECRET)
        proxy.behind = int(home.url.rpartition(":")[2])
        async with httpx.AsyncClient(
            base_url=public,
            verify=certificate.trusted(),
            headers={"Origin": public},
            timeout=PATIENCE,
        ) as http:
            ada = await _person(http)
            asked = await ada.ask("video", new_prompt(), **FILM)

            async def made() -> bool:
                return (await ada.status(asked["id"]))["state"] == "succeeded"

            await eventually(made, within=PATIENCE)
        await _until(lambda: _answers(proxy) == [b"HTTP/1.1 204 No Content"])
        await home.stop()


async def _person(http: httpx.AsyncClient) -> Person:
    account = {"email": "ada@example.org", "password": PASSWORD}
    user = (await http.post("/api/auth/register", json=account)).json()
    assert (await http.post("/api/auth/login", json=account)).status_code == 200
    return Person(http, user)


def _answers(proxy: TlsProxy) -> list[bytes]:
    """The first lines of what callbacks were answered."""
    pairs = zip(proxy.asked, proxy.answered, strict=True)
    told = [bytes(answer) for asked, answer in pairs if f"POST {PATH} ".encode() in asked]
    return [answer.partition(b"\r\n")[0] for answer in told if answer]


async def _until(true: Callable[[], bool]) -> None:
    async def looked() -> bool:
        return true()

    await eventually(looked, within=PATIENCE)
