"""What somebody reads or writes stays where it is while others change what stands above it on the page."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.async_api import expect
from pycrdt import Text

from tests.support.clients.people import Document, Person

from .screen import Screen, Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

STILL = 2.0
"""px."""
NEW = "Dette er nytt, og fyller mer enn en linje på skjermen. "
ANCHORS = ("auto", "none")
"""Of the browser: some have none of their own."""
TOP = """words => {
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.lastIndexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect().top;
  }
  throw new Error(`${words} is not shown`);
}"""
AT_REST = """() => new Promise(done => {
  const frame = then => requestAnimationFrame(() => setTimeout(then, 60));
  const idle = left => left ? requestIdleCallback(() => frame(() => idle(left - 1))) : done();
  idle(3);
})"""
"""What is to stay is looked for once nobody has scrolled for a tenth of a second."""

Act = Callable[[], Awaitable[object]]


@dataclass
class Reader:
    """Somebody who has ``words`` before their eyes."""

    screen: Screen
    words: str

    async def looks(self, anchor: str, y: int = 200) -> None:
        page = self.screen.page
        await page.evaluate("a => document.documentElement.style.setProperty('overflow-anchor', a)", anchor)
        by = await self._top() - y
        await page.evaluate("by => scrollBy({top: by, behavior: 'instant'})", by)
        await page.evaluate(AT_REST)

    async def stays(self, called: str, act: Act, shown: str) -> None:
        """Another acts, ``shown`` is on the page afterwards, and the words are where they were."""
        before = await self._top()
        await act()
        await expect(self.screen.page.locator("body")).to_contain_text(shown)
        await self.screen.page.evaluate(AT_REST)
        moved = await self._top() - before
        assert abs(moved) <= STILL, f"{called} moved the words by {moved} px"

    async def _top(self) -> float:
        return float(await self.screen.page.evaluate(TOP, self.words))


def written(doc: Document, name: str, value: str) -> Act:
    """A field written by another: words are put before what stands there."""

    async def act() -> None:
        held = doc.fields.get(name)
        with doc.doc.transaction():
            if isinstance(held, Text):
                held.insert(0, value)
            else:
                doc.fields[name] = value
        await doc.saved()

    return act


async def opened(person: Person, part: Mapping[str, Any]) -> Document:
    return await (await person.connect()).open(part["document"])


async def filled(doc: Document) -> None:
    """More text than a screen holds, once."""
    if "Avsnitt 20." not in doc.text:
        for number in range(30):
            doc.add_block(f"Avsnitt {number}. {NEW * 2}")
        await doc.saved()


Acts = list[tuple[str, Act, str]]
"""What it is called, the act, and what is on the page once it is there."""


async def all_stay(reader: Reader, acts: Callable[[str], Acts], anchors: tuple[str, ...] = ANCHORS) -> None:
    """``acts``: by a word that nothing on the page has yet."""
    for anchor in anchors:
        for called, act, shown in acts(f"{called_once()} {anchor}"):
            await reader.looks(anchor)
            await reader.stays(f"{called} with overflow-anchor {anchor}", act, shown)


_counted = itertools.count()


def called_once() -> str:
    return f"nytt{next(_counted)}"


@pytest.mark.timeout(240)
async def test_what_stands_above_a_text_grows_and_shrinks_and_its_words_stay(stage: Stage) -> None:
    """Its title and facts, for whoever reads the text, or writes in it."""
    owner = await stage.person("owner")
    plan = await owner.plan()
    of = {each["role"]: each["id"] for each in plan["participants"]}
    part = next(p for p in plan["parts"] if p["kind"] == "measure" and p["responsible"] == of["school"])
    doc = await opened(owner, part)
    await filled(doc)

    def facts(tag: str) -> Acts:
        return [
            ("a title", written(doc, "title", f"{tag} t {NEW * 2}"), f"{tag} t"),
            ("a sentence", written(doc, "extent", f"{tag} e {NEW * 4}"), f"{tag} e"),
            ("a field", written(doc, "how", f"{tag} h {NEW * 6}"), f"{tag} h"),
            ("that it is late", written(doc, "due", "2020-01-02"), "Forsinket siden"),
            ("that it is not", written(doc, "due", "2031-01-02"), "2031"),
        ]

    school = await stage.enter("school")
    await school.page.goto(f"/plan/{plan['id']}/del/{part['id']}")
    await school.saved()
    await expect(school.page.get_by_text("Avsnitt 20.")).to_be_attached()
    reader = Reader(school, "Avsnitt 5.")
    await all_stay(reader, facts)
    await school.page.get_by_text("Avsnitt 5.").click()
    await all_stay(reader, facts)


@pytest.mark.timeout(240)
async def test_what_stands_above_on_the_plans_page_grows_and_what_one_reads_below_stays(stage: Stage) -> None:
    owner = await stage.person("owner")
    plan = await owner.plan()
    of = {each["kind"]: each for each in reversed(plan["parts"])}
    about, goal, measure = [await opened(owner, of[kind]) for kind in ("about-me", "goal", "measure")]
    coordinator = await stage.enter("coordinator")
    await coordinator.page.goto(f"/plan/{plan['id']}")
    await expect(coordinator.page.get_by_text("Omar Haddad", exact=True)).to_be_attached()
    await coordinator.page.wait_for_load_state("networkidle")
    reader = Reader(coordinator, "Omar Haddad")

    def acts(tag: str) -> Acts:
        async def words() -> None:
            about.add_block(f"{tag} {NEW * 3}", at=0)
            await about.saved()

        async def another() -> None:
            wish = {"kind": "goal", "title": f"{tag} mål"}
            assert (await owner.post(f"/api/plans/{plan['id']}/parts", wish)).status_code == 201

        return [
            ("the owner's words", words, tag),
            ("a goal's title", written(goal, "title", f"{tag} g {NEW * 2}"), f"{tag} g"),
            ("a measure's title", written(measure, "title", f"{tag} m {NEW * 2}"), f"{tag} m"),
            ("that one is late", written(measure, "due", "2020-01-02"), "Forsinket siden 2. januar 2020"),
            ("another goal", another, f"{tag} mål"),
        ]

    await all_stay(reader, acts)
