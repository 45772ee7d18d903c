"""Browsers in front of a site, what their main threads cost, and when something is first shown."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser, BrowserContext, CDPSession, Page, async_playwright

from .site import Site

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-component-update",
    "--disable-renderer-backgrounding",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
DESK, PHONE = (1280, 900), (390, 844)
PHONE_SLOWER = 4.0
SHOWN_SECONDS = 60.0
WATCH = """(holds => {
  const watcher = new MutationObserver(look);
  function look() {
    if (!document.body || !holds()) return;
    watcher.disconnect();
    // After the frame that shows it.
    requestAnimationFrame(() => setTimeout(() => window.shown(performance.now())));
  }
  watcher.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  look();
})"""
AT_REST = """() => document.fonts.ready.then(() => new Promise(done => {
  const idle = left => left ? requestIdleCallback(() => idle(left - 1)) : done();
  idle(3);
}))"""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        await browser.close()


@dataclass(frozen=True)
class Shown:
    """``ms`` since the address was asked for; ``received``: bytes that the line had carried by then."""

    ms: float
    received: int


class Window:
    """A browser of its own, with nothing in its cache, in front of one site."""

    def __init__(self, site: Site, context: BrowserContext, page: Page, session: CDPSession) -> None:
        self.site, self.page, self._context, self._session = site, page, context, session
        self._shown: asyncio.Future[Shown] | None = None
        self._carried = 0

    async def show(self, path: str, condition: str) -> Shown:
        """Go to ``path``; returns when ``condition``, of JavaScript, first holds there."""
        await self.page.add_init_script(_watch(condition))
        shown = self._expected()
        await self.page.goto(self.site.url + path, wait_until="commit")
        return await asyncio.wait_for(shown, SHOWN_SECONDS)

    async def show_by(self, selector: str, condition: str) -> float:
        """Click there; milliseconds until ``condition`` holds."""
        shown = self._expected()
        await self.page.evaluate(_watch(condition))
        began: float = await self.page.evaluate(
            "at => { const now = performance.now(); document.querySelector(at).click(); return now; }",
            selector,
        )
        return (await asyncio.wait_for(shown, SHOWN_SECONDS)).ms - began

    def _expected(self) -> asyncio.Future[Shown]:
        self._carried = self.site.line.down.carried
        self._shown = asyncio.get_running_loop().create_future()
        return self._shown

    def take_shown(self, ms: float) -> None:
        if self._shown is not None and not self._shown.done():
            self._shown.set_result(Shown(ms, self.site.line.down.carried - self._carried))

    async def quiet(self) -> None:
        """Wait until nothing is loading and the main thread has nothing to do."""
        await self.page.wait_for_load_state("networkidle")
        await self.page.evaluate(AT_REST)

    async def another_tab(self) -> Window:
        """With what the first has left in the cache."""
        await self.page.close()
        return await _window(self.site, self._context)

    async def cpu_ms(self) -> float:
        """CPU time of the main thread so far."""
        metrics = (await self._session.send("Performance.getMetrics"))["metrics"]
        return 1_000 * float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))

    async def resources(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self.page.evaluate(
            "performance.getEntriesByType('resource').map(each => each.toJSON())"
        )
        return found

    async def first_paint_ms(self) -> float:
        """When the first word or picture was on the screen."""
        return float(
            await self.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        )


def _watch(condition: str) -> str:
    """Written out: the page's policy forbids to evaluate text."""
    return f"({WATCH})(() => {condition})"


@asynccontextmanager
async def window(
    browser: Browser, site: Site, person: str | None, size: tuple[int, int] = DESK
) -> AsyncIterator[Window]:
    phone = size == PHONE
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        base_url=site.url,
        has_touch=phone,
        is_mobile=phone,
        locale="nb-NO",
        storage_state=None if person is None else await _logged_in(browser, site, person),
    )
    try:
        yield await _window(site, context)
    finally:
        await context.close()
        await site.line.hang_up()


async def _window(site: Site, context: BrowserContext) -> Window:
    page = await context.new_page()
    session = await context.new_cdp_session(page)
    await session.send("Performance.enable", {"timeDomain": "threadTicks"})
    if page.viewport_size == {"width": PHONE[0], "height": PHONE[1]}:
        await session.send("Emulation.setCPUThrottlingRate", {"rate": PHONE_SLOWER})
    window = Window(site, context, page, session)
    await page.expose_binding("shown", lambda _, ms: window.take_shown(ms))
    return window


async def _logged_in(browser: Browser, site: Site, person: str) -> Any:
    if person not in site.logins:
        context = await browser.new_context(base_url=site.url)
        answer = await context.request.post(
            "/login/demo", data={"person": person}, headers={"Origin": site.url}
        )
        assert answer.status == 204, await answer.text()
        site.logins[person] = await context.storage_state()
        await context.close()
    return site.logins[person]
