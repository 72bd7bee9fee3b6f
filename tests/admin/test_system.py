"""How everything is doing, as administrators see it."""

from app.admin.key_watch import KeyWatch
from app.admin.system import System
from app.catalog.model import Kind
from app.demo import Fault
from app.gateway.errors import GatewayBusy
from app.money import Micros
from app.routing.breakers import Breakers
from tests.studio import Json, Person, Studio

SYSTEM = "/api/admin/system"
FLASH = "google/gemini-2.5-flash"


async def overview(admin: Person) -> Json:
    answer = await admin.http.get(SYSTEM)
    assert answer.status_code == 200, answer.text
    return answer.json()


def codes(seen: Json) -> list[str]:
    return [each["code"] for each in seen["alerts"]]


async def later(studio: Studio, **by: float) -> None:
    """Let time pass, and the runner look for work since."""
    studio.turn(**by)
    await studio.until(lambda: studio.runner.last_beat == studio.clock())


async def test_a_healthy_installation_tells_its_numbers_and_no_alert(studio: Studio) -> None:
    admin = await studio.person()
    said = await admin.say("Hello")
    await later(studio, seconds=20)
    seen = await overview(admin)
    assert (seen["alerts"], seen["uptime_s"]) == ([], 20)
    assert seen["database"]["up"]
    assert seen["database"]["bytes"] > 0
    assert seen["catalogue"]["models"]["video"] > 0
    assert (seen["gateway"]["demo"], seen["gateway"]["key"]["ok"]) == (True, True)
    assert seen["money"] == {"spent_micros": said["cost_micros"], "held_micros": 0}
    assert seen["users"] == {"active": 1}
    assert [each["state"] for each in seen["breakers"]] == ["closed", "closed"]


async def test_jobs_are_counted_by_state(studio: Studio) -> None:
    admin = await studio.person()
    studio.demo.script(path="/videos", answer=Fault.drop_before_answer())
    await studio.made(admin, "video")
    await admin.ask("video")
    runner = (await overview(admin))["runner"]
    assert (runner["queued"] + runner["running"], runner["unknown"]) == (1, 1)


async def test_an_open_breaker_is_seen_and_can_be_reset(studio: Studio) -> None:
    admin = await studio.person()
    breakers = studio.part(Breakers)
    for n in range(5):
        breakers.report(Kind.TEXT, FLASH, f"call {n}", GatewayBusy(status_code=503))
    seen = await overview(admin)
    gateway, flash = seen["breakers"]
    assert (gateway["model"], gateway["state"]) == (None, "closed")
    assert (flash["kind"], flash["model"], flash["state"]) == ("text", FLASH, "open")
    assert (flash["calls"], flash["failures"]) == (5, 5)
    assert flash["retry_at"].startswith("2026-11-21T12:00:30")
    assert codes(seen) == ["breaker-open"]
    assert (await admin.http.post(f"{SYSTEM}/breakers/reset")).status_code == 204
    assert codes(await overview(admin)) == []


async def test_a_key_that_runs_low_is_told_to_administrators_alone(studio: Studio) -> None:
    admin, ben = await studio.person(), await studio.person("ben")
    left = {"data": {"label": "sk-or", "limit": 20, "limit_remaining": 1.25, "usage": 18.75}}
    studio.demo.script(path="/key", method="GET", answer=Fault.status(200, left), times=None)
    checked = (await admin.http.post(f"{SYSTEM}/key/check")).json()
    assert (checked["ok"], checked["low"], checked["remaining_micros"]) == (True, True, 1_250_000)
    [alert] = (await overview(admin))["alerts"]
    assert (alert["code"], "$1.25" in alert["detail"]) == ("key-low", True)
    assert "1250000" not in (await ben.http.get("/api/usage")).text
    assert "remaining" not in (await ben.http.get("/api/site")).text


async def test_a_key_that_is_refused_keeps_its_last_numbers_and_says_why(studio: Studio) -> None:
    admin = await studio.person()
    left = {"data": {"label": "sk-or", "limit": 20, "limit_remaining": 10, "usage": 10}}
    studio.demo.script(path="/key", method="GET", answer=Fault.status(200, left))
    await admin.http.post(f"{SYSTEM}/key/check")
    await later(studio, minutes=5)
    studio.demo.script(path="/key", method="GET", answer=Fault.status(401))
    key = (await admin.http.post(f"{SYSTEM}/key/check")).json()
    assert (key["ok"], key["remaining_micros"]) == (False, 10_000_000)
    assert key["problem"]
    assert (key["heard_at"], key["looked_at"]) == ("2026-11-21T12:00:00Z", "2026-11-21T12:05:00Z")
    assert codes(await overview(admin)) == ["key-refused"]
    studio.demo.script(path="/key", method="GET", answer=Fault.status(503))
    await admin.http.post(f"{SYSTEM}/key/check")
    assert codes(await overview(admin)) == []


async def test_the_key_is_looked_at_from_the_start_on(studio: Studio) -> None:
    watch = studio.part(System).key
    await studio.until(lambda: watch.state.heard_at is not None)
    assert not watch.low


async def test_a_key_without_a_limit_never_runs_low(studio: Studio) -> None:
    watch = studio.part(System).key
    unlimited = KeyWatch(watch._gateway, studio.clock, Micros(10**15))  # pyright: ignore[reportPrivateUsage]
    await unlimited.look()
    assert (unlimited.state.limit, unlimited.low) == (None, False)


async def test_a_chain_that_names_what_is_gone_is_worth_an_alert(studio: Studio) -> None:
    admin = await studio.person()
    await admin.http.patch("/api/admin/models/runway/gen-4.5", json={"hidden": True})
    [alert] = (await overview(admin))["alerts"]
    assert alert["code"] == "route-model-missing"
    assert "video route auto/best" in alert["detail"]


async def test_an_old_list_of_models_is_worth_an_alert(studio: Studio) -> None:
    admin = await studio.person()
    await later(studio, hours=25)
    admin = await studio.again(admin)
    assert codes(await overview(admin)) == ["old-catalogue"]
