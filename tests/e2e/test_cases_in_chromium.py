"""A need is reported in the page, and whoever it is about reads what happens and answers, wide and narrow."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from .screen import Stage, pictured

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def fill_need(page: Page) -> None:
    await page.get_by_label("Begge deler").check()
    await page.get_by_label("Hvorfor trengs det?").fill("Skole, NAV og fastlege, og ingen samler trådene.")


@pytest.mark.rule(6)
async def test_somebody_without_a_login_reports_and_sees_by_the_code_how_far_it_is(stage: Stage) -> None:
    screen = await stage.blank()
    page = screen.page
    await page.goto("/meld")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Meld behov for plan eller koordinator")
    await page.get_by_role("button", name="Send meldingen").press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("Fyll ut: hvem melder du for, navn")
    await page.get_by_label("En jeg hjelper i jobben min").check()
    await page.get_by_label("Navn", exact=True).fill("Per Persen")
    await fill_need(page)
    await page.get_by_label("Navnet ditt").fill("Siri Sykepleier")
    await page.get_by_label("Ja", exact=True).check()
    await page.get_by_label("Hvem sa ja?").fill("Per selv")
    await screen.accessible()
    await pictured(page, "report", stage.width)
    await page.get_by_role("button", name="Send meldingen").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Meldingen er mottatt")
    await screen.accessible()
    await pictured(page, "receipt", stage.width)
    code = await page.locator(".report__code").inner_text()
    await page.get_by_role("link", name="Se hvor langt meldingen er kommet").press("Enter")
    await page.get_by_label("Kode", exact=True).fill(code.lower().replace("-", " "))
    await page.get_by_role("button", name="Vis status").press("Enter")
    await expect(page.locator("#content").get_by_role("status")).to_have_text("Mottatt")
    await screen.accessible()
    stage.refuses(404, at="/api/")
    await page.get_by_label("Kode", exact=True).fill("AAAA-AAAA")
    await page.get_by_role("button", name="Vis status").press("Enter")
    await expect(page.locator("#content").get_by_role("status")).to_contain_text(
        "ingen melding med denne koden"
    )


async def test_whoever_it_is_about_reads_who_does_what_next_and_answers(stage: Stage) -> None:
    stranger = await stage.enter("stranger")
    page = stranger.page
    await page.goto("/meld")
    await page.get_by_label("Meg selv").check()
    await page.get_by_label("Navn", exact=True).fill("Meg")
    await fill_need(page)
    await page.get_by_role("button", name="Send meldingen").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Meldingen er mottatt")
    await page.goto("/")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Hva skjer nå")
    await expect(page.get_by_text("Enheten skal lese meldingen og ta kontakt.")).to_be_visible()
    await expect(page.get_by_role("heading", name="Klag på rettigheten din")).to_be_visible()
    await stranger.accessible()
    await pictured(page, "own", stage.width)
    await page.get_by_role("button", name="Si hvem du vil ha som koordinator").press("Enter")
    await page.get_by_label("Hvem vil du ha?").fill("Tor")
    await stranger.accessible()
    await page.get_by_role("button", name="Send ønsket").press("Enter")
    await expect(page.get_by_text("Det er sendt.")).to_be_visible()
    await page.get_by_role("button", name="Si nei til alt").press("Enter")
    await page.get_by_role("button", name="Ja, stopp saken").press("Enter")
    await expect(page.get_by_text("Du har sagt nei. Det er helt i orden.")).to_be_visible()
    await stranger.accessible()
    await pictured(page, "declined", stage.width)
