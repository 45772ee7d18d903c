"""What vouches for rows that have moved to the history: marks of its rows, instead of those of the edits.

A row moves, and its mark is replaced, under one new seal. So a row of the history is never without its mark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from server.domain.plan import PartId
from server.domain.seals import BLOCK, SealedFacts, StoredHistory
from server.storage.database.statements import Prepared
from server.storage.metadata import updates
from server.storage.seals.keys import NotAsSealed, SealingKeys
from server.storage.seals.tables import FACTS_ABOUT, as_sealed_facts

from .tables import NEWEST, NEXT

Own = Callable[[SealedFacts, Row[Any]], bool]
"""Whether a record is as it was stored with a known key."""


def about(part: PartId) -> str:
    """What the records of a part's history are found by."""
    return f"history {part}"


def as_stored(row: Row[Any]) -> StoredHistory:
    part = PartId(row.part_id)
    return StoredHistory(part, row.first_seq, row.last_seq, row.first_at, row.last_at, row.payload)


# -- moving --------------------------------------------------------------------------------------------


def grown(
    connection: Connection, keys: SealingKeys, part: PartId, newest: StoredHistory | None
) -> Callable[[StoredHistory], SealedFacts]:
    """The record to store with one more row, or with the ``newest`` one when it has grown.

    Raises ``NotAsSealed`` unless the newest row is the one that was sealed last.
    """
    rows = FACTS_ABOUT.rows(connection, {"about": about(part)})
    record = as_sealed_facts(rows[-1]) if rows else SealedFacts(about(part), 0, {}, 0)
    if rows and not keys.made(record, rows[-1]):
        raise NotAsSealed("a seal was changed")
    last = ([None, *record.marks.items()])[-1]
    if last != (None if newest is None else (str(newest.first), newest.mark)):
        raise NotAsSealed("the history is not as it was sealed")
    return lambda row: _with(record, row)


def _with(record: SealedFacts, row: StoredHistory) -> SealedFacts:
    key = str(row.first)
    if key not in record.marks and len(record.marks) == BLOCK:
        return SealedFacts(record.about, record.block + 1, {key: row.mark}, 0)
    return replace(record, marks={**record.marks, key: row.mark}, seal=0)


# -- sealing ---------------------------------------------------------------------------------------------


def history_anew(connection: Connection, part: PartId) -> tuple[list[SealedFacts], int]:
    """Records of a part of which nothing is sealed, and the last edit that has moved: after its seals were
    thrown away, since a key was lost, they begin with the history."""
    rows = list(_rows(connection, part))
    records = [
        SealedFacts(
            about(part), at // BLOCK, {str(each.first): each.mark for each in rows[at : at + BLOCK]}, 0
        )
        for at in range(0, len(rows), BLOCK)
    ]
    return records, rows[-1].last if rows else 0


def _rows(connection: Connection, part: PartId) -> Iterator[StoredHistory]:
    after = -(2**62)
    while row := NEXT.row(connection, {"part": part, "after": after}):
        yield as_stored(row)
        after = row.first_seq


# -- verifying -----------------------------------------------------------------------------------------


class HistoryCheck:
    """Of one part. ``last``: the last edit that has moved."""

    def __init__(self, connection: Connection, part: PartId, own: Own, *, incomplete: bool) -> None:
        self._connection, self._part, self._own, self._incomplete = connection, part, own, incomplete
        newest = NEWEST.row(connection, {"part": part})
        self.last: int = 0 if newest is None else newest.last_seq

    def wrong(self) -> Iterator[str]:
        """Each the end of a sentence."""
        marks: dict[str, str] = {}
        records = FACTS_ABOUT.rows(self._connection, {"about": about(self._part)})
        for block, row in enumerate(records):
            record = as_sealed_facts(row)
            if (record.block, record.last) != (block, row.last) or not self._own(record, row):
                yield "a seal of its history was changed"
            marks.update(record.marks)
        last = 0
        for stored in _rows(self._connection, self._part):
            edits = f"edits {stored.first} to {stored.last}"
            if stored.first != last + 1 or stored.last < stored.first:
                yield f"the history before edit {stored.first} is missing"
            sealed = marks.pop(str(stored.first), None)
            if sealed is None and self._incomplete:
                yield f"the seal of {edits} is missing"
            elif sealed is None:
                yield f"{edits} were added beside the log"
            elif sealed != stored.mark:
                yield f"{edits} were changed in the history"
            last = stored.last
        for first in marks:
            yield f"the history from edit {first} is missing"
        beside = FIRST_EDIT.row(self._connection, {"part": self._part}).first
        if beside is not None and beside <= last:
            yield f"edit {beside} was added beside the history"


FIRST_EDIT = Prepared(
    select(func.min(updates.c.seq).label("first")).where(updates.c.part_id == bindparam("part"))
)
