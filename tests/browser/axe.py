"""axe-core in a page of ours: what it finds in both themes, at three widths.

The library is handed to the browser by the debugger, so our Content-Security-Policy stays as it is.
"""

from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Page

ROOT = Path(__file__).parents[2]
WIDTHS = (360, 768, 1440)
THEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")

RUN = """() => axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    resultTypes: ["violations"],
})"""


SETTLED = """async () => {
    await new Promise(requestAnimationFrame)
    await Promise.allSettled(document.getAnimations().map(each => each.finished))
}"""


async def faults_everywhere(page: Page) -> list[str]:
    """What is wrong with the page as it stands, in each theme and at each width."""
    found: list[str] = []
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 900})
        for theme in THEMES:
            # Without motion nothing stays half transparent, or between two colours.
            await page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            await page.evaluate(SETTLED)
            found += [f"{theme} at {width}: {each}" for each in await faults(page)]
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
