"""The unit finds somebody by name, and hands over all cases of a coordinator who leaves, at both widths."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import expect

from server.demo.municipality import NUMBER
from tests.support.clients.people import Person
from tests.support.days import day
from tests.support.wide import course_at_pages

from .screen import Stage, pictured
from .test_coordinated_in_chromium import coordinated, in_norwegian
from .test_desk_in_chromium import fits

pytestmark = [pytest.mark.asyncio(loop_scope="module"), course_at_pages]
DIRECTORY = f"/api/units/{NUMBER}/coordinators"


async def listed(stage: Stage, unit: Person, key: str) -> dict[str, Any]:
    """Somebody who may coordinate; once for both widths."""
    who = (await (await stage.person(key)).get("/api/me")).json()
    await unit.send("PUT", f"{DIRECTORY}/{who['id']}", {"version": 0, "workplace": "Helse", "most_cases": 9})
    return dict(who)


@pytest.mark.rule(4, 15)
async def test_the_cases_of_whoever_leaves_go_on_each_by_itself_and_twice_does_nothing_twice(
    stage: Stage,
) -> None:
    await coordinated(stage)
    desk = await stage.person("unit")
    hilde, omar = [await listed(stage, desk, key) for key in ("coordinator", "nav")]
    unit = await stage.enter("unit")
    page = unit.page
    await page.goto(f"/enhet/{NUMBER}/koordinatorer")
    await page.get_by_role("link", name=f"Gi videre sakene til {hilde['name']}").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text(f"{hilde['name']} slutter")
    await page.get_by_label("Siste dag", exact=True).fill("")  # as the other width said it
    await page.keyboard.press("Tab")
    send = page.get_by_role("button", name="Gi sakene videre")
    await send.press("Enter")
    await expect(page.get_by_text("Velg siste dag først.")).to_be_focused()
    last = day(40 if stage.narrow else 30)
    await page.get_by_label("Siste dag", exact=True).fill(in_norwegian(last))
    await page.keyboard.press("Tab")
    await page.get_by_label("Hvorfor?").fill("Slutter i kommunen.")
    case = page.get_by_role("article")
    await case.get_by_label("Hvem tar over for").select_option(omar["id"])
    await unit.accessible()
    await fits(page)
    await pictured(page, "leaving", stage.width)
    await send.press("Enter")
    await expect(page.get_by_text("1 sak er behandlet. I 1 av dem gjenstår noe.")).to_be_focused()
    await expect(case).to_contain_text("Lederen har ikke sagt ja ennå.")
    await unit.accessible()
    await pictured(page, "left", stage.width)
    await send.press("Enter")
    await expect(case).to_contain_text("Ingenting nytt å gjøre.")


async def test_somebody_is_found_by_the_whole_name_listed_and_taken_off(stage: Stage) -> None:
    await listed(stage, await stage.person("unit"), "nav")
    unit = await stage.enter("unit")
    page = unit.page
    await page.goto(f"/enhet/{NUMBER}/koordinatorer")
    await page.get_by_role("button", name="Legg til en koordinator").press("Enter")
    await page.get_by_label("Hele navnet").fill("Silje")
    await page.get_by_role("button", name="Finn", exact=True).press("Enter")
    await expect(page.get_by_text("Fant ingen som heter akkurat det.")).to_be_visible()
    await page.get_by_label("Hele navnet").fill("silje tangen")
    await page.get_by_role("button", name="Finn", exact=True).press("Enter")
    await expect(page.get_by_role("radio", name="Silje Tangen")).to_be_checked()
    await page.get_by_label("Arbeidssted", exact=True).fill("Skolen")
    await page.get_by_label("Erfaring", exact=True).fill("barn og unge")
    await unit.accessible()
    await fits(page)
    await pictured(page, "finding", stage.width)
    await page.get_by_role("button", name="Lagre").press("Enter")
    await page.get_by_label("Finn i listen").fill("unge")
    await expect(page.get_by_role("rowheader")).to_have_text(["Silje Tangen"])
    await unit.accessible()
    await page.get_by_role("button", name="Endre Silje Tangen").press("Enter")
    await page.get_by_role("button", name="Ta bort fra listen").press("Enter")
    await page.get_by_role("button", name="Ja, ta bort").press("Enter")
    await expect(page.get_by_text("Ingen passer.")).to_be_visible()
