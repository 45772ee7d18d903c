"""A browser in which somebody looks all the time for words that may not be there."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from playwright.async_api import Page, expect

from tests.support.models.canaries import TAG

from .screen import Screen, Stage

WATCH = """(tag => {
  const look = () => {
    if (!document.documentElement) return;
    const typed = [...document.querySelectorAll('input, textarea')].map(({ value }) => value).join('\\n');
    const shown = [document.title, document.documentElement.outerHTML, typed].join('\\n');
    if (shown.includes(tag)) window.sawWords(location.pathname);
  };
  // Before any listener of the page.
  window.addEventListener('pageshow', ({ persisted }) => {
    look();
    if (persisted) window.cameBack();
  }, { capture: true });
  new MutationObserver(look).observe(document, {
    subtree: true, childList: true, attributes: true, characterData: true,
  });
})"""
AWAY = "/healthz"


@dataclass
class Watched:
    """Somebody's browser with one tab, and every sight in any of its tabs of words with the tag."""

    stage: Stage
    screen: Screen
    seen: list[str] = field(default_factory=list)
    restored: int = 0

    @property
    def page(self) -> Page:
        return self.screen.page

    async def another_tab(self, path: str = "/") -> Screen:
        page = await self.page.context.new_page()
        await page.goto(path)
        return Screen(self.stage, page)

    async def leave(self) -> None:
        """To another page, by an address; from here on nothing may be seen."""
        await self.page.goto(AWAY)
        self.seen.clear()

    async def back(self) -> None:
        """By the browser's button, to a page that it has kept as it was left."""
        await self.page.evaluate("setTimeout(() => history.back())")
        await self.page.wait_for_function("away => location.pathname !== away", arg=AWAY)

    async def logged_out(self, screen: Screen | None = None, heading: str = "Du er logget ut") -> None:
        """The login page is shown, and since the last ``clear`` nothing else was, in any tab."""
        page = (screen or self.screen).page
        await expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        await expect(page).to_have_title(f"{heading} – Samplan")
        assert self.seen == []

    async def logged_out_with_words_kept(self, saying: str) -> None:
        await expect(self.page.get_by_text(saying)).to_be_visible()
        self.seen.clear()
        await self.logged_out()

    async def log_in_as(self, key: str, *, past_the_line: bool = False) -> None:
        """In this browser, where its pages are not told of it, nor that their own session is over."""
        self.stage.refuses(401, at="/api/")
        url = self.stage.server.url if past_the_line else self.stage.tunnel.url
        answer = await self.page.request.post(
            f"{url}/login/demo", data={"person": key}, headers={"Origin": self.stage.tunnel.url}
        )
        assert answer.status == 204

    async def end_session(self) -> None:
        """On the server alone."""
        await (await self._ending())()

    async def _ending(self) -> Callable[[], Awaitable[None]]:
        """What ends the session of this browser past it: what its pages ask for is refused."""
        self.stage.refuses(401, at="/api/")
        me = await (await self.page.request.get("/api/me")).json()
        cookies = await self.page.context.cookies()
        token = next(cookie["value"] for cookie in cookies if cookie["name"] == "samplan_session")
        headers = {"X-CSRF-Token": me["csrf_token"], "Cookie": f"samplan_session={token}"}

        async def end() -> None:
            async with httpx.AsyncClient(base_url=self.stage.server.url) as client:
                assert (await client.post("/logout", headers=headers)).status_code == 204

        return end

    async def cut_the_line(self) -> None:
        """Between two requests: the console complains of an answer that is not whole."""
        await self.page.wait_for_load_state("networkidle")
        await self.stage.tunnel.cut()

    async def end_session_with_the_line_cut(self, words: str) -> None:
        """Somebody writes ``words`` that cannot be sent; when the line is back the session is over."""
        ending = await self._ending()
        await self.cut_the_line()
        await expect(self.screen.save_line).to_contain_text("Frakoblet")
        await self.screen.type_at_end(words)
        await ending()
        self.seen.clear()
        await self.stage.tunnel.open()
        await self.page.evaluate("window.dispatchEvent(new Event('online'))")

    async def remembers(self, words: str) -> bool:
        """Whether the words are anywhere in the memory of the tab's page."""
        session = await self.page.context.new_cdp_session(self.page)
        chunks: list[str] = []
        session.on("HeapProfiler.addHeapSnapshotChunk", lambda event: chunks.append(event["chunk"]))
        await session.send("HeapProfiler.collectGarbage")
        await session.send("HeapProfiler.takeHeapSnapshot", {"reportProgress": False})
        await session.detach()
        strings: list[Any] = json.loads("".join(chunks))["strings"]
        return any(words in str(string) for string in strings)


async def watched(stage: Stage, key: str) -> Watched:
    """Somebody logged in, with somebody looking at whatever they open."""
    watched = Watched(stage, await stage.blank())
    context = watched.page.context

    def came_back(_: object) -> None:
        watched.restored += 1

    await context.expose_binding("sawWords", lambda _, path: watched.seen.append(path))
    await context.expose_binding("cameBack", came_back)
    await context.add_init_script(f"({WATCH})({json.dumps(TAG)})")
    await watched.log_in_as(key)
    return watched
