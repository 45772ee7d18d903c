"""SQLite engines: explicit transactions, WAL, an fsync in every commit, driver errors mapped to our own."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import ENOSPC
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from server.ports.log import StorageReadOnly, StorageUnavailable
from server.storage.errors import SERVED, NotDurable, WrongAddress

WAL_BYTES_KEPT = 64 * 1024 * 1024
LOCK = "-lock"
"""Ends the name of the file that a process locks while it serves a database."""
FULL = 2
SWITCH_SECONDS = 10.0

UNAVAILABLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
}
"""Primary result codes caused by the database's environment, not by our statements."""
NO_WRITES = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL}
UNREADABLE = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
UNREADABLE_SAYS = "the file is no SQLite database, or a damaged one: name another, or restore a backup"


def path_of(url: str) -> Path:
    """The file of a URL such as ``sqlite+aiosqlite:///var/samplan.db``. The driver's name is not used.

    Raises ``WrongAddress``.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        raise WrongAddress(f"only SQLite is supported, not {parsed.get_backend_name()}")
    if not parsed.database or parsed.database == ":memory:" or parsed.query:
        raise WrongAddress("the database must be a file, without options: sqlite+aiosqlite:///path")
    return Path(parsed.database)


def require_access(path: Path) -> None:
    """Raises ``StorageUnavailable`` naming what is missing: SQLite says only that it cannot open the file."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise StorageUnavailable(f"{path} is not there: run `samplan migrate` first") from None
    except OSError as error:
        raise StorageUnavailable(f"{path}: {error.strerror}") from error
    beside = [path.with_name(path.name + end) for end in ("-wal", "-shm", LOCK)]
    for each in (path, path.parent, *filter(Path.exists, beside)):
        if not os.access(each, os.R_OK | os.W_OK, effective_ids=True):
            raise StorageUnavailable(
                f"{each} cannot be read and written: it must belong to the user who runs samplan"
            )


@contextmanager
def held_alone(path: Path) -> Iterator[None]:
    """While this lasts, no other process holds this file. Raises ``Served`` if one does.

    A file of its own: closing any other handle of the database would end SQLite's locks in this process.
    It is never removed, since another process may be about to lock it.
    """
    try:
        lock = os.open(path.with_name(path.name + LOCK), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        if error.errno != ENOSPC:
            raise StorageUnavailable(f"{path}{LOCK} cannot be made: {error.strerror}") from error
        yield  # people must be able to read while the disk is full
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise SERVED from None
    finally:
        os.close(lock)


def writing_engine(path: Path, busy_timeout: float) -> Engine:
    """Every transaction is ``BEGIN IMMEDIATE``: nobody else writes between its reads and its commit."""
    return _engine(path, busy_timeout, begin="BEGIN IMMEDIATE", settings=_settle_writer, size=1)


def reading_engine(path: Path, busy_timeout: float, size: int) -> Engine:
    return _engine(path, busy_timeout, begin="BEGIN", settings=_settle_reader, size=size)


def creating_engine(path: Path, busy_timeout: float) -> Engine:
    """For migrations: creates the file, and leaves foreign keys off, which rebuilding a table requires."""
    return _engine(path, busy_timeout, begin="BEGIN IMMEDIATE", settings=_settle_creator, size=1, mode="rwc")


Settle = Callable[[sqlite3.Connection], None]


def _engine(
    path: Path, busy_timeout: float, *, begin: str, settings: Settle, size: int, mode: str = "rw"
) -> Engine:
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=path.absolute().as_uri(), query={"uri": "true", "mode": mode}),
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,  # they hold people's text, and errors are logged
        connect_args={
            "isolation_level": None,  # the driver opens no transactions; the listener below does
            "timeout": busy_timeout,
            "check_same_thread": False,  # the pool hands a connection to one thread at a time
            "cached_statements": 256,
        },
    )

    @event.listens_for(engine, "connect")
    def settle(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        settings(connection)

    @event.listens_for(engine, "begin")
    def begin_explicitly(connection: Connection) -> None:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.execute(begin)

    return engine


def _settle_creator(connection: sqlite3.Connection) -> None:
    """WAL is a property of the file; the other settings are of the connection."""
    _switch_to_wal(connection)
    _set(connection, "synchronous", "FULL", expected=FULL)
    connection.execute("PRAGMA fullfsync = ON")  # macOS: an fsync that really reaches the disk


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """While another process switches a new file, SQLite reports busy at once, whatever the timeout is."""
    end = time.monotonic() + SWITCH_SECONDS
    while True:
        try:
            return _set(connection, "journal_mode", "WAL", expected="wal")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.01)


def _settle_writer(connection: sqlite3.Connection) -> None:
    _settle_creator(connection)
    connection.execute(f"PRAGMA journal_size_limit = {WAL_BYTES_KEPT}")
    _set(connection, "foreign_keys", "ON", expected=1)


def _settle_reader(connection: sqlite3.Connection) -> None:
    _set(connection, "query_only", "ON", expected=1)


def _set(connection: sqlite3.Connection, pragma: str, value: str, *, expected: object) -> None:
    """SQLite silently ignores a pragma it cannot honour, so the setting is read back."""
    connection.execute(f"PRAGMA {pragma} = {value}")
    (actual,) = connection.execute(f"PRAGMA {pragma}").fetchone()
    if actual != expected:
        raise NotDurable(f"{pragma} is {actual!r}, not {expected!r}")


def refusal_of(error: BaseException) -> StorageUnavailable | None:
    """``error`` as one of our own, if the database's environment caused it and not our statements."""
    cause, code = _cause(error)
    if code is None or code & 0xFF not in UNAVAILABLE:
        return None
    refusal = StorageReadOnly if code & 0xFF in NO_WRITES else StorageUnavailable
    return refusal(f"{getattr(cause, 'sqlite_errorname', code)}: {cause}")


def is_unreadable(error: BaseException) -> bool:
    """Whether the file is no SQLite database, or a damaged one; checked when it is opened."""
    _, code = _cause(error)
    return code is not None and code & 0xFF in UNREADABLE


def _cause(error: BaseException) -> tuple[BaseException | None, int | None]:
    """The driver's exception, and SQLite's code for it."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return cause, getattr(cause, "sqlite_errorcode", None)
