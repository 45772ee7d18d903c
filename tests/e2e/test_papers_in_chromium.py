"""A consent on paper: made as a sheet, printed, registered with its scan, and checked by somebody else."""

from __future__ import annotations

import pytest
from playwright.async_api import FilePayload, expect

from server.demo.municipality import NUMBER
from tests.support.wide import course_at_pages

from .choosing import cell, choose
from .screen import Stage, pictured

pytestmark = [pytest.mark.asyncio(loop_scope="module"), course_at_pages]
PARTS = {False: "Periode, revisjon og samarbeid", True: "Bolig, fritid og avlastning"}
"""On a wide screen and on a narrow one: the stages share a plan."""


@pytest.mark.rule(9, 13)
async def test_what_is_signed_on_paper_holds_once_somebody_else_has_checked_it(stage: Stage) -> None:
    coordinator = await stage.enter("coordinator")
    page, plan = coordinator.page, await coordinator.plan()
    nav = next(who["name"] for who in plan["participants"] if who["role"] == "nav")
    await page.goto(f"/plan/{plan['id']}/tilgang")
    await page.get_by_role("link", name="Samtykke på papir").click()
    await page.wait_for_url("**/ark")  # the page before it lets one choose as well
    await choose(await cell(coordinator, nav, f"{nav}: tilgang til «{PARTS[stage.narrow]}»"), "comment")
    await page.get_by_role("button", name="Lag arket").click()
    sheet = page.get_by_role("region", name="Samtykke: hvem får se hva i planen til Runa Elvestad")
    await expect(sheet).to_contain_text(f"Fra i dag lar jeg NAV ({nav}")
    await expect(sheet.get_by_role("heading")).to_be_focused()
    await coordinator.accessible()
    code = await sheet.locator(".sheet__code").inner_text()
    await sheet.get_by_role("button", name="Ferdig").click()
    scan: FilePayload = {
        "name": "ark.pdf",
        "mimeType": "application/pdf",
        "buffer": f"signert {code}".encode(),
    }
    await page.get_by_label("Det skannede arket").set_input_files(scan)
    await page.get_by_role("button", name="Arket er signert").click()
    await expect(page.locator("p", has_text="Venter på kontroll").first).to_be_focused()
    await coordinator.accessible()

    mother = await stage.enter("mother")
    await mother.page.goto("/kontroll")
    await mother.page.get_by_label("Koden på arket").fill(code.lower())
    await mother.page.get_by_role("button", name="Finn arket").click()
    await expect(mother.page.get_by_role("heading", name="Dette er registrert")).to_be_focused()
    await expect(mother.page.get_by_text(f"Fra i dag lar jeg NAV ({nav}")).to_be_visible()
    await mother.accessible()
    await mother.page.get_by_role("button", name="Ja, det stemmer").click()
    await expect(mother.page.get_by_text("Skriv datoen som står på papiret.")).to_be_visible()
    day = await page.evaluate("new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Oslo' })")
    written = ".".join(reversed(day.split("-")))
    await mother.page.get_by_label("Hvilken dato står på papiret?").first.fill(written)
    await mother.page.get_by_role("button", name="Ja, det stemmer").click()
    await expect(mother.page.get_by_role("heading", name="Arket er kontrollert")).to_be_focused()
    await expect(
        page.get_by_text("Gjelder ·").or_(page.get_by_text("kontrollert av Marit")).first
    ).to_be_visible()


@pytest.mark.rule(9, 13)
async def test_the_check_is_found_from_the_desk_and_the_owner_finds_sheets_where_there_are_any(
    stage: Stage,
) -> None:
    """After the one above, which makes a sheet."""
    unit, owner = await stage.enter("unit"), await stage.enter("owner")
    await unit.page.goto(f"/enhet/{NUMBER}")
    await unit.page.get_by_role("link", name="Kontroller et signert samtykke").press("Enter")
    await expect(unit.page.get_by_role("heading", level=1)).to_have_text("Kontroller et signert ark")
    plan, page = await owner.plan(), owner.page
    await page.goto(f"/plan/{plan['id']}/tilgang")
    await page.get_by_role("link", name="Samtykke på papir").press("Enter")
    await expect(page.get_by_text("Dette er arkene som er laget for at du kan skrive under")).to_be_visible()
    await expect(page.get_by_text("Gjelder ·").first).to_be_visible()
    await expect(page.get_by_role("link", name="Har du et signert ark")).to_have_count(0)
    await owner.accessible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await pictured(page, "papers-owner", stage.width)
    mother = await stage.enter("mother")
    await mother.page.goto(f"/plan/{plan['id']}/ark")
    await expect(mother.page.get_by_text("Ingen ark er laget.")).to_be_visible()
    await expect(mother.page.get_by_role("link", name="Har du et signert ark")).to_be_visible()
