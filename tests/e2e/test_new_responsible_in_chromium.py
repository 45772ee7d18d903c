"""A new doctor took over: the coordinator is shown which measures ask for another, until they have one."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.integration.test_http_invitations import answers, invites, takes
from tests.support.wide import course_at_pages

from .screen import Stage

pytestmark = [pytest.mark.asyncio(loop_scope="module"), course_at_pages]
TAKES_OVER = {False: "stranger", True: "unit"}
"""On a wide screen and on a narrow one, after the one before: the stages share a plan."""
TITLE = "Tiltak som trenger en ny ansvarlig"
MEASURE = "Følge opp epilepsimedisin og søvn"


async def _somebody_takes_over_as_gp(stage: Stage) -> tuple[str, str]:
    """The names of the doctor before and of the new one."""
    owner, new = await stage.person("owner"), await stage.person(TAKES_OVER[stage.narrow])
    plan = str((await owner.plan())["id"])
    offered = (await owner.get(f"/api/plans/{plan}/invitations")).json()["replaceable"]
    old = next(each for each in offered if each["role"] == "gp")
    over = {"role": "gp", "replaces": old["participant"], "text": old["text"]}
    made = await invites(owner, plan, **over)
    assert (await answers(new, made["code"])).json()["status"] == "redeemed"
    assert (await takes(owner, plan, made["id"], "confirm")).status_code == 204
    after = await owner.plan()
    before = next(who for who in after["former"] if who["id"] == old["participant"])
    return before["name"], next(who["name"] for who in after["participants"] if who["role"] == "gp")


@pytest.mark.rule(10)
async def test_the_coordinator_is_shown_whose_measure_it_was_until_the_owner_has_chosen(stage: Stage) -> None:
    old, new = await _somebody_takes_over_as_gp(stage)
    coordinator, owner = await stage.enter("coordinator"), await stage.enter("owner")
    page, plan = coordinator.page, await coordinator.plan()
    await page.goto(f"/plan/{plan['id']}")
    asks = page.get_by_role("region", name=TITLE)
    row = asks.get_by_role("listitem")
    await expect(row).to_have_count(1)
    await expect(row).to_contain_text(f"{old}, tidligere deltaker")
    await expect(asks).to_contain_text("Der du ikke kan skrive, kan Runa velge.")
    await coordinator.looked_at("new-responsible")

    await owner.open_part("measure", MEASURE)
    await owner.page.get_by_role("button", name="Endre", exact=True).click()
    chosen = owner.page.get_by_label("Hvem har ansvaret?")
    await chosen.select_option(label=f"{new}, fastlege")
    await expect(asks).to_have_count(0)
    goals = page.get_by_role("region", name="Mål og tiltak")
    await expect(goals.get_by_text(f"{new}, fastlege")).to_be_visible()
