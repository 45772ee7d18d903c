"""A part as stored in the database file, read without the server and its code."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from pycrdt import Doc


class StoredRow(NamedTuple):
    seq: int
    person: str
    payload: bytes


@contextmanager
def _reading(database: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(database)
    try:
        yield connection
    finally:
        connection.close()


def rows_of(database: Path, document: str, after: int = 0) -> list[StoredRow]:
    """The log of ``document`` (``part/<id>``) after ``after``; fails unless it is dense."""
    query = "SELECT seq, person_id, payload FROM updates WHERE part_id = ? AND seq > ? ORDER BY seq"
    with _reading(database) as connection:
        rows = [StoredRow(*row) for row in connection.execute(query, (document.removeprefix("part/"), after))]
    assert [row.seq for row in rows] == list(range(after + 1, after + 1 + len(rows)))
    return rows


def readings_of(database: Path) -> list[str]:
    """The documents (``part/<id>``) opened according to the access log, in its order."""
    query = "SELECT part_id FROM ledger WHERE action = 'part-read' ORDER BY chain, number"
    with _reading(database) as connection:
        return [f"part/{part}" for (part,) in connection.execute(query)]


def snapshot_of(database: Path, document: str) -> tuple[int, bytes] | None:
    query = "SELECT seq, payload FROM snapshots WHERE part_id = ?"
    with _reading(database) as connection:
        found = connection.execute(query, (document.removeprefix("part/"),)).fetchone()
    return (found[0], found[1]) if found else None


def replayed(database: Path, document: str) -> Doc[Any]:
    """The document from its whole log."""
    doc: Doc[Any] = Doc()
    for row in rows_of(database, document):
        doc.apply_update(row.payload)
    return doc


def from_snapshot(database: Path, document: str) -> Doc[Any]:
    """The document as a cold join builds it: the newest snapshot, if there is one, and the rows after it."""
    doc: Doc[Any] = Doc()
    seq, payload = snapshot_of(database, document) or (0, b"")
    if payload:
        doc.apply_update(payload)
    for row in rows_of(database, document, seq):
        doc.apply_update(row.payload)
    return doc


def remains(database: Path, directory: Path) -> Path:
    """A copy of what a killed server left behind; reading the original would tidy it up."""
    directory.mkdir(exist_ok=True)
    for file in (database, database.with_name(database.name + "-wal")):
        if file.exists():
            shutil.copyfile(file, directory / file.name)
        else:
            (directory / file.name).unlink(missing_ok=True)
    return directory / database.name


def integrity(database: Path) -> str:
    """``ok``, or what SQLite finds wrong with the file."""
    with _reading(database) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])
