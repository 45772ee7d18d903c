"""Comments are edited and removed on the page, at 1280 and at 390 px."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Locator, expect

from .screen import Screen, Stage
from .widths import NARROW, only_at

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _card(screen: Screen, thread: dict[str, Any]) -> Locator:
    """The card of the thread that begins with this comment, opened."""
    if screen.stage.narrow:
        sheet = screen.page.locator(".comment-sheet")
        if not await sheet.is_visible():
            await screen.page.locator(".comment-margin__open").click()
    card = screen.page.locator(f"[data-card='{thread['id']}']")
    await card.locator(".comment").first.click()
    return card


async def _said(stage: Stage, key: str, part: str, text: str, **more: object) -> dict[str, Any]:
    person = await stage.person(key)
    answer = await person.send("POST", f"/api/parts/{part}/comments", {"text": text, **more})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_a_comment_is_edited_and_everybody_reads_the_new_words(stage: Stage) -> None:
    owner, mother = await stage.enter("owner"), await stage.enter("mother")
    part = await owner.open_part("resources")
    await mother.open_part("resources")
    old, new = f"Ring meg {stage.width}", f"Skriv til meg {stage.width}"
    said = await _said(stage, "owner", part["id"], old)
    card = await _card(owner, said)
    await card.get_by_role("button", name="Rediger kommentaren din").click()
    field = card.get_by_role("textbox", name="Kommentaren din")
    await expect(field).to_be_focused()
    await expect(field).to_have_value(old)
    await field.fill(new)
    await card.get_by_role("button", name="Lagre").click()
    await expect(card.locator(".comment__text")).to_have_text(new)
    await expect(card.locator(".comment__when")).to_contain_text("endret")
    # Among the comments, also where they are a dialog: behind one nothing is read out.
    comments = owner.page.locator(".comment-sheet" if stage.narrow else ".comment-margin")
    await expect(comments.get_by_role("status").filter(has_text="Endringen er lagret.")).to_have_count(1)
    theirs = await _card(mother, said)
    await expect(theirs).to_contain_text(new)
    await expect(theirs.get_by_role("button", name="Rediger kommentaren din")).to_have_count(0)
    await expect(theirs.get_by_role("button", name="Fjern kommentaren")).to_have_count(0)
    await owner.accessible()


@only_at(NARROW, "what is left of a thread; here it stands in a sheet over the page")
async def test_a_comment_is_removed_once_that_is_confirmed_and_its_thread_stays(stage: Stage) -> None:
    owner, mother = await stage.enter("owner"), await stage.enter("mother")
    part = await owner.open_part("resources")
    await mother.open_part("resources")
    words, answer = f"Feil sted {stage.width}", f"Det tror jeg også {stage.width}"
    said = await _said(stage, "mother", part["id"], words)
    await _said(stage, "mother", part["id"], answer, reply_to=said["id"])
    card = await _card(owner, said)
    remove = card.get_by_role("button", name="Fjern kommentaren fra Marit Elvestad")
    await remove.first.click()
    await expect(card.get_by_role("button", name="Behold")).to_be_focused()
    await owner.accessible()
    await card.get_by_role("button", name="Behold").click()
    await expect(card).to_contain_text(words)
    await remove.first.click()
    await card.get_by_role("button", name="Fjern", exact=True).click()
    for screen in (owner, mother):
        thread = await _card(screen, said)
        await expect(thread).to_contain_text("Kommentaren er fjernet.")
        await expect(thread).not_to_contain_text(words)
    await remove.click()
    await card.get_by_role("button", name="Fjern", exact=True).click()
    await expect(owner.page.get_by_text(answer)).to_have_count(0)
    await expect(mother.page.get_by_text(answer)).to_have_count(0)
