"""The end of a session as people see it: the warning, what is kept, and where they are logged in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from tests.support.faults.tunnel import Tunnel
from tests.support.servers.brief import SoonWarned
from tests.support.servers.server import Server, free_port

from .screen import Screen, Stage
from .widths import NARROW, only_at

pytestmark = pytest.mark.asyncio(loop_scope="module")
ENDED, SOON = "Du er logget ut", "Du må snart logge inn på nytt"
A_MINUTE = 90_000


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site(directory: Path) -> AsyncIterator[tuple[Server, Tunnel]]:
    """A server whose sessions end soon, and the tunnel through which browsers reach it."""
    port = free_port()
    server = SoonWarned(directory, SAMPLAN_PUBLIC_URL=f"http://127.0.0.1:{port}")
    await server.prepare()
    await server.start()
    tunnel = Tunnel(server.port, port)
    await tunnel.open()
    yield server, tunnel
    await tunnel.cut()
    await server.stop()


def warned(screen: Screen) -> Locator:
    return screen.page.get_by_role("dialog", name="Er du der fortsatt?")


def heading(screen: Screen, title: str) -> Locator:
    return screen.page.get_by_role("heading", name=title, level=1)


@only_at(NARROW, "time; here there is less room for the dialog")
async def test_whoever_was_away_is_asked_loses_no_word_and_leaves_none_behind(stage: Stage) -> None:
    screen = await stage.enter("school")
    await screen.open_part("education")
    await screen.text.click()
    await screen.page.keyboard.type("Alt dette står. ")
    await expect(warned(screen)).to_be_visible(timeout=A_MINUTE)
    await screen.page.keyboard.press("Enter")
    await expect(warned(screen)).to_have_count(0)
    await screen.text.click()
    await screen.page.keyboard.type("Og dette også. ")
    words = " ".join(await screen.paragraphs())
    assert "Alt dette står. " in words
    assert "Og dette også. " in words
    await expect(warned(screen)).to_be_visible(timeout=A_MINUTE)
    stage.refuses(401, at="/api/")
    await screen.accessible()
    await expect(heading(screen, ENDED)).to_be_visible(timeout=A_MINUTE)
    await expect(screen.text).to_have_count(0)


@only_at(NARROW, "time; here there is less room")
async def test_whoever_writes_on_is_told_of_the_end_and_no_letter_presses_a_button(stage: Stage) -> None:
    screen = await stage.enter("school")
    await screen.open_part("education")
    await screen.text.click()
    told = screen.page.get_by_role("group", name=SOON)
    for _ in range(200):
        if await told.is_visible():
            break
        await screen.page.keyboard.type("a b ", delay=100)
    await screen.page.keyboard.type(" c d")
    await expect(told).to_be_visible()
    await expect(screen.text).to_be_focused()
    await screen.accessible()
    await told.get_by_role("button", name="Logg inn på nytt nå").click()
    await expect(heading(screen, ENDED)).to_be_visible()
    await screen.page.locator(".demo-person", has_text="skole").first.click()
    await expect(screen.text).to_contain_text("c d")


async def test_one_sees_where_one_is_logged_in_and_ends_the_others(stage: Stage) -> None:
    lost, screen = await stage.enter("nav", "/"), await stage.enter("nav")
    await expect(lost.page.get_by_role("main")).to_be_visible()
    await screen.page.goto("/innlogginger")
    await expect(heading(screen, "Mine innlogginger")).to_be_visible()
    others = screen.page.get_by_role("button", name="Logg ut Chrome, Linux")
    await expect(others).to_have_count(1)
    await expect(screen.page.get_by_text("Her du er nå")).to_have_count(1)
    await screen.accessible()
    stage.refuses(401, at="/api/")  # what the others ask for before they hear of it
    await others.click()
    await expect(others).to_have_count(0)
    await expect(heading(lost, ENDED)).to_be_visible()
    await screen.page.get_by_role("button", name="Logg ut overalt").click()
    await expect(heading(screen, "Logg inn")).to_be_visible()


async def test_the_list_is_reached_from_the_menu_of_a_plan(stage: Stage) -> None:
    screen = await stage.enter("school", "/")
    await screen.page.get_by_role("button", name="Min meny").click()
    await screen.page.get_by_role("link", name="Mine innlogginger").click()
    await expect(heading(screen, "Mine innlogginger")).to_be_visible()
