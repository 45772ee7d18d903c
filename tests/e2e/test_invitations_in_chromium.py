"""From the owner's invitation to somebody who takes part: every step by the person it belongs to."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing

import pytest
from playwright.async_api import WebSocketRoute, expect

from .screen import Screen, Stage, pictured
from .widths import NARROW, only_at

pytestmark = pytest.mark.asyncio(loop_scope="module")
GUEST = {False: "stranger", True: "unit"}
"""On a wide screen and on a narrow one: the stages share a plan, and nobody comes in twice."""
SHOWN = "it => Promise.allSettled(it.getAnimations({subtree: true}).map(each => each.finished))"
"""While a dialog fades in, its words have less contrast than they are given."""


@pytest.mark.rule(11, 22)
async def test_the_owner_invites_somebody_redeems_the_owner_confirms_and_they_take_part(stage: Stage) -> None:
    owner, guest = await stage.enter("owner"), await stage.enter(GUEST[stage.narrow])
    plan, page, theirs = await owner.plan(), owner.page, guest.page
    await page.goto(f"/plan/{plan['id']}")
    await page.get_by_role("link", name="Inviter noen").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Inviter til planen")
    await page.get_by_role("button", name="Lag invitasjon").click()
    await expect(page.get_by_text("Skriv navnet, og velg hva personen er.")).to_be_visible()
    await page.get_by_label("Navn").fill("Åse Lund")
    await page.get_by_label("Hvilken rolle har personen").select_option("school")
    await page.get_by_label("Arbeidssted").fill("Lia skole")
    await page.get_by_label("E-post").fill("ase@lia.test")
    await owner.accessible()
    await page.get_by_role("button", name="Lag invitasjon").press("Enter")
    await expect(page.get_by_role("heading", name="Gi denne lenken til Åse Lund")).to_be_focused()
    link = await page.get_by_text(re.compile(r"/invitasjon/[A-Z2-7-]{29}$")).inner_text()
    await expect(page.get_by_role("link", name="Åpne i din egen e-post")).to_be_visible()
    await owner.accessible()

    await theirs.goto(link)
    await expect(theirs.get_by_role("heading", level=1)).to_have_text("Du er invitert")
    await expect(theirs.get_by_text(plan["owner_name"].split()[0])).to_have_count(0)
    await guest.accessible()
    await theirs.get_by_role("button", name="Ja, jeg vil være med").press("Enter")
    await expect(theirs.get_by_role("heading", level=1)).to_have_text("Du har sagt ja")
    digits = await theirs.get_by_text(re.compile(r"^\d{4}$")).inner_text()
    await guest.accessible()

    await page.reload()
    await page.get_by_role("button", name="Er dette rett person? Åse Lund").press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text(digits)
    await dialog.evaluate(SHOWN)
    await owner.accessible()
    await dialog.get_by_role("button", name="Ja, det er rett person").press("Enter")
    await expect(page.get_by_text("Åse Lund er med. Nå bestemmer du hva")).to_be_visible()
    await owner.accessible()

    await theirs.reload()
    await expect(theirs.get_by_role("heading", level=1)).to_have_text("Du er med")
    await expect(theirs.get_by_text(f"planen til {plan['owner_name']}")).to_be_visible()
    await expect(theirs.get_by_role("blockquote")).to_contain_text("Jeg hadde ikke fått tilgang til noe")
    await expect(theirs.get_by_role("button", name="Signer og slutt")).to_be_visible()
    await guest.accessible()
    await pictured(theirs, "joined-with-nothing", stage.width)
    name = (await (await theirs.request.get("/api/me")).json())["name"]
    await page.goto(f"/plan/{plan['id']}")
    await expect(page.get_by_text(name).first).to_be_visible()


@pytest.mark.rule(10, 11)
async def test_the_owner_reads_and_signs_that_a_new_gp_takes_over_from_the_old_one(stage: Stage) -> None:
    owner = await stage.enter("owner")
    plan, page = await owner.plan(), owner.page
    await page.goto(f"/plan/{plan['id']}/inviter")
    await page.get_by_label("Navn").fill("Liv Nygård")
    over = page.get_by_label("Tar hen eller hun over etter noen?")
    await page.get_by_label("Hvilken rolle har personen").select_option("relative")
    await expect(over).to_have_count(0)
    await page.get_by_label("Hvilken rolle har personen").select_option("gp")
    await over.select_option(label="Anders Myhre, Sundvåg legesenter")
    await expect(page.locator(".invite__sentence")).to_contain_text("tar de over etter Anders Myhre")
    await owner.accessible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await pictured(page, "taking-over", stage.width)
    await page.get_by_role("button", name="Lag invitasjon").press("Enter")
    await expect(page.get_by_role("heading", name="Gi denne lenken til Liv Nygård")).to_be_focused()


UNSAVED = "Dette er ikke lagret."
ALSO_NAV = """
UPDATE participants SET person_id = (SELECT id FROM persons WHERE demo_key = 'mother')
WHERE role = 'nav' AND person_id = (SELECT id FROM persons WHERE demo_key = 'nav')
"""


async def _in_two_roles(stage: Stage) -> Screen:
    with closing(sqlite3.connect(stage.server.database, timeout=10)) as database, database:
        database.execute(ALSO_NAV)
    return await stage.enter("mother", "/")


@pytest.mark.rule(21)
async def test_who_takes_part_in_two_roles_sees_in_which_and_changes_it_by_keyboard(stage: Stage) -> None:
    mother = await _in_two_roles(stage)
    page, asked = mother.page, []
    acts = page.get_by_role("region", name="I hvilken rolle du er her")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Runa Elvestad")
    await expect(acts).to_contain_text("Du er her som pårørende.")
    before = await mother.plan()
    await mother.accessible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.on("request", lambda request: asked.append(request.url))
    await acts.get_by_role("button", name="Bytt til NAV").press("Enter")
    await expect(acts).to_contain_text("Du er her som NAV.")
    after = await mother.plan()
    assert (before["roles"], after["roles"]) == (["relative", "nav"], ["relative", "nav"])
    assert before["me"] != after["me"]
    assert [url for url in asked if "/logg-inn" in url] == []
    await acts.get_by_role("button", name="Bytt til pårørende").press("Enter")
    await expect(acts).to_contain_text("Du er her som pårørende.")


@only_at(NARROW, "words that are offered; here there is less room for them")
@pytest.mark.rule("P5")
async def test_words_that_were_not_saved_when_the_role_changed_are_offered(stage: Stage) -> None:
    mother, held = await _in_two_roles(stage), asyncio.Event()

    def route(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(lambda message: None if held.is_set() else server.send(message))

    await mother.page.route_web_socket(re.compile("/sync"), route)
    plan = await mother.plan()
    own = next(part["id"] for part in plan["parts"] if part["level"] == "edit")
    await mother.page.goto(f"/plan/{plan['id']}/del/{own}")
    await mother.saved()
    held.set()
    await mother.type_at_end(UNSAVED)
    await expect(mother.save_line).to_contain_text("Lagrer")
    await mother.page.get_by_role("button", name="Bytt til NAV").click()
    await expect(mother.page.get_by_text("Du er her som NAV.")).to_be_visible()
    await expect(mother.page.locator(".refused-text blockquote")).to_contain_text(UNSAVED)
