"""Nothing is found by a path, and no answer leads where a header says."""

import pytest

from tests.media.samples import picture
from tests.security.asking import ask, values_of
from tests.security.conftest import House
from tests.security.routes import Door
from tests.security.rows import ROWS

pytestmark = pytest.mark.asyncio(loop_scope="package")

EVIL = "evil.example"
CLAIMS = {
    "Host": EVIL,
    "X-Forwarded-Host": EVIL,
    "X-Forwarded-Proto": "https",
    "Forwarded": f"host={EVIL};proto=https",
    "X-Original-URL": "/api/admin/users",
    "X-Rewrite-URL": "/api/admin/users",
    "X-HTTP-Method-Override": "DELETE",
}
CLIMBS = (
    "../app/main.py",
    "../../etc/passwd",
    "%2e%2e/%2e%2e/etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "..%5c..%5cetc%5cpasswd",
    "%2fetc%2fpasswd",
    "/etc/passwd",
    "app.js%00.txt",
    "../static2/app.js",
    ".",
    "vendor",
    "%252e%252e/app/main.py",
)


@pytest.mark.parametrize("path", ["/library/", "/api/auth/me/", "/api/admin/users/", "/generate//"])
async def test_no_redirect_leaves_the_site_whatever_the_headers_say(
    house: House, path: str
) -> None:
    for accept in ("text/html", "*/*"):
        answer = await house.cast.ada.http.get(path, headers=CLAIMS | {"Accept": accept})
        assert EVIL not in answer.headers.get("location", "")
        assert answer.headers.get("location", "/x")[:2].strip("/") != ""
        assert answer.status_code in (308, 404)


async def test_a_page_with_a_slash_too_many_is_found_all_the_same(house: House) -> None:
    for path in ("/library/", "/generate/image/"):
        answer = await house.cast.ada.http.get(path, headers={"Accept": "text/html"})
        assert answer.headers["location"] == f"/{path.strip('/')}"
    for path in (f"//{EVIL}/", f"/\\{EVIL}/", f"/%5c{EVIL}/", f"/%0d%0aSet-Cookie:x/{EVIL}/"):
        answer = await house.cast.ada.http.get(
            house.studio.url + path, headers={"Accept": "text/html"}
        )
        where = answer.headers["location"]
        assert where.startswith("/")
        assert where[1] not in "/\\"
        assert "set-cookie" not in answer.headers


async def test_who_may_pass_is_decided_by_the_path_and_by_no_header(house: House) -> None:
    answer = await house.cast.ada.http.get("/api/auth/me", headers=CLAIMS)
    assert (answer.status_code, answer.json()["email"]) == (200, "ada@example.org")
    for path in ("/api/admin/users", "/api/admin%2fusers", "/api/auth/..%2fadmin/users"):
        refused = await house.cast.ada.http.get(path, headers=CLAIMS)
        assert refused.status_code in (403, 404), path


async def test_no_file_is_found_by_its_path(house: House) -> None:
    page = (await house.cast.ada.http.get("/")).text
    static = page[page.index("/static/") :].split('"')[0].rsplit("/", 1)[0]
    places = (static, "/static", "/api/media", "/v1/media")
    for place in places:
        for climb in CLIMBS:
            answer = await house.cast.ada.http.get(f"{house.studio.url}{place}/{climb}")
            assert answer.status_code in (401, 404, 405), (place, climb)
            assert "root:" not in answer.text


@pytest.mark.parametrize(
    "name", ["../../../evil.py", "/etc/passwd", "a\x00b.png", "..\\..\\evil.png", "%2e%2e%2fevil"]
)
async def test_the_name_of_an_upload_names_no_file(house: House, name: str) -> None:
    files = {"file": (name, picture(size=(8, 8)), "image/png")}
    answer = await house.cast.ada.http.post("/api/media", files=files)
    assert answer.status_code == 201
    kept = answer.json()
    told = (await house.cast.ada.http.get(f"/api/media/{kept['id']}")).headers
    assert "/" not in told["content-disposition"].partition("filename=")[2].split(";")[0]
    found = [each.name for each in house.studio.data_dir.rglob("*") if each.is_file()]
    assert not [each for each in found if "evil" in each or "passwd" in each]


async def test_a_signed_address_opens_this_one_picture_only(house: House) -> None:
    """What it cannot do; what it can is proven in tests/openai_api."""
    row = ROWS[door := Door("/v1/media/{media_id}", "GET")]
    values = await values_of(house, door, row)
    for query in (
        {},
        {"key": values["key_id"], "expires": 2**33, "signature": ""},
        {"key": values["key_id"], "expires": 2**33, "signature": "A" * 43},
        {"key": "", "expires": 0, "signature": "\ud7ff"},
    ):
        for actor in ("nobody", "owner", "key"):
            path = f"/v1/media/{values['media_id']}"
            answer = await house.cast[actor].get(path, params=query)
            assert answer.status_code == 404
    nothing = await ask(house, house.cast["nobody"], door, row, values)
    assert nothing.json()["error"]["code"] == "not-found"
