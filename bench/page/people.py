"""How many touches, clicks and typed characters two tasks take until the page says that it is done."""

from __future__ import annotations

import re

from playwright.async_api import Browser, Page, expect

from bench.scene import Figures

from .screen import PHONE, Window, window
from .site import Site

READS_UNTIL = "NAV reads three parts until 1 August, touches and characters"
STATUS_AND_COMMENT = "teacher from log-in to status and comment, clicks"
PARTS = ("Ressurser", "Behov", "Hvis noe skjer")
COUNT = """() => {
  window.counted = +(sessionStorage.counted ?? 0);
  const count = () => { sessionStorage.counted = ++window.counted; };
  addEventListener('pointerdown', count, true);
  addEventListener('keydown', count, true);
}"""


async def people(browser: Browser, site: Site) -> Figures:
    async with window(browser, site, "owner", PHONE) as phone:
        touches = await _nav_reads_until(phone)
    async with window(browser, site, None) as desk:
        return {READS_UNTIL: touches, STATUS_AND_COMMENT: await _status_and_comment(desk)}


async def _nav_reads_until(phone: Window) -> float:
    """The owner on a phone, from the front page of her plan until the receipt is shown; what was signed is
    withdrawn again."""
    page = phone.page
    await page.add_init_script(f"({COUNT})()")
    await page.goto(phone.site.url + phone.site.front)
    await page.get_by_role("link", name="Hvem får se hva").first.tap()
    await page.locator(".grants__choose", has_text="Omar Haddad").tap()
    for part in PARTS:
        cell = page.get_by_role("group", name=f"Omar Haddad: tilgang til «{part}»")
        await cell.locator("label:has(input[value=read])").tap()
    await page.get_by_role("button", name="Les og signer").tap()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Samme siste dag for alle").tap()
    await page.keyboard.type("1.8")
    # Leaves the box, to read on.
    await dialog.get_by_role("heading", name="Dette åpnes").tap()
    await expect(dialog.locator(".signing__sentence", has_text="1. august")).to_have_count(len(PARTS))
    await dialog.get_by_role("button", name=re.compile("^Signer ")).tap()
    await expect(page.get_by_role("heading", name="Signert", exact=True)).to_be_visible()
    counted = await _counted(page)
    await _withdrawn(phone)
    return counted


async def _withdrawn(phone: Window) -> None:
    plan = phone.site.plan
    nav = next(each["id"] for each in plan["participants"] if each["role"] == "nav")
    me = await (await phone.page.request.get("/api/me")).json()
    kinds = ("resources", "needs", "crisis")
    parts = [part["id"] for part in plan["parts"] if part["kind"] in kinds]
    for part in parts:
        wish = {"participant": nav, "part": part, "level": "none"}
        headers = {"X-CSRF-Token": me["csrf_token"], "Origin": phone.site.url}
        answer = await phone.page.request.post(f"/api/plans/{plan['id']}/grants", data=wish, headers=headers)
        assert answer.status == 201, await answer.text()


async def _status_and_comment(desk: Window) -> float:
    """Clicks alone: how much one writes in a comment is one's own matter."""
    page = desk.page
    await page.add_init_script(f"({COUNT.replace('keydown', 'never')})()")
    await page.goto(desk.site.url)
    await page.get_by_role("button", name=re.compile("Silje Tangen")).click()
    await page.get_by_role("navigation").get_by_role("link", name=re.compile("^Studietid")).first.click()
    status = page.get_by_role("radio", name=re.compile("^(Planlagt|I gang)$"), checked=False).first
    await status.click()
    await page.get_by_role("button", name="Kommenter hele delen").click()
    await page.keyboard.type("Vi er i gang.")
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_text("Vi er i gang.").first).to_be_visible()
    await expect(page.locator(".save-line")).to_contain_text(re.compile("Lagret"))
    return await _counted(page)


async def _counted(page: Page) -> float:
    return float(await page.evaluate("window.counted"))
