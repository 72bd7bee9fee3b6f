"""The command line about people and keys: the same with a running server and without one."""

import json
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner, Result

from app.cli import cli
from tests.process.installation import Installation, start_gateway
from tests.process.processes import python
from tests.studio import PASSWORD

EMAIL = "root@example.org"


class House:
    """An installation, and its command line with or without a server beside it."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.count = 0

    async def command(self, *arguments: str, code: int = 0) -> str:
        """What it printed."""
        self.count += 1
        log = self.installation.folder / f"command-{self.count}.log"
        running = python("app", *arguments, log=log, **self.installation.settings)
        assert await running.ended() == code, running.output
        return running.output

    async def signs_in(self, email: str, password: str) -> int:
        async with httpx.AsyncClient(base_url=self.installation.url) as http:
            form = {"email": email, "password": password}
            return (await http.post("/api/auth/login", json=form)).status_code


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    gateway = await start_gateway(tmp_path / "gateway.log")
    installation = Installation(tmp_path / "installation", gateway)
    yield House(installation)
    await installation.sweep_up()
    gateway.process.sweep_up()


async def test_everything_about_people_and_keys_beside_a_running_server(house: House) -> None:
    # Before there is a server, or a database.
    made = (await house.command("create-admin", EMAIL)).split()
    await house.installation.start()
    assert await house.signs_in(EMAIL, made[-1]) == 200
    await house.command("create-admin", EMAIL, code=1)

    ada = await house.installation.person("ada")
    email = ada.user["email"]
    listed = await house.command("users", "list")
    assert {EMAIL, email} <= set(listed.split())
    assert "premium" in await house.command("users", "tier", email, "premium")
    assert "no tier" in await house.command("users", "tier", email, "nothing", code=1)
    assert "admin" in await house.command("users", "role", email, "admin")
    await house.command("users", "role", EMAIL, "user")
    refused = await house.command("users", "role", email, "user", code=1)
    assert "administrator" in refused

    created = await house.command("keys", "create", email, "nightly", "--scope", "read")
    secret = created.split()[-1]
    assert secret.startswith("aycg_")
    async with httpx.AsyncClient(base_url=house.installation.url) as http:
        bearer = {"Authorization": f"Bearer {secret}"}
        assert (await http.get("/api/generations", headers=bearer)).status_code == 200
        keys = await house.command("keys", "list", email)
        assert "nightly" in keys
        assert secret not in keys
        await house.command("keys", "revoke", email, secret[:13])
        assert (await http.get("/api/generations", headers=bearer)).status_code == 401

    password = (await house.command("users", "password", email)).split()[-1]
    assert (await ada.http.get("/api/auth/me")).status_code == 401
    assert await house.signs_in(email, PASSWORD) == 401
    assert await house.signs_in(email, password) == 200
    assert "0 differences" in await house.command("ledger", "verify")

    ada = await house.installation.person("eve")
    await house.command("users", "disable", ada.user["email"])
    assert await house.signs_in(ada.user["email"], PASSWORD) == 403
    await house.command("users", "enable", ada.user["email"])
    assert await house.signs_in(ada.user["email"], PASSWORD) == 200

    async with httpx.AsyncClient(base_url=house.installation.url) as http:
        form = {"email": email, "password": password}
        await http.post("/api/auth/login", json=form)
        audit = (await http.get("/api/admin/audit")).json()["items"]
    assert {each["actor"] for each in audit} == {"command line"}
    actions = [each["action"] for each in audit]
    assert set(actions) == {
        "person.create", "person.change", "person.password-reset", "key.create", "key.revoke"
    }  # fmt: skip
    assert secret not in json.dumps(audit)
    assert password not in json.dumps(audit)
    assert list((house.installation.data / "requests").iterdir()) == []
    assert secret not in house.installation.server.output


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    return lambda *arguments, **more: CliRunner().invoke(cli, list(arguments), **more)


def test_a_password_can_be_chosen_and_is_not_shown(run: Callable[..., Result]) -> None:
    words = "a long and winding road"
    done = run("create-admin", EMAIL, "--choose", input=f"{words}\n{words}\n")
    assert done.exit_code == 0, done.output
    assert words not in done.output
    assert EMAIL in run("users", "list").output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("create-admin", "not an address"), "email"),
        (("users", "tier", "nobody@example.org", "basic"), "no account"),
        (("users", "password", "nobody@example.org"), "no account"),
        (("keys", "list", "nobody@example.org"), "no account"),
        (("keys", "create", EMAIL, "x", "--model", "not a pattern"), "models"),
        (("keys", "create", EMAIL, "x", "--address", "nowhere"), "ip_allow"),
        (("keys", "revoke", EMAIL, "aycg_nothing"), "no key"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    run: Callable[..., Result], arguments: tuple[str, ...], told: str
) -> None:
    run("create-admin", EMAIL)
    refused = run(*arguments)
    assert refused.exit_code == 1
    assert told in refused.stderr
    assert not re.search(r"Traceback|Error\(", refused.output)


def test_retention_tells_that_there_are_no_rules(run: Callable[..., Result]) -> None:
    for arguments in (("retention", "--dry-run"), ("retention",)):
        told = run(*arguments)
        assert told.exit_code == 0, told.output
        assert "kept for ever" in told.output
