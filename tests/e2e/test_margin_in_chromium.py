"""Cards beside their words: the column moves and never the text; what one is writing is never taken away."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from tests.support.clients.people import Person
from tests.support.faults.tunnel import Tunnel
from tests.support.servers.server import Server
from tests.support.wide import seldom_concerned

from .screen import SECONDS, Screen, Stage
from .widths import WIDE, only_at

pytestmark = [pytest.mark.asyncio(loop_scope="module"), seldom_concerned]

PARAGRAPHS, STILL = 30, 2.0
"""Two comments on each: far more cards than there is text beside them. STILL: px."""
LINES = "Det står noe mer her, for at avsnittet skal fylle et par linjer på skjermen og ikke bare én. " * 3


def _words(number: int) -> tuple[str, str]:
    return f"første{number}ord", f"andre{number}ord"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def dense(site: tuple[Server, Tunnel]) -> dict[str, Any]:
    """A part with two comments on every paragraph, and a third on the very last words of them."""
    server, _ = site
    owner = await Person(server, "owner").log_in()
    part = await owner.part("resources")
    socket = await owner.connect()
    doc = await socket.open(part["document"])
    for number in range(PARAGRAPHS):
        first, second = _words(number)
        doc.add_block(f"{first} {LINES}{second}.")
    await doc.flush()
    await doc.saved()
    for number in range(PARAGRAPHS):
        for quote in _words(number):
            anchor = {"start": "", "end": "", "before": "", "after": ""}
            wish = {"text": f"Stemmer dette om {quote}? Si fra.", "anchor": anchor, "quote": quote}
            assert (await owner.post(f"/api/parts/{part['id']}/comments", wish)).status_code == 201
    wish["text"] = f"Enig om {quote}? Skriv her."
    assert (await owner.post(f"/api/parts/{part['id']}/comments", wish)).status_code == 201
    await socket.close()
    await owner.close()
    return dict(part)


async def _top(of: Locator) -> float:
    box = await of.bounding_box()
    assert box is not None
    return box["y"]


async def _beside(card: Locator, words: Locator) -> None:
    """Both as they stand at one moment: bars that come with the writing move them, a frame later."""
    handles = [await each.element_handle() for each in (card, words)]
    top = "([card, words]) => Math.abs(card.getBoundingClientRect().top - words.getBoundingClientRect().top)"
    await card.page.wait_for_function(f"{top} < 120", arg=handles, timeout=SECONDS)


async def _wholly_in_view(screen: Screen, card: Locator) -> None:
    await expect(card).to_be_in_viewport(ratio=1)


def _marked(screen: Screen, quote: str) -> Locator:
    return screen.text.locator(".commented-words", has_text=quote)


async def _at(screen: Screen, words: Locator, y: int = 420) -> None:
    """Scrolled so that ``words`` stand there."""
    await words.evaluate("(words, y) => scrollBy(0, words.getBoundingClientRect().top - y)", y)


async def _select(screen: Screen, block: Locator) -> None:
    """The first word of it, by the keyboard."""
    await block.click(position={"x": 4, "y": 10})
    await screen.page.keyboard.press("Home")
    await screen.page.keyboard.press("Control+Shift+ArrowRight")


async def test_the_card_comes_to_the_words_that_are_clicked_and_they_stay_under_the_pointer(
    stage: Stage, dense: dict[str, Any]
) -> None:
    owner = await stage.enter("owner")
    await owner.open_part("resources")
    for number in (20, 3, 27):
        quote = _words(number)[1]
        words = _marked(owner, quote)
        await expect(words).to_be_attached()
        await _at(owner, words)
        before = await _top(words)
        await words.click()
        if stage.narrow:
            await expect(owner.page.get_by_role("button", name="Vis kommentaren")).to_be_in_viewport()
        else:
            card = owner.page.locator(".thread--active")
            await expect(card).to_contain_text(f"om {quote}?")
            await _wholly_in_view(owner, card)
            assert abs(await _top(card) - before) < 120
        assert abs(await _top(words) - before) <= STILL


@only_at(WIDE, "the margin; the phone has none")
async def test_the_cards_of_the_same_words_stand_together_beside_them(
    stage: Stage, dense: dict[str, Any]
) -> None:
    owner = await stage.enter("owner")
    await owner.open_part("resources")
    quote = _words(PARAGRAPHS - 1)[1]
    await expect(_marked(owner, quote)).to_be_attached()
    cards = [
        owner.page.locator(".thread", has_text=f"{said} om {quote}?") for said in ("Stemmer dette", "Enig")
    ]
    for card in cards:
        await expect(card).to_be_attached()
    first, second = sorted([await _top(card) for card in cards])
    assert second - first < 250


async def test_a_comment_on_selected_words_is_written_beside_them_and_nothing_moves(
    stage: Stage, dense: dict[str, Any]
) -> None:
    owner = await stage.enter("owner")
    await owner.open_part("resources")
    await expect(_marked(owner, _words(PARAGRAPHS - 1)[1])).to_be_attached()
    block = owner.text.locator("> .block", has_text=_words(15)[0])
    await _at(owner, block)
    await _select(owner, block)
    before = await _top(block)
    button = owner.page.get_by_role("button", name="Kommenter det du har merket")
    await expect(button).to_have_attribute("title", "Ctrl+Alt+M")
    await _beside(button, block)
    await button.click()
    text = f"Hva betyr dette {stage.width}?"
    await owner.page.keyboard.type(text)
    card = owner.page.locator("[data-card=new]")
    await expect(card.get_by_role("textbox")).to_have_value(text)
    await expect(button).to_have_count(0)
    await _wholly_in_view(owner, card)
    if not stage.narrow:
        assert abs(await _top(block) - before) <= STILL
        assert abs(await _top(card) - before) < 200
    await owner.page.keyboard.press("Control+Enter")
    sent = owner.page.locator("[data-card]", has_text=text)
    await expect(card).to_have_count(0)
    await expect(sent).to_be_focused()
    await _wholly_in_view(owner, sent)
    if not stage.narrow:
        assert abs(await _top(block) - before) <= STILL
        await _cards_are_in_the_order_of_their_words(owner)
    await owner.accessible()
    if stage.narrow:
        await owner.page.get_by_role("dialog").get_by_role("button", name="Lukk").click()
        # The button that opened it is gone with the selection.
        await expect(owner.page.locator(".comment-margin__open")).to_be_focused()


async def _cards_are_in_the_order_of_their_words(screen: Screen) -> None:
    shown = await screen.page.evaluate(
        """() => {
          const top = element => element.getBoundingClientRect().top;
          const cards = [...document.querySelectorAll('.margin__cards > [data-card]')];
          const words = id => document.querySelector(`.tiptap [data-thread="${id}"]`);
          return cards.filter(card => words(card.dataset.card)).sort((a, b) => top(a) - top(b))
            .map(card => top(words(card.dataset.card)));
        }"""
    )
    assert shown == sorted(shown)


async def _answering(owner: Screen, thread: dict[str, Any]) -> tuple[Locator, Locator]:
    if owner.stage.narrow and not await owner.page.locator(".comment-sheet").is_visible():
        await owner.page.locator(".comment-margin__open").click()
    card = owner.page.locator(f"[data-card='{thread['id']}']")
    await card.locator(".comment").first.click()
    await card.get_by_role("button", name="Svar", exact=True).click()
    field = card.get_by_role("textbox", name="Svaret ditt")
    await expect(field).to_be_focused()
    return card, field


async def test_an_answer_being_written_outlives_what_others_do_to_its_thread(stage: Stage) -> None:
    """Done, removed: the box stays under the hands, and says what has happened (input, C1)."""
    owner, school = await stage.enter("owner"), await stage.person("school")
    part = await owner.open_part("measure", "Studietid")
    address = f"/api/parts/{part['id']}/comments"
    thread = (await school.post(address, {"text": f"Passer det {stage.width}?"})).json()
    card, field = await _answering(owner, thread)
    await owner.page.keyboard.type("Jeg hold")
    assert (await school.post(f"/api/comments/{thread['id']}/resolve")).status_code == 204
    await expect(card).to_contain_text("Svarer du, åpnes den igjen.")
    await owner.page.keyboard.type("er på å skrive")
    await expect(field).to_have_value("Jeg holder på å skrive")
    await owner.page.keyboard.press("Control+Enter")
    await expect(card).to_contain_text("Jeg holder på å skrive")
    await expect(card.locator(".thread__done")).to_have_count(0)
    found = {each["id"]: each for each in (await school.get(address)).json()}
    assert found[thread["id"]]["resolved_at"] is None

    lonely = (await school.post(address, {"text": f"Feil sted {stage.width}"})).json()
    card, field = await _answering(owner, lonely)
    await owner.page.keyboard.type("Ja, ")
    assert (await school.send("DELETE", f"/api/comments/{lonely['id']}")).status_code == 204
    await expect(card).to_contain_text("Kommentaren du svarte på, er fjernet.")
    await owner.page.keyboard.type(f"gjerne {stage.width}")
    await expect(field).to_have_value(f"Ja, gjerne {stage.width}")
    await owner.page.keyboard.press("Control+Enter")
    await expect(card).to_have_count(0)
    await expect(owner.page.locator("[data-card]", has_text=f"Ja, gjerne {stage.width}")).to_be_focused()


@only_at(WIDE, "rights")
async def test_an_answer_stays_while_one_may_not_comment_and_can_be_sent_afterwards(stage: Stage) -> None:
    owner, school = await stage.person("owner"), await stage.enter("school")
    plan = await owner.plan()
    part = await school.open_part("measure", "Studietid")
    me = (await school.plan())["me"]

    async def sign(level: str) -> None:
        wish = {"participant": me, "part": part["id"], "level": level}
        assert (await owner.post(f"/api/plans/{plan['id']}/grants", wish)).status_code == 201

    said = (await owner.post(f"/api/parts/{part['id']}/comments", {"text": f"Når {stage.width}?"})).json()
    # Read out politely, as it comes.
    status = school.page.locator(".comment-margin").get_by_role("status")
    await expect(status.filter(has_text="Ny kommentar: Runa Elvestad.")).to_have_count(1)
    card, field = await _answering(school, said)
    await school.page.keyboard.type("På man")
    await sign("read")
    await expect(card.get_by_role("alert")).to_contain_text("Du kan ikke lenger kommentere her.")
    await school.page.keyboard.type("dag")
    await expect(field).to_have_value("På mandag")
    await sign("edit")
    await expect(card.get_by_role("alert")).to_have_count(0)
    await school.page.keyboard.press("Control+Enter")
    await expect(card).to_contain_text("På mandag")


async def test_who_types_where_they_may_only_comment_is_told_so_at_the_place(stage: Stage) -> None:
    mother = await stage.enter("mother")
    await mother.open_part("about-me")
    block = mother.text.locator("> .block").nth(2)
    await block.click()
    await mother.page.keyboard.type("Hei")
    hint = mother.page.get_by_text("Du kan ikke skrive her, men du kan kommentere.")
    await expect(hint).to_be_in_viewport()
    assert abs(await _top(hint) - await _top(block)) < 120
    await mother.page.keyboard.press("Escape")
    await expect(hint).to_have_count(0)


async def test_nobody_is_told_that_there_are_no_comments_where_some_are_done_or_none_were_fetched(
    stage: Stage,
) -> None:
    owner, person = await stage.enter("owner"), await stage.person("owner")
    part = await owner.open_part("measure", "Svømming")
    address = f"/api/parts/{part['id']}/comments"
    said = (await person.post(address, {"text": "Ferdig snakket"})).json()
    for comment in [*(await person.get(address)).json(), said]:
        await person.post(f"/api/comments/{comment['id']}/resolve")
    comments = owner.page.locator(".comment-margin")
    if stage.narrow:
        await owner.page.locator(".comment-margin__open").click()
        comments = owner.page.locator(".comment-sheet")
    await expect(comments.get_by_text("Ingen åpne kommentarer.")).to_be_visible()
    await owner.page.wait_for_load_state("networkidle")
    await stage.tunnel.cut()
    plan = await person.plan()
    other = next(each for each in plan["parts"] if each["kind"] == "measure" and each["id"] != part["id"])
    if stage.narrow:
        await owner.page.get_by_role("button", name="Lukk").click()
    await owner.page.evaluate(
        "path => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }",
        f"/plan/{plan['id']}/del/{other['id']}",
    )
    unknown = "Kommentarer (ikke hentet)" if stage.narrow else "Kommentarene er ikke hentet."
    await expect(owner.page.get_by_text(unknown)).to_be_visible()
    await expect(owner.page.get_by_text("Ingen har kommentert")).to_have_count(0)
    await stage.tunnel.open()
    await owner.page.evaluate("dispatchEvent(new Event('online'))")
    await expect(owner.page.get_by_text(unknown)).to_have_count(0)


async def _restyled(screen: Screen, act: Callable[[], Awaitable[None]]) -> int:
    """How many elements the browser asks for their style while that happens."""
    browser = screen.page.context.browser
    assert browser is not None
    await browser.start_tracing(page=screen.page, categories=["devtools.timeline"])
    await act()
    events = json.loads(await browser.stop_tracing())["traceEvents"]
    return sum(each["args"].get("elementCount", 0) for each in events if each["name"] == "UpdateLayoutTree")


async def test_a_block_that_comes_lets_the_others_keep_their_style(
    stage: Stage, dense: dict[str, Any]
) -> None:
    """Of a rule like ``* + *`` or ``body:has(…)`` every paragraph is asked again, in a long part for 5 ms."""
    owner = await stage.enter("owner")
    await owner.open_part("resources")
    await expect(_marked(owner, _words(PARAGRAPHS - 1)[1])).to_be_attached()
    writer = await Person(stage.server, "owner").log_in()
    socket = await writer.connect()
    doc = await socket.open(dense["document"])

    async def another_writes() -> None:
        doc.add_block(f"Et avsnitt til, {stage.narrow}.")
        await doc.flush()
        await owner.reads(f"Et avsnitt til, {stage.narrow}.")

    restyled = await _restyled(owner, another_writes)
    assert restyled < PARAGRAPHS, restyled
    await socket.close()
    await writer.close()
