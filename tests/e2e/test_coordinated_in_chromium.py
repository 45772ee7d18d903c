"""A coordinator finds whom they coordinate for and what waits for them; nobody else finds the page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, expect

from server.demo.municipality import NUMBER
from tests.support.clients.people import Person
from tests.support.days import day
from tests.support.operations import REPORT
from tests.support.wide import course_at_pages

from .screen import Stage, pictured
from .test_case_plan_in_chromium import ASSESSED, granted
from .widths import WIDE, only_at

pytestmark = [pytest.mark.asyncio(loop_scope="module"), course_at_pages]


async def does(who: Person, owner: Person, action: str, said: dict[str, Any], basis: str = "") -> None:
    """In the one case of ``owner``, past the screen."""
    (case,) = (await owner.get("/api/my-cases")).json()
    body = {"expected": case["number"], "action": action, "said": said, "basis": basis}
    shown = await who.post(f"/api/cases/{case['id']}/preview", body)
    body["shown"] = shown.json()["text"]
    answer = await who.post(f"/api/cases/{case['id']}/records", body)
    assert answer.status_code == 201, answer.text


async def coordinated(stage: Stage) -> None:
    """Jonas has a plan that is to be gone through again, and Hilde coordinates it; once for both widths."""
    owner = await stage.person("stranger")
    if (await owner.get("/api/my-cases")).json():
        return
    await drafted(stage, owner)
    await does(owner, owner, "plan-declared-valid", {"next_revision": day(180)})
    await does(owner, owner, "revision-came", {"why": "Ny jobb."})


async def drafted(stage: Stage, owner: Person) -> None:
    """Their plan is begun, and Hilde coordinates it."""
    unit, hilde = [await stage.person(key) for key in ("unit", "coordinator")]
    await owner.post(f"/api/municipalities/{NUMBER}/reports", REPORT | {"reporter": "owner", "wish": "both"})
    await does(unit, owner, "taken", {})
    born = {"subject": {"name": "Jonas Vik", "born": "1990-01-01"}}
    await does(unit, owner, "subject-corrected", born)
    for criterion in ("lasting", "several-services"):
        await does(unit, owner, "assessed", ASSESSED | {"criterion": criterion})
    for thing in ("plan", "coordinator"):
        await does(unit, owner, "decided", granted(thing), "health")
    await does(owner, owner, "wish-recorded", {"wish": "no-preference", "said_by": "Jonas"})
    who = (await hilde.get("/api/me")).json()
    proposed = {"person": who["id"], "name": who["name"], "workplace": "Helse", "as_wished": True}
    await does(unit, owner, "coordinator-proposed", proposed)
    await does(unit, owner, "coordinator-released", {"leader": "Liv Leder"})
    appointed = {"kind": "coordinator", "start": day(), "training": "done"}
    await does(unit, owner, "coordinator-appointed", appointed)
    await does(hilde, owner, "plan-offered", {})
    await does(owner, owner, "plan-consented", {})


@pytest.mark.rule(4, 7)
async def test_a_coordinator_sees_what_waits_for_them_and_opens_the_plan(stage: Stage) -> None:
    await coordinated(stage)
    hilde = await stage.enter("coordinator", "/")
    page = hilde.page
    await page.get_by_role("link", name="De du koordinerer for").press("Enter")
    await expect(page.get_by_role("heading", level=1, name="De du koordinerer for")).to_be_visible()
    await expect(page.get_by_text("Gå gjennom planen sammen med Jonas Vik.")).to_be_visible()
    await expect(page.get_by_text("Det har ventet siden")).to_be_visible()
    await hilde.accessible()
    await pictured(page, "coordinated", stage.width)
    await page.get_by_role("link", name="Åpne planen til Jonas Vik").press("Enter")
    await expect(page.get_by_text("Planen til Jonas Vik").first).to_be_attached()
    await page.get_by_role("button", name="Min meny, Hilde Brekke").press("Enter")
    await page.get_by_role("link", name="De du koordinerer for").press("Enter")
    await expect(page.get_by_role("heading", level=3, name="Jonas Vik")).to_be_visible()
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_text("Go through the plan together with Jonas Vik.")).to_be_visible()
    await hilde.accessible()
    await page.get_by_role("button", name="Bokmål").click()
    await expect(page.get_by_role("heading", level=1, name="De du koordinerer for")).to_be_visible()


@pytest.mark.rule(4, 7)
async def test_a_coordinator_does_what_is_theirs_by_keyboard_and_reads_first_what_is_kept(
    stage: Stage,
) -> None:
    await coordinated(stage)
    hilde = await stage.enter("coordinator")
    page, case = hilde.page, hilde.page.get_by_role("article")
    await page.goto("/koordinator")
    await opens(page, "Skriv at dere har gått gjennom planen")
    approved = case.get_by_label("Den det gjelder, har godkjent planen")
    await expect(approved).not_to_be_checked()
    await approved.press("Space")
    await case.get_by_label("Når skal planen gås gjennom igjen?").fill("01.05.2199")
    await page.keyboard.press("Tab")
    await case.get_by_role("button", name="Vis teksten").press("Enter")
    await expect(case.locator("blockquote")).to_be_focused()
    await expect(case.locator("blockquote")).to_contain_text("Dere har gått gjennom planen sammen.")
    stage.refuses(409, at="/api/")
    await case.get_by_role("button", name="Planen er gått gjennom").press("Enter")
    await expect(case.get_by_role("status").last).to_contain_text("Dagen er for langt unna")
    await hilde.accessible()
    await pictured(page, "coordinator-acts", stage.width)
    await case.get_by_label("Når skal planen gås gjennom igjen?").fill(in_norwegian(day(180)))
    await page.keyboard.press("Tab")
    await case.get_by_role("button", name="Vis teksten").press("Enter")
    await case.get_by_role("button", name="Planen er gått gjennom").press("Enter")
    await expect(case.get_by_role("status").last).to_have_text("Det er lagret.")
    await expect(case.get_by_role("heading", name="Jonas Vik")).to_be_focused()
    await expect(page.get_by_role("heading", level=2, name="Ingen frist nå")).to_be_visible()
    await opens(page, "Si fra om at noe er endret")
    await case.get_by_label("Hva er endret?").fill("Ny jobb.")
    await case.get_by_role("button", name="Si fra", exact=True).press("Enter")
    await expect(page.get_by_role("heading", level=2, name="Venter på deg")).to_be_visible()


async def test_what_is_being_written_stays_while_the_case_is_read_again(stage: Stage) -> None:
    await coordinated(stage)
    hilde = await stage.enter("coordinator")
    page, case = hilde.page, hilde.page.get_by_role("article")
    await page.goto("/koordinator")
    await opens(page, "Si fra om at du skal slutte")
    why = case.get_by_label("Hva har du avtalt med den det gjelder?")
    await why.fill("Vi snakket om det i går.")
    await case.get_by_role("button", name="Si fra om at noe er endret", exact=True).press("Enter")
    # Of one event a day is told once.
    await case.get_by_role("combobox").select_option("discharge" if stage.narrow else "move")
    await case.get_by_role("button", name="Si fra", exact=True).press("Enter")
    await expect(case.get_by_role("status").last).to_have_text("Det er lagret.")
    await expect(case.get_by_role("button", name="Det er gått gjennom")).to_be_visible()
    await expect(why).to_have_value("Vi snakket om det i går.")
    await case.get_by_role("button", name="Det er gått gjennom").press("Enter")
    await expect(case.get_by_role("button", name="Det er gått gjennom")).to_have_count(0)
    await expect(why).to_have_value("Vi snakket om det i går.")


async def test_a_coordinator_ticks_what_is_done_and_the_unit_sees_how_much(stage: Stage) -> None:
    await coordinated(stage)
    hilde = await stage.enter("coordinator")
    page = hilde.page
    await page.goto("/koordinator")
    await page.get_by_role("button", name="Hvem har ikke svart? Jonas Vik").press("Enter")
    await expect(page.get_by_text("Ingen du har invitert venter")).to_be_visible()
    await page.get_by_role("button", name="Sjekkliste for Jonas Vik").press("Enter")
    gp = page.get_by_role("checkbox", name="Fastlegen er med")
    await gp.press("Space")
    await expect(page.get_by_text("Gjort av Hilde Brekke")).to_be_visible()
    await expect(gp).to_be_focused()
    await hilde.accessible()
    await pictured(page, "checklist", stage.width)
    unit = await stage.enter("unit")
    (case,) = (await (await stage.person("stranger")).get("/api/my-cases")).json()
    await unit.page.goto(f"/enhet/{NUMBER}/sak/{case['id']}")
    await expect(unit.page.get_by_text("Koordinatorens sjekkliste: 1 av")).to_be_visible()
    await gp.press("Space")
    await expect(page.get_by_text("Tatt bort av Hilde Brekke")).to_be_visible()


@pytest.mark.rule(4)
async def test_who_stands_in_ticks_as_that_and_finds_nothing_once_the_coordinator_is_back(
    stage: Stage,
) -> None:
    await coordinated(stage)
    owner, unit, silje = [await stage.person(key) for key in ("stranger", "unit", "school")]
    who = (await silje.get("/api/me")).json()
    away = {"until": day(180), "substitute": who["name"], "substitute_person": who["id"]}
    await does(unit, owner, "coordinator-absent", away)
    screen = await stage.enter("school", "/")
    page = screen.page
    await page.get_by_role("link", name="De du koordinerer for").first.press("Enter")
    await expect(page.get_by_role("heading", level=2, name="Du er vikar")).to_be_visible()
    await expect(page.get_by_text("Du er vikar for Hilde Brekke til og med")).to_be_visible()
    await page.get_by_role("button", name="Sjekkliste for Jonas Vik").press("Enter")
    consent = page.get_by_role("checkbox").first
    await consent.press("Space")
    await expect(page.get_by_text("av Silje Tangen, vikar, ")).to_be_visible()
    await screen.looked_at("standing-in")
    await does(unit, owner, "coordinator-returned", {})
    stage.refuses(404, at="/checklist")
    await page.goto("/koordinator")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await expect(page.get_by_text("Jonas Vik")).to_have_count(0)


async def opens(page: Page, title: str) -> None:
    """One of the forms, of which there is a list behind a button."""
    button = page.get_by_role("button", name="Det du kan gjøre for Jonas Vik")
    if await button.get_attribute("aria-expanded") == "false":
        await button.press("Enter")
    await page.locator("summary, u-summary").filter(has_text=title).press("Enter")


def in_norwegian(day: str) -> str:
    return ".".join(reversed(day.split("-")))


@only_at(WIDE, "rights")
async def test_there_is_no_such_page_for_whoever_coordinates_nothing(stage: Stage) -> None:
    await coordinated(stage)
    unit = await stage.enter("unit", "/")
    await expect(unit.page.get_by_role("link", name="Oversikt for Sundvåg kommune")).to_be_visible()
    await expect(unit.page.get_by_role("link", name="De du koordinerer for")).to_have_count(0)
    await unit.page.goto("/koordinator")
    await expect(unit.page.get_by_role("heading", level=1)).to_have_text("Vi finner ikke siden")
    await expect(unit.page.get_by_text("Jonas Vik")).to_have_count(0)
    await unit.accessible()
    await pictured(unit.page, "coordinates-nothing", stage.width)


async def test_a_coordinator_says_when_they_are_to_be_away_and_the_unit_reads_it(stage: Stage) -> None:
    await coordinated(stage)
    unit, whom = await stage.person("unit"), (await (await stage.person("coordinator")).get("/api/me")).json()
    found = (await unit.get(f"/api/units/{NUMBER}/coordinators")).json()["coordinators"]
    version = next((each["version"] for each in found if each["person"] == whom["id"]), 0)
    kept = {"version": version, "workplace": "Helse"}
    listed = await unit.send("PUT", f"/api/units/{NUMBER}/coordinators/{whom['id']}", kept)
    assert listed.status_code == 200, listed.text
    hilde = await stage.enter("coordinator", "/koordinator")
    away = hilde.page.get_by_role("region", name="Når du er borte")
    for label, ahead in (("Borte fra", 20), ("Siste dag borte", 30)):
        await away.get_by_label(label).fill(in_norwegian(day(ahead)))
        await away.get_by_label(label).press("Tab")
    await away.get_by_role("button", name="Lagre fraværet").press("Enter")
    await expect(away.get_by_role("status").last).to_have_text("Lagret. Enheten ser det.")
    await hilde.looked_at("own-time-off")
    (announced,) = (await unit.get(f"/api/units/{NUMBER}/absences")).json()
    assert (announced["name"], announced["since"], announced["until"]) == ("Hilde Brekke", day(20), day(30))
