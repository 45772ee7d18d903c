"""An owner whom others entered gets a link, logs in, and has their plan once the unit says it is them."""

from __future__ import annotations

import hashlib
import re
import secrets
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from playwright.async_api import expect

from server.demo.municipality import NUMBER
from tests.integration.test_http_cases import REPORTS
from tests.integration.test_http_cases_plan import appoints
from tests.integration.test_http_cases_representative import Family, mine
from tests.support.days import day
from tests.support.operations import REPORT
from tests.support.wide import course_at_pages

from .screen import Screen, Stage, pictured

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(400), course_at_pages]
LOGGED_IN = (
    "INSERT INTO persons (id, name, locale, organisation) VALUES (:who, '', 'nb', '')",
    "INSERT INTO identities (issuer, subject, person_id, since)"
    " VALUES ('https://idporten.no', :who, :who, datetime('now'))",
    "INSERT INTO sessions (token_hash, person_id, csrf_token, opened_at, expires_at, last_seen_at, provider)"
    " VALUES (:hash, :who, 'csrf', strftime('%Y-%m-%d %H:%M:%f000', 'now'),"
    " strftime('%Y-%m-%d %H:%M:%f000', 'now', '+1 hour'), strftime('%Y-%m-%d %H:%M:%f000', 'now'), 'demo')",
)


class Today(Family):
    async def decides(self, thing: str, outcome: str = "granted") -> str:
        said = {"known_on": day(), "means": "letter", "reason": "Vurdert."}
        return await self.does(
            self.unit, "decided", {"thing": thing, "outcome": outcome, **said}, basis="health"
        )


async def newcomer(stage: Stage) -> Screen:
    """Somebody whom nobody here knows, as ID-porten's login leaves them."""
    token, who = secrets.token_urlsafe(16), secrets.token_hex(8)
    values = {"who": who, "hash": hashlib.sha256(token.encode()).digest()}
    with closing(sqlite3.connect(stage.server.database, timeout=10)) as connection:
        for each in LOGGED_IN:
            connection.execute(each, values)
        connection.commit()
    screen = await stage.blank()
    cookie = {"name": "samplan_session", "value": token, "url": stage.tunnel.url}
    await screen.page.context.add_cookies([cookie])  # type: ignore[list-item]
    return screen


async def plan_of_a_child(stage: Stage, name: str) -> tuple[str, str]:
    """The case and the plan to which her father consented for her."""
    father, unit = await stage.person("stranger"), await stage.person("unit")
    about = {"name": name, "born": day(-4000)}
    report = REPORT | {"reporter": "representative", "reporter_name": "Jonas", "subject": about}
    assert (await father.post(REPORTS, report)).status_code == 201
    (row,) = (await unit.get(f"/api/units/{NUMBER}/cases?name={name}")).json()["cases"]
    family = Today(unit, father, row["id"])
    registered = await family.registers(until=day(300))
    assert registered.status_code == 201, registered.text
    await family.opens_for_her()
    await family.does(unit, "plan-offered", {"childs_view": "Vil ha en plan."})
    await family.does(father, "plan-consented")
    await appoints(family, await stage.person("coordinator"), start=day())
    cases: list[dict[str, Any]] = await mine(father)
    return family.case, next(each["plan"]["plan"] for each in cases if each["acting"]["owner"] == name)


async def makes_link(coordinator: Screen, plan: str, name: str) -> str:
    page = coordinator.page
    await page.goto(f"/plan/{plan}/inviter")
    await page.get_by_label("Hvilken rolle har personen").select_option("owner")
    await page.get_by_role("button", name="Lag lenke til planeieren").press("Enter")
    await expect(page.get_by_role("heading", name=f"Gi denne lenken til {name}")).to_be_focused()
    return await page.get_by_text(re.compile(r"/invitasjon/[A-Z2-7-]{29}$")).inner_text()


async def uses(guest: Screen, link: str) -> str:
    """The digits that they see."""
    await guest.page.goto(link)
    await guest.page.get_by_role("button", name="Ja, det er planen min").press("Enter")
    return await guest.page.get_by_text(re.compile(r"^\d{4}$")).inner_text()


async def does_not_work_for(somebody: Screen, link: str, heading: str = "Denne lenken virker ikke") -> None:
    await somebody.page.goto(link)
    await expect(somebody.page.get_by_role("heading", level=1)).to_have_text(heading)


async def says_digits(unit: Screen, name: str, digits: str) -> None:
    page = unit.page
    await page.get_by_label("Kontrolltallet personen leser opp").fill(digits)
    async with page.expect_response(lambda it: "/owner-arrival" in it.url and it.request.method == "POST"):
        await page.get_by_role("button", name=f"Ja, det er {name}").press("Enter")


