"""Two builds beside each other behind a plain round robin, without sticky sessions or a shared disk."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, Route, expect

from tests.support.servers.builds import RoundRobin, another_build
from tests.support.servers.postgres import Postgres
from tests.support.servers.server import ROOT, Server
from tests.support.wide import seldom_concerned

pytestmark = [pytest.mark.asyncio(loop_scope="module"), seldom_concerned]

SOAK = os.environ.get("TESTS_SOAK") == "1"
LOADS, PAGES = (300, 10) if SOAK else (6, 2)
PATIENCE = 60_000


@dataclass
class Upgrade:
    """``old`` and ``new`` serve one database behind ``balancer``."""

    browser: Browser
    old: Server
    new: Server
    balancer: RoundRobin

    @asynccontextmanager
    async def context(self, person: str = "owner") -> AsyncIterator[BrowserContext]:
        context = await self.browser.new_context(base_url=self.balancer.url, locale="nb-NO")
        answer = await context.request.post("/login/demo", data={"person": person})
        assert answer.status == 204
        yield context
        await context.close()

    @asynccontextmanager
    async def other_traffic(self) -> AsyncIterator[None]:
        """Requests of others, so that the turns of the balancer and of one page do not stay aligned."""

        async def ask() -> None:
            async with httpx.AsyncClient() as http:
                while True:
                    await http.get(f"{self.balancer.url}/healthz")

        asking = asyncio.create_task(ask())
        yield
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def upgrade(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, postgres: Postgres
) -> AsyncIterator[Upgrade]:
    url = await postgres.create_database()
    balancer = RoundRobin([])
    directory: Path = tmp_path_factory.mktemp("upgrade")
    program = await asyncio.to_thread(another_build, directory / "next", "NEXT")
    old, new = (
        Server(directory, program=each, SAMPLAN_DATABASE_URL=url, SAMPLAN_PUBLIC_URL=balancer.url)
        for each in (ROOT, program)
    )
    await old.command("demo")
    await asyncio.gather(old.start(), new.start())
    balancer.to = [old.port, new.port]
    await balancer.open()
    yield Upgrade(browser, old, new, balancer)
    await balancer.close()
    await asyncio.gather(old.stop(), new.stop())
    await postgres.drop_database(url)


async def builds_of(page: Page) -> set[bool]:
    """Which builds the scripts of the page are of: whether of the next."""
    names = await page.evaluate("[...document.querySelectorAll('script[type=module]')].map(each => each.src)")
    return {"-NEXT" in name for name in names}


@pytest.mark.wide
async def test_every_page_of_both_builds_is_shown(upgrade: Upgrade) -> None:
    loads, shown = 0, set[bool]()
    async with upgrade.other_traffic():
        while loads < LOADS or shown != {True, False}:  # which build answers is a toss-up
            loads += 1
            async with upgrade.context() as context:
                page = await context.new_page()
                refused = _refused(page)
                await page.goto("/")
                await expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE)
                assert refused == []
                shown |= await builds_of(page)


def _refused(page: Page) -> list[str]:
    """Fills with the addresses that are not answered as the page expects."""
    refused: list[str] = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
    return refused


async def test_pages_that_are_open_find_what_they_load_later_when_their_build_is_gone(
    upgrade: Upgrade,
) -> None:
    async with upgrade.context() as context, upgrade.other_traffic():
        pages = [await context.new_page() for _ in range(PAGES)]
        upgrade.balancer.to = [upgrade.old.port]
        for page in pages:
            await page.goto("/")
            await expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE)
            assert await builds_of(page) == {False}
        upgrade.balancer.to = [upgrade.new.port]
        await upgrade.old.stop()
        for page in pages:
            await page.get_by_role("link", name="Hvem får se hva").first.click()
            await expect(page.get_by_role("heading", name="Hvem får se hva")).to_be_visible(timeout=PATIENCE)
            assert await builds_of(page) == {False}
        await upgrade.old.start()
    upgrade.balancer.to = [upgrade.old.port, upgrade.new.port]


async def test_a_page_whose_scripts_nobody_has_says_so_and_comes_again(upgrade: Upgrade) -> None:
    async with upgrade.context() as context:
        page = await context.new_page()
        missing = 2

        async def refuse(route: Route) -> None:
            nonlocal missing
            missing -= 1
            await (route.fulfill(status=404) if missing >= 0 else route.continue_())

        await page.route("**/assets/index-*.js", refuse)
        await page.goto("/")
        await expect(page.get_by_role("main").get_by_text("Samplan blir oppdatert")).to_be_visible()
        await expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE)
        await expect(page.get_by_text("Samplan blir oppdatert")).to_have_count(0)
        assert await page.evaluate("sessionStorage.length") == 0


async def test_a_page_whose_later_script_nobody_has_keeps_its_words_and_comes_again(upgrade: Upgrade) -> None:
    async with upgrade.context() as context:
        page = await context.new_page()
        gone = True

        async def refuse(route: Route) -> None:
            await (route.fulfill(status=404) if gone else route.continue_())

        await page.route("**/assets/GrantsPage-*.js*", refuse)
        await page.goto("/")
        await page.get_by_role("link", name="Hvem får se hva").first.click()
        said = page.get_by_role("heading", name="Siden må lastes på nytt")
        await expect(said).to_be_visible(timeout=PATIENCE)
        gone = False
        await expect(page.get_by_role("heading", name="Hvem får se hva")).to_be_visible(timeout=PATIENCE)
