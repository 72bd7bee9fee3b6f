"""What a tier allows, over HTTP: models, jobs at once, budgets, storage. And never a stale one."""

import asyncio
import threading

import pytest

from app.accounts.service import Accounts
from app.catalog.model import Kind
from app.db import Tx
from app.demo import Fault
from app.media.service import MediaStore
from app.money import Micros
from app.routing.repository import bytes_kept
from app.routing.rules import Rules
from app.usage.budgets import Limits, set_limits
from tests.generation.plans import in_a_tier
from tests.media.samples import picture
from tests.studio import PATIENCE, Json, Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")

FLASH, LITE = "google/gemini-2.5-flash", "google/gemini-2.5-flash-lite"
KLEIN, MINI = "black-forest-labs/flux.2-klein-4b", "openai/gpt-image-1-mini"


async def send(person: Person, kind: str, **body: object) -> tuple[int, Json]:
    answer = await person.http.post(f"/api/generations/{kind}", json={"prompt": "A boat"} | body)
    return answer.status_code, answer.json()


async def test_a_new_person_is_basic_and_can_make_every_kind(shared: Studio, ada: Person) -> None:
    assert ada.user["tier"] == "basic"
    for kind in ("text", "image", "video"):
        assert (await shared.made(ada, kind))["state"] == "succeeded"


async def test_who_is_free_can_make_every_kind_too_for_a_little(
    shared: Studio, ada: Person
) -> None:
    await shared.part(Accounts).change_user(ada.user["id"], tier="free")
    for kind in ("text", "image", "video"):
        assert (await shared.made(ada, kind))["state"] == "succeeded"
    status, problem = await send(ada, "video")
    assert (status, problem["code"]) == (402, "budget-exceeded")


async def test_a_model_beyond_ones_tier_is_refused_naming_what_is_within(
    shared: Studio, ada: Person
) -> None:
    await in_a_tier(shared, ada, models={Kind.IMAGE: (KLEIN,)}, routes={Kind.IMAGE: ("auto",)})
    for path in ("image", "image/quote"):
        status, problem = await send(ada, path, model=MINI)
        assert (status, problem["code"]) == (403, "model-not-allowed")
        assert (problem["models"], problem["routes"]) == ([KLEIN], ["auto"])
        assert KLEIN in problem["detail"]
    assert (await send(ada, "text"))[0] == 403
    assert (await shared.made(ada, "image"))["answered_by"] == KLEIN


async def test_the_list_of_models_follows_the_tier(shared: Studio, ada: Person) -> None:
    await in_a_tier(shared, ada, models={Kind.IMAGE: (KLEIN,)}, routes={Kind.IMAGE: ("auto",)})
    shown = (await ada.http.get("/api/models", params={"kind": "image"})).json()["items"]
    assert [(each["id"], each["available"]) for each in shown if each["is_route"]] == [
        ("auto", True)
    ]
    assert [each["id"] for each in shown if each["available"]] == ["auto", KLEIN]


async def test_jobs_at_once_are_counted_where_they_are_booked(shared: Studio, ada: Person) -> None:
    await in_a_tier(shared, ada, jobs_at_once={Kind.TEXT: 0, Kind.IMAGE: None, Kind.VIDEO: 3})
    shared.demo.script(path="/videos", answer=Fault.status(429), times=None)
    answers = await asyncio.gather(*(send(ada, "video") for _ in range(30)))
    assert sorted(status for status, _ in answers) == [202] * 3 + [429] * 27
    refused = await ada.http.post("/api/generations/video", json={"prompt": "A boat"})
    assert refused.json()["code"] == "too-many-jobs"
    assert int(refused.headers["Retry-After"]) > 0
    assert (await send(ada, "text"))[0] == 429
    assert (await send(ada, "image"))[0] == 202


async def test_a_job_that_ended_makes_room(shared: Studio, ada: Person) -> None:
    await in_a_tier(shared, ada, jobs_at_once={Kind.TEXT: 1, Kind.IMAGE: 1, Kind.VIDEO: 1})
    for _ in range(2):
        assert (await shared.made(ada, "image", model=KLEIN))["state"] == "succeeded"
        assert (await ada.say("Tell me about boats"))["state"] == "succeeded"


async def test_a_budget_is_that_of_the_tier_unless_one_has_ones_own(
    shared: Studio, ada: Person
) -> None:
    await in_a_tier(shared, ada, budget_day=Micros(20_000), budget_month=None)
    assert [(await ada.usage(each))["limit_micros"] for each in ("day", "month")] == [20_000, None]
    assert (await send(ada, "video"))[0] == 402
    await shared.db.write(set_limits, ada.user["id"], Limits(Micros(1_000_000)))
    assert (await ada.usage())["limit_micros"] == 1_000_000
    assert (await send(ada, "video"))[0] == 202


async def test_a_full_library_takes_nothing_more(shared: Studio, ada: Person) -> None:
    boat = picture()
    tier = await in_a_tier(shared, ada, storage_bytes=len(boat))
    for status in (201, 507):
        answer = await ada.http.post("/api/media", files={"file": ("boat.png", boat)})
        assert answer.status_code == status, answer.text
    assert answer.json()["code"] == "storage-full"
    assert (await send(ada, "image"))[0] == 507
    assert (await send(ada, "text"))[0] == 202
    await shared.part(Rules).change_tier(tier.name, storage_bytes=None)
    assert (await send(ada, "image"))[0] == 202


