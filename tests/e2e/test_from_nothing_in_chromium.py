"""From an empty database to a plan that five people write in, every step by the person it belongs to.

Nobody is invented by the demo: the municipality comes by the command line, as docs/operations.md says, and
people by logins at identity providers, of which two say no name.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.support.days import day
from tests.support.faults.tunnel import Tunnel
from tests.support.providers.certified import KARI_NUMBER, KEYS, CertifiedProvider
from tests.support.servers.server import Server, free_port

from .choosing import cell, choose
from .screen import Screen, Stage
from .widths import NARROW, WIDE

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(600)]
NUMBER, OWNER = "9901", "Kari Nordmann"
CODE = re.compile(r"Gi denne koden til den som drifter Samplan: (\S+)")


def at_work(number: str, name: str) -> dict[str, Any]:
    """As Ansattporten says for whom somebody acts; of their name it says nothing."""
    party = {"orgno": {"authority": "iso6523-actorid-upis", "ID": f"0192:{number}"}, "name": name}
    acts_for = {"type": "ansattporten:altinn:resource", "authorized_parties": [party]}
    return {"authorization_details": [acts_for]}


PEOPLE: dict[str, dict[str, Any]] = {
    "idporten": {"kari": {"pid": KARI_NUMBER}, "mor": {"pid": "01874090022"}},
    "lia": {"hanne": {"name": "Hanne Vik"}, "hilde": {"name": "Hilde Brekke"}},
    "ansattporten": {
        "lege": at_work("910244132", "LIA LEGESENTER"),
        "skole": at_work("910244159", "LIA SKOLE"),
        "nav": at_work("889640782", "NAV LIA"),
    },
}
PROFILES = {"idporten": "idporten", "lia": "generic", "ansattporten": "ansattporten"}
TITLES = {"idporten": "ID-porten", "lia": "Lia kommune", "ansattporten": "Ansattporten"}


@dataclass(frozen=True)
class Guest:
    """``who`` logs in at ``provider``, and is invited as ``name``."""

    provider: str
    who: str
    name: str
    role: str
    organisation: str
    writes: str


GUESTS = (
    Guest("idporten", "mor", "Berit Nordmann", "relative", "", "Trenger noen hjemme om kvelden."),
    Guest("ansattporten", "lege", "Anders Myhre", "gp", "Lia legesenter", "Trenger ro etter behandlingen."),
    Guest("ansattporten", "skole", "Silje Tangen", "school", "Lia skole", "Trenger kortere dager."),
    Guest("ansattporten", "nav", "Omar Haddad", "nav", "NAV Lia", "Trenger en plass å prøve seg."),
)


@pytest_asyncio.fixture(loop_scope="module")
async def site(tmp_path: Path) -> AsyncIterator[tuple[Server, Tunnel]]:
    """An empty database for each width, a municipality without anybody, and providers."""
    port = free_port()
    providers = [
        CertifiedProvider(profile, tmp_path, name, PEOPLE[name]) for name, profile in PROFILES.items()
    ]
    settings: dict[str, Any] = {"SAMPLAN_DEMO": "0", "SAMPLAN_PUBLIC_URL": f"http://127.0.0.1:{port}", **KEYS}
    for each in providers:
        settings |= each.environment
    settings["SAMPLAN_OIDC_LIA_TITLE"] = TITLES["lia"]
    settings["SAMPLAN_OIDC_LIA_ORGANISATION"] = f"964338531 {TITLES['lia']}"
    server = Server(tmp_path, **settings)
    await server.command("migrate")
    await server.command("municipality", "add", NUMBER, "Lia kommune")
    tunnel = Tunnel(server.port, port)
    await asyncio.gather(*(each.start(tunnel.url) for each in providers))
    await server.start()
    await tunnel.open()
    yield server, tunnel
    await tunnel.cut()
    await server.stop()
    await asyncio.gather(*(each.stop() for each in providers))


async def logs_in(screen: Screen, provider: str, who: str) -> Screen:
    """From whatever page asks for it, and back there."""
    page = screen.page
    await page.get_by_role("link", name=f"Logg inn med {TITLES[provider]}").press("Enter")
    known = PEOPLE[provider][who].get("name", who)
    await page.get_by_role("button", name=known, exact=True).press("Enter")
    out = page.get_by_role("button", name="Logg ut")
    await expect(out.or_(page.locator(".my-menu")).first).to_be_visible()
    return screen


async def at(stage: Stage, provider: str, who: str, path: str = "/") -> Screen:
    screen = await stage.blank()
    await screen.page.goto(path)
    return await logs_in(screen, provider, who)


async def reports(stage: Stage) -> None:
    """Kari finds the public page, logs in, and says what she needs."""
    screen = await stage.blank()
    page = screen.page
    await page.goto(f"/om/{NUMBER}")
    await page.get_by_role("link", name="Meld fra her").press("Enter")
    await page.get_by_role("link", name="Logg inn først").press("Enter")
    await logs_in(screen, "idporten", "kari")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Meld behov for plan eller koordinator")
    await page.get_by_label("Meg selv").check()
    await page.get_by_label("Navn", exact=True).fill(OWNER)
    await page.get_by_label("Begge deler").check()
    await page.get_by_label("Hvorfor trengs det?").fill("Lege, skole og NAV, og ingen samler trådene.")
    await screen.looked_at("nothing-report")
    await page.get_by_role("button", name="Send meldingen").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Meldingen er mottatt")
    await page.get_by_role("link", name="Til forsiden din").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Hva skjer nå")
    await expect(page.get_by_text(f"Saken gjelder {OWNER}.")).to_be_visible()
    await expect(page.get_by_text(f"Du er logget inn som {OWNER}")).to_be_visible()
    await screen.looked_at("nothing-reported")
    await page.get_by_role("button", name="Si hvem du vil ha som koordinator").press("Enter")
    await page.get_by_role("button", name="Send ønsket").press("Enter")
    await expect(page.get_by_text("Det er sendt.")).to_be_visible()


async def becomes_case_handler(stage: Stage) -> Screen:
    """As docs/operations.md says: who is to be the first logs in once, and gives the code on their page."""
    hanne = await at(stage, "lia", "hanne")
    said = await hanne.page.get_by_text(CODE).inner_text()
    code = CODE.search(said)
    assert code is not None
    await stage.server.command("municipality", "give", NUMBER, code[1], "case-handler")
    await hanne.page.reload()
    await hanne.page.get_by_role("link", name="Saker som venter i Lia kommune").press("Enter")
    return hanne


def form(page: Page, title: str) -> Locator:
    return page.locator("u-details, details").filter(has=page.locator("summary, u-summary", has_text=title))


async def does(page: Page, title: str, send: str, **fields: str) -> None:
    """One act of the unit's, by how its labels begin; what is to be read before it is sent is read."""
    it = form(page, title)
    if await it.get_attribute("open") is None:
        await it.locator("summary, u-summary").press("Enter")
    for label, words in fields.items():
        box = it.get_by_label(label.replace("_", " ")).first
        if await box.evaluate("box => box.tagName") == "SELECT":
            await box.select_option(label=words)
        else:
            await box.fill(words)
            await box.press("Tab")
    if await it.get_by_role("button", name="Vis teksten").count():
        await it.get_by_role("button", name="Vis teksten").press("Enter")
        await expect(it.locator("blockquote")).to_be_visible()
    await it.get_by_role("button", name=send, exact=True).press("Enter")
    await expect(page.get_by_text("Det er lagret.")).to_be_visible()


