"""An older copy of the database is put in place under open pages, at 1280 and at 390 px."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.async_api import Locator, expect

from tests.support.servers.restoring import back_up, restore
from tests.support.wide import seldom_concerned

from .screen import Screen, Stage
from .widths import WIDE, only_at

pytestmark = [pytest.mark.asyncio(loop_scope="module"), seldom_concerned]

PATIENCE = 60_000
"""ms; the page is told that the network is back, and needs no more than a moment."""
WATCH_THE_SAVE_LINE = """words => {
  const look = () => {
    const said = document.querySelector('.save-line')?.dataset.save;
    const shown = document.querySelector('.tiptap')?.textContent ?? '';
    if (said === 'saved' && words.some(each => shown.includes(each))) window.saidFalsely = shown;
  };
  new MutationObserver(look).observe(document, {
    subtree: true, childList: true, attributes: true, characterData: true,
  });
}"""


@dataclass(frozen=True)
class Writing:
    """What somebody writes in one paragraph: in time for the backup, saved after it, and not saved."""

    screen: Screen
    paragraph: int
    kept: str
    saved: str
    unsaved: str

    async def write(self, words: str) -> None:
        await self.screen.type_at_end(f" {words}", self.paragraph)

    async def write_and_save(self, words: str) -> None:
        await self.write(words)
        await self.screen.saved()

    @property
    def offer(self) -> Locator:
        heading = self.screen.page.get_by_role("heading", name="Planen er hentet fram fra en sikkerhetskopi")
        return self.screen.page.locator(".refused-text").filter(has=heading)

    async def own_words_are_offered(self) -> None:
        await self.screen.page.evaluate("window.dispatchEvent(new Event('online'))")
        quoted = self.offer.locator("blockquote")
        await expect(quoted).to_have_text(f"{self.kept} {self.saved} {self.unsaved}", timeout=PATIENCE)
        assert await self.screen.page.evaluate("window.saidFalsely") is None

    async def let_go(self) -> None:
        await self.offer.get_by_role("button", name="Jeg trenger den ikke").click()
        await expect(self.offer).to_have_count(0)

    async def reads_what_was_restored(self, *lost: str) -> None:
        await self.screen.reads(self.kept)
        await self.screen.saved()
        for words in lost:
            await expect(self.screen.text).not_to_contain_text(words)
        assert await self.screen.page.evaluate("window.saidFalsely") is None


async def _begin(stage: Stage, key: str, paragraph: int) -> Writing:
    screen = await stage.enter(key)
    await screen.open_part("home")
    await screen.saved()
    words = [f"{key} {what} {stage.width}." for what in ("fikk med", "mistet", "rakk ikke")]
    return Writing(screen, paragraph, *words)


@only_at(WIDE, "documents on their way")
async def test_open_pages_drop_what_was_lost_offer_own_words_and_never_call_it_saved(stage: Stage) -> None:
    owner, coordinator = both = await _begin(stage, "owner", 1), await _begin(stage, "coordinator", 3)
    lost = [words for each in both for words in (each.saved, each.unsaved)]
    for each in both:
        await each.write_and_save(each.kept)
    backup = back_up(stage.server)
    for each in both:
        await each.write_and_save(each.saved)
    await stage.tunnel.cut()
    for each in both:
        await expect(each.screen.save_line).to_contain_text("Frakoblet")
        await each.screen.page.evaluate(WATCH_THE_SAVE_LINE, lost)
        await each.write(each.unsaved)
    await restore(stage.server, backup)
    await _log_in_elsewhere(stage, coordinator.screen, "coordinator")
    await stage.tunnel.open()
    await coordinator.own_words_are_offered()
    await coordinator.reads_what_was_restored(*lost)
    await coordinator.let_go()
    await coordinator.write_and_save("Skrevet igjen.")

    page = owner.screen.page
    await page.evaluate("window.dispatchEvent(new Event('online'))")
    await expect(page.get_by_role("heading", name="Du er logget ut")).to_be_visible(timeout=PATIENCE)
    await expect(page.get_by_text("gjemt i denne fanen")).to_be_visible()
    await expect(page.get_by_text(owner.unsaved)).to_have_count(0)
    await owner.screen.accessible()
    await page.get_by_role("button", name=re.compile("Runa")).click()
    await owner.own_words_are_offered()
    await owner.let_go()
    await expect(owner.screen.text).to_be_visible()
    await owner.reads_what_was_restored(*lost)


async def _log_in_elsewhere(stage: Stage, screen: Screen, key: str) -> None:
    """In another window of the same browser: the session is there for this page too."""
    answer = await screen.page.request.post(
        f"{stage.server.url}/login/demo", data={"person": key}, headers={"Origin": stage.tunnel.url}
    )
    assert answer.status == 204
