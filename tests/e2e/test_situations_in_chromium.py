"""Situations 1, 2, 6, 8 and 9 of CASES.md 4 at their telling steps, on the screens of those they concern.

The months before each step were lived through when the demo was made (server/demo/cases); what is done here
is done in the page. The whole of each story is in tests/integration/test_situation_*.py.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from server.demo.municipality import NUMBER
from tests.support.days import day
from tests.support.faults.tunnel import Tunnel
from tests.support.servers.server import Server, free_port
from tests.support.wide import course_at_pages

from .screen import Screen, Stage
from .test_coordinated_in_chromium import in_norwegian
from .widths import NARROW, WIDE

pytestmark = [pytest.mark.asyncio(loop_scope="module"), course_at_pages]
DESK = f"/enhet/{NUMBER}"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lived(directory: Path) -> AsyncIterator[tuple[Server, Tunnel]]:
    """A server on the whole demo, and the way to it."""
    port = free_port()
    server = Server(directory, SAMPLAN_PUBLIC_URL=f"http://127.0.0.1:{port}")
    await server.prepare()
    await server.command("demo")
    await server.start()
    tunnel = Tunnel(server.port, port)
    await tunnel.open()
    yield server, tunnel
    await tunnel.cut()
    await server.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def wide(browser: Browser, lived: tuple[Server, Tunnel]) -> AsyncIterator[Stage]:
    stage = Stage(browser, *lived, WIDE)
    yield stage
    await stage.close()
    assert stage.complaints == []


@pytest_asyncio.fixture(loop_scope="module")
async def narrow(browser: Browser, lived: tuple[Server, Tunnel]) -> AsyncIterator[Stage]:
    stage = Stage(browser, *lived, NARROW)
    yield stage
    await stage.close()
    assert stage.complaints == []


def spoken(days: int) -> str:
    """A day from today as it is typed."""
    return in_norwegian(day(days))


async def at_case(stage: Stage, name: str, *statuses: str) -> Screen:
    """The unit at the case of that name, found in its list."""
    unit = await stage.enter("unit")
    await unit.page.goto(DESK)
    if statuses:
        await unit.page.get_by_role("link", name="Saker som er besvart").press("Enter")
    await unit.page.get_by_role("link", name=f"Åpne saken til {name}").press("Enter")
    await expect(unit.page.get_by_role("heading", level=1)).to_have_text(name)
    return unit


async def does(page: Page, title: str, send: str, **fields: str) -> None:
    """One act of the unit's: unfold it where it is folded, fill it in, send it."""
    form = page.locator("u-details, details").filter(has=page.locator("summary, u-summary", has_text=title))
    if await form.get_attribute("open") is None:
        await form.locator("summary, u-summary").press("Enter")
    for label, words in fields.items():
        box = form.get_by_label(label)
        if await box.evaluate("box => box.tagName") == "SELECT":
            await box.select_option(label=words)
        else:
            await box.fill(words)
            await box.press("Tab")
    await form.get_by_role("button", name=send, exact=True).press("Enter")
    await expect(page.get_by_text("Det er lagret.")).to_be_visible()


async def test_1_whoever_has_had_no_coordinator_sees_for_how_long_and_where_to_go_with_it(
    wide: Stage, narrow: Stage
) -> None:
    for stage in (wide, narrow):
        samira = await stage.enter("vacant")
        await samira.page.goto("/sak")
        await expect(samira.page.get_by_text("Du har vært uten koordinator i 75 dager.")).to_be_visible()
        await expect(samira.page.get_by_text("Koordinator: ingen nå")).to_be_visible()
        await expect(samira.page.get_by_text("Enheten går gjennom planen med deg.")).to_be_visible()
        await samira.looked_at("situation-vacant")
        await samira.page.get_by_role("link", name="Åpne klagen for Samira Farah").press("Enter")
        await expect(samira.page.get_by_text("Det som skulle vært gjort, er ikke gjort.")).to_be_visible()
        for door in ("Minn Statsforvalteren på det", "Be om tilsyn", "Skriv til Sivilombudet"):
            await expect(samira.page.get_by_role("heading", name=door).first).to_be_visible()
        await samira.looked_at("situation-next-steps")
        await samira.page.get_by_role("link", name="Les klagen med vedlegg").press("Enter")
        pack = samira.page.locator(".pack")
        await expect(pack).to_contain_text("Planen fra")
        await expect(pack).to_contain_text("Uten koordinator i 20 dager")
    unit = await at_case(wide, "Samira Farah", "open")
    await expect(unit.page.get_by_role("link", name="Klage fra Samira Farah")).to_be_visible()
    await unit.looked_at("situation-vacant-unit")


