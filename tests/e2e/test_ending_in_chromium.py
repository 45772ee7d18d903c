"""A participation ended in the page: read, signed, and the person's open plan is gone."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from .screen import Stage
from .widths import WIDE, only_at

pytestmark = pytest.mark.asyncio(loop_scope="module")
WHOM = {False: "school", True: "hospital"}
"""On a wide screen and on a narrow one: the stages share a plan, and nobody comes back."""

SHOWN = "it => Promise.allSettled(it.getAnimations({subtree: true}).map(each => each.finished))"
"""While a dialog fades in, its words have less contrast than they are given."""


@pytest.mark.rule(9, 10)
async def test_who_was_ended_is_gone_from_the_columns_and_sees_nothing(stage: Stage) -> None:
    key = WHOM[stage.narrow]
    owner, theirs = await stage.enter("owner"), await stage.enter(key)
    plan = await owner.plan()
    name = next(who["name"] for who in plan["participants"] if who["role"] == key)
    await theirs.page.goto(f"/plan/{plan['id']}")
    await expect(theirs.page.get_by_role("heading", level=1)).to_be_visible()

    page = owner.page
    await page.goto(f"/plan/{plan['id']}/tilgang")
    if stage.narrow:
        await page.locator(".grants__choose", has_text=name).click()
    await page.get_by_role("button", name=f"Avslutt deltakelsen til {name}").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Fra nå deltar ikke")
    await dialog.evaluate(SHOWN)
    await owner.accessible()
    stage.refuses(404, at=plan["id"])
    await dialog.get_by_role("button", name="Signer og avslutt").click()
    await expect(dialog).to_contain_text(f"Deltakelsen til {name} er avsluttet")
    await dialog.get_by_role("button", name="Lukk").click()
    await expect(page.get_by_role("button", name=f"Avslutt deltakelsen til {name}")).to_have_count(0)
    await expect(page.get_by_role("heading", level=1)).to_be_focused()

    over = theirs.page.get_by_role("heading", level=1)
    await expect(over).to_have_text("Du er ikke lenger med i denne planen")
    await expect(over).to_be_focused()
    place = await over.bounding_box()
    assert place is not None
    assert place["x"] >= 16
    await theirs.accessible()
    await expect(theirs.page.get_by_role("link", name="Opplæring")).to_have_count(0)
    await expect(theirs.page.get_by_text(plan["owner_name"])).to_have_count(0)


@only_at(WIDE, "rights; the stages share a plan, and nobody comes back")
@pytest.mark.rule(22)
async def test_who_leaves_is_told_that_they_take_part_no_more(stage: Stage) -> None:
    mother = await stage.enter("mother", "/")
    tab = await mother.page.context.new_page()
    await tab.goto(mother.page.url)
    plan = await mother.plan()
    await mother.page.get_by_role("button", name="Slutt å være med").press("Enter")
    await expect(mother.page.get_by_role("dialog").locator("blockquote[aria-busy=false]")).to_be_visible()
    stage.refuses(404, at=plan["id"])
    await mother.page.get_by_role("button", name="Signer og slutt").press("Enter")
    for page in (mother.page, tab):
        await expect(page.get_by_role("heading", level=1)).to_have_text(
            "Du er ikke lenger med i denne planen"
        )
        await expect(page.get_by_text(plan["owner_name"])).to_have_count(0)
    await expect(mother.page.get_by_role("heading", level=1)).to_be_focused()
    await mother.page.get_by_role("link", name="Gå til planene mine").press("Enter")
    await expect(mother.page.get_by_role("heading", level=1)).to_have_text("Du er ikke med i noen plan")
    await mother.page.goto(f"/plan/{plan['id']}")
    await expect(mother.page.get_by_role("heading", level=1)).to_have_text("Vi finner ikke siden")
