"""The coordinator writes what the owner beside them says, and the owner sees it and takes it back."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from .choosing import cell, choose
from .screen import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")
PART = "Periode, revisjon og samarbeid"


@pytest.mark.rule(7, 9)
async def test_what_the_owner_says_is_written_marked_and_taken_back(stage: Stage) -> None:
    coordinator = await stage.enter("coordinator")
    page, plan = coordinator.page, await coordinator.plan()
    nav = next(who["name"] for who in plan["participants"] if who["role"] == "nav")
    await page.goto(f"/plan/{plan['id']}/tilgang")
    await page.get_by_role("button", name="Skriv for Runa").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Runa Elvestad er sammen med meg nå")
    await coordinator.accessible()
    await dialog.get_by_role("button", name="Jeg bekrefter og begynner").click()
    bar = page.get_by_role("region", name="Du skriver for Runa")
    await expect(bar).to_contain_text("Det blir merket med navnet ditt")
    await expect(page.locator("#content")).to_be_focused()

    await choose(await cell(coordinator, nav, f"{nav}: tilgang til «{PART}»"), "comment")
    await expect(page.get_by_text("Sagt av Runa Elvestad og skrevet av Hilde Brekke")).to_be_visible()
    await coordinator.accessible()
    await page.get_by_role("button", name="Lagre det Runa sier", exact=True).click()
    receipt = page.get_by_role("dialog")
    await expect(receipt).to_contain_text("Sagt av Runa Elvestad og skrevet av Hilde Brekke")
    await receipt.get_by_role("button", name="Lukk").click()

    # Shown all the while, and one click ends it.
    await page.goto(f"/plan/{plan['id']}")
    await expect(bar).to_be_visible()
    await bar.get_by_role("button", name="Avslutt").click()
    await expect(bar).to_have_count(0)
    await expect(page.locator("#content")).to_be_focused()

    owner = await stage.enter("owner", "/")
    notice = owner.page.get_by_role("region", name="Noe er skrevet for deg")
    await expect(notice).to_contain_text("Hilde Brekke har skrevet for deg")
    await notice.get_by_role("link").click()
    past = owner.page.locator("#skrevet")
    await expect(past).to_contain_text("Sagt av Runa Elvestad og skrevet av Hilde Brekke")
    await owner.accessible()
    await past.get_by_role("button", name="Ta tilbake").first.click()
    await owner.page.get_by_role("button", name="Signer", exact=True).click()
    await expect(owner.page.get_by_role("dialog")).to_contain_text("Fra nå lar jeg ikke")
    await owner.page.get_by_role("dialog").get_by_role("button", name="Lukk").click()
    await expect(past).to_contain_text("Senere er noe annet bestemt.")
    await past.get_by_role("button", name="Jeg har lest dette").click()
    await expect(notice).to_have_count(0)
    # While the owner is logged in nobody writes for them, and the stages share a plan.
    await owner.page.locator(".my-menu").click()
    await owner.page.get_by_role("button", name="Logg ut").click()
    await expect(owner.page.get_by_role("heading", level=1)).to_be_focused()
