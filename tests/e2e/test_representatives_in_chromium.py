"""The unit registers who acts for somebody, and they see the case as that, wide and narrow."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from server.demo.municipality import NUMBER
from tests.support.days import day
from tests.support.operations import REPORT
from tests.support.wide import course_at_pages

from .screen import Stage, pictured
from .test_coordinated_in_chromium import in_norwegian

pytestmark = [pytest.mark.asyncio(loop_scope="module"), course_at_pages]


@pytest.mark.rule(13)
async def test_the_unit_registers_a_guardian_who_then_sees_the_case_on_their_behalf(stage: Stage) -> None:
    name = f"Mia {'Smal' if stage.narrow else 'Vid'}"
    guardian, typist = await stage.person("stranger"), await stage.person("unit")
    report = REPORT | {"reporter": "representative", "subject": {"name": name, "born": "1990-06-01"}}
    await guardian.post(f"/api/municipalities/{NUMBER}/reports", report)
    rows = (await typist.get(f"/api/units/{NUMBER}/cases?name={name}")).json()["cases"]
    who = (await guardian.get("/api/me")).json()["id"]
    unit = await stage.enter("unit")
    page = unit.page
    await page.goto(f"/enhet/{NUMBER}/sak/{rows[0]['id']}")
    form = page.locator("details", has_text="Før inn hvem som handler for personen")
    await form.locator("summary").press("Enter")
    await form.get_by_label("Kode for den som handler").fill(who)
    await form.get_by_label("Navn").fill("Jonas Vik")
    await form.get_by_label("Grunnlag").select_option("guardian")
    await form.get_by_label("Til og med").fill(in_norwegian(day(365)))
    await form.get_by_label("Hva har du sett som viser det?").fill("Statsforvalterens vedtak")
    await unit.accessible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await pictured(page, "representative-desk", stage.width)
    await form.get_by_role("button", name="Lagre").press("Enter")
    await expect(page.get_by_text("Ført inn hvem som handler for personen").first).to_be_visible()
    theirs = await stage.enter("stranger")
    await theirs.page.goto("/sak")
    said = f"Du handler på vegne av {name}, som verge, til og med"
    await expect(theirs.page.get_by_text(said)).to_be_visible()
    await expect(theirs.page.get_by_text(f"Noen har meldt at {name} kan ha behov")).to_be_visible()
    wish = theirs.page.get_by_role("button", name=f"Si hvem {name} vil ha som koordinator")
    await expect(wish.or_(theirs.page.get_by_text(f"skal spørre om {name} er enig")).first).to_be_visible()
    await theirs.accessible()
    assert await theirs.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await pictured(theirs.page, "representative-own", stage.width)
