"""/v1/images and /v1/videos: made by the same runner as the page's, told in OpenAI's words."""

import asyncio
import base64
from typing import Any

import httpx
import pytest

from app.accounts.model import UserState
from app.accounts.service import Accounts
from app.db import Tx
from app.demo.faults import Fault
from app.demo.jobs import VideoOutcome
from tests.media.samples import picture
from tests.openai_api.conftest import FILM, IMAGE, Program
from tests.scripts import key_for, script_of, with_secret
from tests.studio import PATIENCE, Json, Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")

PNG = b"\x89PNG\r\n\x1a\n"


def ledger_of(tx: Tx, key_id: str) -> list[str]:
    rows = tx.rows("SELECT kind FROM ledger WHERE key_id = $id ORDER BY id", id=key_id)
    return [row["kind"] for row in rows]


async def test_a_picture_comes_in_base64_with_what_it_cost(
    shared: Studio, program: Program
) -> None:
    answer = await program.draw(size="1024x1024")
    assert answer.status_code == 200, answer.text
    document = answer.json()
    [made] = document["data"]
    data = base64.b64decode(made["b64_json"])
    [item] = (await program.owner.http.get("/api/generations")).json()["items"]
    assert len(data) == item["media"][0]["bytes"]
    assert document["usage"]["cost"] == item["cost_micros"] / 1_000_000 > 0
    assert document["model"] == IMAGE
    assert await shared.db.read(ledger_of, program.key["id"]) == ["hold", "settle"]


async def test_an_address_shows_one_picture_for_an_hour_and_while_the_key_is_good(
    shared: Studio, ada: Person
) -> None:
    key = await key_for(ada)
    async with with_secret(shared, key["secret"]) as http:
        body = {"model": IMAGE, "prompt": "A boat", "response_format": "url"}
        answer = await http.post("/v1/images/generations", json=body)
        [made] = answer.json()["data"]
    async with httpx.AsyncClient() as anybody:
        seen = await anybody.get(made["url"])
        assert seen.status_code == 200
        assert seen.headers["content-type"].startswith("image/")
        assert "sandbox" in seen.headers["content-security-policy"]
        good = httpx.URL(made["url"])
        for change in (
            {"signature": "A" * 43},
            {"signature": ""},
            {"expires": str(int(good.params["expires"]) + 1)},
            {"key": "0193e7a0-0000-7000-8000-000000000000"},
            {"key": "' OR 1=1"},
        ):
            assert (await anybody.get(good.copy_merge_params(change))).status_code == 404
        other = good.copy_with(path=good.path[:-1] + ("0" if good.path[-1] != "0" else "1"))
        assert (await anybody.get(other)).status_code == 404
        shared.clock.turn(hours=1)
        assert (await anybody.get(made["url"])).status_code == 404

        async with with_secret(shared, key["secret"]) as http:
            made = (await http.post("/v1/images/generations", json=body)).json()["data"][0]
        assert (await anybody.get(made["url"])).status_code == 200
        accounts = shared.part(Accounts)
        await accounts.change_user(ada.user["id"], state=UserState.DISABLED)
        assert (await anybody.get(made["url"])).status_code == 404
        await accounts.change_user(ada.user["id"], state=UserState.ACTIVE)
        assert (await anybody.get(made["url"])).status_code == 200
        ada = await shared.again(ada)
        await ada.http.delete(f"/api/keys/{key['id']}")
        assert (await anybody.get(made["url"])).status_code == 404


async def test_pictures_are_drawn_after_others_and_an_upload_is_kept_once(
    shared: Studio, program: Program
) -> None:
    first, second = picture(), picture("JPEG")
    for _ in range(2):
        answer = await program.http.post(
            "/v1/images/edits",
            data={"model": IMAGE, "prompt": "Make it blue", "n": "1", "size": "auto"},
            files=[("image[]", ("a.png", first)), ("image[]", ("b.jpg", second))],
        )
        assert answer.status_code == 200, answer.text
    sent = shared.demo.recorded("POST", "/images")[-1].body
    assert len(sent["input_references"]) == 2
    items = (await program.owner.http.get("/api/generations")).json()["items"]
    assert items[0]["inputs"] == items[1]["inputs"]
    assert [each["role"] for each in items[0]["inputs"]] == ["reference", "reference"]


@pytest.mark.parametrize(
    ("data", "files", "status"),
    [
        ({"prompt": "x"}, [], 400),
        ({}, [("image", ("a.png", PNG))], 400),
        ({"prompt": "x", "owner": "me"}, [("image", ("a.png", PNG))], 400),
        ({"prompt": "x"}, [("image", ("a.png", b"not a picture"))], 415),
        ({"prompt": "x"}, [("image", ("a.png", b""))], 415),
        ({"prompt": "x"}, [("image", ("a.png", PNG + b"broken"))], 415),
        ({"prompt": "x"}, [("image", ("a.png", PNG)), ("mask", ("m.png", PNG))], 400),
        ({"prompt": "x", "n": "11"}, [("image", ("a.png", PNG))], 400),
        ({"prompt": "x", "n": "many"}, [("image", ("a.png", PNG))], 400),
    ],
)
async def test_an_edit_that_cannot_be_made_is_refused(
    shared: Studio, program: Program, data: Json, files: Any, status: int
) -> None:
    answer = await program.http.post(
        "/v1/images/edits", data={"model": IMAGE, **data}, files=files or {"x": ("", b"")}
    )
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["message"]
    assert await shared.db.read(ledger_of, program.key["id"]) == []


