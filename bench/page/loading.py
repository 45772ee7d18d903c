"""How long a page takes to come: on a slow phone with a weak signal."""

from __future__ import annotations

import json

from playwright.async_api import Browser

from bench.scene import Figures

from .content import WRITER
from .screen import PHONE, window
from .site import Site

OWN_WORDS, RECEIVED, SECOND_VISIT = "the owner's own words, ms", "received until then, kB", "second visit, ms"
SCRIPTS, A_WORD, USABLE = "scripts, kB", "a word on the screen, ms", "usable, ms"
WRITABLE = "a part can be written in, ms"


async def own_words(browser: Browser, site: Site) -> Figures:
    """From the address of the plan, logged in, with an empty cache; and once more with what that left."""
    words = json.dumps(site.own_words)
    shown = f"document.body.textContent.includes({words})"
    async with window(browser, site, WRITER, PHONE) as first:
        with site.line.slow():
            cold = await first.show(site.front, shown)
            await first.quiet()
            second = await first.another_tab()
            await site.line.hang_up()
            warm = await second.show(site.front, shown)
    return {OWN_WORDS: cold.ms, RECEIVED: cold.received / 1_000, SECOND_VISIT: warm.ms}


async def log_in(browser: Browser, site: Site) -> Figures:
    async with window(browser, site, None, PHONE) as phone:
        with site.line.slow():
            usable = await phone.show("/logg-inn", "document.querySelector('.demo-person:enabled')")
            await phone.quiet()
        scripts = [each for each in await phone.resources() if each["name"].endswith(".js")]
        return {
            SCRIPTS: sum(each["transferSize"] for each in scripts) / 1_000,
            A_WORD: await phone.first_paint_ms(),
            USABLE: usable.ms,
        }


async def deep_link(browser: Browser, site: Site) -> Figures:
    words = json.dumps(site.own_words)
    writable = f"document.querySelector('.tiptap[contenteditable=true]')?.textContent.includes({words})"
    async with window(browser, site, WRITER, PHONE) as phone:
        with site.line.slow():
            return {WRITABLE: (await phone.show(site.part("about-me"), writable)).ms}
