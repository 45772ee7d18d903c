"""A real PostgreSQL for the tests: on a free port, with its own data, durable as in production."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg

from server.storage.database.migrate import migrate
from tests.support.servers.server import free_port

SECONDS = 60.0
SERVER_USER = "postgres"
"""The database server refuses to run as root; as root we start it as this user."""
ROLE = "samplan"
TEMPLATE = "migrated"
SMALL_LOG = {"min_wal_size": "2MB", "max_wal_size": "8MB"}
MEMORY, ROOM = Path("/dev/shm"), 4 * 1024**3
"""ROOM: bytes, for several clusters with the logs and databases of a test run; containers often have less."""


def programs() -> Path:
    """The directory of ``initdb`` and ``postgres``, which Debian does not put on the PATH."""
    if found := shutil.which("postgres"):
        return Path(found).resolve().parent
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda at: at.parts[-3].zfill(3)
    )
    assert versions, "PostgreSQL is missing: bash tests/tools.sh"
    return versions[-1].parent


def as_server_user() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    return {"user": SERVER_USER, "group": SERVER_USER, "extra_groups": []}


class Postgres:
    """One cluster. Its databases are reached as ``samplan``, who owns them and is no superuser."""

    def __init__(self, directory: Path, log_at: Path | None = None) -> None:
        """``log_at``: an empty directory for the write-ahead log, if not with the data."""
        self._log_at = log_at
        self.port = free_port()
        self.directory = directory
        self.data = directory / "data"
        self.log = directory / "log"
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)

    def make_directory(self) -> None:
        """Owned by the user that runs the server."""
        self.directory.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.directory, SERVER_USER, SERVER_USER)

    def initialise(self) -> None:
        """A new cluster, and in it the template of a migrated database."""
        self.make_directory()
        command: list[str | Path] = [
            programs() / "initdb",
            "--no-sync",
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
        ]
        elsewhere: list[str | Path] = ["--waldir", self._log_at, "--wal-segsize=1"] if self._log_at else []
        subprocess.run(
            [*command, "--locale=C.UTF-8", "-D", self.data, *elsewhere],
            check=True, cwd="/", stdout=subprocess.DEVNULL, **as_server_user(),
        )  # fmt: skip

    def url(self, database: str) -> str:
        return f"postgresql+asyncpg://{ROLE}@127.0.0.1:{self.port}/{database}"

    async def start(self) -> None:
        """Returns when it answers."""
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",
            "max_connections": 200,
            "fsync": "on",
            "synchronous_commit": "on",
            "shared_buffers": "64MB",
            # On two cores a parallel plan only costs, and its workers come and go between two measurements.
            "max_parallel_workers_per_gather": 0,
            **(SMALL_LOG if self._log_at else {}),
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._process = self._started(options)
        await self._answers()

    def _started(self, options: list[str]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [programs() / "postgres", "-D", self.data, *options],
                cwd="/", stdout=log, stderr=log, **as_server_user(),
            )  # fmt: skip

    async def _answers(self) -> None:
        end = time.monotonic() + SECONDS
        while True:
            try:
                await self.run("SELECT 1")
            except (OSError, asyncpg.PostgresError):
                assert self._process is not None
                assert self._process.poll() is None, self.log.read_text()
                assert time.monotonic() < end, self.log.read_text()
                await asyncio.sleep(0.05)
            else:
                return

    async def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT: connections are closed and it shuts down. SIGQUIT: it crashes, and recovers on start."""
        if self._process is not None:
            self._process.send_signal(how)
            await asyncio.to_thread(self._process.wait, SECONDS)
            self._process = None

    async def kill(self) -> None:
        """``kill -9`` of the whole server, as when its machine dies."""
        assert self._process is not None
        everybody = self.pids
        for pid in everybody:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        await asyncio.to_thread(self._process.wait, SECONDS)
        self._process = None
        await asyncio.to_thread(_wait_until_gone, everybody)

    @property
    def pids(self) -> list[int]:
        """Of the server and of all that it has started and that still run."""
        assert self._process is not None
        return [self._process.pid, *_children(self._process.pid)]

    async def restart(self, how: signal.Signals = signal.SIGINT) -> None:
        await self.stop(how)
        await self.start()

    async def run(self, statement: str, *values: object, database: str = "postgres") -> list[Any]:
        """As the superuser, in autocommit; the rows."""
        connection = await asyncpg.connect(
            host="127.0.0.1", port=self.port, user="postgres", database=database, timeout=SECONDS
        )
        try:
            return list(await connection.fetch(statement, *values))
        finally:
            await connection.close()

    async def create_database(self, template: str = TEMPLATE, tablespace: str = "pg_default") -> str:
        """The URL of a new database like ``template``: migrated and empty, or ``template0``."""
        name = f"samplan_{next(self._numbers)}"
        await self.run(f"CREATE DATABASE {name} OWNER {ROLE} TEMPLATE {template} TABLESPACE {tablespace}")
        return self.url(name)

    async def drop_database(self, url: str) -> None:
        await self.run(f"DROP DATABASE {url.rsplit('/', 1)[1]} WITH (FORCE)")

    async def terminate(self, url: str, application: str = "samplan") -> int:
        """End every connection to the database of ``url`` whose name begins so; returns their number."""
        cut = await self.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE starts_with(application_name, $1) AND datname = $2",
            application,
            url.rsplit("/", 1)[1],
        )
        return len(cut)


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _runs(pid: int) -> bool:
    """Whether it may still hold resources; a zombie without a parent that waits for it does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _wait_until_gone(pids: list[int]) -> None:
    end = time.monotonic() + SECONDS
    while any(map(_runs, pids)):
        assert time.monotonic() < end
        time.sleep(0.01)


def in_memory() -> Path | None:
    """The folder for a cluster in which many databases are made, if there is room: each is 300 files."""
    if not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM:
        return None
    return MEMORY


@asynccontextmanager
async def own_cluster(log_at: Path | None = None, within: Path | None = None) -> AsyncIterator[Postgres]:
    """A running cluster with the role and the migrated template; always removed at the end."""
    directory = tempfile.mkdtemp(prefix="samplan-postgres-", dir=within)
    os.chmod(directory, 0o755)  # the server's user must have access
    cluster = Postgres(Path(directory), log_at)
    try:
        await asyncio.to_thread(cluster.initialise)
        await cluster.start()
        await cluster.run(f"CREATE ROLE {ROLE} LOGIN")
        await cluster.run(f"CREATE DATABASE {TEMPLATE} OWNER {ROLE} TEMPLATE template0")
        await asyncio.to_thread(migrate, cluster.url(TEMPLATE))
        yield cluster
    finally:
        await cluster.stop(signal.SIGQUIT)
        shutil.rmtree(directory, ignore_errors=True)
