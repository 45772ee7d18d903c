"""A complaint from the first thought until what was ordered is done, in the page, wide and narrow."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, Page, expect

from server.demo.municipality import NUMBER, SETTINGS
from tests.support.days import day

from .screen import Screen, Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")
WORDS = "Koordinatoren sluttet i vår, og ingen har tatt over."


async def reports(page: Page) -> None:
    await page.goto("/meld")
    await page.get_by_label("Meg selv").check()
    await page.get_by_label("Navn", exact=True).fill("Meg")
    await page.get_by_label("Begge deler").check()
    await page.get_by_label("Hvorfor trengs det?").fill("Skole, NAV og fastlege.")
    await page.get_by_role("button", name="Send meldingen").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Meldingen er mottatt")


async def saved(page: Page) -> None:
    await expect(page.locator(".complaint-said").get_by_text("Lagret")).to_be_visible()


async def writes(screen: Screen, width: int) -> None:
    page = screen.page
    await page.get_by_label("Individuell plan, koordinator, barnekoordinator").check()
    await page.get_by_label("Når fikk du vite det?").fill(await today(page))
    await page.get_by_label("Når fikk du vite det?").press("Tab")
    await expect(page.locator(".complaint-counter")).to_contain_text("Du har")
    await page.get_by_text("Slik er fristen regnet").click()
    await expect(page.get_by_text("4 uker senere")).to_be_visible()
    await page.get_by_label("Koordinatoren mangler, eller ble byttet mot ønsket mitt").check()
    await page.get_by_label("Hva har skjedd?").fill(WORDS)
    await page.get_by_label("Hva vil du ha gjort?").fill("At jeg får en koordinator.")
    await page.get_by_label("Hva vil du ha gjort?").press("Tab")
    await expect(page.get_by_role("status").get_by_text("Lagret").first).to_be_visible()
    await page.get_by_label("Koordinerende enhet i").check()
    boxes = page.get_by_role("checkbox", name="Meldingen om at du trenger").first
    await expect(boxes).not_to_be_checked()
    await boxes.check()
    await saved(page)
    await adds(page)
    await screen.looked_at("complaint-draft")


async def adds(page: Page) -> None:
    """A note and a paper of their own, of which the checksum alone is sent."""
    await page.get_by_role("button", name="Skriv et notat").press("Enter")
    await page.get_by_label("Hva er det?").fill("Telefonsamtale")
    await page.get_by_label("Teksten").fill("De sa at de skulle ringe.")
    await page.get_by_role("button", name="Legg ved", exact=True).press("Enter")
    await expect(page.get_by_role("button", name="Ta bort Telefonsamtale")).to_be_visible()
    await page.get_by_role("button", name="Legg til et papir").press("Enter")
    await page.get_by_label("Hva er det?").fill("Brevet")
    paper: FilePayload = {"name": "brev.pdf", "mimeType": "application/pdf", "buffer": b"abc"}
    await page.get_by_label("Velg filen").set_input_files(paper)
    await expect(
        page.get_by_text("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    ).to_be_visible()
    await page.get_by_role("button", name="Legg ved", exact=True).press("Enter")
    await expect(page.get_by_role("button", name="Ta bort Brevet")).to_be_visible()


async def today(page: Page) -> str:
    """As it is typed; the page's clock is that of the server here."""
    script = "new Intl.DateTimeFormat('nb', {timeZone: 'Europe/Oslo'}).format(new Date())"
    day, month, year = str(await page.evaluate(script)).split(".")
    return f"{int(day):02}.{int(month):02}.{year}"


async def sends(screen: Screen, width: int) -> None:
    page = screen.page
    await page.get_by_role("button", name="Klagen er klar").press("Enter")
    await page.get_by_role("button", name="Se over det som blir sendt").press("Enter")
    pack = page.locator(".pack")
    await expect(pack).to_contain_text("Vedlegg 1. Telefonsamtale")
    await expect(pack).to_contain_text("Vedlegg 3. Meldingen om at du trenger plan")
    await expect(pack).to_contain_text(WORDS)
    await screen.looked_at("complaint-ready")
    await page.get_by_role("button", name="Send klagen").press("Enter")
    await expect(page.get_by_text("Den du klagde til, skal bekrefte at klagen er mottatt.")).to_be_visible()
    await screen.looked_at("complaint-sent")


async def complaints_at(desk: Page) -> int:
    """How many the unit sees at the case, once it has read them."""
    await desk.goto(f"/enhet/{NUMBER}")
    async with desk.expect_response(lambda answer: "/complaints?case=" in answer.url) as reading:
        await desk.get_by_role("link", name="Åpne saken til").first.press("Enter")
    rows = (await (await reading.value).json())["complaints"]
    await expect(desk.get_by_role("link", name="Klage fra")).to_have_count(len(rows))
    return len(rows)


def in_numbers(ahead: int) -> str:
    """As it is typed in Norwegian."""
    return ".".join(reversed(day(ahead).split("-")))


