"""The disk of the database is full while somebody writes, at 1280 and at 390 px."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.support.faults.disk import FailingCalls, Fault, SmallDisk
from tests.support.faults.tunnel import Tunnel
from tests.support.servers.server import Server, free_port

from .screen import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

TOLD = 5_000
"""ms in which whoever writes must be told."""
PATIENCE = 60_000


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def disk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SmallDisk]:
    disk = SmallDisk(tmp_path_factory.mktemp("full") / "disk")
    disk.mount()
    yield disk
    disk.unmount()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site(disk: SmallDisk) -> AsyncIterator[tuple[Server, Tunnel]]:
    port = free_port()
    directory: Path = disk.directory
    server = Server(directory, SAMPLAN_PUBLIC_URL=f"http://127.0.0.1:{port}")
    await server.prepare()
    await server.start()
    tunnel = Tunnel(server.port, port)
    await tunnel.open()
    yield server, tunnel
    await tunnel.cut()
    await server.stop()


async def test_who_writes_is_told_within_five_seconds_that_nothing_is_saved(
    stage: Stage, site: tuple[Server, Tunnel], disk: SmallDisk
) -> None:
    fault: Fault = disk if disk.mounted else FailingCalls(site[0], "pwrite64", "ENOSPC")
    screen = await stage.enter("owner")
    await screen.open_part("own-notes")
    await screen.saved()
    await fault.begin()
    try:
        await screen.type_at_end(" Skrevet på en full disk." + "x" * 40)
        await expect(screen.save_line).to_contain_text("Ikke lagret", timeout=TOLD)
        alert = screen.page.get_by_role("alert").filter(has_text="blir ikke lagret")
        await expect(alert).to_have_count(1)
        await screen.accessible()
    finally:
        await fault.end()
    await expect(screen.save_line).to_contain_text("Lagret", timeout=PATIENCE)
    await expect(alert).to_have_count(0)
    await screen.page.reload()
    await screen.reads("Skrevet på en full disk.")