@pytest.mark.rule(6)
async def test_2_a_ward_reports_the_unit_types_what_she_says_and_the_ward_learns_nothing(
    wide: Stage, narrow: Stage
) -> None:
    ward = await narrow.blank()
    page = ward.page
    await page.goto("/meld")
    await page.get_by_label("Jeg melder for et sykehus").check()
    await page.get_by_label("Navn", exact=True).fill("Nora Lie")
    await page.get_by_label("Begge deler").check()
    await page.get_by_label("Hvorfor trengs det?").fill("Skrives ut etter hjerneslag.")
    await page.get_by_label("Navnet ditt").fill("Koordinerende enhet")
    await page.get_by_label("Arbeidssted").fill("Nordfjella sykehus")
    await page.get_by_label("Ja", exact=True).check()
    await page.get_by_label("Hvem sa ja?").fill("Nora, muntlig")
    await ward.looked_at("situation-ward")
    await page.get_by_role("button", name="Send meldingen").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Meldingen er mottatt")
    code = (await page.locator(".report__code").inner_text()).strip()

    unit = await at_case(wide, "Nora Lie")
    desk = unit.page
    await does(desk, "Ta saken", "Ta saken")
    given = {"Samtykke": "ja", "Hvem sa det": "Nora selv, på telefon"}
    await does(desk, "Før inn samtykket", "Lagre samtykket", **given)
    await expect(desk.get_by_text("Samtykke: ja, kontrollert")).to_be_visible()

    await desk.goto(f"{DESK}/ny")
    await desk.get_by_label("Meg selv").check()
    await desk.get_by_label("Navn", exact=True).fill("Nora Lie")
    await desk.get_by_label("Koordinator", exact=False).first.check()
    await desk.get_by_label("Hvorfor trengs det?").fill("Vil ha én å snakke med.")
    await desk.get_by_role("button", name="Send meldingen").press("Enter")
    await expect(desk.get_by_role("heading", level=1)).to_have_text("Meldingen er mottatt")
    await desk.goto(DESK)
    untaken = desk.locator("main li").filter(has_text="Saksbehandler: ingen")
    await untaken.get_by_role("link", name="Åpne saken til Nora Lie").press("Enter")
    await does(desk, "Ta saken", "Ta saken")
    merging = desk.locator("u-details, details").filter(has_text="Samme person er meldt to ganger")
    await merging.locator("summary, u-summary").press("Enter")
    await merging.get_by_label("Navn i den andre saken").fill("Nora")
    await merging.get_by_role("radio").first.check()
    await unit.looked_at("situation-merging")
    await merging.get_by_role("button", name="Slå sammen").press("Enter")
    await expect(desk.get_by_text("En melding til er lagt til")).to_be_visible()

    await page.goto("/meld/status")
    await page.get_by_label("Kode").fill(code)
    await page.get_by_role("button", name="Vis status").press("Enter")
    answer = page.locator("main")
    await expect(answer).to_contain_text("under behandling")
    await expect(answer).not_to_contain_text("Nora")
    await ward.looked_at("situation-ward-status")


@pytest.mark.rule(5, 12)
async def test_6_a_family_tells_that_the_child_is_born_and_the_case_is_the_childs(
    wide: Stage, narrow: Stage
) -> None:
    unit = await at_case(wide, "Familien Sand", "open")
    await expect(unit.page.get_by_text("Ventes:")).to_be_visible()
    await expect(unit.page.get_by_text("Født:")).to_have_count(0)
    await unit.looked_at("situation-expecting-unit")

    elin = await narrow.enter("expecting", "/")
    page = elin.page
    await expect(page.get_by_text("Saken gjelder Familien Sand, som venter barn")).to_be_visible()
    await expect(page.get_by_text("Koordinatoren din er Marte Lie")).to_be_visible()
    await elin.looked_at("situation-expecting")
    opening = page.get_by_role("button", name="Fortell at barnet er født")
    await opening.press("Enter")
    await page.get_by_role("button", name="Avbryt").press("Enter")
    await expect(opening).to_be_focused()
    await opening.press("Enter")
    await page.get_by_label("Hva heter barnet?").fill("Liv Sand")
    await page.get_by_label("Når ble barnet født?").fill(spoken(-1))
    await page.get_by_label("Når ble barnet født?").press("Tab")
    await page.get_by_role("button", name="Send", exact=True).press("Enter")
    await expect(page.get_by_text("Saken gjelder Liv Sand.")).to_be_visible()
    await elin.looked_at("situation-born")

    marte = await wide.enter("child-coordinator")
    await marte.page.goto("/koordinator")
    await expect(marte.page.get_by_role("heading", name="Liv Sand")).to_be_visible()
    await expect(marte.page.get_by_role("heading", name="Oskar Myrvold")).to_be_visible()
    await marte.looked_at("situation-child-coordinator")


