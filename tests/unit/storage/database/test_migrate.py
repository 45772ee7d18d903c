"""What is SQLite's own about its schema; the rest is in tests/acceptance/test_upgrade.py."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect

import server.capabilities
import server.storage.page_files
import server.storage.seals.tables  # noqa: F401 - with them the tables of every feature
from server.domain.kinds import KINDS
from server.domain.plan import SERVER
from server.storage.database.migrate import SCRIPTS, migrate
from server.storage.metadata import metadata


def engine(path: Path) -> Engine:
    return create_engine(f"sqlite:///{path}")


def structure(connection: Connection) -> dict[str, Any]:
    """Everything SQLite knows about the schema, in an order that does not depend on how it came about."""
    seen = inspect(connection)
    tables: dict[str, Any] = {}
    for name in seen.get_table_names():
        if name == "alembic_version":
            continue
        flags = connection.exec_driver_sql(f"PRAGMA table_list({name})").one()
        columns = {
            column["name"]: {**column, "type": str(column["type"])} for column in seen.get_columns(name)
        }
        tables[name] = {
            "without rowid": flags.wr,
            "columns": columns,
            "key": seen.get_pk_constraint(name),
            "checks": by_name(seen.get_check_constraints(name)),
            "foreign keys": by_name(seen.get_foreign_keys(name)),
            "unique": by_name(seen.get_unique_constraints(name)),
            "indexes": by_name(map(index, seen.get_indexes(name))),
        }
    return tables


def index(found: Any) -> dict[str, Any]:
    conditions = {name: str(value) for name, value in found["dialect_options"].items()}
    return {**found, "dialect_options": conditions}


def by_name(found: Any) -> list[Any]:
    return sorted(found, key=lambda each: str(each["name"]))


def test_migrating_from_nothing_gives_exactly_the_tables(url: str, path: Path, tmp_path: Path) -> None:
    made = engine(tmp_path / "made.db")
    metadata.create_all(made)
    migrated = engine(path)
    with made.connect() as wanted, migrated.connect() as actual:
        assert compare_metadata(MigrationContext.configure(actual), metadata) == []
        assert structure(actual) == structure(wanted)
    made.dispose()
    migrated.dispose()


def test_the_comparison_sees_a_difference(url: str, path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    migrate(f"sqlite:///{other}")
    changed = sqlite3.connect(other)
    changed.execute("DROP INDEX uq_parts_one_section_of_a_kind")
    changed.execute("CREATE UNIQUE INDEX uq_parts_one_section_of_a_kind ON parts (plan_id, kind)")
    changed.close()
    one, two = engine(path), engine(other)
    with one.connect() as wanted, two.connect() as actual:
        assert structure(actual) != structure(wanted)
    one.dispose()
    two.dispose()


def test_migrating_again_changes_nothing(url: str, path: Path) -> None:
    path.with_suffix(".before").write_bytes(path.read_bytes())
    migrate(url)
    assert path.read_bytes() == path.with_suffix(".before").read_bytes()


def test_the_directory_is_made_and_only_we_may_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "var" / "samplan.db"
    migrate(f"sqlite:///{path}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_server_is_a_person_from_the_first_day(url: str, path: Path) -> None:
    opened, newest = sqlite3.connect(path), ScriptDirectory(str(SCRIPTS)).get_current_head()
    assert opened.execute("SELECT id FROM persons").fetchall() == [(SERVER,)]
    assert opened.execute("SELECT version_num FROM alembic_version").fetchall() == [(newest,)]
    opened.close()


def test_the_index_knows_the_same_repeated_kinds_as_the_domain() -> None:
    (partial,) = (each for each in metadata.tables["parts"].indexes if each.unique)
    condition = str(partial.dialect_options["sqlite"]["where"])
    assert set(condition.split("'")[1::2]) == {kind for kind, record in KINDS.items() if record.repeated}
