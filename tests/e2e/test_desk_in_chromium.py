"""The unit's desk, wide and narrow: from what was said on the phone to a coordinator, with the screen and the
keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Locator, Page, expect

from server.demo.municipality import NUMBER
from tests.support.days import day

from .screen import Screen, Stage, pictured
from .test_cases_in_chromium import fill_need

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def chooses(page: Page, label: str, value: str) -> None:
    await page.get_by_label(label, exact=True).select_option(value)


def forms(page: Page, title: str) -> Locator:
    return page.locator("details, u-details").filter(has_text=title).first


def said(page: Page) -> Locator:
    return page.locator(".desk-said")


async def does(page: Page, title: str, button: str, status: str = "Det er lagret.", **fields: str) -> None:
    """Unfolds a form if it is not, chooses and fills in by how its labels begin, and sends it."""
    form = forms(page, title)
    if await form.get_attribute("open") is None:
        await form.locator("summary, u-summary").first.press("Enter")
    for label, text in fields.items():
        box = form.get_by_label(label.replace("_", " ")).first
        if await box.evaluate("box => box.tagName") == "SELECT":
            await box.select_option(value=text)
            continue
        await box.fill(text)
        await box.press("Tab")
    await form.get_by_role("button", name=button, exact=True).press("Enter")
    await expect(said(page)).to_contain_text(status)


async def reported_by_phone(page: Page, name: str) -> None:
    await page.goto(f"/enhet/{NUMBER}/ny")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Skriv inn en melding")
    await page.get_by_label("På telefon").check()
    await page.get_by_label("En jeg er pårørende til").check()
    await page.get_by_label("Navn", exact=True).fill(name)
    await fill_need(page)
    await page.get_by_label("Navnet ditt").fill("Mor")
    await page.get_by_label("Ja", exact=True).check()
    await page.get_by_label("Hvem sa ja?").fill("Barnet selv")


def listed(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has_text=name)


async def lists(unit: Screen, whom: dict[str, str]) -> None:
    """Adds somebody to the directory; what was wrong is said, and what is kept can be changed."""
    page = unit.page
    await page.goto(f"/enhet/{NUMBER}")
    await page.get_by_role("link", name="Koordinatorer").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Koordinatorer")
    await page.get_by_role("button", name="Legg til en koordinator").press("Enter")
    await page.get_by_role("button", name="Jeg har koden deres").press("Enter")
    await page.get_by_label("Koordinatorens kode").fill("nobody")
    await page.get_by_label("Arbeidssted", exact=True).fill("Helse")
    await page.get_by_label("Opplæring tatt", exact=True).fill("02.01.2026")
    await page.get_by_label("Saker på det meste").fill("6")
    await page.get_by_role("button", name="Lagre").press("Enter")
    await expect(page.get_by_text("Ingen har den koden.")).to_be_visible()
    await unit.accessible()
    await fits(page)
    await pictured(page, "listing", unit.stage.width)
    await page.get_by_label("Koordinatorens kode").fill(whom["id"])
    await page.get_by_role("button", name="Lagre").press("Enter")
    await expect(listed(page, whom["name"])).to_contain_text("0 av 6")
    await expect(listed(page, whom["name"])).to_contain_text("02.01.2026")
    await page.get_by_role("button", name=f"Endre {whom['name']}").press("Enter")
    await page.get_by_label("Saker på det meste").fill("8")
    await page.get_by_label("Slutter", exact=True).fill("01.08.2031")
    await page.get_by_role("button", name="Lagre").press("Enter")
    await expect(listed(page, whom["name"])).to_contain_text("0 av 8")
    await expect(listed(page, whom["name"])).to_contain_text("01.08.2031")
    await expect(page.get_by_role("button", name=f"Endre {whom['name']}")).to_be_focused()
    nothing = listed(page, whom["name"]).locator("td:visible").filter(has_text=re.compile("^–$"))
    assert (await nothing.count() == 0) is unit.stage.narrow
    await page.get_by_role("link", name="Saker", exact=True).press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Saker")
    await page.get_by_role("link", name="Koordinatorer").press("Enter")
    await expect(listed(page, whom["name"])).to_be_visible()


async def fits(page: Page) -> None:
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not await page.evaluate(wide)


@pytest.mark.rule(6, 15)
async def test_the_unit_goes_the_whole_way_from_a_call_to_a_coordinator(stage: Stage) -> None:
    stage.refuses(409, 422, at="/api/")
    unit = await stage.enter("unit")
    page, name = unit.page, f"Kim Berg{stage.width}"
    await reported_by_phone(page, name)
    await unit.accessible()
    await pictured(page, "typed", stage.width)
    await page.get_by_role("button", name="Send meldingen").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Meldingen er mottatt")

    await page.goto(f"/enhet/{NUMBER}")
    if stage.narrow:
        await page.get_by_role("button", name="Velg hva listen viser").press("Enter")
    await chooses(page, "Hvordan den kom", "phone")
    await page.get_by_label("Mangler samtykke").press("Space")
    await page.get_by_label("Navn", exact=True).fill(name)
    await page.get_by_role("button", name="Søk").press("Enter")
    await expect(page.get_by_role("article")).to_have_count(1)
    await unit.accessible()
    await pictured(page, "filtered", stage.width)
    await page.get_by_role("link", name=f"Åpne saken til {name}").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text(name)

    await page.get_by_role("button", name="Ta saken").press("Enter")
    await expect(page.get_by_role("button", name="Ta saken")).to_have_count(0)
    await does(
        page, "Før inn samtykket", "Lagre samtykket", Samtykke="given", Hvem_sa_det="Barnet selv, på telefon"
    )
    for criterion in ("Behovet varer", "Det trengs hjelp"):
        await does(page, criterion, "Lagre vurderingen", Vurdering="met", Begrunnelse="Ja, i flere år.")
    await unit.accessible()
    await pictured(page, "case", stage.width)

    decide = forms(page, "Ta en avgjørelse")
    await chooses(page, "Hva gjelder det?", "coordinator")
    await decide.get_by_label("Begrunnelse").fill("Vilkårene er oppfylt.")
    await decide.get_by_role("button", name="Vis teksten").press("Enter")
    await expect(decide.get_by_role("alert")).to_have_text(
        "Fyll ut: Svar, Grunnlag, Hvordan får de vite det"
    )  # nobody has decided anything by opening the form
    for label, value in (("Svar", "granted"), ("Grunnlag", "health"), ("Hvordan får de vite det?", "letter")):
        await decide.get_by_label(label, exact=True).select_option(value)
    known = decide.get_by_label("Når får de vite det?")
    today = await known.input_value()
    await known.fill("01.01.2031")
    await known.press("Tab")
    await decide.get_by_role("button", name="Vis teksten").press("Enter")
    await expect(decide.locator("blockquote")).to_contain_text("Er du uenig, kan du klage.")
    await decide.get_by_role("button", name="Send avgjørelsen").press("Enter")
    await expect(said(page)).to_contain_text("Dagen er for langt unna")
    await known.fill(today)
    await known.press("Tab")
    await decide.get_by_role("button", name="Vis teksten").press("Enter")
    await decide.get_by_role("button", name="Send avgjørelsen").press("Enter")
    await expect(said(page)).to_have_text("Det er lagret.")
    await pictured(page, "decided", stage.width)

    case = page.url
    whom = (await (await stage.person("school" if stage.narrow else "coordinator")).get("/api/me")).json()
    await lists(unit, whom)
    await unit.accessible()
    await fits(page)
    await pictured(page, "coordinators", stage.width)
    await page.goto(case)
    await does(
        page, "Før inn ønsket", "Lagre", Hva_ønsker="somebody", Hvem_ønsker="Tor", Hvem_sa="Mor, på telefon"
    )
    proposal = forms(page, "Foreslå en koordinator")
    await proposal.get_by_label("Hvem?").select_option("en som ikke står blant koordinatorene")
    await expect(proposal.get_by_label("Koordinatorens kode")).to_be_visible()
    await proposal.get_by_label("Hvem?").select_option(f"{whom['name']}, Helse. Aktive saker: 0 av 8")
    await expect(proposal.get_by_label("Koordinatorens kode")).to_have_count(0)
    await proposal.get_by_label("Hva slags tjeneste?").select_option("kommunal helse og omsorg")
    await pictured(page, "proposed", stage.width)
    await does(page, "Foreslå en koordinator", "Foreslå", status="Det er en annen enn de ønsket.")
    await does(page, "Foreslå en koordinator", "Foreslå", Hvis_det_er_en_annen="Tor har sluttet.")
    await does(page, "Lederen sier ja", "Lagre", Hvilken_leder="Liv Leder, i dag")
    appoint = forms(page, "Oppnevn koordinatoren")
    button = appoint.get_by_role("button", name="Oppnevn", exact=True)
    await button.click()
    await expect(said(page)).to_be_empty()  # what was saved before is not said of this
    await expect(appoint.get_by_role("alert")).to_have_text("Fyll ut: Begynner, Opplæring")
    await appoint.get_by_label("Opplæring").select_option("done")
    await appoint.get_by_label("Begynner").first.fill(today)
    await button.click()  # the words about what was missing go as it is pressed: it must not move away
    await expect(said(page)).to_have_text("Det er lagret.")
    await expect(page.get_by_text("Koordinator oppnevnt")).to_be_visible()
    await unit.accessible()
    await pictured(page, "appointed", stage.width)
    await page.goto(f"/enhet/{NUMBER}/koordinatorer")
    await expect(listed(page, whom["name"])).to_contain_text("1 av 8")


async def test_the_unit_sees_whose_time_off_is_ahead(stage: Stage) -> None:
    unit, nav = await stage.person("unit"), await stage.person("nav")
    whom = (await nav.get("/api/me")).json()
    found = (await unit.get(f"/api/units/{NUMBER}/coordinators")).json()["coordinators"]
    version = next((each["version"] for each in found if each["person"] == whom["id"]), 0)
    days = [day(10), day(40)]
    said = {"version": version, "workplace": "NAV", "away_from": days[0], "away_until": days[1]}
    kept = await unit.send("PUT", f"/api/units/{NUMBER}/coordinators/{whom['id']}", said)
    assert kept.status_code == 200, kept.text
    screen = await stage.enter("unit", f"/enhet/{NUMBER}/koordinatorer")
    ahead = screen.page.get_by_role("region", name="Fravær framover")
    await expect(ahead).to_contain_text(f"{whom['name']}, NAV: borte fra")
    await expect(ahead).to_contain_text("Ingen aktive saker.")
    await screen.looked_at("absences")
