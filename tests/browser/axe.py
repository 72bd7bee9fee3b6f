"""axe-core in a page of ours: what it finds in both themes, at three widths.

The library is handed to the browser by the debugger, so our Content-Security-Policy stays as it is.
"""

from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Page

ROOT = Path(__file__).parents[2]
WIDTHS = (360, 768, 1440)
TALL = 1800  # so that no bar at the edge hides a part of something that scrolling would show
THEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")

# What lies behind a modal dialog is inert: nobody can reach it, whatever axe makes of its edges.
RUN = """() => axe.run([...document.querySelectorAll("dialog:modal")].at(-1) ?? document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    resultTypes: ["violations"],
})"""


SETTLED = """async () => {
    const frame = () => new Promise(requestAnimationFrame)
    await frame()
    await frame()
    const ends = (each) => each.effect?.getComputedTiming().endTime !== Infinity
    const ending = document.getAnimations().filter(ends).map(each => each.finished)
    await Promise.race([Promise.allSettled(ending), new Promise(done => setTimeout(done, 1000))])
}"""
TRIES = 6  # looks at a page whose colours may still be on their way from one theme to the other


async def faults_everywhere(page: Page) -> list[str]:
    """What is wrong with the page as it stands, in each theme and at each width."""
    found: list[str] = []
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": TALL})
        for theme in THEMES:
            # Without motion nothing stays half transparent, or between two colours.
            await page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            found += [f"{theme} at {width}: {each}" for each in await _lasting_faults(page)]
    return found


async def _lasting_faults(page: Page) -> list[str]:
    """What is still wrong once nothing moves any more."""
    found: list[str] = []
    for _ in range(TRIES):
        await page.evaluate(SETTLED)
        found = await faults(page)
        if not found:
            break
        await page.wait_for_timeout(300)
    return found


async def faults(page: Page) -> list[str]:
    """What axe finds now, each with the element it is about."""
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate((ROOT / "node_modules/axe-core/axe.min.js").read_text())
    violations: list[dict[str, Any]] = (await page.evaluate(RUN))["violations"]
    return [
        f"{each['id']}: {node['html'][:160]} ({node['failureSummary'][:240]})"
        for each in violations
        for node in each["nodes"]
    ]
