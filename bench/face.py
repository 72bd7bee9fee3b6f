"""The page in a real Chromium: its weight, how soon it can be used, how a long answer flows.

For the last the processor is made four times slower, as a phone's is. Frames are counted by the
clock, so they need a quiet machine; tasks are measured in the processor time of the page's main
thread, which is true on a busy one as well.
"""

import asyncio
import json
import statistics
import sys
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from playwright.async_api import Browser, CDPSession, Page, async_playwright

from bench.chromium import ARGUMENTS, CHROMIUM
from bench.figures import Figure
from bench.town import town

TOKENS_PER_SECOND = 200
SLOWER = 4
PROMPTS = {
    "prose": "Write 5000 words about boats",
    "everything": "Write 5000 words of Markdown about boats",
}
PASSWORD = "correct horse battery staple"
MINUTES = 10 * 60_000  # milliseconds
OPENINGS = 5
QUIET = 4_000
"""Milliseconds until also what a page fetches once it can be used is there."""

USABLE = """new MutationObserver((_, observer) => {
    if (!document.querySelector("textarea")) return
    window.usable_at = performance.now()
    observer.disconnect()
}).observe(document, { childList: true, subtree: true })"""
WATCH = """() => {
    window.frames_seen = []
    const frame = now => (window.frames_seen.push(now), requestAnimationFrame(frame))
    requestAnimationFrame(frame)
}"""
TRACED = ["devtools.timeline", "disabled-by-default-devtools.timeline", "toplevel"]
LONG = 50.0  # milliseconds
SHIFTS = """() => new Promise(done => {
    let sum = 0
    new PerformanceObserver(list => {
        for (const each of list.getEntries()) if (!each.hadRecentInput) sum += each.value
    }).observe({ type: "layout-shift", buffered: true })
    setTimeout(() => done(sum), 500)
})"""


@dataclass
class Weight:
    """What came over the wire until the page was quiet."""

    requests: int = 0
    bytes: int = 0
    fonts: int = 0
    shift: float = 0
    largest: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])


@dataclass(frozen=True)
class Opened:
    """How a page came to be used."""

    usable: float
    """Milliseconds from asking for it until there is a field to write into."""
    tasks: tuple[float, ...]
    """As of a `Flow`, but of what follows the loading."""


@dataclass(frozen=True)
class Flow:
    """How a long answer grew."""

    words: int
    seconds: float
    frames_per_second: float
    slowest_second: float
    busy: float
    """The share of its time in which the main thread worked."""
    tasks: tuple[float, ...]
    """Milliseconds of processor time of each of its tasks, the longest first."""


async def sign_up(page: Page, app: str) -> None:
    """Somebody new, in front of the empty text page."""
    await page.goto(f"{app}/register")
    await page.get_by_label("Name").fill("Ada")
    await page.get_by_label("E-mail").fill(f"{uuid.uuid4()}@example.org")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Create account").click()
    await page.wait_for_url("**/generate/**")


async def weigh(page: Page, address: str, *, again: bool = False) -> Weight:
    """Load `address` as a browser does that was never there before, or one that was."""
    weight, kinds = Weight(), dict[str, tuple[str, str]]()
    wire = await page.context.new_cdp_session(page)
    await wire.send("Network.enable")
    await wire.send("Network.setCacheDisabled", {"cacheDisabled": not again})

    def asked(event: Mapping[str, Any]) -> None:
        kinds[event["requestId"]] = event.get("type", ""), event["request"]["url"]

    def came(event: Mapping[str, Any]) -> None:
        kind, url = kinds.get(event["requestId"], ("", ""))
        size = int(event["encodedDataLength"])
        if not url.startswith("http"):
            return
        weight.requests += 1
        weight.bytes += 0 if kind == "Font" else size
        weight.fonts += size if kind == "Font" else 0
        weight.largest.append((size, url.rsplit("/", 2)[-1]))

    wire.on("Network.requestWillBeSent", asked)
    wire.on("Network.loadingFinished", came)
    await page.goto(address, wait_until="load")
    await page.get_by_role("textbox", name="Message").wait_for()
    await page.wait_for_timeout(QUIET)
    weight.shift = cast(float, await page.evaluate(SHIFTS))
    weight.largest.sort(reverse=True)
    await wire.detach()
    return weight


async def opened(browser: Browser, page: Page, address: str, slower: int) -> Opened:
    """Load `address`, whose files are in the cache."""
    wire = await page.context.new_cdp_session(page)
    await _slow(wire, slower)
    await page.goto(address, wait_until="load")
    await browser.start_tracing(page=page, categories=TRACED)
    await page.wait_for_timeout(QUIET)
    trace = json.loads(await browser.stop_tracing())["traceEvents"]
    usable = cast(float, await page.evaluate("window.usable_at"))
    await wire.detach()
    return Opened(usable, _tasks(trace))


