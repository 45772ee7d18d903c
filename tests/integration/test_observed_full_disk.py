"""Nobody edits, and the disk is full: a process says so, and what is alarmed on agrees."""

from __future__ import annotations

from pathlib import Path

import httpx

from tests.support.cluster.processes import eventually
from tests.support.faults.disk import FailingCalls, Fault, SmallDisk
from tests.support.servers.postgres import Postgres
from tests.support.servers.server import Server

SECONDS = 30.0


async def says(http: httpx.AsyncClient, *, ready: bool) -> None:
    """Wait until ``/readyz`` and the metric both say so."""
    expected = (200, []) if ready else (503, ["database"])
    line = f'samplan_degraded{{what="database"}} {0.0 if ready else 1.0}'

    async def said() -> bool:
        answer = await http.get("/readyz")
        return (answer.status_code, answer.json()["degraded"]) == expected

    await eventually(said)
    assert line in (await http.get("/metrics")).text.splitlines()


async def test_a_full_disk_is_told_to_operators_although_nobody_edits(tmp_path: Path) -> None:
    disk = SmallDisk(tmp_path / "disk")
    small = disk.mount()
    server = Server(disk.directory)
    await server.prepare()
    await server.start()
    fault: Fault = disk if small else FailingCalls(server, "pwrite64", "ENOSPC")
    try:
        async with httpx.AsyncClient(base_url=server.url, timeout=SECONDS) as http:
            await says(http, ready=True)
            await fault.begin()
            await says(http, ready=False)
            assert (await http.post("/login/demo", json={"person": "gp"})).status_code == 503
            await fault.end()
            await says(http, ready=True)
    finally:
        await fault.end()
        await server.stop()
        disk.unmount()


async def test_a_postgresql_that_takes_no_writes_is_told_too(tmp_path: Path, postgres: Postgres) -> None:
    url = await postgres.create_database()
    name = url.rsplit("/", 1)[1]
    server = Server(tmp_path, SAMPLAN_DATABASE_URL=url)
    await server.start()
    try:
        async with httpx.AsyncClient(base_url=server.url, timeout=SECONDS) as http:
            await says(http, ready=True)
            await postgres.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
            await postgres.terminate(url)
            await says(http, ready=False)
            await postgres.run(f"ALTER DATABASE {name} RESET default_transaction_read_only")
            await postgres.terminate(url)
            await says(http, ready=True)
    finally:
        await server.stop()
        await postgres.drop_database(url)
