"""PostgreSQL engines: bounded pools and waits, durable commits, and driver errors mapped to our own."""

from __future__ import annotations

from typing import Any

import asyncpg
from sqlalchemy import URL, Connection, event, make_url, text
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi, PGDialect_asyncpg
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from server.ports.log import StorageReadOnly, StorageUnavailable
from server.storage.errors import SERVED, NotDurable, WrongAddress

NAME = "samplan"
SERVER_NAME = "samplan serve"
"""The names of our connections in ``pg_stat_activity``: of a command, and of a process that serves."""
CONNECT_SECONDS = 5.0
POOL_SECONDS = 5.0
LOCK_SECONDS = 5
STATEMENT_SECONDS = 8
COMMAND_SECONDS = 10.0
"""More than the server's own statement timeout: reached only if it does not answer at all."""
MIGRATION_SECONDS = 60
SPARE = 10
"""Connections for commands, backups and the server's own superuser."""

EXPECTED = "expected postgresql+asyncpg://[user[:password]@]host[:port]/database"
OPTIONS = {"host", "passfile", "port", "ssl", "target_session_attrs"}
"""The options a URL may have: those of the driver that are text."""

NO_WRITES = {"25006", "42501", "53100"}
"""Read-only; not permitted, also reported for a file system that turned read-only; disk full."""
UNDONE = {"40001", "40P01"}  # serialization failure, deadlock
UNAVAILABLE = {"25P03", "40003", "55P03", "58030"}  # idle too long, outcome unknown, lock timeout, I/O
UNAVAILABLE_CLASSES = {"08", "53", "57"}  # connection, resources, an operator's intervention
LOST_CLASSES = {"08", "57"}
CANCELED = "57014"
DRIVER_ERRORS = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""As raised while connecting; later SQLAlchemy wraps them in its own classes."""


class Undone(StorageUnavailable):
    """The server rolled the transaction back in favour of another; the same work may be retried at once."""


class ConnectionLost(StorageUnavailable):
    """The connection is lost. A transaction that had not reached COMMIT was rolled back."""


def is_meant_by(url: str) -> bool:
    return url.startswith("postgresql")


def address_of(url: str) -> URL:
    """Raises ``WrongAddress`` unless it is as ``EXPECTED``, with no options but ``OPTIONS``."""
    try:
        parsed = make_url(url)
        ports = _ports(parsed)
    except (ArgumentError, ValueError) as error:
        raise WrongAddress(EXPECTED) from error
    if parsed.drivername != "postgresql+asyncpg" or not parsed.database:
        raise WrongAddress(EXPECTED)
    if not all(0 < port < 65_536 for port in ports):
        raise WrongAddress(f"{EXPECTED}; ports go from 1 to 65535")
    several = {name for name, value in parsed.query.items() if not isinstance(value, str)}
    if not (parsed.query.keys() <= OPTIONS and several <= {"host", "port"}):
        raise WrongAddress(
            f"of options it may have only {', '.join(sorted(OPTIONS))};"
            " what libpq calls sslmode=require is ssl=require, and sslrootcert the variable PGSSLROOTCERT"
        )
    return parsed


def _ports(url: URL) -> list[int]:
    """The ports as passed to the driver. Raises ``ArgumentError`` or ``ValueError``."""
    dialect: Any = PGDialect_asyncpg
    _, options = dialect().create_connect_args(url)
    port = options.get("port", [] if url.port is None else url.port)
    return port if isinstance(port, list) else [port]


def writing_engine(url: URL, size: int, name: str) -> AsyncEngine:
    """READ COMMITTED: once a lock is granted, the next statement sees what its last holder committed."""
    engine = _engine(url, size, name, isolation_level="READ COMMITTED")

    @event.listens_for(engine.sync_engine, "connect")
    def require_durable(connection: Any, _: ConnectionPoolEntry) -> None:
        for name in ("fsync", "synchronous_commit"):
            value = connection.run_async(lambda driver, name=name: driver.fetchval(f"SHOW {name}"))
            if value == "off":
                raise NotDurable(f"{name} is off")

    return engine


def reading_engine(url: URL, size: int, name: str) -> AsyncEngine:
    """One snapshot of the database for a whole read-only transaction."""
    return _engine(
        url, size, name, isolation_level="REPEATABLE READ", execution_options={"postgresql_readonly": True}
    )


def creating_engine(url: URL) -> AsyncEngine:
    """For migrations: one connection with a long lock timeout and no statement timeout."""
    waits = {"lock_timeout": f"{MIGRATION_SECONDS}s", "statement_timeout": "0"}
    return create_async_engine(
        url,
        poolclass=NullPool,
        connect_args={"timeout": CONNECT_SECONDS, "server_settings": {"application_name": NAME, **waits}},
    )


def _engine(url: URL, size: int, name: str, **options: Any) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,  # they hold people's text, and errors are logged
        pool_timeout=POOL_SECONDS,
        connect_args={
            "timeout": CONNECT_SECONDS,
            "command_timeout": COMMAND_SECONDS,
            "server_settings": {
                "application_name": name,
                "lock_timeout": f"{LOCK_SECONDS}s",
                "statement_timeout": f"{STATEMENT_SECONDS}s",
                # A process that hangs must not keep a plan's locks from the others.
                "idle_in_transaction_session_timeout": f"{COMMAND_SECONDS:.0f}s",
                "jit": "off",
            },
        },
        **options,
    )

    @event.listens_for(engine.sync_engine, "checkout")
    def skip_closed(connection: Any, _: ConnectionPoolEntry, __: object) -> None:
        """Instead of a ping, at no cost; after a restart of the server the pool renews itself."""
        if connection.driver_connection.is_closed():
            raise DisconnectionError("the server closed this connection")

    return engine


def require_unserved(connection: Connection) -> None:
    """Raises ``Served`` while a process that serves is connected to this database; on SQLite a lock tells."""
    if connection.dialect.name != "postgresql":
        return
    serving = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND application_name = :name"
    )
    if connection.execute(serving, {"name": SERVER_NAME}).scalar_one():
        raise SERVED


def too_few(connection: Connection, connections: int) -> int:
    """``max_connections`` if they do not suffice for ``connections`` beside those the server has now; else 0.

    A pool fills when there is much to do: too late to find out.
    """
    if connection.dialect.name != "postgresql":
        return 0
    of_others = "SELECT count(*) FROM pg_stat_activity WHERE datid IS NOT NULL AND pid <> pg_backend_pid()"
    most = int(connection.execute(text("SHOW max_connections")).scalar_one())
    taken = int(connection.execute(text(of_others)).scalar_one())
    return most if taken + connections + SPARE > most else 0


def refusal_of(error: BaseException) -> StorageUnavailable | None:
    """``error`` as one of our own, if the database's environment caused it and not our statements."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, TimeoutError):  # of the driver: the server did not answer
        return ConnectionLost("the database does not answer")
    if isinstance(cause, PoolTimeout):
        return StorageUnavailable("every connection to the database is busy")
    state = getattr(cause, "sqlstate", None)
    if not isinstance(state, str):
        return ConnectionLost(str(cause)) if _is_of_a_dead_connection(cause) else None
    return _refusal(state, f"{state}: {cause}")


def _is_of_a_dead_connection(cause: BaseException | None) -> bool:
    """Between the server's notice that it closes a connection and its end, the driver loses its state."""
    lost_track = isinstance(cause, asyncpg.InternalClientError | AsyncAdapt_asyncpg_dbapi.InternalClientError)
    return lost_track or "is closed" in str(cause) or "another operation is in progress" in str(cause)


def _refusal(state: str, says: str) -> StorageUnavailable | None:
    if state in NO_WRITES:
        return StorageReadOnly(says)
    if state in UNDONE:
        return Undone(says)
    if state != CANCELED and state[:2] in LOST_CLASSES:
        return ConnectionLost(says)
    if state in UNAVAILABLE or state[:2] in UNAVAILABLE_CLASSES:
        return StorageUnavailable(says)
    return None
