"""A PostgreSQL that accepts no writes: its disk is full, it was set read-only, or it is a standby."""

from __future__ import annotations

import asyncio
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

import asyncpg

from tests.support.cluster.processes import Cluster, eventually
from tests.support.servers.postgres import ROLE, SERVER_USER, Postgres, as_server_user, programs

from .disk import SmallDisk

SMALL = "small"
MEGABYTES = 24
"""A new database uses eight."""


@contextmanager
def small_disk(directory: Path, megabytes: int = MEGABYTES) -> Iterator[tuple[SmallDisk, Path] | None]:
    """A disk and an empty directory on it for the database server; ``None`` if none can be mounted."""
    disk = SmallDisk(directory, megabytes)
    try:
        if not disk.mount():
            yield None
            return
        inside = directory / "data"
        inside.mkdir(mode=0o700)
        shutil.chown(inside, SERVER_USER, SERVER_USER)
        yield disk, inside
    finally:
        disk.unmount()
        directory.rmdir()


@asynccontextmanager
async def small_tablespace(postgres: Postgres) -> AsyncIterator[tuple[SmallDisk, str] | None]:
    """A disk, and a tablespace of ``postgres`` on it; databases in it must be dropped before the end."""
    with small_disk(postgres.directory / SMALL) as found:
        if found is None:
            yield None
            return
        disk, inside = found
        await postgres.run(f"CREATE TABLESPACE {SMALL} LOCATION '{inside}'")
        try:
            await postgres.run(f"GRANT CREATE ON TABLESPACE {SMALL} TO PUBLIC")
            yield disk, SMALL
        finally:
            await postgres.run(f"DROP TABLESPACE {SMALL}")


class SaysFull:
    """For machines where nothing can be mounted: writes to the tables raise the error of a full disk."""

    TABLES = ("updates", "comments", "ledger", "decisions")

    def __init__(self, place: Cluster) -> None:
        self._place = place

    async def begin(self) -> None:
        await self._run(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'; END $$"
        )
        for table in self.TABLES:
            await self._run(f"CREATE TRIGGER full_disk BEFORE INSERT ON {table} EXECUTE FUNCTION full_disk()")

    async def end(self) -> None:
        await self._run("DROP FUNCTION IF EXISTS full_disk CASCADE")

    async def _run(self, statement: str) -> None:
        await self._place.postgres.run(statement, database=self._place.database)


class OnlyReading:
    """As an operator does it: new sessions are read-only, and existing ones are ended."""

    def __init__(self, place: Cluster) -> None:
        self._place = place

    async def begin(self) -> None:
        await self._alter("SET default_transaction_read_only = on")
        await self._place.postgres.terminate(self._place.url)

    async def end(self) -> None:
        await self._alter("RESET default_transaction_read_only")

    async def _alter(self, what: str) -> None:
        await self._place.postgres.run(f"ALTER DATABASE {self._place.database} {what}")


class NotPermitted:
    """The server's role loses its write permissions; it may still read."""

    def __init__(self, place: Cluster) -> None:
        self._place = place

    async def begin(self) -> None:
        await self._run("REVOKE INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public FROM {role}")

    async def end(self) -> None:
        await self._run("GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")

    async def _run(self, statement: str) -> None:
        await self._place.postgres.run(statement.format(role=ROLE), database=self._place.database)


class Failover:
    """The primary dies, and the same address leads to its standby, which is promoted at ``end``."""

    def __init__(self, place: Cluster, standbys: list[Postgres]) -> None:
        """Each that is started is added to ``standbys``."""
        self._place, self._standbys = place, standbys

    async def begin(self) -> None:
        primary = self._place.postgres
        standby = await following(primary, primary.directory / "standby")
        self._standbys.append(standby)
        await primary.kill()
        self._place.postgres = standby
        for process in self._place.processes:
            process.to_database.target = standby.port
            await process.to_database.cut()

    async def end(self) -> None:
        await self._place.postgres.run("SELECT pg_promote() WHERE pg_is_in_recovery()")


@asynccontextmanager
async def ending_all() -> AsyncIterator[list[Postgres]]:
    servers: list[Postgres] = []
    try:
        yield servers
    finally:
        for server in servers:
            await server.stop(signal.SIGQUIT)


async def following(primary: Postgres, directory: Path) -> Postgres:
    """A synchronous standby: ``primary`` acknowledges nothing without it from now on."""
    standby = Postgres(directory)
    standby.make_directory()
    await asyncio.to_thread(_copy, primary, standby)
    await standby.start()
    await primary.run("ALTER SYSTEM SET synchronous_standby_names = '*'")
    await primary.run("SELECT pg_reload_conf()")

    async def waited_for() -> bool:
        return bool(await primary.run("SELECT FROM pg_stat_replication WHERE sync_state = 'sync'"))

    await eventually(waited_for)
    return standby


def _copy(primary: Postgres, standby: Postgres) -> None:
    command: list[str | Path] = [programs() / "pg_basebackup", "-h", "127.0.0.1", "-p", str(primary.port)]
    subprocess.run(
        [*command, "-U", "postgres", "-D", standby.data, "-R", "--checkpoint=fast", "--no-sync"],
        check=True, cwd="/", **as_server_user(),
    )  # fmt: skip


class FullLog:
    """The disk of the write-ahead log is full: the server cannot continue until space is freed."""

    def __init__(self, postgres: Postgres, disk: SmallDisk) -> None:
        self._postgres, self._disk = postgres, disk

    async def begin(self) -> None:
        """Returns when it has happened: when the log's preallocated space is used up."""
        before = self._postgres.log.stat().st_size
        await self._disk.begin()
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            while True:
                await self._postgres.run("SELECT pg_logical_emit_message(true, '', ''), pg_switch_wal()")
        assert b"No space left on device" in self._postgres.log.read_bytes()[before:]

    async def end(self) -> None:
        await self._disk.end()
        await self._postgres.restart(signal.SIGQUIT)
