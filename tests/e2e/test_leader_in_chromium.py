"""A leader is told for whom they are asked, and answers; the unit gives and ends it. By keyboard."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from server.demo.municipality import NUMBER
from tests.support.clients.people import Person
from tests.support.operations import REPORT

from .screen import Stage, pictured
from .test_case_plan_in_chromium import ASSESSED, granted
from .test_coordinated_in_chromium import does
from .test_desk_in_chromium import fits
from .widths import NARROW, WIDE, only_at

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def decided(owner: Person, unit: Person) -> None:
    """Once for both widths."""
    if (await owner.get("/api/my-cases")).json():
        return
    await owner.post(f"/api/municipalities/{NUMBER}/reports", REPORT | {"reporter": "owner", "wish": "both"})
    await does(unit, owner, "taken", {})
    born = {"subject": {"name": "Jonas Vik", "born": "1990-01-01"}}
    await does(unit, owner, "subject-corrected", born)
    for criterion in ("lasting", "several-services"):
        await does(unit, owner, "assessed", ASSESSED | {"criterion": criterion})
    await does(unit, owner, "decided", granted("coordinator"), "health")


async def proposed(stage: Stage) -> None:
    owner, unit, hilde = [await stage.person(key) for key in ("stranger", "unit", "coordinator")]
    await decided(owner, unit)
    await does(owner, owner, "wish-recorded", {"wish": "no-preference", "said_by": "Jonas"})
    who = (await hilde.get("/api/me")).json()
    said = {"person": who["id"], "name": who["name"], "workplace": "Helse", "as_wished": True}
    await does(unit, owner, "coordinator-proposed", said)


@pytest.mark.rule(15)
async def test_the_unit_gives_a_service_its_leader_and_ends_it(stage: Stage) -> None:
    await stage.person("school")  # is logged in for the school, so that they are found
    unit = await stage.enter("unit")
    page = unit.page
    await page.goto(f"/enhet/{NUMBER}/koordinatorer")
    leaders = page.get_by_role("region", name="Ledere som svarer selv")
    await leaders.get_by_role("button", name="Legg til en leder").press("Enter")
    await expect(leaders.get_by_role("heading", level=3)).to_be_focused()
    await leaders.get_by_role("button", name="Lagre").press("Enter")
    await expect(leaders.get_by_text("Velg hvem det er, og skriv arbeidsstedet, først.")).to_be_visible()
    await leaders.get_by_label("Hele navnet").fill("silje tangen")
    await leaders.get_by_role("button", name="Finn", exact=True).press("Enter")
    await expect(leaders.get_by_role("radio", name="Silje Tangen")).to_be_checked()
    await leaders.get_by_label("Tjeneste eller arbeidssted").fill("Helse")
    await leaders.get_by_role("button", name="Lagre").press("Enter")
    await expect(leaders.get_by_text("Helse har fått en leder som svarer selv.")).to_be_visible()
    await unit.accessible()
    await fits(page)
    await pictured(page, "leaders", stage.width)
    await leaders.get_by_role("button", name="Ta bort Silje Tangen, Helse").press("Enter")
    await expect(leaders.get_by_text("Silje Tangen svarer ikke lenger for Helse.")).to_be_focused()
    await expect(leaders.get_by_text("Ingen leder står her ennå.")).to_be_visible()


@only_at(NARROW, "a wide screen has room for it")
async def test_a_button_with_a_name_of_one_long_word_is_no_wider_than_the_screen(stage: Stage) -> None:
    silje, unit = await stage.person("school"), await stage.enter("unit")
    where = {"person": (await silje.get("/api/me")).json()["id"], "workplace": "W" * 60}
    desk = await stage.person("unit")
    await desk.post(f"/api/units/{NUMBER}/leaders", where)
    await unit.page.goto(f"/enhet/{NUMBER}/koordinatorer")
    await expect(
        unit.page.get_by_role("button", name=f"Ta bort Silje Tangen, {where['workplace']}")
    ).to_be_visible()
    await fits(unit.page)
    await pictured(unit.page, "long-name", stage.width)
    await desk.post(f"/api/units/{NUMBER}/leaders/end", where)


@pytest.mark.rule(4, 15)
async def test_a_leader_says_no_with_a_reason_and_yes_to_another_proposal(stage: Stage) -> None:
    desk, silje = await stage.person("unit"), await stage.person("school")
    led = {"person": (await silje.get("/api/me")).json()["id"], "workplace": "Helse"}
    assert (await desk.post(f"/api/units/{NUMBER}/leaders", led)).status_code == 204
    await proposed(stage)
    leader = await stage.enter("school")
    page = leader.page
    await page.goto("/meldinger")
    await page.get_by_role("link", name="Svar på forespørselen").first.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Ansatte du er spurt om")
    asked = page.get_by_role("article")
    await expect(asked).to_contain_text("Har ingen saker nå.")
    await expect(page.get_by_text("Jonas")).to_have_count(0)
    await leader.accessible()
    await fits(page)
    await pictured(page, "leader", stage.width)
    refuse = page.get_by_role("button", name="Nei, Hilde Brekke kan ikke")
    await refuse.press("Enter")
    reason = page.get_by_label("Hvorfor ikke?")
    await expect(reason).to_be_focused()
    await page.get_by_role("button", name="Avbryt").press("Enter")
    await expect(refuse).to_be_focused()
    await refuse.press("Enter")
    await page.get_by_role("button", name="Send nei").press("Enter")
    await expect(page.get_by_text("Skriv hvorfor først.")).to_be_visible()
    await expect(reason).to_be_focused()
    await leader.accessible()
    await reason.fill("Hun har fullt.")
    await pictured(page, "leader-no", stage.width)
    await page.get_by_role("button", name="Send nei").press("Enter")
    await expect(page.get_by_text("Du sa nei.")).to_be_visible()
    await expect(page.get_by_role("heading", level=1)).to_be_focused()
    await expect(asked).to_have_count(0)
    await proposed(stage)
    await page.reload()
    await page.get_by_role("button", name="Ja, Hilde Brekke kan").press("Enter")
    await expect(page.get_by_text("Du sa ja til at Hilde Brekke kan være koordinator.")).to_be_visible()
    await expect(page.get_by_text("Ingen av dine er foreslått nå.")).to_be_visible()
    await leader.accessible()


@only_at(WIDE, "rights")
@pytest.mark.rule(15)
async def test_whoever_leads_nothing_finds_no_such_page(stage: Stage) -> None:
    mother = await stage.enter("mother")
    await mother.page.goto("/leder")
    await expect(mother.page.get_by_role("heading", level=1)).to_have_text("Vi finner ikke siden")
