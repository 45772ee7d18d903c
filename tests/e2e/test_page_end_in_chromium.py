"""After the end, nothing: pages put away and restored, other tabs, another person in the same browser.

Chromium with its real back-forward cache, which Playwright switches off. ``no-store`` makes Chromium forget
our page by itself; the tunnel takes that out, so that this is what the page does where a browser keeps it.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests.support.clients.people import Person
from tests.support.models.canaries import TAG

from .conftest import CHROMIUM, QUIET
from .screen import Screen, Stage
from .watching import AWAY, Watched, watched
from .widths import WIDE, only_at

pytestmark = [pytest.mark.asyncio(loop_scope="module"), only_at(WIDE, "what a browser keeps")]

KEPT = "gjemt i denne fanen"
NUMBERS = itertools.count(1)
UNSAVED = f"{TAG}ffffffff"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=list(QUIET),
            ignore_default_args=["--disable-back-forward-cache"],
            env={**os.environ, "CHROMIUM": "chromium"},
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def stage(stage: Stage) -> AsyncIterator[Stage]:
    stage.tunnel.lets_keep = True
    yield stage
    stage.tunnel.lets_keep = False


@dataclass(frozen=True)
class Told:
    """A part of the plan whose text, title and comment hold words that nobody may see after the end."""

    owner: Person
    part: dict[str, Any]
    plan: str
    school: str
    title: str
    comment: str
    text: str

    async def nobody_wrote(self, words: str) -> None:
        socket = await self.owner.connect()
        assert words not in (await socket.open(self.part["document"])).text
        await socket.close()

    async def sign(self, level: str) -> None:
        decision = {"participant": self.school, "part": self.part["id"], "level": level}
        assert (await self.owner.post(f"/api/plans/{self.plan}/grants", decision)).status_code == 201


@pytest_asyncio.fixture(loop_scope="module")
async def told(stage: Stage) -> AsyncIterator[Told]:
    owner = await stage.person("owner")
    plan = await owner.plan()
    school = next(p["id"] for p in plan["participants"] if p["role"] == "school")
    title, comment, text = (f"{TAG}{next(NUMBERS):08x}" for _ in range(3))
    measure = {"kind": "measure", "title": title, "area": "education", "responsible": school}
    made = await owner.post(f"/api/plans/{plan['id']}/parts", measure)
    assert made.status_code == 201, made.text
    told = Told(owner, made.json(), plan["id"], school, title, comment, text)
    # What a page asks of it just before it hears that the part is no longer theirs.
    stage.refuses(404, at=f"/api/parts/{told.part['id']}/")
    await told.sign("edit")
    said = await owner.post(f"/api/parts/{told.part['id']}/comments", {"text": comment})
    assert said.status_code == 201
    socket = await owner.connect()
    document = await socket.open(told.part["document"])
    document.add_block(text)
    await document.saved()
    await socket.close()
    yield told
    await told.sign("none")


async def _reads(stage: Stage, told: Told, after: str = "") -> Watched:
    """Somebody reads the part, its text and its comment; ``after``: the page that they were on before."""
    reader = await watched(stage, "school")
    if after:
        await reader.page.goto(after)
    await _open(reader.screen, told)
    return reader


async def _open(screen: Screen, told: Told) -> None:
    await screen.page.goto(f"/plan/{told.plan}/del/{told.part['id']}")
    await screen.reads(told.text)
    await expect(screen.page.get_by_text(told.comment).first).to_be_visible()
    await screen.saved()


async def _log_out(screen: Screen) -> None:
    await screen.page.get_by_role("button", name=re.compile("Min meny")).click()
    await screen.page.get_by_role("button", name="Logg ut").click()


@pytest.mark.rule("P3")
async def test_back_after_logging_out_shows_nothing(stage: Stage, told: Told) -> None:
    reader = await _reads(stage, told, after="/")
    await _log_out(reader.screen)
    title = reader.page.get_by_role("heading", level=1)
    await expect(title).to_have_text("Logg inn")
    await expect(title).to_be_focused()
    reader.seen.clear()
    loaded: list[str] = []
    reader.page.on("request", lambda each: loaded.append(each.url) if each.is_navigation_request() else None)
    await reader.page.evaluate("setTimeout(() => history.back())")
    await reader.page.wait_for_url("**til=**")
    await reader.logged_out(heading="Logg inn")
    # Kept and restored, or loaded anew, as Chromium does with a page that was told of the logout meanwhile.
    assert (reader.restored, loaded) in ((1, []), (0, [f"{stage.tunnel.url}/"]))
    assert not await reader.remembers(told.text)


@pytest.mark.rule("P3")
async def test_other_tabs_show_nothing_once_somebody_logs_out(stage: Stage, told: Told) -> None:
    reader = await _reads(stage, told)
    other = await reader.another_tab()
    await _log_out(other)
    await expect(other.page.get_by_role("heading", level=1)).to_have_text("Logg inn")
    await expect(reader.page.get_by_role("heading", level=1)).to_have_text("Du er logget ut")
    reader.seen.clear()
    await reader.logged_out()
    assert not await reader.remembers(told.text)


@pytest.mark.rule("P3")
async def test_a_page_put_away_shows_nothing_when_the_session_has_ended_on_the_server(
    stage: Stage, told: Told
) -> None:
    reader = await _reads(stage, told)
    await reader.leave()
    await reader.end_session()
    await reader.back()
    await reader.logged_out(heading="Logg inn")
    assert reader.restored == 1
    assert not await reader.remembers(told.text)


@pytest.mark.rule("P3")
async def test_as_it_is_sent_chromium_does_not_even_keep_the_page(stage: Stage, told: Told) -> None:
    stage.tunnel.lets_keep = False
    reader = await _reads(stage, told)
    await reader.leave()
    await reader.end_session()
    await reader.back()
    await reader.logged_out(heading="Logg inn")
    assert reader.restored == 0


@pytest.mark.rule("P4", 10)
async def test_a_page_put_away_does_not_show_what_was_withdrawn_meanwhile(stage: Stage, told: Told) -> None:
    reader = await _reads(stage, told)
    await reader.leave()
    await told.sign("none")
    await reader.back()
    await expect(reader.page.get_by_role("heading", level=1)).to_have_text("Vi finner ikke denne delen")
    assert (reader.restored, reader.seen) == (1, [])


async def test_a_page_put_away_goes_on_where_nothing_has_changed(stage: Stage, told: Told) -> None:
    reader = await _reads(stage, told)
    await reader.leave()
    await reader.back()
    await reader.screen.reads(told.text)
    assert reader.restored == 1


@pytest.mark.rule("P3", "P6")
async def test_a_page_stops_when_another_person_logs_in(stage: Stage, told: Told) -> None:
    reader = await _reads(stage, told)
    other = await reader.another_tab("/logg-inn")
    await other.page.get_by_role("button", name=re.compile("Marit")).click()
    await expect(reader.page.get_by_role("button", name=re.compile("Min meny, Marit"))).to_be_visible()
    reader.seen.clear()
    await expect(reader.page.get_by_text("Vi finner ikke denne delen")).to_be_visible()
    assert reader.seen == []


@pytest.mark.rule("P3", "P6")
async def test_a_page_stops_when_another_person_logs_in_without_its_tabs_saying_so(
    stage: Stage, told: Told
) -> None:
    reader = await _reads(stage, told)
    await reader.log_in_as("mother")
    # The first session is over a moment before the browser has the cookie of the next one.
    ended = reader.page.get_by_role("heading", name="Du er logget ut")
    others = reader.page.get_by_role("button", name=re.compile("Min meny, Marit"))
    await expect(ended.or_(others)).to_be_visible()
    assert not await reader.remembers(told.text)


@pytest.mark.rule("P3", "P6")
async def test_a_page_put_away_is_not_the_next_persons(stage: Stage, told: Told) -> None:
    reader = await _reads(stage, told)
    await reader.leave()
    await reader.log_in_as("mother")
    await reader.back()
    await expect(reader.page.get_by_role("button", name=re.compile("Min meny, Marit"))).to_be_visible()
    assert (reader.restored, reader.seen) == (1, [])


@pytest.mark.rule("P3", "P6")
async def test_a_page_without_a_line_is_not_the_next_persons_when_it_comes_back(
    stage: Stage, told: Told
) -> None:
    writer = await _reads(stage, told)
    await writer.cut_the_line()
    await writer.screen.type_at_end(f" {UNSAVED}")
    await writer.log_in_as("owner", past_the_line=True)
    writer.seen.clear()
    await stage.tunnel.open()
    await writer.page.evaluate("window.dispatchEvent(new Event('online'))")
    await expect(writer.page.get_by_role("button", name=re.compile("Min meny, Runa"))).to_be_visible()
    await writer.screen.reads(told.text)
    await writer.screen.saved()
    await expect(writer.screen.text).not_to_contain_text(UNSAVED)
    assert not await writer.remembers(UNSAVED)
    await told.nobody_wrote(UNSAVED)


@pytest.mark.rule("P5")
async def test_unsaved_words_of_a_page_that_is_left_are_offered_when_it_comes_back(
    stage: Stage, told: Told
) -> None:
    writer = await _reads(stage, told)
    writer.page.on("dialog", lambda dialog: asyncio.create_task(dialog.accept()))
    stage.tunnel.hold()
    await writer.screen.type_at_end(f" {UNSAVED}")
    await expect(writer.screen.save_line).to_contain_text("Lagrer")
    await writer.page.goto(f"{stage.server.url}{AWAY}")
    writer.seen.clear()
    stage.tunnel.release()
    await writer.back()
    await expect(writer.page.locator(".refused-text blockquote")).to_contain_text(UNSAVED)
    assert writer.restored == 1


async def _ended_with_unsaved_words(stage: Stage, told: Told) -> Watched:
    """The page could not say what was written, and its session has ended meanwhile."""
    writer = await _reads(stage, told)
    await writer.end_session_with_the_line_cut(f" {UNSAVED}")
    await writer.logged_out_with_words_kept(KEPT)
    assert await writer.remembers(UNSAVED)
    assert not await writer.remembers(told.text)
    return writer


@pytest.mark.rule("P5")
async def test_unsaved_words_are_hidden_until_the_same_person_is_back(stage: Stage, told: Told) -> None:
    writer = await _ended_with_unsaved_words(stage, told)
    await writer.page.get_by_role("button", name=re.compile("Silje")).click()
    await expect(writer.page.locator(".refused-text blockquote")).to_contain_text(UNSAVED)
    await writer.screen.reads(told.text)


@pytest.mark.rule("P3", "P5")
async def test_unsaved_words_are_deleted_when_another_person_logs_in(stage: Stage, told: Told) -> None:
    writer = await _ended_with_unsaved_words(stage, told)
    await writer.page.get_by_role("button", name=re.compile("Marit")).click()
    await expect(writer.page.get_by_role("button", name=re.compile("Min meny, Marit"))).to_be_visible()
    assert writer.seen == []
    assert not await writer.remembers(UNSAVED)


@pytest.mark.rule("P5")
async def test_a_comment_that_was_not_sent_waits_for_its_writer(stage: Stage, told: Told) -> None:
    writer = await _reads(stage, told)
    await writer.page.get_by_role("button", name="Kommenter hele delen").click()
    await writer.page.get_by_role("textbox", name="Kommentaren din").fill(UNSAVED)
    await writer.end_session()
    await writer.logged_out_with_words_kept(KEPT)
    await writer.page.get_by_role("button", name=re.compile("Silje")).click()
    await expect(writer.page.get_by_role("textbox", name="Kommentaren din")).to_have_value(UNSAVED)


@pytest.mark.rule("P3")
async def test_titles_say_nothing_of_the_plan(stage: Stage, told: Told) -> None:
    reader = await _reads(stage, told)
    await expect(reader.page).to_have_title("RE: Del av planen – Samplan")
    await reader.page.goto("/")
    await expect(reader.page).to_have_title("RE: Planen – Samplan")


@pytest.mark.rule("P4")
async def test_a_withdrawn_part_is_forgotten_with_its_comments_whichever_is_shown(
    stage: Stage, told: Told
) -> None:
    reader = await _reads(stage, told)
    other = await reader.another_tab(f"/plan/{told.plan}/del/{told.part['id']}")
    await other.reads(told.text)
    await reader.page.get_by_role("link", name=re.compile("^Om meg")).click()
    await expect(reader.page.get_by_role("heading", level=1)).to_have_text("Om meg")
    await told.sign("none")
    await expect(other.page.get_by_text("Denne delen er ikke lenger delt med deg")).to_be_visible()
    await expect(reader.page.get_by_role("link", name=re.compile(told.title))).to_have_count(0)
    for tab in (reader, Watched(stage, other)):
        for words in (told.text, told.comment):
            assert not await tab.remembers(words), (tab.page.url, words)


@pytest.mark.rule("P4")
async def test_a_draft_forgets_the_words_it_was_made_on_with_their_part(stage: Stage, told: Told) -> None:
    writer = await _reads(stage, told)
    await writer.screen.text.get_by_text(told.text).dblclick(position={"x": 20, "y": 12})
    await writer.page.get_by_role("button", name="Kommenter det du har merket").click()
    await writer.page.get_by_label("Kommentaren din").fill(UNSAVED)
    await writer.page.get_by_role("link", name="Forsiden").click()
    await expect(writer.page.get_by_role("heading", level=1)).to_have_text("Planen til Runa Elvestad")
    await told.sign("none")
    await expect(writer.page.get_by_role("link", name=re.compile(told.title))).to_have_count(0)
    assert not await writer.remembers(told.text)
    await told.sign("edit")
    await writer.page.get_by_role("link", name=re.compile(told.title)).first.click()
    await expect(writer.page.get_by_label("Kommentaren din")).to_have_value(UNSAVED)
