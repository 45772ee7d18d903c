"""Migrates a database to the newest schema, in one transaction: all of it, or nothing."""

from __future__ import annotations

import asyncio
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, column, inspect, select, table, text

from server.ports.log import StorageUnavailable

from . import locks, postgresql, sqlite
from .postgresql_database import connected

SCRIPTS = Path(__file__).parent / "migrations"
VERSIONS = "alembic_version"
BUSY_TIMEOUT = 60.0
"""Seconds to wait for another process that migrates the same file."""


class SchemaUnknown(Exception):
    """The database is of another version of this program, or is not one of its databases."""


class SchemaNewer(SchemaUnknown):
    """The database was migrated by a newer version of this program."""

    def __init__(self, unknown: set[str]) -> None:
        super().__init__(
            f"the database is newer than this program, which does not know its schema"
            f" {', '.join(sorted(unknown))}: run the newer program, or restore a backup from before it"
        )


def migrate(url: str, revision: str = "head") -> None:
    """Migrate the database at ``url`` to ``revision``. May be repeated, also by several at once.

    A SQLite file is created if there is none; a PostgreSQL database must exist. Runs an event loop of its
    own. Raises ``SchemaUnknown`` (``SchemaNewer``), ``StorageUnavailable``, and ``WrongAddress`` for a URL of
    neither.
    """
    try:
        if postgresql.is_meant_by(url):
            asyncio.run(_migrate_postgresql(postgresql.address_of(url), revision))
        else:
            _migrate_sqlite(sqlite.path_of(url), revision)
    except CommandError as error:
        raise SchemaUnknown(str(error)) from error


def _migrate_sqlite(path: Path, revision: str) -> None:
    if path.exists():
        sqlite.require_access(path)
    else:
        _create_file(path)
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


def _create_file(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # No other user of the machine may read it; SQLite gives its side files the same mode.
        path.touch(mode=0o600)
    except OSError as error:
        raise StorageUnavailable(f"{path} cannot be made: {error.strerror}") from error


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
    if names and VERSIONS not in names:
        raise SchemaUnknown(f"a database with tables of somebody else: {', '.join(names)}")
    if names:
        _refuse_newer(_revisions(connection))
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def require_newest(connection: Connection) -> None:
    """Raises ``SchemaUnknown`` unless the database is as ``migrate`` leaves it (newer: ``SchemaNewer``)."""
    if not inspect(connection).has_table(VERSIONS):
        raise SchemaUnknown("it has none of this program's tables: run `samplan migrate` first")
    found = _revisions(connection)
    _refuse_newer(found)
    if found != {newest_revision()}:
        raise SchemaUnknown("its schema is older than this program: run `samplan migrate` first")


def _revisions(connection: Connection) -> set[str]:
    return set(connection.execute(select(column("version_num")).select_from(table(VERSIONS))).scalars())


def _refuse_newer(found: set[str]) -> None:
    """Revisions are only ever added: one that is not known here was added later."""
    if unknown := found - _known_revisions():
        raise SchemaNewer(unknown)


@cache
def _known_revisions() -> frozenset[str]:
    return frozenset(script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions())


@cache
def newest_revision() -> str | None:
    """The revision ``migrate`` brings a database to."""
    return ScriptDirectory(str(SCRIPTS)).get_current_head()
