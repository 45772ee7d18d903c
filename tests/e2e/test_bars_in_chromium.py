"""Bars, notices and keyboards in narrow and low windows; what is said where somebody may not write."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pytest
from playwright.async_api import expect

from tests.support.wide import seldom_concerned

from .screen import Screen, Stage
from .widths import NARROW, only_at

pytestmark = [pytest.mark.asyncio(loop_scope="module"), only_at(NARROW, "sizes of its own"), seldom_concerned]

# Desktop, the same at 200 % and 400 %; a phone, with its keyboard, and on its side with it.
SIZES = ((1280, 900), (640, 450), (320, 256), (390, 844), (390, 460), (844, 200))
# What stands in the way of each other, and of the line with the caret; and what the window's edges cut off.
NEXT_FRAME = "() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
IN_THE_WAY = """() => {
  const boxes = [['.top-bar', 'bar'], ['.toolbar', 'toolbar'], ['.comment-margin__open', 'comments'],
    ['.selection-bar', 'selection'], ['.at-foot > :not(:empty)', 'notice']].flatMap(([selector, name]) =>
    [...document.querySelectorAll(selector)].map(each => [name, each.getBoundingClientRect()]));
  const line = getSelection().getRangeAt(0).getClientRects()[0];
  if (line) boxes.push(['line', line]);
  const shown = boxes.filter(([, { width, height, bottom, top }]) =>
    height > 0 && bottom > 0.5 && top < innerHeight - 0.5);
  const faults = line ? [] : ['no line'];
  for (const [name, box] of shown) {
    if (name === 'line' && (box.top < 0 || box.bottom > innerHeight)) faults.push('the line is out of view');
    if (name === 'notice' && box.height > innerHeight) faults.push('the notice is higher than the window');
    for (const [other, its] of shown)
      if (name < other && box.bottom > its.top + 0.5 && its.bottom > box.top + 0.5 &&
          box.right > its.left + 0.5 && its.right > box.left + 0.5)
        faults.push(`${name} and ${other}`);
  }
  if (!shown.some(([name]) => name === 'line')) faults.push('the line is out of view');
  for (const tool of document.querySelectorAll('.toolbar button, .toolbar select')) {
    const { left, right, top, bottom } = tool.getBoundingClientRect();
    const row = tool.closest('.toolbar').getBoundingClientRect();
    if (right > row.right - 32 || left < row.left || top < 0) continue;
    for (const y of [top + 2, bottom - 2])
      if (!tool.contains(document.elementFromPoint((left + right) / 2, y)))
        faults.push(`${tool.ariaLabel} cannot be hit`);
  }
  const wide = document.documentElement.scrollWidth - innerWidth;
  return wide > 0 ? [...faults, `${wide} px too wide`] : faults;
}"""


async def _faults(screen: Screen, when: str) -> list[tuple[str, str]]:
    return [(when, fault) for fault in await screen.page.evaluate(IN_THE_WAY)]


async def test_nothing_covers_the_line_that_is_written_or_the_tools(stage: Stage) -> None:
    owner = await stage.enter("owner")
    await owner.open_part("crisis")
    await owner.saved()
    await owner.go_to_end()
    for line in range(30):
        await owner.page.keyboard.type(f"Linje {line}")
        await owner.page.keyboard.press("Enter")
    await owner.saved()
    faults = []
    for state in ("online", "offline"):
        if state == "offline":
            await stage.tunnel.cut()
            await expect(owner.save_line).to_contain_text("Frakoblet")
        for width, height in SIZES:
            await owner.page.set_viewport_size({"width": width, "height": height})
            await owner.page.evaluate(NEXT_FRAME)
            for place in ("Control+Home", "Control+End"):
                await owner.page.keyboard.press(place)
                for key in ("x", "Backspace", "ArrowUp", "ArrowDown"):
                    await owner.page.keyboard.press(key)
                    await owner.page.evaluate(NEXT_FRAME)
                    faults += await _faults(owner, f"{state} {width}x{height} {place} {key}")
    await stage.tunnel.open()
    await owner.saved()
    assert faults == []


async def _lower(stage: Stage, part: dict[str, Any], level: str) -> None:
    owner = await stage.person("owner")
    plan = await owner.plan()
    them = next(p["id"] for p in plan["participants"] if p["role"] == "school")
    grant = {"participant": them, "part": part["id"], "level": level}
    assert (await owner.send("POST", f"/api/plans/{plan['id']}/grants", grant)).status_code == 201


@pytest.mark.rule("P5")
async def test_a_right_that_changes_in_mid_sentence_says_so_where_it_is_seen(stage: Stage) -> None:
    school = await stage.enter("school")
    part = await school.open_part("education")
    await school.saved()
    await school.type_at_end(" Vi har avtalt at hun")
    await school.saved()
    await _lower(stage, part, "comment")
    notice = school.page.get_by_role("alert").filter(has_text="Tilgangen din er endret")
    await expect(notice).to_contain_text("Du kan nå lese og kommentere her.")
    await expect(notice).to_contain_text("Vi har avtalt at hun")
    await expect(notice).to_be_in_viewport(ratio=1)
    await notice.get_by_role("button").click()
    await expect(notice).to_have_count(0)
    await school.text.locator("> .block").first.click()
    await school.page.keyboard.type("skal")
    await expect(
        school.page.get_by_text("Du kan ikke skrive her, men du kan kommentere.")
    ).to_be_in_viewport()
    await expect(school.text).to_have_attribute("translate", "yes")
    await school.accessible()

    await _lower(stage, part, "edit")
    await expect(school.text).to_have_attribute("contenteditable", "true")
    await expect(school.text).to_have_attribute("translate", "no")
    await school.type_at_end(" begynner mandag.")
    await school.saved()
    stage.refuses(404, at=f"/api/parts/{part['id']}/")
    await _lower(stage, part, "none")
    await expect(school.page.get_by_text("Denne delen er ikke lenger delt med deg")).to_be_visible()
    await expect(school.page.get_by_text("Det du rakk å skrive, er lagret.")).to_be_in_viewport()
    await _lower(stage, part, "edit")


async def test_a_translation_of_a_readers_text_is_never_written_into_it(stage: Stage) -> None:
    school = await stage.enter("school")
    part = await school.open_part("education")
    await school.saved()
    before = await school.paragraphs()
    await _lower(stage, part, "comment")
    await expect(school.text).to_have_attribute("translate", "yes")
    # As Chromium does, and as Safari does.
    await school.text.evaluate("""text => {
      const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
      const words = [];
      while (walker.nextNode()) words.push(walker.currentNode);
      words.forEach((each, at) => {
        if (at % 2) each.data = 'translated';
        else {
          const font = document.createElement('font');
          font.textContent = 'translated';
          each.replaceWith(font);
        }
      });
    }""")
    await _lower(stage, part, "edit")
    await expect(school.text).to_have_attribute("contenteditable", "true")
    await school.type_at_end(" Og mer.")
    await school.saved()
    after = await school.paragraphs()
    assert after == [before[0] + " Og mer.", *before[1:]]


async def test_a_link_in_my_own_text_can_be_opened(stage: Stage) -> None:
    owner = await stage.enter("owner")
    await owner.open_part("family")
    await owner.saved()
    await owner.go_to_end()
    await owner.page.keyboard.press("Enter")
    await owner.page.keyboard.press("Control+k")
    await expect(owner.page.get_by_role("textbox", name="Tekst", exact=True)).to_be_focused()
    await owner.page.keyboard.type("søk her")
    await owner.page.get_by_label("Adresse").fill("127.0.0.1.invalid.no/søknad")
    await owner.page.get_by_role("button", name="Sett inn").click()
    await expect(owner.text).to_be_focused()
    link = owner.text.get_by_role("link")
    card = owner.page.get_by_role("group", name="Lenke")
    await link.click(position={"x": 8, "y": 6})
    opens = card.get_by_role("link", name=re.compile("^Åpne"))
    await expect(opens).to_have_attribute("rel", "noopener noreferrer")
    await expect(opens).to_have_attribute("href", "https://127.0.0.1.invalid.no/søknad")
    await expect(card).to_be_in_viewport(ratio=1)
    assert await _faults(owner, "card") == []
    await owner.accessible()
    by_key = owner.page.keyboard.press
    for opening in (opens.click, partial(link.click, modifiers=["Control"]), partial(by_key, "Alt+Enter")):
        async with owner.page.context.expect_page() as opened:
            await opening()
        page = await opened.value
        assert await page.evaluate("opener") is None
        await page.close()
    await owner.page.keyboard.type("!")
    await expect(card).to_have_count(0)
    await link.click(position={"x": 8, "y": 6})
    await card.get_by_role("button", name="Endre").click()
    await expect(owner.page.get_by_label("Adresse")).to_have_value("https://127.0.0.1.invalid.no/søknad")
    await owner.page.keyboard.press("Escape")
    await owner.page.keyboard.press("Control+/")
    await expect(owner.page.get_by_role("dialog", name="Hurtigtaster")).to_be_visible()
    await owner.accessible()


async def test_what_another_removes_of_mine_is_offered_in_view(stage: Stage) -> None:
    owner = await stage.enter("owner")
    part = await owner.open_part("home")
    await owner.saved()
    await owner.type_at_end(" blåbærtue")
    await owner.saved()
    other = await (await stage.person("owner")).connect()
    theirs = await other.open(part["document"])
    await other.until(lambda: "blåbærtue" in theirs.text)
    await owner.page.evaluate("scrollTo(0, 0)")
    theirs.made(lambda: theirs.body.children.__delitem__(0))
    await theirs.saved()
    offer = owner.page.get_by_role("status").filter(has_text="blåbærtue")
    await expect(offer).to_be_in_viewport(ratio=1)
    await offer.get_by_role("button", name="Lukk").click()
    await expect(offer).to_have_count(0)
    await other.close()
