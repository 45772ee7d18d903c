"""Who was let in later is not told by their own typing what once stood in the text."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pycrdt import XmlElement

from tests.support.clients.anchors import Typed, typed
from tests.support.clients.people import Document, Person
from tests.support.servers.demo import demo_server

pytestmark = pytest.mark.asyncio(loop_scope="module")

GUESSES = "Fengsel Gjeld Avrusning Psykose "
LINES = ("Blå 👍 dør til låven. ", "Så er vi der.")


class Place:
    """The owner has a part open that was not opened to NAV."""

    def __init__(self, owner: Person, plan: str, part: str, page: Document) -> None:
        self.owner, self.plan, self.part, self.page = owner, plan, part, page

    async def comment(self, quote: str, anchor: object, part: str | None = None) -> str:
        body = {"text": "Hva med dette?", "quote": quote, "anchor": anchor}
        answer = await self.owner.post(f"/api/parts/{part or self.part}/comments", body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def let_in(self, who: Person, level: str = "edit") -> None:
        wish = {"participant": await who.me_in(), "part": self.part, "level": level}
        answer = await self.owner.post(f"/api/plans/{self.plan}/grants", wish)
        assert answer.status_code == 201, answer.text

    async def shown(self, who: Person, comment: str) -> dict[str, Any]:
        found = (await who.get(f"/api/parts/{self.part}/comments")).json()
        return next(each for each in found if each["id"] == comment)

    async def page_of(self, who: Person) -> Document:
        return await (await who.connect()).open(f"part/{self.part}")


People = tuple[Place, Person]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> AsyncIterator[People]:
    async with demo_server(tmp_path_factory.mktemp("quotes"), demo_database) as server:
        owner, nav = await Person(server, "owner").log_in(), await Person(server, "nav").log_in()
        plan = await owner.plan()
        part = (await owner.part("home"))["id"]
        page = await (await owner.connect()).open(f"part/{part}")
        yield Place(owner, plan["id"], part, page), nav
        await owner.close()
        await nav.close()


@pytest_asyncio.fixture(loop_scope="module")
async def people(opened: People) -> AsyncIterator[People]:
    """NAV may not read it at the beginning of each test."""
    yield opened
    place, nav = opened
    await place.let_in(nav, "none")


def write(page: Document, *lines: str) -> list[Typed]:
    """A block for each, after those that are there."""
    written = []
    for line in lines:
        page.add_block("")
        written.append(typed(page, line, block=len(page.body.children) - 1))
    return written


@pytest.mark.rule(9, "P3")
async def test_typing_guesses_tells_nobody_what_was_commented_on(people: People) -> None:
    place, nav = people
    first, word = write(place.page, "Her stod ", "om Avrusning i vår")
    await place.page.saved()
    comments = [
        await place.comment("Avrusning", word.anchor("Avrusning", before="om ", after=" i vår")),
        await place.comment("Avrusning", None),
        await place.comment("Avrusning", {"start": "AAAA", "end": "AAAA", "before": "", "after": ""}),
        await place.comment("om Avrusning i vår", word.anchor("om Avrusning i vår")),
        await place.comment("stod", first.anchor("stod", after=" Avrusning")),
    ]
    line = len(place.page.body.children) - 1
    text = place.page.block_text(line)
    place.page.made(lambda: text.__delitem__(slice(3, 3 + len("Avrusning"))))
    await place.page.saved()
    await place.let_in(nav)
    page = await place.page_of(nav)
    page.type(GUESSES, block=line, at=0)
    page.type("Avrusning", block=line, at=len(GUESSES) + 3)
    page.type("Avrusning", block=line - 1)
    await page.saved()
    assert "om Avrusning i vår" in page.text
    found = [await place.shown(nav, comment) for comment in comments]
    assert [each["quote"] for each in found] == ["", "", "", "", "stod"]
    assert [each["quote_gone"] for each in found] == [True, True, True, True, False]
    assert found[-1]["anchor"] == first.anchor("stod")
    assert "Avrusning" not in str(found)
    assert (await place.shown(place.owner, comments[0]))["quote"] == "Avrusning"


async def test_a_newcomer_is_shown_quotes_of_what_still_stands(people: People) -> None:
    place, nav = people
    first, last = write(place.page, *LINES)
    place.page.block_text(len(place.page.body.children) - 2).format(0, 3, {"bold": {}})
    await place.page.saved()
    across = {"start": first.start("👍"), "end": last.end("Så"), "before": "Blå ", "after": " er"}
    emoji = await place.comment("👍", first.anchor("👍", before="Blå ", after=" dør"))
    blocks = await place.comment("👍 dør til låven. \nSå", across)
    await place.let_in(nav)
    for comment, quote in ((emoji, "👍"), (blocks, "👍 dør til låven. \nSå")):
        shown = await place.shown(nav, comment)
        assert (shown["quote"], shown["quote_gone"]) == (quote, False)
        assert shown["anchor"] == (await place.shown(place.owner, comment))["anchor"]
    page = await place.page_of(nav)
    line = len(page.body.children) - 2
    page.type("Nå: ", block=line, at=0)
    page.type("rød ", block=line, at=len("Nå: Blå ".encode()))
    await page.saved()
    shown = await place.shown(nav, emoji)
    assert (shown["quote"], shown["anchor"]) == ("👍", first.anchor("👍", after=" dør"))
    page.made(lambda: page.body.children.__delitem__(line))
    await page.saved()
    assert [(await place.shown(nav, each))["quote"] for each in (emoji, blocks)] == ["", ""]
    assert isinstance(page.body.children[line], XmlElement)


@pytest.mark.parametrize("closed_again", [False, True])
async def test_what_was_corrected_before_it_was_commented_on_is_shown_if_its_writer_could_read_it_then(
    people: People, *, closed_again: bool
) -> None:
    """Letters that are gone stand between those of the quote: whoever wrote the others has nothing to guess,
    unless they came later too."""
    place, nav = people
    async with contextlib.AsyncExitStack() as ending:
        school = await Person(place.owner.server, "school").log_in()
        ending.push_async_callback(school.close)
        await place.let_in(school)
        page = await place.page_of(school)
        (said,) = write(page, "Vi øverr hver dag.")
        text = page.block_text(len(page.body.children) - 1)
        page.made(lambda: text.__delitem__(slice(len("Vi øve".encode()), len("Vi øver".encode()))))
        await page.saved()
        if closed_again:
            await place.let_in(school, "none")
        anchor = {"start": said.start("Vi"), "end": said.end("dag."), "before": "", "after": ""}
        comment = await place.comment("Vi øver hver dag.", anchor)
        await place.let_in(nav, "read")
        assert (await place.shown(nav, comment))["quote_gone"] == closed_again
        await place.let_in(school, "none")


@pytest.mark.rule("P7")
async def test_an_anchor_into_another_part_or_of_no_sense_shows_nothing(people: People) -> None:
    place, nav = people
    (said,) = write(place.page, "Avrusning")
    await place.page.saved()
    elsewhere = await (await place.owner.connect()).open(f"part/{(await place.owner.part('health'))['id']}")
    (foreign,) = write(elsewhere, "Avrusning")
    await elsewhere.saved()
    end, whole = said.end("Avrusning"), said.anchor("Avrusning")
    anchors: list[dict[str, object]] = [
        foreign.anchor("Avrusning"),
        {**whole, "start": end},
        {**whole, "start": [end]},
        {**whole, "end": whole["start"]},
        {**whole, "end": "/" * 4_000},
        {"start": "Av////////////8P/////////////w8A", "end": end},
        {"start": {"start": {}}, "end": 9e300},
    ]
    comments = [await place.comment("Avrusning", anchor) for anchor in anchors]
    await place.let_in(nav)
    assert [(await place.shown(nav, each))["quote"] for each in comments] == [""] * len(anchors)
    assert (await nav.get(f"/api/parts/{place.part}/comments")).status_code == 200
