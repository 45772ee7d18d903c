"""The owner says beside the coordinator that the plan is valid, and reads it at their own next login."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.support.clients.people import Person
from tests.support.days import day
from tests.support.wide import course_at_pages

from .screen import Stage
from .test_coordinated_in_chromium import does, drafted, in_norwegian

pytestmark = [pytest.mark.asyncio(loop_scope="module"), course_at_pages]


async def waits(stage: Stage, owner: Person) -> str:
    """The plan that waits for its owner's word; the one of the other width has ended."""
    if cases := (await owner.get("/api/my-cases")).json():
        assert cases[0]["plan"]["status"] == "active"
        await does(owner, owner, "plan-ended", {"reason": "Vil begynne på nytt."})
        await does(await stage.person("coordinator"), owner, "plan-offered", {})
        await does(owner, owner, "plan-consented", {})
    else:
        await drafted(stage, owner)
    return str((await owner.get("/api/my-cases")).json()[0]["plan"]["plan"])


@pytest.mark.rule(7, 9)
async def test_an_owner_without_a_login_says_that_the_plan_is_valid(stage: Stage) -> None:
    jonas = await stage.person("stranger")
    plan = await waits(stage, jonas)
    await jonas.post("/logout")
    hilde = await stage.enter("coordinator", f"/plan/{plan}/tilgang")
    page = hilde.page
    await page.get_by_role("button", name="Skriv for Jonas").click()
    await page.get_by_role("dialog").get_by_role("button", name="Jeg bekrefter og begynner").click()
    valid = page.get_by_role("region", name="Sier Jonas at planen gjelder?")
    await expect(valid).to_contain_text("Det kan ikke tas tilbake.")
    field, next_time = valid.get_by_label("Neste gang planen gås gjennom"), in_norwegian(day(180))
    await field.fill(next_time)
    await page.keyboard.press("Tab")
    await hilde.looked_at("assisted-validity")
    await valid.get_by_role("button", name="Jonas sier at planen gjelder").press("Enter")
    words = valid.get_by_text("Sagt av Jonas Vik og skrevet av Hilde Brekke: Planen min gjelder")
    await expect(words).to_be_focused()
    await expect(words).to_contain_text(f"gås gjennom igjen {next_time}")
    await expect(words).to_contain_text("Hilde Brekke ser bare det Jonas Vik har åpnet.")
    await hilde.looked_at("assisted-validity-words")
    await valid.get_by_role("button", name="Avbryt").press("Enter")
    again = valid.get_by_role("button", name="Jonas sier at planen gjelder")
    await expect(again).to_be_focused()
    await again.press("Enter")
    await valid.get_by_role("button", name="Jonas har hørt dette og sier det").press("Enter")
    await expect(valid.get_by_text("Lagret: Planen gjelder nå.")).to_be_focused()
    await page.get_by_role("button", name="Avslutt").click()

    owner = await stage.enter("stranger", f"/plan/{plan}")
    notice = owner.page.get_by_role("region", name="Noe er skrevet for deg")
    await notice.get_by_role("link").click()
    past = owner.page.locator("#skrevet")
    await expect(past).to_contain_text("Sagt av Jonas Vik og skrevet av Hilde Brekke: Planen min gjelder")
    await expect(past).to_contain_text("Dette kan ikke tas tilbake.")
    await owner.looked_at("assisted-validity-past")
    await past.get_by_role("button", name="Jeg har lest dette").click()
    await expect(notice).to_have_count(0)
    await past.get_by_role("link", name="Gå til saken din").click()
    await expect(owner.page.get_by_role("heading", level=1)).to_be_visible()
    await owner.page.goto(f"/plan/{plan}")
    await owner.page.locator(".my-menu").click()
    await owner.page.get_by_role("button", name="Logg ut").click()
    await expect(owner.page.get_by_role("heading", level=1)).to_be_focused()
