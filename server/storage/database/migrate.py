"""Migrates a database to the newest schema, in one transaction: all of it, or nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, inspect, text

from server.ports.log import StorageUnavailable

from . import locks, postgresql, sqlite
from .postgresql_database import connected

SCRIPTS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT = 60.0
"""Seconds to wait for another process that migrates the same file."""


class SchemaUnknown(Exception):
    """The database is of another version of this program, or is not one of its databases."""


def migrate(url: str, revision: str = "head") -> None:
    """Migrate the database at ``url`` to ``revision``. May be repeated, also by several at once.

    A SQLite file is created if there is none; a PostgreSQL database must exist. Runs an event loop of its
    own. Raises ``SchemaUnknown``, ``StorageUnavailable``, and ``WrongAddress`` for a URL of neither.
    """
    try:
        if postgresql.is_meant_by(url):
            asyncio.run(_migrate_postgresql(postgresql.address_of(url), revision))
        else:
            _migrate_sqlite(sqlite.path_of(url), revision)
    except CommandError as error:
        raise SchemaUnknown(str(error)) from error


def require_newest(connection: Connection) -> None:
    """Raises ``SchemaUnknown`` unless the schema is that of this program."""
    found = MigrationContext.configure(connection).get_current_revision()
    if found != ScriptDirectory(str(SCRIPTS)).get_current_head():
        raise SchemaUnknown(f"its schema is {found or 'unknown'}: run `samplan migrate` first")


def _migrate_sqlite(path: Path, revision: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # No other user of the machine may read it; SQLite gives its side files the same mode.
        path.touch(mode=0o600)
    except OSError as error:
        raise StorageUnavailable(f"{path} cannot be made: {error.strerror}") from error
    engine = sqlite.creating_engine(path, BUSY_TIMEOUT)
    try:
        with engine.begin() as connection:
            _upgrade(connection, revision)
            if broken := connection.execute(text("PRAGMA foreign_key_check")).all():
                raise SchemaUnknown(f"rows that refer to nothing after migrating: {broken[:3]}")
    except Exception as error:
        refusal = sqlite.refusal_of(error)
        if sqlite.is_unreadable(error):
            raise SchemaUnknown(sqlite.UNREADABLE_SAYS) from error
        if refusal is None:
            raise
        raise refusal from error
    finally:
        engine.dispose()


async def _migrate_postgresql(address: URL, revision: str) -> None:
    engine = postgresql.creating_engine(address)
    try:
        connection = await connected(engine)
        try:
            async with connection.begin():
                await connection.run_sync(_upgrade_alone, revision)
        finally:
            await connection.close()
    except Exception as error:
        refusal = postgresql.refusal_of(error)
        if refusal is None or isinstance(error, StorageUnavailable):
            raise
        raise refusal from error
    finally:
        await engine.dispose()


def _upgrade_alone(connection: Connection, revision: str) -> None:
    """Under a lock. Refuses an encoding other than UTF-8, in which text would not survive a round trip."""
    locks.lock_names(connection, "migration")
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise SchemaUnknown(f"the database's encoding is {encoding}, not UTF8")
    _upgrade(connection, revision)


def _upgrade(connection: Connection, revision: str) -> None:
    names = inspect(connection).get_table_names()
    if names and "alembic_version" not in names:
        raise SchemaUnknown(f"a database with tables of somebody else: {', '.join(names)}")
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
