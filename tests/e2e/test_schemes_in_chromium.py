"""Dark, light and the system's own colours, paper, targets for a finger, the language of people's words."""

from __future__ import annotations

import re
import zlib
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.support.faults.tunnel import Tunnel
from tests.support.servers.server import Server

from .screen import Screen, Stage
from .widths import NARROW, WIDE, only_at

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.wide]

PAGES = ("", "/tilgang", "/deler", "about-me", "measure")
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
GROUND = """() => {
  const of = getComputedStyle(document.body);
  const brightness = colour => {
    const [r, g, b] = colour.match(/\\d+/g).map(Number);
    return 0.299 * r + 0.587 * g + 0.114 * b;
  };
  return [brightness(of.backgroundColor), brightness(of.color)];
}"""
SMALL = """() => [...document.querySelectorAll('a, button, select, textarea, input, summary')]
  .filter(node => node.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .filter(node => !node.closest('.visually-hidden, .ds-skip-link, .part-editor__text, p'))
  .map(node => [node, (node.matches('input') && node.closest('label') || node).getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
  .map(([node, box]) => `${node.outerHTML.slice(0, 100)}: ${box.width} x ${box.height}`)"""


@pytest_asyncio.fixture(loop_scope="module")
async def fingers(browser: Browser, site: tuple[Server, Tunnel]) -> AsyncIterator[Stage]:
    """A phone."""
    stage = Stage(browser, *site, NARROW, touch=True)
    yield stage
    await stage.close()
    assert stage.complaints == []


async def _opened(screen: Screen, where: str) -> None:
    if where and not where.startswith("/"):
        await screen.open_part(where)
        await screen.saved()
        return
    await screen.page.goto(f"/plan/{(await screen.plan())['id']}{where}")
    await expect(screen.page.get_by_role("heading", level=1)).to_be_visible()
    if where == "":
        await expect(screen.page.get_by_role("heading", name="De som er med")).to_be_visible()


@pytest.mark.parametrize("where", PAGES)
async def test_axe_finds_nothing_serious_in_the_dark_nor_in_the_colours_of_the_system(
    stage: Stage, where: str
) -> None:
    owner = await stage.enter("owner")
    await owner.page.emulate_media(color_scheme="dark")
    await _opened(owner, where)
    ground, words = await owner.page.evaluate(GROUND)
    assert (ground < 40, words > 200) == (True, True)
    await owner.accessible()
    await owner.page.emulate_media(forced_colors="active")
    await owner.accessible()


async def test_in_the_colours_of_the_system_a_line_tells_which_page_it_is(stage: Stage) -> None:
    owner = await stage.enter("owner")
    await owner.page.emulate_media(forced_colors="active")
    await _opened(owner, "/deler")
    link = owner.page.get_by_role("main").get_by_role("link", name="Hvem får se hva")
    icon = "node => [getComputedStyle(node).color, getComputedStyle(node.parentElement).color]"
    of_icon, of_words = await link.locator("svg").evaluate(icon)
    assert of_icon == of_words
    if stage.narrow:
        return
    current = owner.page.locator("[aria-current=page]").first
    await _opened(owner, "/tilgang")
    assert await current.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"


@only_at(WIDE, "paper")
async def test_paper_is_the_same_in_the_dark(stage: Stage) -> None:
    owner = await stage.enter("owner")
    await _opened(owner, "about-me")
    light = await _colours_on_paper(owner.page)
    await owner.page.emulate_media(color_scheme="dark")
    assert await _colours_on_paper(owner.page) == light != set()


async def _colours_on_paper(page: Page) -> set[bytes]:
    found: set[bytes] = set()
    for stream in STREAM.findall(await page.pdf(print_background=True)):
        try:
            drawn = zlib.decompressobj().decompress(stream)
        except zlib.error:
            continue
        found.update(re.findall(rb"(?:[\d.]+ ){3}rg", drawn))
    return found


