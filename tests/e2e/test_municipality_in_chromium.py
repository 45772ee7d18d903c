"""The public page of a municipality, with and without scripts, and its settings in a case handler's hands."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.support.wide import seldom_concerned

from .screen import Screen, Stage
from .widths import WIDE, only_at

pytestmark = [pytest.mark.asyncio(loop_scope="module"), seldom_concerned]

SETTINGS = "/enhet/9950/innstillinger"
TOO_WIDE = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("path", ["/om", "/om/9950", "/om/9950?lang=en&kort=1", "/om/0000"])
async def test_axe_finds_nothing_on_the_public_pages(stage: Stage, path: str, colours: str) -> None:
    anybody = await stage.blank()
    await anybody.page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    anybody.page.on("response", lambda answer: _allowed(anybody, answer.url))
    stage.refuses(404, at="/om/0000")
    await anybody.page.goto(path)
    await expect(anybody.page.get_by_role("heading", level=1)).to_be_visible()
    await anybody.accessible()
    assert not await anybody.page.evaluate(TOO_WIDE)


@only_at(WIDE, "paper")
async def test_paper_is_white_in_the_dark_and_holds_no_controls(stage: Stage) -> None:
    anybody = await stage.blank()
    await anybody.page.emulate_media(media="print", color_scheme="dark")
    await anybody.page.goto("/om/9950")
    await expect(anybody.page.get_by_role("heading", level=1)).to_be_visible()
    await expect(anybody.page.get_by_role("link", name="Logg inn")).to_be_hidden()
    ground = await anybody.page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    scheme = await anybody.page.evaluate("() => getComputedStyle(document.documentElement).colorScheme")
    assert (ground, scheme) == ("rgb(255, 255, 255)", "light")


def _allowed(screen: Screen, url: str) -> None:
    if not url.startswith(screen.stage.tunnel.url):
        screen.stage.complaints.append(f"asked somebody else: {url}")


async def test_without_scripts_the_page_says_everything_and_its_links_lead_on(
    browser: Browser, stage: Stage
) -> None:
    context = await browser.new_context(
        java_script_enabled=False,
        base_url=stage.tunnel.url,
        viewport={"width": stage.width, "height": 900},
        locale="nb-NO",
    )
    page = await context.new_page()
    await page.goto("/om")  # of the only municipality here
    for heading in (
        "Rettighetene dine",
        "Slik melder du fra",
        "Hvem vi er",
        "Tilbud i kommunen",
        "Er du uenig?",
    ):
        await expect(page.get_by_role("heading", name=heading)).to_be_visible()
    for door in ("Klag på rettigheten din", "Be om tilsyn", "Snakk med pasient- og brukerombudet"):
        await expect(page.get_by_role("heading", name=door)).to_be_visible()
    await page.get_by_role("link", name="Kortere tekst").click()
    await expect(page.get_by_text("Du kan si nei.")).to_be_visible()
    await page.get_by_role("link", name="In English").click()
    await expect(page.get_by_text("You can say no.")).to_be_visible()
    await page.get_by_role("link", name="Ordinary text").click()
    await expect(page.get_by_role("heading", name="Your rights")).to_be_visible()
    await context.close()


async def test_what_a_case_handler_saves_is_on_the_public_page(stage: Stage) -> None:
    unit = await stage.enter("unit", "/")
    page = unit.page
    await page.get_by_role("link", name="Innstillinger for Sundvåg kommune").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Innstillinger for Sundvåg kommune")
    phone = f"55 77 00 {stage.width % 90 + 10}"
    stage.refuses(422, at="/api/")
    await page.get_by_label("Telefon", exact=True).first.fill("ring oss")
    await page.get_by_role("button", name="Lagre innstillingene").click()
    await expect(page.get_by_text("Dette kan ikke brukes.")).to_be_visible()
    await unit.accessible()
    await page.get_by_label("Telefon", exact=True).first.fill(phone)
    await page.get_by_role("button", name="Lagre innstillingene").click()
    await expect(page.get_by_role("status").filter(has_text="Lagret")).to_be_visible()
    await page.get_by_role("button", name="Legg til et tilbud").click()
    offer = page.get_by_role("group", name="Nytt tilbud")
    await offer.get_by_label("Hva det heter", exact=True).fill(f"Svømmegruppe {stage.width}")
    await page.get_by_role("button", name="Lagre innstillingene").click()
    await expect(page.get_by_role("status").filter(has_text="Lagret")).to_be_visible()
    public = await page.request.get("/om/9950?lang=nb")
    assert phone in await public.text()
    assert f"Svømmegruppe {stage.width}" in await public.text()


async def test_own_words_are_said_until_the_usual_ones_are_used_again(stage: Stage) -> None:
    unit = await stage.enter("unit")
    page = unit.page
    await page.goto(SETTINGS)
    await page.get_by_label("Finn en tekst").fill("holder i trådene")
    text = page.locator("details details").filter(has_text="information.intro")
    await expect(page.get_by_role("status").filter(has_text="1 tekst")).to_be_visible()
    await text.locator("summary").click()
    words = text.get_by_label("Bokmål")
    await words.fill("Velkommen til oss.")
    await unit.accessible()
    await text.get_by_role("button", name="Lagre teksten").first.click()
    await expect(page.get_by_text("1 med egne ord")).to_be_visible()
    assert "Velkommen til oss." in await (await page.request.get("/om/9950?lang=nb")).text()
    await text.get_by_role("button", name="Bruk den vanlige teksten").click()
    await expect(page.get_by_text("1 med egne ord")).to_have_count(0)
    assert "holder i trådene" in await (await page.request.get("/om/9950?lang=nb")).text()


@only_at(WIDE, "rights")
@pytest.mark.rule(15)
async def test_nobody_else_finds_the_settings(stage: Stage) -> None:
    owner = await stage.enter("owner")
    stage.refuses(404, at="/api/")
    await owner.page.goto(SETTINGS)
    await expect(owner.page.get_by_role("heading", level=1)).to_have_text("Vi finner ikke siden")


async def test_who_has_no_plan_reads_what_one_is_and_finds_the_public_pages(stage: Stage) -> None:
    stranger = await stage.enter("stranger", "/")
    await expect(stranger.page.get_by_text("Ingen trenger å søke")).to_be_visible()
    me = (await (await stage.person("stranger")).get("/api/me")).json()["id"]
    await expect(stranger.page.get_by_text(me)).to_be_visible()
    await stranger.accessible()
    await stranger.page.get_by_role("link", name="Mer om rettigheter").click()
    await expect(stranger.page.get_by_role("heading", name="Rettighetene dine")).to_be_visible()
