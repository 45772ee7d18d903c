"""The disk of the database is full while somebody writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.support.faults.disk import FailingCalls, Fault, SmallDisk
from tests.support.faults.tunnel import Tunnel
from tests.support.servers.server import Server

from .screen import Stage
from .widths import NARROW, only_at

pytestmark = pytest.mark.asyncio(loop_scope="module")

TOLD = 5_000
"""ms in which whoever writes must be told."""
PATIENCE = 60_000


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallDisk]:
    disk = SmallDisk(tmp_path_factory.mktemp("full") / "disk")
    disk.mount()
    yield disk
    disk.unmount()


@pytest.fixture(scope="module")
def directory(disk: SmallDisk) -> Path:
    return disk.directory


@only_at(NARROW, "what is said of saving; here there is less room for it")
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