async def test_of_eight_uploads_at_once_those_are_kept_that_there_is_room_for(
    shared: Studio, ada: Person
) -> None:
    """And what is refused leaves nothing on the disk."""
    boat = picture(size=(91, 57))
    await in_a_tier(shared, ada, storage_bytes=3 * len(boat))

    async def upload() -> int:
        return (await ada.http.post("/api/media", files={"file": ("a.png", boat)})).status_code

    answers = await asyncio.gather(*[upload() for _ in range(8)])
    assert sorted(answers) == [201] * 3 + [507] * 5
    assert await shared.db.read(bytes_kept, ada.user["id"]) == 3 * len(boat)
    files = (shared.data_dir / "media").rglob("*")
    assert len([each for each in files if each.is_file() and each.read_bytes() == boat]) == 3


async def test_deleting_for_good_makes_room(shared: Studio, ada: Person) -> None:
    await in_a_tier(shared, ada, storage_bytes=1)
    made = await shared.made(ada, "image")
    file = shared.part(MediaStore).files.path(made["media"][0]["id"])
    assert file.exists()
    assert (await send(ada, "image"))[0] == 507
    await ada.http.delete(f"/api/generations/{made['id']}")
    assert (await send(ada, "image"))[0] == 507, "what is in the trash takes its room"
    emptied = await ada.http.post("/api/trash/purge", json={"ids": [made["id"]]})
    assert emptied.is_success, emptied.text
    assert not file.exists()
    assert (await send(ada, "image"))[0] == 202


async def test_a_hundred_changes_of_tiers_at_once_act_each_on_the_next_request(
    shared: Studio, ada: Person
) -> None:
    """Five people side by side are moved between tiers whose rules change as well."""
    rules, accounts = shared.part(Rules), shared.part(Accounts)
    people = [ada, *[await shared.person(f"{ada.user['name']}-{n}") for n in range(4)]]

    async def may_use(person: Person, model: str) -> bool:
        status, _ = await send(person, "text/quote", model=model)
        assert status in (200, 403)
        return status == 200

    async def change_and_ask(person: Person, allowed: str, other: str) -> None:
        tier = await in_a_tier(shared, person, models={Kind.TEXT: (allowed,)})
        assert not await may_use(person, other)
        await rules.change_tier(tier.name, models={Kind.TEXT: (other,)})
        assert not await may_use(person, allowed)
        assert (await send(person, "text", model=other))[0] == 202
        await accounts.change_user(person.user["id"], tier="basic")
        assert await may_use(person, allowed)

    async def five_times(person: Person) -> None:
        for n in range(5):
            await change_and_ask(person, *((FLASH, LITE) if n % 2 else (LITE, FLASH)))

    await asyncio.gather(*map(five_times, people))


async def test_what_is_booked_is_allowed_by_the_tier_of_that_very_moment(
    shared: Studio, ada: Person
) -> None:
    """A change that comes between choosing a model and booking it is heeded."""
    tier = await in_a_tier(shared, ada, models={Kind.TEXT: ("*",)})
    models = {Kind.TEXT: (LITE,)}
    gate, begun = threading.Event(), threading.Event()

    def hold(_: Tx) -> None:
        begun.set()
        gate.wait(PATIENCE)

    busy = asyncio.create_task(shared.db.write(hold))
    await shared.until(begun.is_set)  # or the writer might take the change along with it
    change = asyncio.create_task(shared.part(Rules).change_tier(tier.name, models=models))
    await shared.until(lambda: shared.db.waiting_writes >= 1)
    asked = asyncio.create_task(send(ada, "text", model=FLASH))
    on_a_route = asyncio.create_task(send(ada, "text"))
    await shared.until(lambda: shared.db.waiting_writes >= 3)
    gate.set()
    await asyncio.gather(busy, change)
    status, problem = await asked
    assert (status, problem["code"]) == (403, "model-not-allowed")
    status, answer = await on_a_route
    assert status == 202
    assert (await shared.ended(ada, answer["id"]))["answered_by"] == LITE


async def test_a_hundred_requests_meet_a_hundred_changes(shared: Studio, ada: Person) -> None:
    rules = shared.part(Rules)
    tier = await in_a_tier(shared, ada, models={Kind.TEXT: (FLASH,)})
    begun = ended = 0

    async def change() -> None:
        nonlocal begun, ended
        for n in range(100):
            begun += 1
            await rules.change_tier(tier.name, models={Kind.TEXT: (LITE if n % 2 else FLASH,)})
            ended += 1
            await asyncio.sleep(0.001)

    async def ask() -> None:
        before = begun, ended
        status, problem = await send(ada, "text", model=FLASH)
        assert status in (202, 403), problem
        if before == (begun, ended) and begun == ended:
            assert status == (403 if ended and ended % 2 == 0 else 202)

    await asyncio.gather(change(), *(ask() for _ in range(100)))