async def test_a_form_that_never_ends_is_no_form(program: Program) -> None:
    for content_type, body in (
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=a", b"--a\r\nContent-Disposition: form-data\r\n\r\n"),
        ("application/json", b'{"prompt": "x"}'),
    ):
        answer = await program.http.post(
            "/v1/images/edits", content=body, headers={"Content-Type": content_type}
        )
        assert answer.status_code == 400, answer.text


SIZES: list[tuple[str, str, Json]] = [
    (IMAGE, "1024x1024", {"aspect_ratio": "1:1"}),
    (IMAGE, "1536x1024", {"aspect_ratio": "3:2"}),
    (IMAGE, "1792x1024", {"aspect_ratio": "16:9"}),
    (IMAGE, "auto", {}),
]


@pytest.mark.parametrize(("model", "size", "params"), SIZES)
async def test_a_size_becomes_a_shape(
    shared: Studio, program: Program, model: str, size: str, params: Json
) -> None:
    answer = await program.draw(model=model, size=size)
    assert answer.status_code == 200, answer.text
    sent = shared.demo.recorded("POST", "/images")[-1].body
    assert params.items() <= sent.items()
    assert "size" not in sent


@pytest.mark.parametrize(
    "body",
    [
        {"size": "1000x37"},
        {"size": "large"},
        {"size": "0x0"},
        {"n": 0},
        {"n": 11},
        {"prompt": ""},
        {"prompt": "x" * 40_000},
        {"style": "vivid"},
        {"stream": True},
        {"background": "pink"},
        {"seed": "lucky"},
        {"image": "data:image/png;base64,AAAA"},
        {"model": "openai/gpt-5-mini"},
    ],
)
async def test_a_picture_that_cannot_be_drawn_is_refused_by_name(
    program: Program, body: Json
) -> None:
    answer = await program.draw(**body)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["type"] == "invalid_request_error"


async def test_a_picture_that_failed_is_an_error_and_costs_nothing(
    shared: Studio, program: Program
) -> None:
    shared.demo.script(path="/images", answer=Fault.status(400))
    answer = await program.draw()
    assert answer.status_code == 400, answer.text
    assert answer.headers["x-should-retry"] == "false"
    assert await shared.db.read(ledger_of, program.key["id"]) == ["hold", "release"]


async def test_a_picture_whose_fate_is_unknown_is_never_asked_for_again(
    shared: Studio, program: Program
) -> None:
    shared.demo.script(path="/images", answer=Fault.drop_before_answer())
    answer = await program.draw()
    assert answer.status_code == 502
    assert answer.headers["x-should-retry"] == "false"
    assert len(shared.demo.recorded("POST", "/images")) == 1


async def test_the_same_idempotency_key_is_the_same_picture(
    shared: Studio, program: Program
) -> None:
    headers = {"Idempotency-Key": "a-boat"}
    answers = await asyncio.gather(*(program.draw(headers=headers) for _ in range(4)))
    assert {each.status_code for each in answers} == {200}
    assert len({each.text for each in answers}) == 1
    assert len(shared.demo.recorded("POST", "/images")) == 1


async def film(program: Program, **more: Any) -> httpx.Response:
    body: Json = {"model": FILM, "prompt": "Waves", "seconds": "4", **more}
    return await program.http.post("/v1/videos", json=body)


async def test_a_film_is_asked_for_followed_fetched_and_deleted(
    shared: Studio, program: Program
) -> None:
    asked = await film(program, size="1280x720")
    assert asked.status_code == 200, asked.text
    job = asked.json()
    assert (job["object"], job["status"], job["seconds"]) == ("video", "queued", "4")
    early = await program.http.get(f"/v1/videos/{job['id']}/content")
    assert (early.status_code, early.headers["x-should-retry"]) == (409, "false")

    await shared.ended(program.owner, job["id"])
    done = (await program.http.get(f"/v1/videos/{job['id']}")).json()
    assert (done["status"], done["progress"], done["error"]) == ("completed", 100, None)
    assert done["usage"]["cost"] > 0
    content = await program.http.get(f"/v1/videos/{job['id']}/content")
    assert content.headers["content-type"] == "video/mp4"
    assert content.content[4:8] == b"ftyp"
    small = await program.http.get(f"/v1/videos/{job['id']}/content?variant=thumbnail")
    assert small.headers["content-type"] == "image/webp"

    gone = await program.http.delete(f"/v1/videos/{job['id']}")
    assert gone.json() == {"id": job["id"], "object": "video.deleted", "deleted": True}
    assert (await program.http.get(f"/v1/videos/{job['id']}")).status_code == 404
    assert (await program.http.get(f"/v1/videos/{job['id']}/content")).status_code == 404


