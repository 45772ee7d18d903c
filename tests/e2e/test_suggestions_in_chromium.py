"""Suggestions on the page: made by who may comment, accepted or declined by who may write."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Locator, expect

from .screen import Screen, Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")
DECIDED = re.compile(r"Vis \d+ ferdig")
FIRST_WORD = """text => {
  const node = document.createTreeWalker(text, NodeFilter.SHOW_TEXT).nextNode();
  const after = node.data.search(/[^\\p{L}]/u);
  const end = after < 0 ? node.data.length : after;
  const range = document.createRange();
  range.setStart(node, 0);
  range.setEnd(node, end);
  text.focus();
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  return node.data.slice(0, end);
}"""


CARET_AT_END = """text => {
  text.focus();
  getSelection().selectAllChildren([...text.querySelectorAll(':scope > .block')].at(-1));
  getSelection().collapseToEnd();
}"""


async def _cards(screen: Screen) -> Locator:
    """The cards beside the text, or in the sheet that is opened for them."""
    if screen.stage.narrow:
        sheet = screen.page.locator(".comment-sheet")
        if not await sheet.is_visible():
            await screen.page.locator(".comment-margin__open").click()
        return sheet
    return screen.page.locator(".comment-margin")


async def _select_first_word(screen: Screen) -> str:
    await expect(screen.text).to_contain_text(" ")
    return str(await screen.text.evaluate(FIRST_WORD))


async def _suggest(screen: Screen, replacement: str) -> str:
    """Other words for the first one of the part; returns that."""
    word = await _select_first_word(screen)
    await screen.page.get_by_role("button", name="Foreslå endring").click()
    field = screen.page.get_by_role("textbox", name="Slik bør det stå")
    await expect(field).to_be_focused()
    await expect(field).to_have_value(word)
    await field.fill(replacement)
    await screen.looked_at("suggestion-new")
    await screen.page.get_by_role("button", name="Send forslaget").click()
    return word


async def _drawn(screen: Screen, taken: str, given: str) -> None:
    """Struck and put in where the words stand, and the way from there to the card and back by keyboard."""
    old, new = screen.text.locator("del"), screen.text.locator("ins")
    await expect(old).to_have_text(taken)
    await expect(new).to_contain_text(given)
    await screen.looked_at("suggestion-in-text")
    await screen.page.emulate_media(color_scheme="dark")
    await screen.looked_at("suggestion-in-text-dark")
    await screen.page.emulate_media(color_scheme="light", forced_colors="active")
    await screen.looked_at("suggestion-in-text-forced")
    await screen.page.emulate_media(color_scheme=None, forced_colors=None)
    await new.click()
    if screen.stage.narrow:
        at_words = screen.page.locator(".at-words")
        await expect(at_words.get_by_role("button", name="Godta", exact=True)).to_be_visible()
        await screen.looked_at("suggestion-at-words")
        await at_words.get_by_role("button", name="Vis forslaget").click()
    else:
        await expect(screen.page.locator(".suggestion.thread--active")).to_be_visible()
    cards = await _cards(screen)
    await cards.get_by_role("button", name="Vis i teksten").press("Enter")
    await expect(screen.text).to_be_focused()
    await screen.page.keyboard.press("Control+Alt+m")
    await expect((await _cards(screen)).locator("[data-card]:focus")).to_have_count(1)


@pytest.mark.rule(7)
async def test_a_suggestion_is_made_beside_the_text_and_accepted_into_it(stage: Stage) -> None:
    owner, mother = await stage.enter("owner"), await stage.enter("mother")
    await mother.open_part("resources")
    await owner.open_part("resources")
    before = await owner.paragraphs()
    word = await _suggest(mother, f"Nytt{stage.width}")
    theirs = (await _cards(mother)).get_by_role("article", name="Forslag fra Marit Elvestad (deg)")
    await expect(theirs.locator("del")).to_have_text(word)
    await expect(theirs.locator("ins")).to_have_text(f"Nytt{stage.width}")
    await expect(theirs.get_by_role("button", name="Godta", exact=True)).to_have_count(0)
    assert await owner.paragraphs() == before, "nothing of the text changes before it is accepted"

    card = (await _cards(owner)).get_by_role("article", name="Forslag fra Marit Elvestad")
    await expect(card.locator("del")).to_have_text(word)
    await owner.looked_at("suggestion")
    if stage.narrow:
        await owner.page.keyboard.press("Escape")
    await _drawn(owner, word, f"Nytt{stage.width}")
    card = (await _cards(owner)).get_by_role("article", name="Forslag fra Marit Elvestad")
    accept = card.get_by_role("button", name="Godta", exact=True)
    await accept.focus()
    await owner.page.keyboard.press("Enter")
    await expect(card).to_have_count(0)
    if stage.narrow:
        await owner.page.keyboard.press("Escape")
    after = [before[0].replace(word, f"Nytt{stage.width}", 1), *before[1:]]
    for screen in (owner, mother):
        await screen.reads(f"Nytt{stage.width}")
        assert await screen.paragraphs() == after
    cards = await _cards(mother)
    await cards.get_by_role("button", name=DECIDED).click()
    done = cards.locator("[data-card]", has_text=f"Nytt{stage.width}")
    await expect(done.get_by_text("Godtatt: Runa Elvestad").first).to_be_visible()
    # The owner was in the text: the name beside their caret is wider than what is left of the line.
    await owner.page.close()
    await expect(mother.page.locator(".caret")).to_have_count(0)
    await mother.looked_at("suggestion-accepted")


async def test_a_suggestion_is_declined_with_a_word_and_its_author_reads_it(stage: Stage) -> None:
    owner, mother = await stage.enter("owner"), await stage.enter("mother")
    await mother.open_part("about-me")
    await owner.open_part("about-me")
    before = await owner.paragraphs()
    await _suggest(mother, "")
    card = (await _cards(owner)).get_by_role("article", name="Forslag fra Marit Elvestad")
    await card.get_by_role("button", name="Ikke godta").click()
    field = card.get_by_role("textbox", name="Hvorfor ikke?")
    await expect(field).to_be_focused()
    word = f"Det er mine ord ({stage.width})."
    await field.fill(word)
    await card.get_by_role("button", name="Si nei til forslaget").click()
    await expect(card).to_have_count(0)
    cards = await _cards(mother)
    await cards.get_by_role("button", name=DECIDED).click()
    await expect(cards.get_by_text(word)).to_be_visible()
    if stage.narrow:
        await owner.page.keyboard.press("Escape")
    assert await owner.paragraphs() == before


async def test_words_that_changed_are_said_to_be_gone_and_the_suggestion_can_be_taken_back(
    stage: Stage,
) -> None:
    owner, mother = await stage.enter("owner"), await stage.enter("mother")
    await mother.open_part("resources")
    await owner.open_part("resources")
    word = await _suggest(mother, f"Annet{stage.width}")
    if stage.narrow:
        await mother.page.keyboard.press("Escape")
    await owner.text.evaluate(FIRST_WORD)
    await owner.page.keyboard.type(f"Mitt{stage.width}")
    await owner.saved()
    await owner.text.blur()
    card = (await _cards(owner)).get_by_role("article", name="Forslag fra Marit Elvestad")
    await expect(card).to_contain_text("Ordene står ikke lenger slik de sto")
    await expect(card.locator("del")).to_have_text(word)
    await expect(card.get_by_role("button", name="Godta", exact=True)).to_have_count(0)
    await owner.looked_at("suggestion-place-gone")
    theirs = (await _cards(mother)).get_by_role("article", name="Forslag fra Marit Elvestad (deg)")
    await theirs.get_by_role("button", name="Trekk tilbake").click()
    await expect(theirs).to_have_count(0)


@pytest.mark.rule(7)
async def test_what_is_typed_while_one_suggests_becomes_a_suggestion_and_no_edit(stage: Stage) -> None:
    owner, mother = await stage.enter("owner"), await stage.enter("mother")
    await mother.open_part("needs")
    await owner.open_part("needs")
    before = await owner.paragraphs()
    switch = mother.page.get_by_role("button", name="Foreslå", exact=True)
    await switch.click()
    await expect(switch).to_have_attribute("aria-pressed", "true")
    await expect(mother.text).to_have_attribute("aria-label", re.compile("blir forslag"))
    await mother.looked_at("suggesting-on")

    word = await _select_first_word(mother)
    field = mother.page.get_by_role("textbox", name="Ordene du foreslår")
    await mother.page.keyboard.type(f"Skrevet{stage.width} her")
    await expect(field).to_be_focused()
    await expect(field).to_have_value(f"Skrevet{stage.width} her")
    await expect(mother.text.locator("del")).to_have_text(word)
    await mother.looked_at("suggesting-typed")
    assert await owner.paragraphs() == before, "nothing of it is in the document"
    assert await mother.paragraphs() == before
    if stage.narrow:
        await mother.page.get_by_role("button", name="Send forslaget").click()
    else:
        await mother.page.keyboard.press("Enter")
    await expect(field).to_have_count(0)
    await expect(mother.text.locator("ins")).to_contain_text(f"Skrevet{stage.width} her")
    await expect(mother.text).to_be_focused()

    # One letter at a time, and back again without a trace.
    await mother.text.evaluate(CARET_AT_END)
    await mother.page.keyboard.press("Backspace")
    await expect(field).to_be_focused()
    await mother.page.keyboard.press("Backspace")
    await expect(mother.text.locator("del").last).to_have_text(before[-1][-2:])
    await mother.page.keyboard.press("Escape")
    await expect(field).to_have_count(0)
    await expect(mother.text.locator("del")).to_have_count(1)
    await mother.text.evaluate(CARET_AT_END)
    await mother.page.keyboard.press("Enter")
    await expect(mother.page.locator(".at-words")).to_contain_text("én linje om gangen")
    await mother.looked_at("suggesting-lines")
    await mother.page.keyboard.press("Control+z")
    assert await mother.paragraphs() == before

    card = (await _cards(owner)).get_by_role("article", name="Forslag fra Marit Elvestad")
    await card.get_by_role("button", name="Godta", exact=True).click()
    after = [before[0].replace(word, f"Skrevet{stage.width} her", 1), *before[1:]]
    for screen in (owner, mother):
        await screen.reads(f"Skrevet{stage.width} her")
        await expect(screen.text.locator("ins")).to_have_count(0)
        assert await screen.paragraphs() == after
