"""What a person does in front of a screen, and what they see there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from tests.support.clients.people import Person
from tests.support.faults.tunnel import Tunnel
from tests.support.servers.server import ROOT, Server

from .widths import Size

AXE = (ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text()
PARAGRAPHS = """text => [...text.querySelectorAll(':scope > .block')].map(block => {
  const words = block.cloneNode(true);
  for (const widget of words.querySelectorAll('.ProseMirror-widget, .caret')) widget.remove();
  return words.textContent.replaceAll('\\u2060', '');
})"""
STILL = """async () => {
  const ending = document.getAnimations().filter(one => one.effect.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(ending.map(each => each.finished));
}"""
VIOLATIONS = "axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations)"
SECONDS = 60_000
"""ms. Of a busy machine; what must be quicker is held to a time of its own."""
expect.set_options(timeout=SECONDS)


class Stage:
    def __init__(
        self, browser: Browser, server: Server, tunnel: Tunnel, size: Size, *, touch: bool = False
    ) -> None:
        self._touch = touch
        self._browser, self.server, self.tunnel = browser, server, tunnel
        self.width, self._height = size
        self.complaints: list[str] = []
        # A cut line is what some tests are about; the browser says so by itself.
        self._expected = [("ERR_CONNECTION", ""), ("WebSocket connection", "")]
        self._contexts: list[BrowserContext] = []
        self._people: list[Person] = []

    @property
    def narrow(self) -> bool:
        return self.width < 600

    async def blank(self) -> Screen:
        """A browser of somebody who is not logged in."""
        context = await self._browser.new_context(
            viewport={"width": self.width, "height": self._height},
            base_url=self.tunnel.url,
            locale="nb-NO",
            has_touch=self._touch,
            is_mobile=self._touch,
        )
        self._contexts.append(context)
        page = await context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return Screen(self, page)

    def refuses(self, *statuses: int, at: str = "") -> None:
        """From now on the server may answer so at addresses that hold ``at``: the browser says it by itself,
        whenever the answer comes, also to what was asked for just before the right to it ended.
        """
        for status in statuses:
            self.may_say(f"responded with a status of {status} ", at)

    def may_say(self, words: str, at: str) -> None:
        """From now on a browser's console may hold errors with ``words`` of addresses that hold ``at``."""
        self._expected.append((words, at))

    def _hear(self, message: ConsoleMessage) -> None:
        text, url = message.text, message.location["url"]
        expected = any(words in text and at in url for words, at in self._expected)
        if message.type == "error" and not expected:
            self.complaints.append(f"{text} {url}")

    async def enter(self, key: str, at: str = "") -> Screen:
        """Somebody logged in; ``at``: the page they have open, of which each costs a second of CPU."""
        screen = await self.blank()
        answer = await screen.page.request.post(
            "/login/demo", data={"person": key}, headers={"Origin": self.tunnel.url}
        )
        assert answer.status == 204
        if at:
            await screen.page.goto(at)
        return screen

    async def person(self, key: str) -> Person:
        """Somebody who talks to the server without a browser, past the tunnel."""
        person = await Person(self.server, key).log_in()
        self._people.append(person)
        return person

    async def close(self) -> None:
        for context in self._contexts:
            await context.close()
        for person in self._people:
            await person.close()


class Screen:
    def __init__(self, stage: Stage, page: Page) -> None:
        self.stage, self.page = stage, page

    async def plan(self) -> dict[str, Any]:
        plans = await self.asks("/api/plans")
        return dict(await self.asks(f"/api/plans/{plans[0]['id']}"))

    async def asks(self, path: str) -> Any:
        """What the server answers to this person, whatever page is open."""
        # Once more where the server has just closed the idle connection.
        return await (await self.page.request.get(path, max_retries=2)).json()

    async def open_part(self, kind: str, title: str = "") -> dict[str, Any]:
        """Open the first part of ``kind`` (whose title holds ``title``) and wait until it can be read."""
        plan = await self.plan()
        part = next(p for p in plan["parts"] if p["kind"] == kind and title in p["title"])
        await self.page.goto(f"/plan/{plan['id']}/del/{part['id']}")
        await expect(self.text).to_be_visible()
        return dict(part)

    @property
    def text(self) -> Locator:
        """The words of the open part."""
        return self.page.locator(".tiptap")

    async def paragraphs(self) -> list[str]:
        """The words of each paragraph as they stand in the document, without the carets shown among them."""
        words: list[str] = await self.text.evaluate(PARAGRAPHS)
        return words

    async def place_of_the_text(self) -> float:
        """How far down the screen the text begins, px."""
        box = await self.text.bounding_box()
        assert box is not None
        return box["y"]

    async def top_of_last_paragraph(self) -> float:
        """How far down the screen the last paragraph begins, px."""
        box = await self.text.locator("> .block").last.bounding_box()
        assert box is not None
        return box["y"]

    @property
    def save_line(self) -> Locator:
        return self.page.locator(".save-line")

    async def go_to_end(self, paragraph: int = 0) -> None:
        block = self.text.locator("> .block").nth(paragraph)
        # A click on the last line: End goes to the end of a line, and on a narrow screen there are several.
        await block.scroll_into_view_if_needed()
        box = await block.bounding_box()
        assert box is not None
        await block.click(position={"x": box["width"] - 2, "y": box["height"] - 8})
        await self.page.keyboard.press("End")

    async def type_at_end(self, words: str, paragraph: int = 0) -> None:
        await self.go_to_end(paragraph)
        await self.page.keyboard.type(words, delay=15)

    async def reads(self, words: str) -> None:
        await expect(self.text).to_contain_text(words)

    async def saved(self) -> None:
        await expect(self.save_line).to_contain_text("Lagret")

    async def accessible(self) -> None:
        """axe finds nothing serious or critical on what is shown now."""
        if await self.page.evaluate("typeof axe === 'undefined'"):
            await self.page.evaluate(AXE)
        # What is still fading in has too little contrast.
        await self.page.evaluate(STILL)
        grave = [
            (violation["id"], [node["html"][:160] for node in violation["nodes"]])
            for violation in await self.page.evaluate(VIOLATIONS)
            if violation["impact"] in ("serious", "critical")
        ]
        assert grave == []

    async def looked_at(self, name: str) -> None:
        """Accessible, no wider than the screen, and pictured for whoever looks at how it looks."""
        await self.accessible()
        assert await self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        await pictured(self.page, name, self.stage.width)


async def pictured(page: Page, name: str, width: int) -> None:
    """For whoever looks at how it looks: ``TESTS_PICTURES`` names a folder."""
    if folder := os.environ.get("TESTS_PICTURES"):
        await page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