async def test_a_film_begins_with_the_picture_given(shared: Studio, program: Program) -> None:
    answer = await program.http.post(
        "/v1/videos",
        data={"model": FILM, "prompt": "Waves", "seconds": "4"},
        files={"input_reference": ("first.png", picture(size=(320, 180)))},
    )
    assert answer.status_code == 200, answer.text
    await shared.ended(program.owner, answer.json()["id"])
    [job] = shared.demo.submits("Waves")[-1:]
    assert job.body["frame_images"][0]["frame_type"] == "first_frame"


async def test_a_film_that_failed_says_why(shared: Studio, program: Program) -> None:
    shared.demo.script_video(VideoOutcome(status="failed", error="Content policy violation"))
    job = (await film(program)).json()
    await shared.ended(program.owner, job["id"])
    seen = (await program.http.get(f"/v1/videos/{job['id']}")).json()
    assert seen["status"] == "failed"
    assert seen["error"]["code"] == "moderated"
    content = await program.http.get(f"/v1/videos/{job['id']}/content")
    assert content.status_code == 400


async def test_films_are_listed_page_by_page_for_their_key_only(
    shared: Studio, program: Program
) -> None:
    ids = [(await film(program, prompt=f"Wave {n}")).json()["id"] for n in range(5)]
    await program.owner.ask("video", "By hand", model=FILM)
    first = (await program.http.get("/v1/videos", params={"limit": 2})).json()
    assert [each["id"] for each in first["data"]] == ids[:-3:-1]
    assert first["has_more"] is True
    rest = await program.http.get("/v1/videos", params={"limit": 9, "after": first["last_id"]})
    assert [each["id"] for each in rest.json()["data"]] == ids[2::-1]
    assert rest.json()["has_more"] is False
    oldest = await program.http.get("/v1/videos", params={"order": "asc", "limit": 1})
    assert oldest.json()["first_id"] == ids[0]
    async with script_of(shared, program.owner) as other:
        assert (await other.get("/v1/videos")).json()["data"] == []
        for answer in (
            await other.get(f"/v1/videos/{ids[0]}"),
            await other.get(f"/v1/videos/{ids[0]}/content"),
            await other.delete(f"/v1/videos/{ids[0]}"),
            await other.get("/v1/videos/no-such-thing"),
        ):
            assert answer.status_code == 404
            assert answer.json()["error"]["code"] == "not-found"


async def test_films_of_a_program_need_their_scope(shared: Studio, ada: Person) -> None:
    async with script_of(shared, ada, scopes=["text", "image", "read"]) as http:
        for answer in (
            await http.post("/v1/videos", json={"prompt": "x"}),
            await http.get("/v1/videos"),
            await http.get("/v1/videos/0193e7a0-0000-7000-8000-000000000000"),
        ):
            assert answer.status_code == 403


async def test_a_picture_whose_client_left_is_in_the_library(
    shared: Studio, program: Program
) -> None:
    shared.demo.script(path="/images", answer=Fault.delay(1.5))
    with pytest.raises(httpx.ReadTimeout):
        await program.http.post(
            "/v1/images/generations", json={"model": IMAGE, "prompt": "x"}, timeout=0.5
        )
    async with asyncio.timeout(PATIENCE):
        while True:
            [item] = (await program.owner.http.get("/api/generations")).json()["items"]
            if item["state"] == "succeeded":
                break
            await asyncio.sleep(0.05)
    assert item["media"]


async def test_models_are_those_that_key_and_tier_allow(
    shared: Studio, ada: Person, program: Program
) -> None:
    everything = (await program.http.get("/v1/models")).json()
    assert everything["object"] == "list"
    ids = [each["id"] for each in everything["data"]]
    assert ids[0].startswith("auto")
    assert {IMAGE, FILM, "openai/gpt-5-mini"} <= set(ids)
    assert len(ids) == len(set(ids))
    one = (await program.http.get(f"/v1/models/{IMAGE}")).json()
    assert (one["id"], one["object"], one["owned_by"]) == (IMAGE, "model", "black-forest-labs")

    async with script_of(shared, ada, scopes=["text"], models=["openai/*"]) as http:
        narrow = [each["id"] for each in (await http.get("/v1/models")).json()["data"]]
        assert narrow
        assert all(each.startswith(("openai/", "auto")) for each in narrow)
        assert (await http.get(f"/v1/models/{IMAGE}")).status_code == 404
        assert (await http.get("/v1/models/openai/gpt-5-mini")).status_code == 200


async def test_what_is_not_served_is_said_in_the_same_shape(program: Program) -> None:
    for method, path in (("POST", "/v1/fine_tuning/jobs"), ("GET", "/v1/assistants")):
        answer = await program.http.request(method, path)
        assert answer.status_code == 404
        assert answer.json()["error"]["code"] == "unknown_url"