@pytest.mark.rule(1, 13)
async def test_an_owner_gets_a_link_and_has_their_plan_when_the_unit_has_asked_for_the_digits(
    stage: Stage,
) -> None:
    name = f"Mia {'Smal' if stage.narrow else 'Vid'}"
    case, plan = await plan_of_a_child(stage, name)
    coordinator, guest = await stage.enter("coordinator"), await newcomer(stage)
    page, theirs = coordinator.page, guest.page
    await page.goto(f"/plan/{plan}/inviter")
    await page.get_by_label("Hvilken rolle har personen").select_option("owner")
    await expect(page.get_by_text(f"{name} har ikke logget inn ennå")).to_be_visible()
    await expect(page.get_by_label("Navn")).to_have_count(0)
    await coordinator.accessible()
    await pictured(page, "owners-link", stage.width)
    await page.get_by_role("button", name="Lag lenke til planeieren").press("Enter")
    await expect(page.get_by_role("heading", name=f"Gi denne lenken til {name}")).to_be_focused()
    link = await page.get_by_text(re.compile(r"/invitasjon/[A-Z2-7-]{29}$")).inner_text()

    await theirs.goto(link)
    await expect(theirs.get_by_role("heading", level=1)).to_have_text("Planen din")
    await expect(theirs.get_by_text(name)).to_have_count(0)
    await theirs.get_by_role("button", name="Ja, det er planen min").press("Enter")
    digits = await theirs.get_by_text(re.compile(r"^\d{4}$")).inner_text()
    await guest.accessible()
    await pictured(theirs, "owners-link-used", stage.width)

    unit = await stage.enter("unit")
    desk = unit.page
    await desk.goto(f"/enhet/{NUMBER}/sak/{case}")
    await expect(desk.get_by_role("heading", name="Er dette den saken gjelder?")).to_be_visible()
    await unit.accessible()
    assert await desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await pictured(desk, "owners-arrival", stage.width)
    stage.refuses(422, at="/owner-arrival")
    stage.refuses(401, at="/api/invitation")  # of a page that asks again before it is loaded anew
    await desk.get_by_label("Kontrolltallet personen leser opp").fill("x")
    await desk.get_by_role("button", name=f"Ja, det er {name}").press("Enter")
    await expect(desk.get_by_text("Tallet stemmer ikke")).to_be_visible()
    await desk.get_by_label("Kontrolltallet personen leser opp").fill(digits)
    await desk.get_by_role("button", name=f"Ja, det er {name}").press("Enter")
    await expect(desk.get_by_text(f"{name} har planen sin nå.")).to_be_visible()
    await unit.accessible()

    await theirs.reload()
    await expect(theirs.get_by_text(f"Dette er planen din, {name}")).to_be_visible()
    await theirs.get_by_role("link", name="Til siden min").press("Enter")
    await theirs.wait_for_url(re.compile("/plan/"))
    await expect(theirs.get_by_text(name).first).to_be_visible()


@pytest.mark.rule(1, 13)
async def test_a_link_that_is_anothers_used_or_ended_lets_nobody_in_and_says_what_to_do(stage: Stage) -> None:
    name = f"Liv {'Smal' if stage.narrow else 'Vid'}"
    case, plan = await plan_of_a_child(stage, name)
    coordinator, unit = await stage.enter("coordinator"), await stage.enter("unit")
    guest, other = await newcomer(stage), await newcomer(stage)
    page, theirs, desk = coordinator.page, guest.page, unit.page
    stage.refuses(401, 403, 404, 409, at="/api/invitation")
    stage.refuses(409, 422, at="/owner-arrival")

    link = await makes_link(coordinator, plan, name)
    await does_not_work_for(coordinator, link, "Denne invitasjonen er ikke til deg")
    school = await stage.enter("school", link)
    await school.page.get_by_role("button", name="Ja, det er planen min").press("Enter")
    await expect(school.page.get_by_text("Denne innloggingen er i bruk til noe annet her")).to_be_visible()
    await school.looked_at("owners-link-not-new")

    await uses(guest, link)
    await does_not_work_for(other, link)
    await expect(other.page.get_by_text("Spør den som ga deg den.")).to_be_visible()
    await other.looked_at("owners-link-anothers")

    await desk.goto(f"/enhet/{NUMBER}/sak/{case}")
    for _ in range(4):
        await says_digits(unit, name, "x")
        await expect(desk.get_by_text("Tallet stemmer ikke")).to_be_visible()
    await says_digits(unit, name, "x")
    await expect(desk.get_by_text("Be den som ga lenken, om å lage en ny.")).to_be_visible()
    await expect(desk.get_by_role("heading", name="Er dette den saken gjelder?")).to_have_count(0)
    await unit.looked_at("owners-link-guessed")
    await does_not_work_for(guest, link)

    withdrawn = await makes_link(coordinator, plan, name)
    await page.get_by_role("button", name=f"Trekk tilbake invitasjonen til {name}").press("Enter")
    await expect(page.get_by_text(f"Invitasjonen til {name} er trukket tilbake.")).to_be_visible()
    await coordinator.looked_at("owners-link-withdrawn")
    await does_not_work_for(guest, withdrawn)

    again = await makes_link(coordinator, plan, name)
    digits = await uses(guest, again)
    await desk.reload()
    await says_digits(unit, name, digits)
    await expect(desk.get_by_text(f"{name} har planen sin nå.")).to_be_visible()
    # Whoever waits at the page that shows the digits: their login is the owner's from now on.
    await expect(theirs.get_by_text(f"Dette er planen din, {name}")).to_be_visible()
    await does_not_work_for(other, again)
    await guest.looked_at("owners-link-known")
