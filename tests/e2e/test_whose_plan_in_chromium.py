"""Whose plan it is, the way between plans, words that are very long, and paper."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect
from sqlalchemy import insert

from server.domain.access import Decision, Level
from server.domain.plan import SERVER, Kind, Part, Participant, ParticipantId, PartId, PersonId, PlanId, Role
from server.ports.log import Row
from server.storage.database.database import Database
from server.storage.founding import NewPlan, found_plan
from server.storage.metadata import sessions
from server.storage.parts import PartCreation
from server.storage.persons import Person
from server.sync.document.schema import Block, seed
from tests.support.faults.tunnel import Tunnel
from tests.support.servers.server import Server, free_port

from .readable import OVER_THE_EDGE
from .routes import routes
from .screen import Screen, Stage
from .widths import WIDE, only_at

pytestmark = pytest.mark.asyncio(loop_scope="module")

LONG = "x" * 300
COMPOUND = "Voksenhabiliteringstjenestetilbudskoordineringsansvarsordningene"
ADDRESS = "https://www.kommunen.example/tjenester/habilitering?side=" + "a1b2" * 40
OTHERS = ("Østen Vik", "Anna Ås", "Aase Dahl")
BORDERS = """boxes => boxes.filter(box => box.offsetParent && getComputedStyle(box).borderTopWidth !== '0px')
  .map(box => box.outerHTML.slice(0, 120))"""
PLAN = "/plan/:plan"
LONG_PLAN, KARI, TOKEN = PlanId("long-words"), PersonId("kari"), "t" * 43


async def _found_others(server: Server) -> None:
    """Plans of others that the GP of the demo takes part in, and one in which everything is very long."""
    gp = PersonId(_one(server, "SELECT id FROM persons WHERE demo_key = 'gp'"))
    database = await Database.open(f"sqlite+aiosqlite:///{server.database}")
    try:
        for number, name in enumerate(OTHERS):
            await found_plan(database, _plan(PlanId(f"of-{number}"), PersonId(f"owner-{number}"), name, gp))
        await found_plan(database, _plan(LONG_PLAN, KARI, f"Kari {COMPOUND}", gp, LONG, ADDRESS, COMPOUND))
        now = datetime.now(UTC)
        session = {
            "token_hash": hashlib.sha256(TOKEN.encode()).digest(),
            "person_id": KARI,
            "csrf_token": "csrf",
            "opened_at": now,
            "expires_at": now + timedelta(days=1),
        }
        await database.write(lambda connection: connection.execute(insert(sessions), session) and None)
    finally:
        await database.close()


def _one(server: Server, statement: str) -> Any:
    with closing(sqlite3.connect(server.database)) as rows:
        return rows.execute(statement).fetchone()[0]


def _plan(plan: PlanId, owner: PersonId, name: str, guest: PersonId, *titles: str) -> NewPlan:
    now = datetime.now(UTC)
    place, guests = ParticipantId(f"{plan}-owner"), ParticipantId(f"{plan}-gp")
    parts = [_part(plan, place, at, Kind.MEASURE, title, due="2026-01-31") for at, title in enumerate(titles)]
    parts.append(_part(plan, place, 10, Kind.GOAL, titles[0] if titles else "Et mål"))
    parts.append(_part(plan, place, 11, Kind.ABOUT_ME, ""))
    organisation = COMPOUND if titles else ""
    return NewPlan(
        id=plan,
        owner=owner,
        created_at=now,
        persons=[Person(owner, name)],
        participants=[
            Participant(place, plan, owner, name, Role.OWNER),
            Participant(guests, plan, guest, "Gjest", Role.GP, organisation),
        ],
        parts=parts,
        decisions=[
            Decision(number, guests, Level.EDIT, owner, now, kind=kind)
            for number, kind in enumerate((Kind.ABOUT_ME, Kind.MEASURE, Kind.GOAL), start=1)
        ],
        events=[],
    )


def _part(plan: PlanId, owner: ParticipantId, at: int, kind: Kind, title: str, due: str = "") -> PartCreation:
    fields = {"title": title} if title else {}
    if due:
        fields |= {"due": due, "extent": LONG}
    content = seed(kind, 1000 + at, blocks=[Block.plain(LONG), Block.plain("Siste linje.")], fields=fields)
    part = Part(PartId(f"{plan}-{at}"), plan, kind, content.title, position=at, created_by=owner)
    row = Row(SERVER, None, content.payload)
    return PartCreation(part, row, {content.client_id: SERVER}, content.due)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site(directory: Path) -> AsyncIterator[tuple[Server, Tunnel]]:
    port = free_port()
    server = Server(directory, SAMPLAN_PUBLIC_URL=f"http://127.0.0.1:{port}")
    await server.prepare()
    await _found_others(server)
    await server.start()
    tunnel = Tunnel(server.port, port)
    await tunnel.open()
    yield server, tunnel
    await tunnel.cut()
    await server.stop()


async def test_the_owners_name_is_in_view_on_every_page_of_a_plan(stage: Stage) -> None:
    """Of all that the table of routes has, for the owner and for one who is led back from some of them."""
    pages = [route for route in routes() if route.startswith(PLAN)]
    assert f"{PLAN}/tilgang" in pages
    assert not [route for route in routes() if ":plan" in route and route not in pages]
    for key in ("owner", "gp"):
        screen = await stage.enter(key)
        plan = await screen.plan()
        part = next(part["id"] for part in plan["parts"] if part["kind"] == "health")
        name = screen.page.locator(".top-bar__owner")
        for route in pages:
            await screen.page.goto(route.replace(":plan", plan["id"]).replace(":part", part))
            await expect(screen.page.locator("main h1").first).to_be_visible()
            await expect(screen.page).to_have_title(re.compile("^RE: "))
            for place in ("0", "document.documentElement.scrollHeight"):
                await screen.page.evaluate(f"scrollTo(0, {place})")
                await expect(name).to_contain_text("Runa Elvestad")
                await expect(name).to_be_in_viewport(ratio=1)


async def test_the_owners_name_is_in_view_while_one_writes(stage: Stage) -> None:
    gp = await stage.enter("gp")
    name = gp.page.locator(".top-bar__owner")
    await gp.open_part("health")
    await gp.saved()
    await gp.text.click()
    await gp.page.mouse.wheel(0, 2_000)
    await gp.page.wait_for_function("() => scrollY > 100")
    await expect(name).to_be_in_viewport(ratio=1)
    await expect(gp.page).to_have_title("RE: Del av planen – Samplan")


async def test_plans_stand_in_the_order_of_the_alphabet_and_are_found_by_name(stage: Stage) -> None:
    gp = await stage.enter("gp", "/")
    names = gp.page.locator(".plan-row .people__name")
    await expect(names).to_have_count(5)
    first_names = [words.split()[2] for words in await names.all_text_contents()]
    assert first_names == ["Anna", "Kari", "Runa", "Østen", "Aase"]
    late = gp.page.get_by_role("link", name=re.compile("Planen til Kari")).get_by_text("3 forsinkede tiltak")
    await expect(late).to_be_visible()
    await gp.page.get_by_label("Finn en plan ved navn").fill("åse")
    await expect(names).to_have_text(["Planen til Aase Dahl"])
    await gp.page.get_by_role("link", name=re.compile("Aase Dahl")).click()
    await expect(gp.page.locator(".top-bar__owner")).to_contain_text("Aase Dahl")
    if stage.narrow:
        await gp.page.get_by_role("link", name="Alle deler").click()
    await gp.page.get_by_role("link", name="Planene dine").locator("visible=true").first.click()
    await expect(names).to_have_count(5)


async def _kari(stage: Stage) -> Screen:
    """The owner of the plan in which everything is very long."""
    screen = await stage.blank()
    await screen.page.context.add_cookies(
        [{"name": "samplan_session", "value": TOKEN, "url": stage.tunnel.url}]
    )
    return screen


async def test_very_long_words_are_broken_and_no_page_is_wider_than_the_screen(stage: Stage) -> None:
    kari, gp = await _kari(stage), await stage.enter("gp")
    await _fits(gp.page, "/", ".plan-row")
    for page in (kari.page, gp.page):
        for path, there in (
            ("", ".measure-row"),
            ("/deler", ".part-link"),
            (f"/del/{LONG_PLAN}-0", ".tiptap"),
            (f"/del/{LONG_PLAN}-1", ".tiptap"),
            (f"/del/{LONG_PLAN}-10", ".measure-row, .goal__none"),
            ("/skriv-ut", ".paper__choices"),
        ):
            await _fits(page, f"/plan/{LONG_PLAN}{path}", there)
    await _fits(kari.page, f"/plan/{LONG_PLAN}/tilgang", ".level")
    if stage.narrow:
        await kari.page.locator(".grants__choose").first.click()
        await _fits(kari.page, None, ".grants__item .level")
    await kari.page.goto(f"/plan/{LONG_PLAN}/del/{LONG_PLAN}-0")
    await kari.page.locator(".visible__line").click()
    await _fits(kari.page, None, ".visible__people li")


async def _fits(page: Page, path: str | None, there: str) -> None:
    if path is not None:
        await page.goto(path)
    await expect(page.locator(there).locator("visible=true").first).to_be_visible()
    assert await page.evaluate(OVER_THE_EDGE) == [0], page.url


@only_at(WIDE, "paper and the log")
async def test_the_whole_plan_is_printed_as_its_reader_sees_it_and_the_log_has_every_part(
    stage: Stage,
) -> None:
    gp = await stage.enter("gp")
    plan = await gp.plan()
    await gp.page.add_init_script("window.print = () => { window.printed = (window.printed ?? 0) + 1 }")
    await gp.page.goto(f"/plan/{plan['id']}/skriv-ut")
    read = f"FROM ledger WHERE action = 'part-read' AND participant_id = '{plan['me']}'"
    await gp.page.get_by_label("Ta med kommentarer").check()
    await expect(gp.page.locator(".paper__plan")).to_have_count(0)
    await gp.page.get_by_role("button", name="Hent planen og skriv ut").click()
    await gp.page.wait_for_function("() => window.printed === 1")
    assert _one(stage.server, f"SELECT count(DISTINCT part_id) {read}") == len(plan["parts"])
    titles = await gp.page.locator(".paper__title").all_text_contents()
    assert len(titles) == len(plan["parts"])
    await expect(gp.page.locator(".paper__thread").first).to_be_visible()
    await gp.page.emulate_media(media="print")
    await expect(gp.page.get_by_role("button").locator("visible=true")).to_have_count(0)
    assert await _pages(gp.page) > 1


async def _pages(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", await page.pdf(prefer_css_page_size=True)))


async def test_every_page_is_fit_for_paper(stage: Stage) -> None:
    """No controls and no boxes, and no sheet without words."""
    owner = await stage.enter("owner")
    plan = await owner.plan()
    await owner.open_part("crisis")
    assert await _pages(owner.page) == 1
    await owner.open_part("measure")
    await owner.page.emulate_media(media="print")
    for gone in (".top-bar", ".toolbar", ".margin", ".plan__rail", ".ds-button", ".part__standing"):
        await expect(owner.page.locator(gone).locator("visible=true")).to_have_count(0)
    chosen = owner.page.locator(".open-choice__row label").locator("visible=true")
    await expect(chosen).to_have_text(["I gang"])
    await owner.page.emulate_media(media="null")
    await owner.open_part("period")
    await owner.page.emulate_media(media="print")
    assert await owner.page.locator(".facts input, .tiptap").evaluate_all(BORDERS) == []
    await owner.page.emulate_media(media="null")
    await owner.page.goto(f"/plan/{plan['id']}/tilgang")
    await expect(owner.page.locator(".level").first).to_be_visible()
    assert await _pages(owner.page) > 2
    await owner.page.emulate_media(media="print")
    others = [p["name"] for p in plan["participants"] if p["id"] != plan["me"]]
    columns = owner.page.locator(".grants__paper thead .grants__name")
    await expect(columns).to_have_text(others)
    await expect(owner.page.locator(".grants__paper select")).to_have_count(0)


@only_at(WIDE, "rights")
async def test_who_may_not_see_who_sees_what_is_led_back(stage: Stage) -> None:
    school = await stage.enter("school")
    plan = await school.plan()
    await school.page.goto(f"/plan/{plan['id']}/tilgang")
    heading = school.page.get_by_role("heading", level=1)
    await expect(heading).to_have_text("Bare Runa Elvestad og koordinatoren ser denne siden")
    await school.page.get_by_role("link", name="Gå til forsiden av planen").click()
    await expect(heading).to_have_text("Planen til Runa Elvestad")


async def test_outside_a_plan_people_read_who_they_are_and_that_they_have_logged_out(stage: Stage) -> None:
    stranger = await stage.enter("stranger", "/")
    await expect(stranger.page.get_by_text("Hva er en individuell plan?")).to_be_visible()
    await expect(stranger.page.locator("header")).to_contain_text("Du er logget inn som")
    await stranger.accessible()
    await stranger.page.get_by_role("button", name="Logg ut").click()
    await expect(stranger.page.get_by_text("Du er logget ut.")).to_be_visible()