async def received_and_granted(hanne: Screen) -> str:
    """The address of the case."""
    page = hanne.page
    await page.get_by_role("link", name=f"Åpne saken til {OWNER}").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text(OWNER)
    await does(page, "Ta saken", "Ta saken")
    for criterion in ("Behovet varer", "Det trengs hjelp"):
        await does(page, criterion, "Lagre vurderingen", Vurdering="oppfylt", Begrunnelse="Ja, i flere år.")
    granted = {"Grunnlag": "helse", "Hvordan_får": "møte", "Begrunnelse": "Vilkårene er oppfylt."}
    for thing in ("plan", "koordinator"):
        await does(page, "Ta en avgjørelse", "Send avgjørelsen", Hva_gjelder=thing, Svar="ja", **granted)
    await hanne.looked_at("nothing-granted")
    return page.url


async def appointed(hanne: Screen, case: str) -> None:
    """Hilde, whom the unit finds by her name as she has logged in for the municipality."""
    page = hanne.page
    await page.get_by_role("link", name="Koordinatorer").press("Enter")
    await page.get_by_role("button", name="Legg til en koordinator").press("Enter")
    await page.get_by_label("Hele navnet").first.fill("Hilde Brekke")
    await page.get_by_role("button", name="Finn", exact=True).first.press("Enter")
    await expect(page.get_by_label("Hilde Brekke, Lia kommune")).to_be_checked()
    await page.get_by_label("Arbeidssted", exact=True).fill("Helse og mestring")
    await page.get_by_label("Opplæring tatt", exact=True).fill("02.01.2026")
    await page.get_by_label("Saker på det meste").fill("6")
    await page.get_by_role("button", name="Lagre").press("Enter")
    await expect(page.get_by_role("row").filter(has_text="Hilde Brekke")).to_contain_text("0 av 6")
    await page.goto(case)
    listed = "Hilde Brekke, Helse og mestring. Aktive saker: 0 av 6"
    service = "kommunal helse og omsorg"
    await does(page, "Foreslå en koordinator", "Foreslå", Hvem=listed, Hva_slags_tjeneste=service)
    await does(page, "Lederen sier ja", "Lagre", Hvilken_leder="Liv Leder, i dag")
    today = ".".join(reversed(day().split("-")))
    await does(page, "Oppnevn koordinatoren", "Oppnevn", Opplæring="gjennomført", Begynner=today)
    await does(page, "Tilby en plan", "Tilby planen")


