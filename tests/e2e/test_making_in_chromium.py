"""Goals and measures made and put away in the page, with the keyboard, while another looks on."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, Page, expect

from .screen import Stage
from .widths import WIDE, only_at

pytestmark = pytest.mark.asyncio(loop_scope="module")
SHOWN = "it => Promise.allSettled(it.getAnimations({subtree: true}).map(each => each.finished))"


async def opened_dialog(page: Page, button: str) -> Locator:
    await page.get_by_role("button", name=button).locator("visible=true").first.click()
    dialog = page.get_by_role("dialog", name=button)
    await dialog.evaluate(SHOWN)
    return dialog


@pytest.mark.rule(9)
async def test_the_coordinator_proposes_with_the_keyboard_and_the_owner_alone_sees_it(stage: Stage) -> None:
    coordinator, owner, mother = [await stage.enter(key, "/") for key in ("coordinator", "owner", "mother")]
    title = f"Svømme {stage.width}"
    dialog = await opened_dialog(coordinator.page, "Foreslå et mål")
    await expect(dialog.get_by_role("textbox")).to_be_focused()
    await expect(dialog).to_contain_text("Bare du og Runa ser forslaget")
    await coordinator.accessible()
    await coordinator.page.keyboard.type(title)
    await coordinator.page.keyboard.press("Enter")
    await expect(coordinator.page.get_by_role("heading", level=1)).to_contain_text(title)
    await expect(coordinator.page.get_by_text("Synlig for deg og Runa")).to_be_visible()
    await expect(owner.page.get_by_role("link", name=title).locator("visible=true")).to_have_count(
        1 if stage.narrow else 2
    )
    await expect(
        coordinator.page.get_by_text("Dette er ditt forslag. Bare du og Runa ser det")
    ).to_be_visible()
    shown = owner.page.locator(".goal").filter(has_text=title)
    await expect(shown.get_by_text("Forslag", exact=True)).to_be_visible()
    await owner.page.get_by_role("link", name=title).locator("visible=true").first.click()
    await expect(owner.page.get_by_text("Dette er et forslag fra Hilde.")).to_be_visible()
    await owner.accessible()
    await expect(mother.page.get_by_role("heading", level=1)).to_be_visible()
    assert title not in str(await mother.plan())


@only_at(WIDE, "rights")
async def test_that_the_responsible_cannot_see_a_measure_stays_said_and_is_opened_there(stage: Stage) -> None:
    coordinator, owner = await stage.enter("coordinator"), await stage.enter("owner")
    await coordinator.page.goto(f"/plan/{(await coordinator.plan())['id']}/deler")
    await opened_dialog(coordinator.page, "Foreslå et tiltak")
    title = f"Søke om plass {stage.width}"
    await coordinator.page.keyboard.type(title)
    await coordinator.page.keyboard.press("Enter")
    await coordinator.page.get_by_label("Hvem har ansvaret?").select_option(label="Omar Haddad, NAV")
    await coordinator.saved()
    await coordinator.page.reload()
    await expect(coordinator.page.get_by_text("Omar har ansvaret, men ser ikke dette.")).to_be_visible()
    await owner.open_part("measure", title)
    await owner.page.get_by_role("button", name="La Omar se og skrive her").press("Enter")
    await owner.page.get_by_role("button", name="Signer").press("Enter")
    await expect(owner.page.get_by_text("Omar kan nå se og skrive her.")).to_be_focused()
    await expect(coordinator.page.get_by_text("Omar har ansvaret, men ser ikke dette.")).to_have_count(0)


@only_at(WIDE, "notices on their way")
async def test_what_is_put_away_is_told_to_who_looks_on_and_brought_back_at_once(stage: Stage) -> None:
    owner, school = await stage.enter("owner"), await stage.enter("school")
    measure = await school.open_part("measure", "Studietid")
    await owner.open_part("measure", "Studietid")
    await expect(school.text).to_have_attribute("contenteditable", "true")
    await owner.page.get_by_role("button", name="Legg bort tiltaket").click()
    await expect(owner.page.get_by_role("button", name="Angre")).to_be_focused()
    await expect(owner.page.get_by_role("heading", name="Dette tiltaket er lagt bort")).to_be_visible()
    await owner.accessible()
    await expect(school.page.get_by_role("heading", name="Dette tiltaket er lagt bort")).to_be_visible()
    await expect(school.text).to_have_attribute("contenteditable", "false")
    await expect(school.page.get_by_role("button", name="Hent tilbake")).to_have_count(0)
    assert measure["id"] not in {part["id"] for part in (await school.plan())["parts"]}
    await expect(school.page.get_by_text("Tilgangen din er endret")).to_be_visible()
    # Whoever did it is not told that their right was changed.
    await expect(owner.page.get_by_text("Tilgangen din er endret")).to_have_count(0)
    await owner.page.get_by_role("button", name="Angre").click()
    await expect(owner.page.get_by_role("button", name="Legg bort tiltaket")).to_be_visible()
    await expect(owner.page.locator("h1")).to_be_focused()
    await expect(school.text).to_have_attribute("contenteditable", "true")


@only_at(WIDE, "what may be done when")
async def test_no_measure_is_added_to_a_goal_that_is_put_away(stage: Stage) -> None:
    owner = await stage.enter("owner")
    await owner.open_part("goal", "jobb")
    offered = owner.page.locator("main").get_by_role("button", name="Legg til tiltak")
    await expect(offered).to_be_visible()
    await owner.page.get_by_role("button", name="Legg bort målet").click()
    await expect(owner.page.get_by_role("heading", name="Dette målet er lagt bort")).to_be_visible()
    await expect(offered).to_have_count(0)
    await owner.page.get_by_role("button", name="Angre").click()
    await expect(offered).to_be_visible()


@only_at(WIDE, "choices beside each other; the phone has them below each other")
async def test_what_is_said_of_the_responsible_leaves_the_choices_after_it_in_their_columns(
    stage: Stage,
) -> None:
    coordinator = await stage.enter("coordinator", "/")
    await opened_dialog(coordinator.page, "Foreslå et tiltak")
    await coordinator.page.keyboard.type(f"Følge til bussen {stage.width}")
    await coordinator.page.keyboard.press("Enter")
    area = coordinator.page.get_by_label("Område", exact=True)
    before = await area.bounding_box()
    await coordinator.page.get_by_label("Hvem har ansvaret?").select_option(label="Silje Tangen, skole")
    await expect(
        coordinator.page.get_by_text("Silje kan ikke skrive her før Runa har sagt ja.")
    ).to_be_visible()
    after = await area.bounding_box()
    assert before is not None
    assert after is not None
    assert after["x"] == before["x"]


@only_at(WIDE, "the focus")
async def test_who_asks_for_the_empty_parts_has_the_focus_at_the_answer(stage: Stage) -> None:
    coordinator = await stage.enter("coordinator", "/")
    await coordinator.page.get_by_role("button", name="Finn tomme deler").press("Enter")
    answer = coordinator.page.get_by_role("region", name="Tomme deler").get_by_role("status")
    await expect(answer).to_be_focused()
