"""Bringing a database to the newest schema, in one transaction: all of it, or nothing."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, text

from . import sqlite

SCRIPTS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT = 60.0
"""Seconds to wait for another process that is migrating the same file."""


class SchemaUnknown(Exception):
    """The database was written by a newer version of this program, or is not one of its databases."""


def migrate(url: str) -> None:
    """Create the database at ``url`` if there is none, and bring it to the newest schema. May be repeated.

    Raises ``SchemaUnknown``, ``StorageUnavailable``, and ``ValueError`` for a URL that names no SQLite file.
    """
    path = sqlite.path_of(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)  # nobody else on the machine reads it; SQLite gives its side files the same mode
    engine = sqlite.creating_engine(path, BUSY_TIMEOUT)
    try:
        with sqlite.refusing_when_unavailable(), engine.begin() as connection:
            _upgrade(connection)
    except CommandError as error:
        raise SchemaUnknown(str(error)) from error
    finally:
        engine.dispose()


def _upgrade(connection: Connection) -> None:
    names = inspect(connection).get_table_names()
    if names and "alembic_version" not in names:
        raise SchemaUnknown(f"a database with tables of somebody else: {', '.join(names)}")
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if broken := connection.execute(text("PRAGMA foreign_key_check")).all():
        raise SchemaUnknown(f"rows that refer to nothing after migrating: {broken[:3]}")


def newest_revision() -> str | None:
    """The revision ``migrate`` brings a database to."""
    return ScriptDirectory(str(SCRIPTS)).get_current_head()
