"""The owner's part from an offered plan to one that is valid, and its end, wide and narrow."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import expect

from server.demo.municipality import NUMBER
from tests.support.clients.people import Person
from tests.support.days import day
from tests.support.operations import REPORT

from .screen import Stage, pictured

pytestmark = pytest.mark.asyncio(loop_scope="module")
ASSESSED = {"assessed": "met", "reason": "I flere år."}


def granted(thing: str) -> dict[str, str]:
    return {"thing": thing, "outcome": "granted", "reason": "Ja.", "means": "letter", "known_on": day()}


class Unit:
    """The unit at one case, past the screen."""

    def __init__(self, unit: Person, owner: Person, case: str) -> None:
        self.unit, self.owner, self.case = unit, owner, case

    async def does(self, action: str, said: dict[str, Any] | None = None, basis: str = "") -> None:
        own = (await self.owner.get("/api/my-cases")).json()
        number = next(each["number"] for each in own if each["id"] == self.case)
        body = {"expected": number, "action": action, "said": said or {}, "basis": basis}
        shown = await self.unit.post(f"/api/cases/{self.case}/preview", body)
        body["shown"] = shown.json()["text"]
        answer = await self.unit.post(f"/api/cases/{self.case}/records", body)
        assert answer.status_code == 201, answer.text


async def offered(stage: Stage) -> None:
    """A plan to whoever has none, whom the unit knows to be of age."""
    owner, unit = await stage.person("stranger"), await stage.person("unit")
    report = REPORT | {"reporter": "owner", "wish": "plan"}
    before = (await owner.get("/api/my-cases")).json()
    if not before:
        await owner.post(f"/api/municipalities/{NUMBER}/reports", report)
    (case,) = (await owner.get("/api/my-cases")).json()
    desk = Unit(unit, owner, case["id"])
    if before:  # of the other width: their first plan has ended
        await offers(stage, case["id"], folded=True)
        return
    await desk.does("taken")
    await desk.does("subject-corrected", {"subject": {"name": "Jonas Vik", "born": "1990-01-01"}})
    for criterion in ("lasting", "several-services"):
        await desk.does("assessed", ASSESSED | {"criterion": criterion})
    await desk.does("decided", granted("plan"), "health")
    await offers(stage, case["id"])


async def offers(stage: Stage, case: str, *, folded: bool = False) -> None:
    """As the unit does on the case's page, which reads the text first."""
    unit = await stage.enter("unit")
    page = unit.page
    await page.goto(f"/enhet/{NUMBER}/sak/{case}")
    if folded:  # once a plan has ended, none waits to be offered
        await page.locator("summary", has_text="Tilby en plan").press("Enter")
    await page.get_by_role("button", name="Vis teksten").last.press("Enter")
    await expect(page.locator(".desk-form blockquote")).to_be_focused()
    await unit.accessible()
    await page.get_by_role("button", name="Tilby planen").press("Enter")
    await expect(page.get_by_text("Den det gjelder, kan si ja eller nei til en plan")).to_be_visible()
    await expect(page.get_by_role("heading", level=1)).to_be_focused()


@pytest.mark.rule(1, 7, 10)
async def test_the_owner_consents_opens_the_plan_says_it_is_valid_and_ends_it(stage: Stage) -> None:
    await offered(stage)
    owner = await stage.enter("stranger")
    page = owner.page
    await page.goto("/sak")
    await expect(page.get_by_text("Det bestemmer jeg for seg, del for del.")).to_be_visible()
    await owner.accessible()
    await pictured(page, "consent", stage.width)
    await page.get_by_role("button", name="Ja, jeg vil ha en plan").press("Enter")
    await expect(page.get_by_text("Det er sendt.")).to_be_visible()
    await owner.accessible()
    await pictured(page, "founded", stage.width)
    await page.get_by_role("link", name="Åpne planen din").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.get_by_role("button", name="Min meny").press("Enter")
    await expect(page.get_by_role("link", name="Saken min")).to_have_attribute("href", "/sak")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Se gjennom planen").press("Enter")
    await expect(page.get_by_text("Hva du, pårørende og tjenestene bidrar med")).to_be_visible()
    await owner.accessible()
    await pictured(page, "gaps", stage.width)
    await page.get_by_role("button", name="Planen gjelder", exact=True).press("Enter")
    await expect(page.get_by_text("Planen min gjelder fra nå av.")).to_be_visible()
    await owner.accessible()
    await pictured(page, "declaring", stage.width)
    await page.get_by_role("button", name="Ja, planen gjelder").press("Enter")
    await expect(page.get_by_text("Planen skal gås gjennom igjen")).to_be_visible()
    await owner.accessible()
    # The page that is open is told, and the period says the same day.
    await expect(page.get_by_text("Neste revisjon er ikke satt")).to_have_count(0)
    await pictured(page, "valid", stage.width)
    await page.get_by_role("link", name="Neste revisjon").press("Enter")
    await expect(page.get_by_text("Dagen ble satt da planen sist ble gjort gjeldende")).to_be_visible()
    await owner.accessible()
    await pictured(page, "period-decided", stage.width)
    await page.goto("/sak")
    await page.get_by_role("button", name="Avslutt planen").press("Enter")
    await expect(page.get_by_text("Alle andre mister tilgangen til planen med en gang.")).to_be_visible()
    await owner.accessible()
    await pictured(page, "ending", stage.width)
    await page.get_by_role("button", name="Ja, avslutt planen").press("Enter")
    await expect(page.get_by_text("Planen er avsluttet. Du kan lese den")).to_be_visible()
    await owner.accessible()
    await pictured(page, "ended", stage.width)
