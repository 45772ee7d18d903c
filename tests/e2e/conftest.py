"""Chromium as Debian packages it, one per module; every person in a context of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.support.faults.tunnel import Tunnel
from tests.support.servers.server import ROOT, Server, free_port

from .screen import Stage
from .widths import pytest_generate_tests

__all__ = ["pytest_generate_tests"]  # a hook: at which widths a test runs, and when

CHROMIUM = ROOT / "tests" / "support" / "chromium.sh"
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        await browser.close()


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server keeps its files."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def demo_cases() -> bool:
    """Whether the demo's cases are there beside its plan; a module that needs them says so."""
    return False


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site(directory: Path, demo_cases: bool) -> AsyncIterator[tuple[Server, Tunnel]]:
    """The server, and the tunnel through which browsers reach it."""
    port = free_port()
    server = Server(directory, SAMPLAN_PUBLIC_URL=f"http://127.0.0.1:{port}")
    await server.prepare(cases=demo_cases)
    await server.start()
    tunnel = Tunnel(server.port, port)
    await tunnel.open()
    yield server, tunnel
    await tunnel.cut()
    await server.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def stage(
    request: pytest.FixtureRequest, browser: Browser, site: tuple[Server, Tunnel]
) -> AsyncIterator[Stage]:
    """People's screens at one width; in the end nobody's console may hold an error."""
    server, tunnel = site
    stage = Stage(browser, server, tunnel, request.param)
    yield stage
    await stage.close()
    assert stage.complaints == []
