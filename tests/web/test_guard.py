"""What holds for every request: headers, hosts, origins, sizes, and one shape of refusal."""

import re
from collections.abc import AsyncGenerator

import httpx
import pytest

from app.web.guard import JSON_LIMIT
from tests.studio import PASSWORD, Studio

ACCOUNT = {"email": "eve@example.org", "password": PASSWORD}


@pytest.mark.parametrize("path", ["/", "/api/site", "/healthz", "/nowhere", "/api/generations"])
async def test_every_answer_carries_the_headers_that_keep_a_page_safe(
    studio: Studio, path: str
) -> None:
    async with studio.client() as http:
        headers = (await http.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-request-id"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/nowhere", None, 404, "not-found"),
        ("GET", "/api/nowhere", None, 404, "not-found"),
        ("PUT", "/api/site", None, 405, "method-not-allowed"),
        ("GET", "/api/auth/me", None, 401, "sign-in-required"),
        ("POST", "/api/auth/login", {"email": "x"}, 422, "bad-input"),
        ("POST", "/api/auth/login", {**ACCOUNT, "role": "admin"}, 422, "bad-input"),
    ],
)
async def test_every_refusal_is_a_problem_document(
    studio: Studio, method: str, path: str, body: object, status: int, code: str
) -> None:
    async with studio.client() as http:
        answer = await http.request(method, path, json=body)
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert (answer.status_code, document["status"], document["code"]) == (status, status, code)
    assert document["title"]
    assert document["detail"]


async def test_json_that_no_reader_can_follow_is_a_problem_too(studio: Studio) -> None:
    ada = await studio.person()
    headers = {"Content-Type": "application/json"}
    for body in (b"[" * 100_000, b'{"seed": ' + b"9" * 5000 + b"}", b"{", b"\xff", b""):
        answer = await ada.http.post("/api/generations/text", content=body, headers=headers)
        assert answer.status_code in (400, 422), body[:20]
        assert answer.headers["content-type"] == "application/problem+json", body[:20]
    assert (await ada.http.get("/api/generations")).json()["items"] == []


async def test_another_site_cannot_change_anything_with_our_cookies(studio: Studio) -> None:
    ada = await studio.person()
    for proof in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        answer = await ada.http.patch("/api/auth/me", json={"name": "Eve"}, headers=proof)
        assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed"), proof
    assert (await ada.http.get("/api/auth/me")).json()["name"] == ada.user["name"]


async def test_a_cookie_without_any_proof_of_origin_changes_nothing(studio: Studio) -> None:
    ada = await studio.person()
    del ada.http.headers["Origin"]
    assert (await ada.http.patch("/api/auth/me", json={"name": "Eve"})).status_code == 403


async def test_a_script_with_a_bearer_token_needs_no_origin(studio: Studio) -> None:
    ada = await studio.person()
    form = {"username": ada.user["email"], "password": PASSWORD}
    async with httpx.AsyncClient(base_url=studio.url) as http:
        token = (await http.post("/api/auth/token", data=form)).json()["access_token"]
        for scheme in ("Bearer", "bearer"):
            bearer = {"Authorization": f"{scheme} {token}", "Origin": "https://scripts.example"}
            answer = await http.patch("/api/auth/me", json={"name": scheme}, headers=bearer)
            assert answer.json()["name"] == scheme