async def test_what_a_finger_is_to_hit_is_44_px(fingers: Stage) -> None:
    owner = await fingers.enter("owner")
    for where in PAGES:
        await _opened(owner, where)
        assert await owner.page.evaluate(SMALL) == [], where


HITS = """() => {
  const dialog = document.querySelector('dialog[open]');
  const {left, right, width} = dialog.getBoundingClientRect();
  const missed = [];
  for (const node of dialog.querySelectorAll('a, button, select, textarea, input, summary')) {
    if (!node.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    node.scrollIntoView({block: 'center'});
    const box = node.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    for (const [dx, dy] of [[0, -21], [0, 21], [-10, 0], [10, 0]]) {
      const hit = document.elementFromPoint(x + dx, y + dy);
      if (hit !== node && !node.contains(hit) && hit?.closest('label')?.control !== node)
        missed.push(`${node.outerHTML.slice(0, 100)}: ${dx}, ${dy}`);
    }
  }
  return {missed, margins: [left, innerWidth - right].map(Math.round), width};
}"""


async def test_a_dialog_stands_clear_of_the_edges_and_is_hit_with_a_finger(fingers: Stage) -> None:
    owner = await fingers.enter("owner")
    page = owner.page
    await page.goto(f"/plan/{(await owner.plan())['id']}/tilgang")
    for person, part in (("Anders Myhre", "Barnevern"), ("Anders Myhre", "Bolig, fritid og avlastning")):
        chosen = page.locator(".grants__choose", has_text=person)
        cell = page.get_by_role("group", name=f"{person}: tilgang til «{part}»")
        await expect(chosen.or_(cell).first).to_be_visible()
        if await chosen.count():
            await chosen.click()
        await cell.locator("label:has(input[value=comment])").click()
    await page.get_by_role("button", name="Les og signer").click()
    dialog = page.get_by_role("dialog", name="Les og signer")
    await expect(dialog.locator(".signing__sentence")).to_have_count(2)
    for fold in await dialog.locator("summary").all():
        await fold.click()
    await dialog.evaluate(
        "it => Promise.allSettled(it.getAnimations({subtree: true}).map(one => one.finished))"
    )
    seen = await page.evaluate(HITS)
    assert seen["missed"] == []
    assert seen["margins"] == [16, 16]


@only_at(WIDE, "languages")
async def test_in_an_english_page_peoples_words_are_said_to_be_norwegian(stage: Stage) -> None:
    teacher = await stage.enter("school", "/")
    page = teacher.page
    await page.get_by_role("button", name="Min meny").click()
    told = page.get_by_role("switch", name="Les opp hvem som skriver", exact=True)
    assert await told.inner_text() == "Les opp hvem som skriver: på"
    await expect(told).to_be_checked()
    await told.click()
    assert await told.inner_text() == "Les opp hvem som skriver: av"
    await told.click()
    await page.get_by_text("English").locator("visible=true").first.click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.locator(".own-words")).to_have_attribute("lang", "nb")
    await expect(page.locator(".measure-row__title").first).to_have_attribute("lang", "nb")
    plan = await teacher.plan()
    measure = next(part for part in plan["parts"] if part["kind"] == "measure")
    await page.goto(f"/plan/{plan['id']}/del/{measure['id']}")
    await expect(page.get_by_role("heading", level=1)).to_have_attribute("lang", "nb")
    await expect(teacher.text).to_have_attribute("lang", "nb")
    await page.goto(f"/plan/{plan['id']}")
    # Back to what the others expect.
    await page.get_by_role("button", name=re.compile("^My menu")).click()
    await page.get_by_text("Bokmål").locator("visible=true").first.click()
    await expect(page.locator("html")).to_have_attribute("lang", "nb")


@only_at(WIDE, "the focus")
async def test_a_link_is_begun_in_the_field_of_its_address(stage: Stage) -> None:
    owner = await stage.enter("owner")
    await owner.open_part("own-notes")
    await owner.text.click()
    await owner.page.keyboard.press("Control+k")
    await expect(owner.page.get_by_role("dialog").get_by_label("Tekst")).to_be_focused()
