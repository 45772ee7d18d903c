"""Fields that several people fill in: what a screen calls saved is in the log and on the others' screens."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.support.clients.people import Document

from .screen import Screen, Stage
from .widths import WIDE, only_at

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    only_at(WIDE, "documents on their way"),
]


async def the_schools_measure(stage: Stage, *keys: str) -> tuple[list[Screen], dict[str, Any]]:
    """People in the measure that the school is responsible for, with its fields open."""
    screens = [await stage.enter(key) for key in keys]
    plan = await screens[0].plan()
    school = next(person["id"] for person in plan["participants"] if person["role"] == "school")
    title = next(p["title"] for p in plan["parts"] if p["kind"] == "measure" and p["responsible"] == school)
    for screen in screens:
        part = await screen.open_part("measure", title)
        await screen.page.get_by_role("button", name="Endre", exact=True).click()
    return screens, part


async def in_the_log(stage: Stage, part: dict[str, Any]) -> Document:
    socket = await (await stage.person("owner")).connect()
    return await socket.open(part["document"])


def date_box(screen: Screen, label: str) -> Locator:
    return screen.page.get_by_label(label, exact=True)


async def write(box: Locator, words: str) -> None:
    await box.click()
    await box.press("Control+A")
    await box.press_sequentially(words)


async def leaving_asks(page: Page) -> bool:
    asks = "() => !window.dispatchEvent(new Event('beforeunload', {cancelable: true}))"
    return bool(await page.evaluate(asks))


async def test_a_typed_date_is_sent_without_leaving_it_and_nothing_says_saved_before(stage: Stage) -> None:
    (owner, school), part = await the_schools_measure(stage, "owner", "school")
    log = await in_the_log(stage, part)
    before = log.fields["due"]
    await owner.saved()
    due = date_box(owner, "Ferdig innen")
    await write(due, "1506")
    await expect(owner.save_line).to_contain_text("Lagrer")
    assert await leaving_asks(owner.page)
    assert log.fields["due"] == before
    await due.press_sequentially("2027")
    await owner.saved()
    await log.socket.until(lambda: log.fields["due"] == "2027-06-15")
    await expect(date_box(school, "Ferdig innen")).to_have_value("15.06.2027")
    assert not await leaving_asks(owner.page)
    await write(due, "1. august 2027")
    await owner.page.evaluate("() => window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    await log.socket.until(lambda: log.fields["due"] == "2027-08-01")


async def test_what_is_no_date_changes_nothing_and_is_said_until_it_is_mended(stage: Stage) -> None:
    (owner,), part = await the_schools_measure(stage, "owner")
    log = await in_the_log(stage, part)
    start = date_box(owner, "Starter")
    held = log.fields["start"]
    await write(start, "31022026")
    await start.press("Tab")
    await expect(start).to_have_accessible_description(re.compile("finnes ikke i kalenderen"))
    await expect(owner.save_line).to_contain_text("Ikke lagret")
    assert await leaving_asks(owner.page)
    await owner.page.get_by_role("link", name=re.compile("^Helse")).first.click()
    await owner.page.get_by_role("button", name="Bli her").click()
    await expect(start).to_have_value("31.02.2026".replace(".", ""))
    assert log.fields["start"] == held
    await owner.accessible()
    await owner.page.get_by_role("button", name=re.compile("^Behold")).click()
    await owner.saved()
    await write(start, "15.08.26")
    await start.press("Tab")
    await expect(start).to_have_value("15.08.2026")
    await log.socket.until(lambda: log.fields["start"] == "2026-08-15")


async def test_whoever_walks_through_a_date_leaves_what_another_set_meanwhile(stage: Stage) -> None:
    (owner, school), part = await the_schools_measure(stage, "owner", "school")
    log = await in_the_log(stage, part)
    mine, theirs = date_box(owner, "Starter"), date_box(school, "Starter")
    await mine.click()
    await mine.press("ArrowRight")
    await write(theirs, "11112026")
    await theirs.press("Tab")
    await expect(mine).to_have_value("11.11.2026")
    await mine.press("Tab")
    await owner.saved()
    await school.saved()
    assert log.fields["start"] == "2026-11-11"
    await write(mine, "12122026")
    await mine.press("Tab")
    await expect(theirs).to_have_value("12.12.2026")
    await expect(school.page.get_by_text("Det er den som gjelder nå")).to_be_visible()


async def test_who_else_is_in_a_field_is_seen(stage: Stage) -> None:
    (owner, school), _ = await the_schools_measure(stage, "owner", "school")
    for label in ("Starter", "Hvor mye og hvor ofte?", "Er det gjort et vedtak?"):
        await school.page.get_by_label(label, exact=True).focus()
        taken = owner.page.locator(".shared-now")
        await expect(taken).to_contain_text("Silje Tangen er i dette feltet")
        await expect(taken).to_contain_text(label)
    await school.page.get_by_role("button", name="Ferdig med å endre").click()
    await expect(owner.page.locator(".shared-now")).to_have_count(0)


async def test_a_teacher_sets_the_status_and_comments_with_five_clicks(stage: Stage) -> None:
    teacher = await stage.blank()
    clicks: list[str] = []
    await teacher.page.context.expose_binding("clicked", lambda _, what: clicks.append(what))
    await teacher.page.context.add_init_script(
        "addEventListener('pointerdown', ({target}) => clicked(target.textContent.slice(0, 40)), true)"
    )
    await teacher.page.goto("/")
    await teacher.page.get_by_role("button", name=re.compile("Silje Tangen")).click()
    page = teacher.page
    plan = await (await stage.person("school")).plan()
    mine = next(p for p in plan["parts"] if p["kind"] == "measure" and p["responsible"] == plan["me"])
    await page.get_by_role("navigation").get_by_role("link", name=mine["title"]).first.click()
    await page.get_by_role("radio", name="I gang").click()
    await page.get_by_role("button", name="Kommenter hele delen").click()
    await page.keyboard.type("Vi er i gang.")
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_text("Vi er i gang.")).to_be_visible()
    await teacher.saved()
    assert len(clicks) <= 5, clicks
    log = await in_the_log(stage, mine)
    assert log.fields["status"] == "started"


async def test_a_measure_added_on_a_goals_page_belongs_to_it(stage: Stage) -> None:
    owner = await stage.enter("owner")
    goal = await owner.open_part("goal")
    await owner.page.locator("main").get_by_role("button", name="Legg til tiltak", exact=True).click()
    title = owner.page.get_by_role("textbox", name="Hva skal gjøres?")
    room = "box => box.closest('.create-form').clientWidth - box.offsetWidth"
    assert await title.evaluate(room) == 0
    assert await title.evaluate("box => box.closest('dialog').clientWidth - box.offsetWidth") <= 48
    await title.fill("Prøve bussen til skolen")
    await owner.page.get_by_role("button", name="Legg til tiltaket").click()
    await expect(owner.page.get_by_role("heading", level=1)).to_have_text("Prøve bussen til skolen")
    plan = await owner.plan()
    made = next(p for p in plan["parts"] if p["title"] == "Prøve bussen til skolen")
    log = await in_the_log(stage, made)
    assert log.fields["goal"] == goal["id"]
    await owner.open_part("goal")
    await expect(owner.page.locator(".measures")).to_contain_text("Prøve bussen til skolen")
