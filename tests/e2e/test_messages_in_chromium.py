"""Somebody is told that something happens in their case, on the page and by mail, wide and narrow."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from server.demo.municipality import NUMBER
from tests.support.clients.people import Person
from tests.support.days import day
from tests.support.faults.tunnel import Tunnel
from tests.support.operations import REPORT
from tests.support.servers.server import Server, free_port
from tests.support.servers.smtp import MailServer, mail_server

from .screen import Stage, pictured

pytestmark = pytest.mark.asyncio(loop_scope="module")
REPORTS = f"/api/municipalities/{NUMBER}/reports"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def smtp() -> AsyncIterator[MailServer]:
    async with mail_server() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site(directory: Path, smtp: MailServer) -> AsyncIterator[tuple[Server, Tunnel]]:
    """As that of all pages, with a mail server."""
    port = free_port()
    server = Server(
        directory,
        SAMPLAN_PUBLIC_URL=f"http://127.0.0.1:{port}",
        SAMPLAN_SMTP_URL=smtp.url,
        SAMPLAN_SMTP_FROM="samplan@lia.example",
    )
    await server.prepare()
    await server.start()
    tunnel = Tunnel(server.port, port)
    await tunnel.open()
    yield server, tunnel
    await tunnel.cut()
    await server.stop()


async def does(unit: Person, action: str, **said: Any) -> None:
    """In the newest case that waits."""
    row = (await unit.get(f"/api/units/{NUMBER}/cases")).json()["cases"][-1]
    number = (await unit.get(f"/api/cases/{row['id']}")).json()["number"]
    body = {"expected": number, "action": action, "said": said}
    answer = await unit.post(f"/api/cases/{row['id']}/records", body)
    assert answer.status_code == 201, answer.text


async def test_whoever_chooses_mail_is_told_there_and_on_the_page(stage: Stage, smtp: MailServer) -> None:
    before, there = len(smtp.mails), f"runa-{stage.width}@example.org"
    screen, unit = await stage.enter("stranger"), await stage.person("unit")
    page = screen.page
    await page.goto("/meldinger")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Meldinger")
    await expect(page.get_by_text("Hvordan vil du få beskjed?")).to_be_visible()
    await screen.accessible()
    await page.get_by_label("Også på e-post").check()
    stage.refuses(422, at="/api/")
    await page.get_by_label("E-postadresse").fill("runa")
    await page.get_by_role("button", name="Lagre valget").press("Enter")
    await expect(page.get_by_text("Skriv en e-postadresse")).to_be_visible()
    await screen.accessible()
    await page.get_by_label("E-postadresse").fill(there)
    await page.get_by_role("button", name="Lagre valget").press("Enter")
    await expect(page.get_by_text("Valget er lagret.")).to_be_visible()
    stranger = await stage.person("stranger")
    if not (await stranger.get("/api/my-cases")).json():
        await stranger.post(REPORTS, REPORT | {"reporter": "owner"})
        await does(unit, "taken")
    await does(unit, "meeting-set", meeting=day(10))
    await smtp.until(before + 1)
    assert there in {mail["To"] for mail in smtp.mails[before:]}
    assert "Kari" not in smtp.mails[-1].get_content()
    await page.reload()
    message = page.locator(".message").first
    await expect(message).to_contain_text("Det er satt en dag for et møte i sak")
    await expect(page.get_by_role("link", name="Meldinger (")).to_be_visible()
    await screen.accessible()
    await pictured(page, "messages", stage.width)
    await message.get_by_role("button", name="Merk som lest").press("Enter")
    await expect(message.get_by_role("button", name="Merk som ulest")).to_be_visible()
    if await page.get_by_role("button", name="Merk alle som lest").count():
        await page.get_by_role("button", name="Merk alle som lest").press("Enter")
    await expect(page.get_by_role("link", name="Meldinger", exact=True)).to_be_visible()
    await message.get_by_role("link", name="Gå til saken").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Hva skjer nå")


async def test_a_mail_to_a_protected_address_waits_for_the_unit(stage: Stage, smtp: MailServer) -> None:
    before, unit = len(smtp.mails), await stage.person("unit")
    await does(unit, "subject-corrected", subject={"name": "Runa", "protected": True})
    await does(unit, "meeting-set", meeting=day(10))
    screen = await stage.enter("unit")
    page = screen.page
    held = page.get_by_role("heading", name="E-post som venter på at noen ser på den")

    async def is_held() -> bool:
        return bool((await unit.get("/api/held-messages")).json())

    while not await is_held():
        await page.wait_for_timeout(100)
    await page.goto("/meldinger")
    await expect(held).to_be_visible()
    await screen.accessible()
    await pictured(page, "held", stage.width)
    assert len(smtp.mails) == before
    await page.get_by_role("button", name="Send e-posten").press("Enter")
    await expect(held).to_have_count(0)
    await smtp.until(before + 1)
    await does(unit, "subject-corrected", subject={"name": "Runa", "protected": False})
