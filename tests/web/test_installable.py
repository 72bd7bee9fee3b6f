"""What makes the app installable, at the root of a site and below a path of it."""

import json
import re
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.web.guard import Guard
from app.web.pages import pages_of

STATIC = Path(__file__).parents[2] / "static"


@pytest.fixture(params=["", "/studio"], ids=["at the root", "below a path"])
def base(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def http(base: str) -> httpx.AsyncClient:
    """What a proxy that takes `base` away is answered."""
    pages, app = pages_of(STATIC, base), FastAPI()
    app.router.routes.append(pages.files)
    app.include_router(pages.routes)
    transport = httpx.ASGITransport(Guard(app, version=pages.version))
    return httpx.AsyncClient(transport=transport, base_url="http://localhost")


async def test_the_manifest_names_files_that_are_there(http: httpx.AsyncClient, base: str) -> None:
    async with http:
        answer = await http.get("/manifest.webmanifest")
        assert answer.headers["content-type"] == "application/manifest+json"
        manifest = answer.json()
        assert (manifest["start_url"], manifest["scope"]) == (f"{base}/generate", f"{base}/")
        sizes = {icon["sizes"] for icon in manifest["icons"]}
        assert {"192x192", "512x512"} <= sizes
        for icon in manifest["icons"]:
            assert icon["src"].startswith(f"{base}/static/")
            image = await http.get(icon["src"].removeprefix(base))
            assert image.headers["content-type"] == icon["type"]
        for shortcut in manifest["shortcuts"]:
            page = await http.get(shortcut["url"].removeprefix(base))
            assert page.status_code == 200, shortcut


async def test_the_worker_is_of_this_version_and_its_files_are_there(
    http: httpx.AsyncClient, base: str
) -> None:
    async with http:
        answer = await http.get("/sw.js")
        assert answer.headers["cache-control"] == "no-cache"
        version = answer.headers["x-app-version"]
        assert f'VERSION = "{version}"' in answer.text
        assert f'BASE = "{base}"' in answer.text
        listed = re.search(r"JSON.parse\(`(.*?)`\)", answer.text)
        assert listed
        files: list[str] = json.loads(listed[1])
        assert {"app.js", "css/index.css", "pages/library.js"} <= set(files)
        assert not any("admin" in name or "texts/" in name for name in files)
        for name in files:
            assert (await http.get(f"/static/{version}/{name}")).status_code == 200, name