async def test_a_token_may_be_asked_for_from_anywhere(studio: Studio) -> None:
    ada = await studio.person()
    form = {"username": ada.user["email"], "password": PASSWORD}
    for proof in ({"Origin": "https://scripts.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = await ada.http.post("/api/auth/token", data=form, headers=proof)
        assert answer.status_code == 200, proof
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("kept", ["", "/studio"], ids=["stripped", "kept"])
async def test_below_a_path_all_is_the_same_whether_the_proxy_strips_it_or_not(
    studio: Studio, kept: str
) -> None:
    ada = await studio.person()
    await studio.restart(root_path="/studio", public_url="https://studio.example/studio")
    headers = {"Host": "studio.example", "Origin": "https://studio.example"}
    form = {"username": ada.user["email"], "password": PASSWORD}
    async with httpx.AsyncClient(base_url=studio.url + kept, headers=headers) as http:
        assert (await http.get("/healthz", headers={"Host": "10.0.0.5"})).status_code == 200
        page = (await http.get("/generate/text")).text
        files = re.findall(r'(?:href|src)="/studio(/static/[^"]+)"', page)
        assert files
        for file in files:
            assert (await http.get(file)).status_code == 200, file
        token = (await http.post("/api/auth/token", data=form)).json()["access_token"]
        large = {"file": ("large.png", b"x" * (JSON_LIMIT + 1))}
        bearer = {"Authorization": f"Bearer {token}"}
        answer = await http.post("/api/media", files=large, headers=bearer)
    # Too large for anything else; looked into here.
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media")


async def test_unknown_hosts_are_refused_once_the_public_address_is_known(studio: Studio) -> None:
    await studio.restart(public_url="https://studio.example")
    async with studio.client() as http:
        assert (await http.get("/api/site")).status_code == 400
        ours = {"Host": "studio.example"}
        assert (await http.get("/api/site", headers=ours)).status_code == 200
        assert (await http.get("/healthz")).status_code == 200


async def test_under_v1_whatever_is_refused_before_a_route_has_openais_shape(
    studio: Studio,
) -> None:
    await studio.restart(public_url="https://studio.example")
    async with httpx.AsyncClient(base_url=studio.url) as http:
        unknown = await http.get("/v1/models")
        ours = {"Host": "studio.example", "Authorization": "Bearer aycg_x"}
        large = b"x" * (JSON_LIMIT + 1)
        announced = await http.post("/v1/audio/speech", content=large, headers=ours)
    assert (unknown.status_code, announced.status_code) == (400, 413)
    for answer in (unknown, announced):
        error = answer.json()["error"]
        assert error["type"] == "invalid_request_error"
        assert set(error) == {"message", "type", "param", "code"}


async def test_once_the_public_address_is_known_only_its_pages_may_change_anything(
    studio: Studio,
) -> None:
    ada = await studio.person()
    await studio.restart(public_url="https://studio.example/below")
    cookie = "; ".join(f"{name}={value}" for name, value in ada.http.cookies.items())
    for origin, status in (
        ("https://studio.example", 200),
        ("http://studio.example", 403),
        ("https://studio.example:8443", 403),
        (studio.url, 403),
    ):
        headers = {"Host": "studio.example", "Origin": origin, "Cookie": cookie}
        async with httpx.AsyncClient(base_url=studio.url) as http:
            answer = await http.patch("/api/auth/me", json={"name": "Eve"}, headers=headers)
        assert answer.status_code == status, origin


async def test_a_body_larger_than_any_prompt_is_cut_off(studio: Studio) -> None:
    async with studio.client() as http:
        announced = await http.post("/api/auth/login", content=b"x" * (JSON_LIMIT + 1))

        async def endless() -> AsyncGenerator[bytes]:
            for _ in range(JSON_LIMIT // 65536 + 2):
                yield b"x" * 65536

        counted = await http.post("/api/auth/login", content=endless())
    assert (announced.status_code, counted.status_code) == (413, 413)


async def test_the_page_is_never_cached_and_its_files_for_ever(studio: Studio) -> None:
    async with studio.client() as http:
        page = await http.get("/generate/text")
        assert page.headers["cache-control"] == "no-cache"
        files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
        assert files
        for path in files:
            file = await http.get(path)
            assert file.status_code == 200, path
            assert "immutable" in file.headers["cache-control"], path
            policy = file.headers["content-security-policy"]
            assert policy.startswith("default-src 'none';"), path
            assert "unsafe" not in policy
            assert file.headers["x-content-type-options"] == "nosniff"
            assert file.headers["x-frame-options"] == "DENY"


async def test_a_person_at_an_unknown_address_sees_a_page_and_a_program_a_problem(
    studio: Studio,
) -> None:
    async with studio.client() as http:
        page = await http.get("/no/such/page", headers={"Accept": "text/html,*/*"})
        problem = await http.get("/api/nothing")
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "app.js" in page.text
    assert (problem.status_code, problem.json()["code"]) == (404, "not-found")


async def test_the_api_document_needs_no_other_host(studio: Studio) -> None:
    async with studio.client() as http:
        page = await http.get("/api/docs")
        assert "https://" not in page.text
        for path in re.findall(r'(?:href|src)="(/[^"]+)"', page.text):
            assert (await http.get(path)).status_code == 200, path
        document = (await http.get("/api/openapi.json")).json()
    assert "/api/generations/{generation_id}/events" in document["paths"]


async def test_the_api_document_promises_problems_of_the_shape_they_have(studio: Studio) -> None:
    async with studio.client() as http:
        document = (await http.get("/api/openapi.json")).json()
        problem = (await http.get("/api/auth/me")).json()
    promised = document["components"]["schemas"]["Problem"]
    assert set(promised["required"]) == problem.keys()
    for path, methods in document["paths"].items():
        shape = "application/json" if path.startswith("/v1/") else "application/problem+json"
        for method, operation in methods.items():
            assert "422" not in operation["responses"], (method, path)
            for refused in ("4XX", "5XX"):
                content = operation["responses"][refused]["content"]
                assert list(content) == [shape], (method, path)


async def test_all_that_the_api_document_refers_to_is_in_it(studio: Studio) -> None:
    async with studio.client() as http:
        answer = await http.get("/api/openapi.json")
    schemas = answer.json()["components"]["schemas"]
    references = re.findall(r'"\$ref":"([^"]+)"', answer.text)
    assert len(references) > 100
    assert set(references) <= {f"#/components/schemas/{name}" for name in schemas}


async def test_a_method_that_is_not_taken_is_told_of_all_that_are(studio: Studio) -> None:
    async with studio.client() as http:
        for path, taken in (
            ("/api/keys", "GET, POST"),
            ("/api/keys/1", "PATCH, DELETE"),
            ("/api/auth/me", "GET, PATCH, DELETE"),
            ("/api/media/1", "GET, HEAD"),
        ):
            answer = await http.options(path)
            assert (answer.status_code, answer.headers["allow"]) == (405, taken), path


async def test_monitors_may_ask_for_the_head_alone(studio: Studio) -> None:
    async with studio.client() as http:
        for path in ("/healthz", "/readyz"):
            answer = await http.head(path)
            assert (answer.status_code, answer.content) == (200, b""), path


async def test_readiness_tells_what_is_wrong(studio: Studio) -> None:
    async with studio.client() as http:
        assert (await http.get("/readyz")).json()["ok"] is True
    await studio.restart(min_free_bytes=2**60)
    async with studio.client() as http:
        full = await http.get("/readyz")
    assert full.status_code == 503
    assert full.json()["database"] == "ok"
    assert "nearly full" in full.json()["disk"]
