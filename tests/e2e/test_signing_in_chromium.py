"""Who may see what, signed in the page: what is read is what is kept, and it bites at once."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Locator, expect

from .screen import Screen, Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

SOON = 1.0
"""Seconds from the click until the part is gone (LOOK.md; issue row "Revocation")."""
NOTE_WHEN_GONE = """() => new Promise(gone => {
  const look = () => document.querySelector('[data-part-state=gone]') && gone(Date.now());
  new MutationObserver(look).observe(document, {subtree: true, childList: true, attributes: true});
  look();
})"""
NOTE_THE_CLICK = "document.addEventListener('click', () => { window.clickedAt = Date.now() }, true)"


async def _grants(screen: Screen) -> None:
    await screen.page.goto(f"/plan/{(await screen.plan())['id']}/tilgang")
    await expect(screen.page.get_by_role("heading", level=1)).to_have_text("Hvem får se hva")


async def _cell(screen: Screen, person: str, part: str) -> Locator:
    """The choice for one person and one part; on a narrow screen the person is picked first."""
    page = screen.page
    if screen.stage.narrow:
        people = page.get_by_label("Hvem vil du se tilgangene til?")
        option = people.locator("option", has_text=person)
        await people.select_option(await option.get_attribute("value"))
    return page.get_by_label(f"{person}: tilgang til «{part}»")


async def _choose_another(cell: Locator) -> None:
    """Open what is shut, and shut what is open: something to sign whatever was signed before."""
    await cell.select_option("comment" if await cell.input_value() == "none" else "none")


@pytest.mark.rule(9)
async def test_the_sentence_that_is_read_is_the_sentence_that_is_kept(stage: Stage) -> None:
    owner = await stage.enter("owner")
    plan = await owner.plan()
    await _grants(owner)
    gp = next(p["name"] for p in plan["participants"] if p["role"] == "gp")
    for part in ("Bolig, fritid og avlastning", "Periode, revisjon og samarbeid"):
        await _choose_another(await _cell(owner, gp, part))
    await owner.page.get_by_role("button", name="Les og signer").click()
    dialog = owner.page.get_by_role("dialog")
    await expect(dialog.locator(".signing__sentence")).to_have_count(2)
    shown = await dialog.locator(".signing__sentence").all_inner_texts()
    await dialog.get_by_role("button", name=re.compile("^Signer")).click()
    await expect(owner.page.get_by_role("heading", name="Signert")).to_be_visible()
    person = await stage.person("owner")
    view = (await person.get(f"/api/plans/{plan['id']}/grants")).json()
    kept = [decision["text"] for decision in view["decisions"][: len(shown)]]
    assert sorted(shown) == sorted(kept)


@pytest.mark.rule(10, "P4")
async def test_what_the_owner_withdraws_by_clicking_is_gone_within_a_second(stage: Stage) -> None:
    owner, school = await stage.enter("owner"), await stage.enter("school")
    plan = await owner.plan()
    part = await school.open_part("education")
    name = next(p["name"] for p in plan["participants"] if p["role"] == "school")
    await _grants(owner)
    await (await _cell(owner, name, "Opplæring")).select_option("none")
    sign = owner.page.get_by_role("button", name="Signer", exact=True)
    await expect(sign).to_be_visible()
    await owner.page.evaluate(NOTE_THE_CLICK)
    gone = await school.page.evaluate_handle(f"{{ const gone = ({NOTE_WHEN_GONE})(); ({{ gone }}) }}")
    await sign.click()
    at = await gone.evaluate("({ gone }) => gone")
    clicked = await owner.page.evaluate("window.clickedAt")
    assert at - clicked < SOON * 1_000
    await expect(owner.page.get_by_role("heading", name="Signert")).to_be_visible()
    person = await stage.person("owner")
    them = next(p["id"] for p in plan["participants"] if p["role"] == "school")
    grant = {"participant": them, "part": part["id"], "level": "edit"}
    assert (await person.send("POST", f"/api/plans/{plan['id']}/grants", grant)).status_code == 201