async def acts(page: Page, name: str, **fields: str) -> None:
    await page.get_by_role("button", name=name, exact=True).press("Enter")
    for label, words in fields.items():
        box = page.get_by_label(label)
        if words == "":
            await page.get_by_role("radio", name=label, exact=True).check()
        else:
            await box.fill(words)
            await box.press("Tab")
    await page.get_by_role("button", name="Lagre", exact=True).press("Enter")
    await expect(page.get_by_role("button", name="Lagre", exact=True)).to_have_count(0)


@pytest.mark.rule(15)
async def test_a_complaint_is_seen_by_its_owner_alone_until_it_is_sent_and_then_answered(
    stage: Stage,
) -> None:
    owner, unit = await stage.enter("stranger"), await stage.enter("unit")
    page, desk, width = owner.page, unit.page, stage.width
    await reports(page)
    before = await complaints_at(desk)
    await page.goto("/")
    phone = page.get_by_role("link", name=SETTINGS.contact.phone)
    await expect(phone).to_be_visible()
    await owner.looked_at("own-case")
    await page.get_by_role("link", name="Se hvordan du kan klage").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Klagene dine")
    await expect(phone).to_be_visible()
    await expect(page.get_by_role("heading", name="Be om tilsyn")).to_be_visible()
    await owner.looked_at("complaint-doors")
    await page.get_by_role("button", name="Begynn på en klage").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Klagen din")
    await writes(owner, width)

    assert await complaints_at(desk) == before
    stage.refuses(404, at="/api/complaints/")
    await desk.goto(page.url)
    await expect(desk.get_by_role("heading", level=1)).to_have_text("Vi finner ikke siden")
    await expect(desk.get_by_text(WORDS)).to_have_count(0)
    await sends(owner, width)
    assert await complaints_at(desk) == before + 1
    await desk.get_by_role("listitem").filter(has_text="Sendt ·").get_by_role("link").press("Enter")
    await expect(desk.get_by_text(WORDS)).to_be_visible()
    await unit.looked_at("complaint-unit")
    await acts(desk, "Bekreft at klagen er mottatt")
    await acts(desk, "Send videre til Statsforvalteren", Uttalelsen="Vi leter fortsatt.")
    await acts(
        desk,
        "Skriv inn hva Statsforvalteren avgjorde",
        **{"Medhold: klagen førte fram": "", "Begrunnelse": "Dere har plikt til det."},
    )
    await acts(
        desk,
        "Skriv inn noe som er bestemt skal gjøres",
        Tekst="Oppnevne koordinator",
        Ansvarlig="Kommunen",
        Innen=in_numbers(60),
    )
    await desk.get_by_role("button", name="Meld at det er gjort").press("Enter")
    # What is reported after the owner has read the page would lose what they press.
    await expect(desk.get_by_text("Meldt gjort", exact=True)).to_be_visible()

    await page.reload()
    await expect(page.get_by_text("Vi leter fortsatt.")).to_be_visible()
    await owner.looked_at("complaint-follow-up")
    await page.get_by_role("button", name="Bekreft at det er gjort").press("Enter")
    await expect(page.get_by_text("Bekreftet gjort", exact=False).first).to_be_visible()
    await acts(page, "Avslutt klagen")
    await expect(page.get_by_text("Avsluttet").first).to_be_visible()

    await page.get_by_role("link", name="Les klagen med vedlegg").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Klage")
    await owner.looked_at("complaint-print")
    async with page.expect_download() as downloading:
        await page.get_by_role("button", name="Last ned som data").press("Enter")
    download = await downloading.value
    text = await asyncio.to_thread(Path(await download.path()).read_text, "utf-8")
    assert WORDS in text
    if folder := os.environ.get("TESTS_PICTURES"):
        await page.pdf(path=Path(folder) / f"complaint-{width}.pdf", prefer_css_page_size=True)


async def test_the_unit_types_in_what_was_said_and_prints_it_to_be_signed(stage: Stage) -> None:
    await reports((await stage.enter("stranger")).page)
    unit = await stage.enter("unit", at=f"/enhet/{NUMBER}")
    desk, said = unit.page, "Ingen har ringt meg tilbake."
    await desk.get_by_role("link", name="Åpne saken til").first.press("Enter")
    await desk.get_by_role("button", name="Skriv inn en klage").press("Enter")
    await expect(desk.get_by_text("En klage skal være skriftlig og underskrevet.")).to_be_visible()
    await desk.get_by_label("Sagt, i telefonen eller ansikt til ansikt").check()
    await desk.get_by_label("Jeg har ikke fått svar").check()
    await desk.get_by_label("Klagen, slik den er skrevet eller ble sagt").fill(said)
    await unit.looked_at("complaint-typing-in")
    await desk.get_by_role("button", name="Lagre klagen").press("Enter")
    await expect(desk.get_by_text("Klagen er ikke underskrevet ennå.")).to_be_visible()
    await expect(desk.get_by_role("heading", level=1)).to_contain_text("Klage fra")
    await unit.looked_at("complaint-typed-in")
    await acts(desk, "Skriv ned hva den som klager, svarer", Tekst="Hun vil ha svar nå.")
    await expect(desk.get_by_text("skrevet ned slik").nth(1)).to_be_visible()
    await acts(desk, "Skriv inn at underskriften er kommet")
    await expect(desk.get_by_text("Klagen er ikke underskrevet ennå.")).to_have_count(0)
