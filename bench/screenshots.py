"""Pictures of all pages, to look at and for the documents: `python -m bench.screenshots`.

Into `docs/screenshots` by default: every page on a desk in the dark and on a phone in the light.
With another folder named, every page at three widths in both themes. Somebody has made things
before, so that the pages show what they show on a day like any other.
"""

import asyncio
import io
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from bench.chromium import ARGUMENTS, CHROMIUM
from bench.town import ACCOUNT, ROOT, app_on_demo

PLACE = ROOT / "docs/screenshots"
OURS = {"Sec-Fetch-Site": "same-origin"}

Theme = Literal["dark", "light"]
DESK, TABLET, PHONE = (1440, 900), (768, 1024), (360, 740)
SHOWN: tuple[tuple[tuple[int, int], Theme], ...] = ((DESK, "dark"), (PHONE, "light"))
ALL: tuple[tuple[tuple[int, int], Theme], ...] = tuple(
    (size, theme) for size in (DESK, TABLET, PHONE) for theme in ("dark", "light")
)

TEXT = "A table of three kinds of boats, code that counts them, and a formula"
IMAGES = (
    "A paper boat in a rainy gutter",
    "A lighthouse made of glass, storm light",
    "Ice flowers on a window, morning",
    "A harbour at night, seen from above",
    "A kite over black sand",
)
FILM = "A slow tide at dusk, the camera drifts over black sand"
STRANGERS = {"login": "/login", "register": "/register"}
PAGES: Mapping[str, str] = {
    "text-new": "/generate/text",
    "text": "/generate/text/{thread}",
    "image": "/generate/image",
    "video": "/generate/video",
    "library": "/library",
    "viewer": "/library/{image}",
    "jobs": "/jobs",
    "usage": "/usage",
    "account": "/account",
    "admin": "/admin",
    "admin-people": "/admin/users",
    "admin-costs": "/admin/usage",
    "admin-tiers": "/admin/tiers/basic",
    "admin-models": "/admin/models",
    "admin-routes": "/admin/routes",
    "admin-settings": "/admin/settings",
    "admin-ledger": "/admin/ledger",
    "admin-audit": "/admin/audit",
    "admin-system": "/admin/system",
    "not-found": "/nowhere",
}


async def make(context: BrowserContext, kind: str, prompt: str) -> dict[str, str]:
    """Ask for it, and wait until it is there."""
    path = f"/api/generations/{kind}"
    asked = await context.request.post(path, data={"prompt": prompt}, headers=OURS)
    assert asked.status == 202, await asked.text()
    made = await asked.json()
    while made["state"] in ("queued", "running"):
        await asyncio.sleep(0.2)
        made = await (await context.request.get(f"/api/generations/{made['id']}")).json()
    return made


async def furnish(context: BrowserContext) -> dict[str, str]:
    """Somebody with a conversation, pictures and a film. What addresses need to know."""
    for door in ("register", "login"):
        await context.request.post(f"/api/auth/{door}", data=ACCOUNT, headers=OURS)
    text = await make(context, "text", TEXT)
    images = [await make(context, "image", prompt) for prompt in IMAGES]
    await make(context, "video", FILM)
    return {"thread": text["thread_id"], "image": images[0]["id"]}


async def picture(page: Page, address: str, target: Path) -> None:
    await page.goto(address)
    await page.locator("h1").first.wait_for()
    # Long enough for thumbnails, and for the news of what has ended to have left again.
    await page.wait_for_timeout(1500)
    keep(await page.screenshot(), target)


def keep(shot: bytes, target: Path) -> None:
    Image.open(io.BytesIO(shot)).convert("RGB").save(target, "WEBP", quality=82, method=6)
    print(target.name, f"{target.stat().st_size // 1024} KB", flush=True)


async def all_pictures(browser: Browser, app: str, folder: Path) -> None:
    settled = await browser.new_context(base_url=app)
    known = await furnish(settled)
    state = await settled.storage_state()
    for (width, height), theme in SHOWN if folder == PLACE else ALL:
        for pages, who in ((STRANGERS, None), (PAGES, state)):
            context = await browser.new_context(
                base_url=app,
                viewport={"width": width, "height": height},
                color_scheme=theme,
                reduced_motion="reduce",
                storage_state=who,
            )
            page = await context.new_page()
            for name, address in pages.items():
                target = folder / f"{name}-{width}-{theme}.webp"
                await picture(page, address.format(**known), target)
            await context.close()


async def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as data, app_on_demo(Path(data)) as app:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            await all_pictures(browser, app, folder)
            await browser.close()


if __name__ == "__main__":
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else PLACE
    place.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(place))
