"""What writing costs: CPU time of the main thread of who writes and of who reads, at desks."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable

from playwright.async_api import Browser, expect

from bench.scene import Figures

from .content import LARGE, MANY_COMMENTS, READER, WRITER, Filled, first_comment, last_words
from .screen import Window, window
from .site import Site

WRITER_CPU, READER_CPU = "writer's CPU per letter, ms", "reader's CPU per letter, ms"
WRITER_ENTER, READER_ENTER = "writer's CPU per Enter, ms", "reader's CPU per Enter, ms"
OPENED, OPENING_CPU = "opened, ms", "CPU of opening, ms"
LETTERS, PAUSE_MS = 30, 100
ENTERS, ENTER_PAUSE_MS = 5, 800
SECONDS = 60_000
WORD = "abcdefghijklmnopqrstuvwxyzæøå0"


def letters(part: Filled) -> Callable[[Browser, Site], Awaitable[Figures]]:
    """One writes in the middle of the part, another has it open."""

    async def run(browser: Browser, site: Site) -> Figures:
        async with window(browser, site, WRITER) as writer, window(browser, site, READER) as reader:
            for each in (reader, writer):
                await _open(each, part)
            await _caret_in_the_middle(writer)

            async def write() -> None:
                await writer.page.keyboard.type(WORD, delay=PAUSE_MS)
                await expect(reader.page.locator(".tiptap")).to_contain_text(WORD, timeout=SECONDS)

            own, others = await _cost(writer, reader, write)
            await _undone(writer, reader, len(WORD))
            return {WRITER_CPU: own / len(WORD), READER_CPU: others / len(WORD)}

    return run


async def enter(browser: Browser, site: Site) -> Figures:
    """One presses Enter in the middle of a large part, another reads it."""
    async with window(browser, site, WRITER) as writer, window(browser, site, READER) as reader:
        for each in (reader, writer):
            await _open(each, LARGE)
        await _caret_in_the_middle(writer)
        before = await reader.page.locator(".tiptap > .block").count()

        async def press() -> None:
            for _ in range(ENTERS):
                await writer.page.keyboard.press("Enter")
                await writer.page.wait_for_timeout(ENTER_PAUSE_MS)
            blocks = reader.page.locator(".tiptap > .block")
            await expect(blocks).to_have_count(before + ENTERS, timeout=SECONDS)

        own, others = await _cost(writer, reader, press)
        await _undone(writer, reader, ENTERS)
        return {WRITER_ENTER: own / ENTERS, READER_ENTER: others / ENTERS}


async def opening(browser: Browser, site: Site) -> Figures:
    """From the click on a part's link until its words and its first comment are shown."""
    words = json.dumps([last_words(MANY_COMMENTS), first_comment(MANY_COMMENTS)])
    shown = f"{words}.every(words => document.body.textContent.includes(words))"
    async with window(browser, site, WRITER) as desk:
        await desk.page.goto(site.front)
        link = f'a[href$="{site.part(MANY_COMMENTS.kind)}"]'
        await expect(desk.page.locator(link).first).to_be_visible(timeout=SECONDS)
        await desk.quiet()
        before = await desk.cpu_ms()
        opened = await desk.show_by(link, shown)
        await desk.quiet()
        return {OPENED: opened, OPENING_CPU: await desk.cpu_ms() - before}


async def _open(desk: Window, part: Filled) -> None:
    await desk.page.goto(desk.site.url + desk.site.part(part.kind))
    await expect(desk.page.locator(".tiptap")).to_contain_text(last_words(part), timeout=SECONDS)
    if part.comments:
        await expect(desk.page.get_by_text(first_comment(part)).first).to_be_visible(timeout=SECONDS)
    await desk.quiet()


async def _caret_in_the_middle(desk: Window) -> None:
    blocks = desk.page.locator(".tiptap > .block")
    block = blocks.nth(await blocks.count() // 2)
    await block.scroll_into_view_if_needed()
    await block.click()
    await desk.page.keyboard.press("End")
    await desk.quiet()


async def _cost(writer: Window, reader: Window, act: Callable[[], Awaitable[None]]) -> tuple[float, float]:
    """CPU of both main threads until everything is saved and both are at rest."""
    before = [await each.cpu_ms() for each in (writer, reader)]
    await act()
    await expect(writer.page.locator(".save-line")).to_contain_text(re.compile("Lagret"), timeout=SECONDS)
    for each in (writer, reader):
        await each.quiet()
    after = [await each.cpu_ms() for each in (writer, reader)]
    return after[0] - before[0], after[1] - before[1]


async def _undone(writer: Window, reader: Window, times: int) -> None:
    """Leave the part as long as it was."""
    for _ in range(times):
        await writer.page.keyboard.press("Backspace")
    await expect(writer.page.locator(".save-line")).to_contain_text(re.compile("Lagret"), timeout=SECONDS)
    await reader.quiet()