async def flow(browser: Browser, page: Page, app: str, prompt: str) -> Flow:
    """Let an answer grow to its end on a slow processor."""
    await page.goto(f"{app}/generate/text")
    await page.get_by_role("textbox", name="Message").fill(prompt)
    wire = await page.context.new_cdp_session(page)
    await page.locator("button.send").click()
    await page.locator(".prose > *").first.wait_for()
    await browser.start_tracing(page=page, categories=TRACED)
    await _slow(wire, SLOWER)
    await page.evaluate(WATCH)
    await page.locator(".turn[data-state=succeeded]").wait_for(timeout=MINUTES)
    await page.wait_for_timeout(1000)
    frames = cast(list[float], await page.evaluate("window.frames_seen"))
    trace = json.loads(await browser.stop_tracing())["traceEvents"]
    await _slow(wire, 1)
    words = len((await page.locator(".prose").text_content() or "").split())
    return _flow(words, frames, _tasks(trace))


def _tasks(trace: list[dict[str, Any]]) -> tuple[float, ...]:
    """Processor time of the tasks of the busiest main thread, in milliseconds."""
    threads: dict[tuple[int, int], list[float]] = {
        (each["pid"], each["tid"]): []
        for each in trace
        if each["name"] == "thread_name" and each["args"]["name"] == "CrRendererMain"
    }
    for each in trace:
        thread = each["pid"], each["tid"]
        if each["name"] == "RunTask" and thread in threads:
            threads[thread].append(each.get("tdur", 0) / 1000)
    return tuple(sorted(max(threads.values(), key=sum), reverse=True))


def _flow(words: int, frames: list[float], tasks: tuple[float, ...]) -> Flow:
    seconds = (frames[-1] - frames[0]) / 1000
    by_second = [0] * (int(seconds) + 1)
    for frame in frames:
        by_second[int((frame - frames[0]) / 1000)] += 1
    slowest = min(by_second[:-1] or [0])
    busy = sum(tasks) / 1000 / seconds
    return Flow(words, seconds, (len(frames) - 1) / seconds, slowest, busy, tasks)


async def _slow(wire: CDPSession, times: int) -> None:
    await wire.send("Emulation.setCPUThrottlingRate", {"rate": times})


async def _measure(app: str) -> list[Figure]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page()
        await page.add_init_script(USABLE)
        await sign_up(page, app)
        address = f"{app}/generate/text"
        first, second = await weigh(page, address), await weigh(page, address, again=True)
        found = _weighed(first, second)
        for slower, name, most in ((1, "", 400), (SLOWER, f", {SLOWER}x slower", 900)):
            seen = [await opened(browser, page, address, slower) for _ in range(OPENINGS)]
            found += _opened(name, most, seen)
        for name, prompt in PROMPTS.items():
            found += _flowed(name, await flow(browser, page, app, prompt))
        await browser.close()
    return found


def _opened(name: str, most: int, seen: list[Opened]) -> list[Figure]:
    usable = statistics.median(each.usable for each in seen)
    longest = max(each.tasks[0] for each in seen)
    return [
        Figure(f"page usable{name}", usable, "ms", most=most),
        Figure("… longest task after loading", longest, "ms", most=LONG),
    ]


def _flowed(name: str, seen: Flow) -> list[Figure]:
    long = sum(task >= LONG for task in seen.tasks)
    what = f"{name}, {seen.words:,} words in {seen.seconds:.0f} s, {SLOWER}x slower"
    return [
        Figure(what, seen.frames_per_second, "frames/s"),
        Figure("… slowest second", seen.slowest_second, "frames"),
        Figure("… main thread busy", 100 * seen.busy, "%"),
        Figure("… longest task", seen.tasks[0], "ms"),
        Figure("… tasks of 50 ms or more", long, most=0),
    ]


def _weighed(weight: Weight, again: Weight) -> list[Figure]:
    for size, name in weight.largest[:40]:
        print(f"  {size / 1000:6.1f} KB  {name}", file=sys.stderr)
    return [
        Figure("first load of the page, requests", weight.requests, most=20),
        Figure("… without fonts", weight.bytes / 1000, "KB", most=100),
        Figure("… with fonts", (weight.bytes + weight.fonts) / 1000, "KB"),
        Figure("… layout shift", weight.shift, most=0.02),
        Figure("second load", (again.bytes + again.fonts) / 1000, "KB", most=5),
    ]


def figures() -> list[Figure]:
    with town(1 / TOKENS_PER_SECOND) as place:
        return asyncio.run(_measure(place.app))