async def accepts(stage: Stage) -> Screen:
    """Kari comes back another day, and is where her case is."""
    kari = await at(stage, "idporten", "kari")
    page = kari.page
    await expect(page.get_by_text("Koordinatoren din er Hilde Brekke, Helse og mestring.")).to_be_visible()
    await kari.looked_at("nothing-offered")
    await page.get_by_role("button", name="Ja, jeg vil ha en plan").press("Enter")
    await page.get_by_role("link", name="Åpne planen din").press("Enter")
    await page.wait_for_url(re.compile("/plan/"))
    await expect(page.get_by_text("Hilde Brekke").first).to_be_visible()
    await kari.looked_at("nothing-plan")
    return kari


async def invites(kari: Screen, guest: Guest) -> str:
    """The link."""
    page = kari.page
    await page.get_by_label("Navn").fill(guest.name)
    await page.get_by_label("Hvilken rolle har personen").select_option(guest.role)
    if guest.organisation:
        await page.get_by_label("Arbeidssted").fill(guest.organisation)
    await page.get_by_role("button", name="Lag invitasjon").press("Enter")
    await expect(page.get_by_role("heading", name=f"Gi denne lenken til {guest.name}")).to_be_focused()
    link = await page.get_by_text(re.compile(r"/invitasjon/[A-Z2-7-]{29}$")).inner_text()
    await page.get_by_role("button", name="Inviter en til").press("Enter")
    return link


async def comes_in(stage: Stage, kari: Screen, guest: Guest, link: str) -> Screen:
    screen = await at(stage, guest.provider, guest.who, link)
    theirs, page = screen.page, kari.page
    await theirs.get_by_role("button", name="Ja, jeg vil være med").press("Enter")
    digits = await theirs.get_by_text(re.compile(r"^\d{4}$")).inner_text()
    await page.reload()
    await page.get_by_role("button", name=f"Er dette rett person? {guest.name}").press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text(digits)
    await dialog.get_by_role("button", name="Ja, det er rett person").press("Enter")
    await expect(page.get_by_text(f"{guest.name} er med. Nå bestemmer du hva")).to_be_visible()
    return screen


async def lets_all_write(kari: Screen, part: str) -> None:
    page = kari.page
    await page.get_by_role("link", name="Bestem hvem som får se hva").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Hvem får se hva")
    for guest in GUESTS:
        await choose(await cell(kari, guest.name, f"{guest.name}: tilgang til «{part}»"), "edit")
        if kari.stage.narrow:
            await page.get_by_role("button", name="Velg en annen").press("Enter")
    bar = page.get_by_role("region", name="Endringer som ikke er signert")
    await bar.get_by_role("button", name="Les og signer").press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog.locator(".signing__sentence")).to_have_count(len(GUESTS))
    await dialog.get_by_role("button", name=f"Signer {len(GUESTS)} endringer").press("Enter")
    await dialog.get_by_role("button", name="Lukk").press("Enter")


@pytest.mark.parametrize(
    "stage", [WIDE, pytest.param(NARROW, marks=pytest.mark.wide)], ids=["1280", "390"], indirect=True
)
@pytest.mark.rule(1, 4, 6, 7, 9, 11, 17, 21)
async def test_a_need_becomes_a_plan_in_which_five_people_write(stage: Stage) -> None:
    hanne = await becomes_case_handler(stage)
    await reports(stage)
    await hanne.page.reload()
    case = await received_and_granted(hanne)
    await at(stage, "lia", "hilde")
    await appointed(hanne, case)
    kari = await accepts(stage)
    plan = (await kari.plan())["id"]
    await kari.page.get_by_role("link", name="Inviter noen").press("Enter")
    links = [await invites(kari, guest) for guest in GUESTS]
    screens = [await comes_in(stage, kari, *each) for each in zip(GUESTS, links, strict=True)]
    await lets_all_write(kari, "Behov")
    await kari.open_part("needs")
    for guest, screen in zip(GUESTS, screens, strict=True):
        await screen.page.goto("/")
        await screen.page.wait_for_url(re.compile(f"/plan/{plan}"))
        await screen.open_part("needs")
        await screen.type_at_end(guest.writes)
        await screen.saved()
        await kari.reads(guest.writes)
    await kari.looked_at("five-write")
    hilde = await at(stage, "lia", "hilde")
    assert [part["level"] for part in (await hilde.plan())["parts"] if part["kind"] == "needs"] == []
