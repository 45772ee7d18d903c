"""What is copied on another page by the keys of a browser, and pasted here, means the same."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from .screen import Screen, Stage
from .widths import WIDE, only_at

pytestmark = pytest.mark.asyncio(loop_scope="module")

JOURNAL = """<style>
  .gone {text-decoration: line-through} .up {vertical-align: super; font-size: 70%}
  .row {display: flex} .row span {margin-right: 12px} .note {white-space: pre-wrap} .away {visibility: hidden}
</style>
<h2>Journal</h2>
<p>Medisin: <span class="gone">Ritalin 10 mg</span> Melatonin,
  1<sup>1</sup>/<sub>2</sub> tablett, 10<span class="up">3</span></p>
<div class="row"><span>Lege</span><span>Anders</span></div>
<div class="note">Kan du hente Per?
Ja.</div>
<ol start="4"><li>Ringe NAV</li></ol>
<table><tr><th>Hva</th><th>Hvem</th><th>Frist</th></tr>
<tr><td>Avlastning</td><td></td><td>1. juni</td></tr></table>
<p>Slutt <span class="away">skjult</span><img src="data:," alt="Runa på tur"></p>"""

MEANT = [
    "Journal",
    "Medisin: [strøket: Ritalin 10 mg] Melatonin, 1 ¹⁄₂ tablett, 10³",
    "Lege Anders",
    "Kan du hente Per?Ja.",
    "4. Ringe NAV",
    "Hva | Hvem | Frist",
    "Avlastning | – | 1. juni",
    "Slutt [bilde: Runa på tur]",
]


async def _copy_elsewhere(screen: Screen, html: str) -> None:
    tab = await screen.page.context.new_page()
    await tab.set_content(html)
    await tab.keyboard.press("Control+a")
    await tab.keyboard.press("Control+c")
    await tab.close()


async def test_what_is_copied_elsewhere_keeps_its_meaning_and_is_taken_back_whole(stage: Stage) -> None:
    owner = await stage.enter("owner")
    await owner.open_part("resources")
    before = await owner.paragraphs()
    await owner.go_to_end()
    await owner.page.keyboard.press("Enter")
    await owner.page.keyboard.type("Foran")
    await owner.page.keyboard.press("Enter")
    await _copy_elsewhere(owner, JOURNAL)
    await owner.page.keyboard.press("Control+v")
    notice = owner.page.locator(".part-editor .paste-notice")
    await expect(notice).to_contain_text("Ikke tatt med: bilder")
    await expect(notice).to_contain_text("tabell")
    await expect(notice).to_be_in_viewport(ratio=1)
    assert (await owner.paragraphs())[2 : 2 + len(MEANT)] == MEANT
    await owner.accessible()
    await owner.page.keyboard.type(" mer")
    await notice.get_by_role("button", name="Angre innliming").click()
    await expect(notice).to_have_text("")
    assert await owner.paragraphs() == [before[0], "Foran", "", " mer", *before[1:]]


async def test_a_comment_gets_the_words_of_what_is_pasted(stage: Stage) -> None:
    owner = await stage.enter("owner")
    await owner.open_part("resources")
    await _copy_elsewhere(owner, "<p>Medisin: <s>Ritalin</s></p><ul><li>en</li><li>to</li></ul>")
    if stage.narrow:
        await owner.page.locator(".comment-margin__open").click()
    await owner.page.get_by_role("button", name="Kommenter hele delen").click()
    field = owner.page.get_by_role("textbox", name="Kommentaren din")
    await field.fill("Før ")
    await expect(field).to_be_focused()
    await expect(owner.page.locator(".paste-notice--of-field")).to_be_attached()
    await owner.page.keyboard.press("Control+v")
    await expect(field).to_have_value("Før Medisin: [strøket: Ritalin]\n• en\n• to")
    said = owner.page.get_by_text("Skrevet med ord eller tegn: overstrøket tekst.")
    await expect(said).to_be_in_viewport()
    await owner.page.get_by_role("button", name="Angre innliming").click()
    await expect(field).to_have_value("Før ")


@only_at(WIDE, "a script that cannot be fetched")
async def test_what_is_pasted_while_its_reader_cannot_be_fetched_is_said_to_be_words_alone(
    stage: Stage,
) -> None:
    owner = await stage.enter("owner")
    stage.may_say("ERR_FAILED", "/FieldPaste")
    await owner.page.route("**/FieldPaste*.js", lambda route: route.abort())
    await owner.open_part("resources")
    await _copy_elsewhere(owner, "<p>Medisin: <s>Ritalin</s></p>")
    await owner.page.get_by_role("button", name="Kommenter hele delen").click()
    field = owner.page.get_by_role("textbox", name="Kommentaren din")
    await field.fill("Før ")
    await owner.page.keyboard.press("Control+v")
    await expect(field).to_have_value("Før Medisin: Ritalin")
    said = owner.page.get_by_text("Bare ordene ble limt inn")
    await expect(said).to_be_in_viewport()
    await owner.page.get_by_role("button", name="Lukk", exact=True).locator("visible=true").last.click()
    await expect(said).to_have_count(0)