@pytest.mark.rule(3)
async def test_8_a_programme_at_nav_asks_anew_for_whoever_has_only_a_coordinator(
    wide: Stage, narrow: Stage
) -> None:
    nav = await wide.blank()
    page = nav.page
    await page.goto("/meld")
    await page.get_by_label("En jeg hjelper i jobben min").check()
    await page.get_by_label("Navn", exact=True).fill("Nils Bråten")
    await page.get_by_label("Individuell plan", exact=False).first.check()
    await page.get_by_label("Hvorfor trengs det?").fill("Begynner i kvalifiseringsprogrammet.")
    await page.get_by_label("Navnet ditt").fill("Grete Holm")
    await page.get_by_label("Ja", exact=True).check()
    await page.get_by_role("button", name="Send meldingen").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Meldingen er mottatt")

    unit = await at_case(wide, "Nils Bråten")
    desk = unit.page
    await does(desk, "Ta saken", "Ta saken")
    merging = desk.locator("u-details, details").filter(has_text="Samme person er meldt to ganger")
    await merging.locator("summary, u-summary").press("Enter")
    await merging.get_by_label("Navn i den andre saken").fill("Nils")
    await merging.get_by_role("radio").first.check()
    await merging.get_by_role("button", name="Slå sammen").press("Enter")
    await expect(desk.get_by_text("En melding til er lagt til")).to_be_visible()
    deciding = desk.locator("u-details, details").filter(has_text="Ta en avgjørelse")
    await deciding.get_by_label("Svar", exact=True).select_option(value="granted")
    await deciding.get_by_label("Grunnlag").select_option(value="social")
    await deciding.get_by_label("Hvordan får de vite det?").select_option(value="letter")
    await deciding.get_by_label("Begrunnelse").fill("Du er med i programmet.")
    await deciding.get_by_role("button", name="Vis teksten").press("Enter")
    await expect(deciding.locator("blockquote")).to_contain_text("Fristen er 3 uker")
    await unit.looked_at("situation-by-nav")
    await deciding.get_by_role("button", name="Send avgjørelsen").press("Enter")
    await expect(desk.get_by_text("Det er lagret.")).to_be_visible()

    nils = await narrow.enter("declined-plan", "/")
    await expect(nils.page.get_by_text("Koordinatoren din er Eirik Dale")).to_be_visible()
    await expect(nils.page.get_by_role("heading", name="Plan: ja")).to_be_visible()
    await expect(nils.page.get_by_text("Fristen er 3 uker")).to_be_visible()
    await nils.looked_at("situation-asked-anew")


@pytest.mark.rule(4, 17)
async def test_9_services_disagree_and_see_nothing_of_it_until_the_municipality_decides(
    wide: Stage, narrow: Stage
) -> None:
    aisha = await narrow.enter("disputed")
    await aisha.page.goto("/sak")
    said = "NAV Sundvåg og Psykisk helse, Sundvåg kommune er ikke enige om hvem som har hovedansvaret."
    await expect(aisha.page.get_by_text(said)).to_contain_text("Det har vart i 20 dager.")
    await aisha.looked_at("situation-disputed")

    unit = await at_case(wide, "Aisha Noor", "open")
    desk = unit.page
    await expect(desk.get_by_text(said)).to_be_visible()
    form = desk.locator("u-details, details").filter(has_text="Kommunen bestemmer")
    await form.get_by_role("button", name="Lagre").press("Enter")
    await expect(form.get_by_text("Fyll ut: Hvilken tjeneste, Begrunnelse, Grunnlag")).to_be_visible()
    await unit.looked_at("situation-disputed-unit")
    service = {"Hvilken tjeneste?": "Psykisk helse, Sundvåg kommune", "Begrunnelse": "Gjør det meste."}
    service["Grunnlag"] = "helse"
    await does(desk, "Kommunen bestemmer", "Lagre", **service)
    await expect(desk.get_by_text("Det har kommunen bestemt.")).to_be_visible()
    await aisha.page.reload()
    settled = "Hovedansvaret har Psykisk helse, Sundvåg kommune. Det har kommunen bestemt."
    await expect(aisha.page.get_by_text(settled)).to_be_visible()

    for key, other in (("nav-2", "Yusuf Ali"), ("therapist", "Grete Holm")):
        guest = await wide.enter(key, "/")
        await expect(guest.page.get_by_role("heading", level=1)).to_be_visible()
        await expect(guest.page.get_by_text(other).first).to_be_visible()
        await expect(guest.page.get_by_text("Hovedansvaret har")).to_have_count(0)
        await guest.looked_at(f"situation-{key}")
        await guest.page.goto("/sak")
        await expect(guest.page.get_by_text("Du har ingen sak her.")).to_be_visible()
