"""How far the words that somebody reads or writes move when another changes what is above them."""

from __future__ import annotations

import re

from playwright.async_api import Browser, Locator, expect

from bench.scene import Figures

from .content import NO_COMMENTS, READER, WRITER, last_words
from .screen import Window, window
from .site import Site

READING, WRITING = "moved while reading, px", "moved while writing, px"
READ = 12
"""The paragraph that is read, below the screen of who changes the first ones."""
PASTED = "<p>Først.</p><p>Så.</p><p>Til slutt.</p>"
SECONDS = 60_000
AT_REST = """() => new Promise(done => {
  const idle = left => left ? requestIdleCallback(() => idle(left - 1)) : done();
  idle(3);
})"""


async def place(browser: Browser, site: Site) -> Figures:
    """Another presses Enter, pastes paragraphs and deletes all of it again, above the words."""
    async with window(browser, site, WRITER) as writer, window(browser, site, READER) as reader:
        for each in (reader, writer):
            await each.page.goto(each.site.url + each.site.part(NO_COMMENTS.kind))
            shown = each.page.locator(".tiptap")
            await expect(shown).to_contain_text(last_words(NO_COMMENTS), timeout=SECONDS)
            await each.quiet()
        read = reader.page.locator(".tiptap > .block", has_text=re.compile(f"Avsnitt {READ}:"))
        await read.evaluate("block => scrollTo(0, scrollY + block.getBoundingClientRect().top - 200)")
        await reader.quiet()
        reading = await _moved(writer, reader, read)
        await read.click()
        await reader.page.keyboard.press("End")
        await reader.quiet()
        return {READING: reading, WRITING: await _moved(writer, reader, read)}


async def _moved(writer: Window, reader: Window, read: Locator) -> float:
    """The furthest that the words were from where they stood, after each change."""
    blocks = reader.page.locator(".tiptap > .block")
    count, stood = await blocks.count(), await _top(read)
    furthest = 0.0

    async def seen(more: int) -> None:
        nonlocal furthest
        await expect(blocks).to_have_count(count + more, timeout=SECONDS)
        await reader.page.evaluate(AT_REST)
        furthest = max(furthest, abs(await _top(read) - stood))

    changed = writer.page.locator(".tiptap > .block").nth(1)
    await changed.click()
    await writer.page.keyboard.press("End")
    for pressed in range(1, 4):
        await writer.page.keyboard.press("Enter")
        await seen(pressed)
    await _paste(writer)
    await seen(3 + 2)
    for left in (5, 4, 3):
        await writer.page.keyboard.press("Shift+Home")
        await writer.page.keyboard.press("Backspace")
        await writer.page.keyboard.press("Backspace")
        await seen(left - 1)
    for left in (2, 1):
        await writer.page.keyboard.press("Backspace")
        await seen(left - 1)
    return furthest


async def _paste(writer: Window) -> None:
    await writer.page.evaluate(
        """html => {
          const data = new DataTransfer();
          data.setData('text/html', html);
          const paste = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
          document.querySelector('.tiptap').dispatchEvent(paste);
        }""",
        PASTED,
    )


async def _top(block: Locator) -> float:
    return float(await block.evaluate("block => block.getBoundingClientRect().top"))
