"""Moves the oldest rows of a part to its history: what is due is read, made smaller, and stored in one
transaction with the seal that vouches for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Text, and_, bindparam, column, delete, func, or_, select, table

from server.domain.plan import PartId, PlanId
from server.domain.seals import BLOCK, SealedEdits, SealedFacts, StoredEdit, StoredHistory
from server.storage.database.statements import Prepared
from server.storage.metadata import decisions, parts, snapshots, updates
from server.storage.seals.changed import as_edit
from server.storage.seals.keys import NotAsSealed, SealingKeys
from server.storage.seals.tables import as_sealed_edits, sealed_edits

from .tables import EXTEND, INSERT, NEWEST
from .vouching import as_stored, grown

ROWS_AT_ONCE = 2_000
BYTES_AT_ONCE = 1024 * 1024
"""Of the rows of one move; a single row may have more."""
PARTS_AT_ONCE = 500


class Overtaken(Exception):
    """Another process has moved or sealed meanwhile: nothing is stored, and what is due is found again."""


@dataclass(frozen=True, slots=True)
class Due:
    """The ``edits`` of a part that are to be moved, each as it was sealed. ``more``: there are others.

    ``newest``: the row of the history that the first of them follows. ``signed``: when somebody was let in.
    ``suggested``: the batches among them that are suggestions.
    ``sealed``: records of blocks that no row is left of. ``record``: of the history with another row in it.
    """

    plan: PlanId
    part: PartId
    edits: Sequence[StoredEdit]
    more: bool
    newest: StoredHistory | None
    signed: Sequence[datetime]
    suggested: Collection[str]
    sealed: Sequence[SealedEdits]
    record: Callable[[StoredHistory], SealedFacts]


@dataclass(frozen=True, slots=True)
class Move:
    """``row``: a new one, or with ``grows`` the newest one with more in it."""

    due: Due
    row: StoredHistory
    grows: bool


def due_parts(connection: Connection, after: str, before: datetime) -> tuple[list[PartId], str | None]:
    """Of some parts after ``after`` those that have rows from ``before`` that moment to be moved; and after
    which the next ones come (``None``: there are none)."""
    ids = IDS.rows(connection, {"after": after})
    if not ids:
        return [], None
    between = {"first": ids[0].id, "final": ids[-1].id, "before": before}
    return [PartId(row.id) for row in DUE.rows(connection, between)], ids[-1].id


def due_in(connection: Connection, keys: SealingKeys, part: PartId, before: datetime) -> Due | None:
    """The next rows to be moved. Raises ``NotAsSealed``."""
    facts = PART.row(connection, {"part": part})
    found = NEWEST.row(connection, {"part": part})
    newest = None if found is None else as_stored(found)
    moved = 0 if newest is None else newest.last
    upto = min(facts.snapshot or 0, (facts.last or 0) - 1, facts.sealed or 0)
    first, most = moved + 1, ROWS_AT_ONCE + 1
    asked = {"part": part, "after": moved, "upto": upto, "most": most}
    sizes = SIZES.rows(connection, asked)
    number = _as_many(sizes, before)
    if not number:
        return None
    last = moved + number
    edits = [as_edit(row) for row in ROWS.rows(connection, {"part": part, "after": moved, "upto": last})]
    if [edit.seq for edit in edits] != [*range(first, last + 1)]:
        raise NotAsSealed("edits are missing")
    sealed = _records(connection, keys, part, first)
    _require_as_sealed(edits, sealed)
    over = [each for each in sealed[:-1] if (each.block + 1) * BLOCK <= last]
    more = number < len(sizes) and sizes[number].committed_at < before
    signed = [row.signed_at for row in SIGNED.rows(connection, {"part": part})]
    within = {"part": part, "after": moved, "upto": last}
    suggested = frozenset(row.batch_id for row in SUGGESTED.rows(connection, within))
    record = grown(connection, keys, part, newest)
    return Due(PlanId(facts.plan_id), part, edits, more, newest, signed, suggested, over, record)


def _as_many(sizes: Sequence[Any], before: datetime) -> int:
    """How many of these rows are old enough, and together not too large."""
    number = weight = 0
    for row in sizes[:ROWS_AT_ONCE]:
        weight += row.size
        if row.committed_at >= before or (number and weight > BYTES_AT_ONCE):
            break
        number += 1
    return number


def _records(connection: Connection, keys: SealingKeys, part: PartId, first: int) -> list[SealedEdits]:
    """From that of the edit before ``first``, which may be the last one of its block, to the newest one."""
    rows = RECORDS.rows(connection, {"part": part, "block": max(first - 2, 0) // BLOCK})
    records = [as_sealed_edits(row) for row in rows]
    if not all(keys.made(record, row) for record, row in zip(records, rows, strict=True)):
        raise NotAsSealed("a seal was changed")
    return records


def _require_as_sealed(edits: Sequence[StoredEdit], sealed: Sequence[SealedEdits]) -> None:
    of_block = {each.block: each for each in sealed}
    for edit in edits:
        record = of_block.get((edit.seq - 1) // BLOCK)
        if record is None or record.mark(edit.seq) != edit.mark:
            raise NotAsSealed("an edit was changed")


def store_moves(connection: Connection, moves: Sequence[Move]) -> None:
    """Rows leave ``updates`` and are in the history. Raises ``Overtaken``."""
    for move in sorted(moves, key=lambda move: move.due.part):
        due, row = move.due, move.row
        first, last = due.edits[0].seq, due.edits[-1].seq
        gone = connection.execute(
            delete(updates).where(updates.c.part_id == due.part, updates.c.seq.between(first, last))
        )
        found = NEWEST.row(connection, {"part": due.part})
        if gone.rowcount != len(due.edits) or (None if found is None else as_stored(found)) != due.newest:
            raise Overtaken
        if move.grows:
            grows = {"first": row.first, "upto": row.last, "until": row.last_at, "grown": row.payload}
            EXTEND.run_many(connection, [{"part": due.part, **grows}])
        else:
            INSERT.run_many(connection, [_as_row(row)])


def _as_row(row: StoredHistory) -> dict[str, object]:
    return {
        "part_id": row.part,
        "first_seq": row.first,
        "last_seq": row.last,
        "first_at": row.first_at,
        "last_at": row.last_at,
        "payload": row.payload,
    }


def _of_part(*columns: Any) -> Any:
    return select(*columns).where(updates.c.part_id == parts.c.id)


_last = _of_part(func.max(updates.c.seq)).scalar_subquery()
_first = _of_part(func.min(updates.c.seq)).scalar_subquery()
_oldest = _of_part(updates.c.committed_at).order_by(updates.c.seq).limit(1).scalar_subquery()
_sealed = (
    select(sealed_edits.c.last)
    .where(sealed_edits.c.part_id == parts.c.id)
    .order_by(sealed_edits.c.block.desc())
    .limit(1)
    .scalar_subquery()
)
IDS = Prepared(
    select(parts.c.id).where(parts.c.id > bindparam("after")).order_by(parts.c.id).limit(PARTS_AT_ONCE)
)
DUE = Prepared(
    select(parts.c.id)
    .join(snapshots, snapshots.c.part_id == parts.c.id)
    .where(
        parts.c.id.between(bindparam("first", type_=Text), bindparam("final", type_=Text)),
        _oldest < bindparam("before", type_=updates.c.committed_at.type),
        _first < _last,
        _first <= snapshots.c.seq,
        _first <= _sealed,
    )
    .order_by(parts.c.id)
)
PART = Prepared(
    select(
        parts.c.plan_id,
        snapshots.c.seq.label("snapshot"),
        _last.label("last"),
        _sealed.label("sealed"),
    )
    .outerjoin(snapshots, snapshots.c.part_id == parts.c.id)
    .where(parts.c.id == bindparam("part"))
)
_between = and_(
    updates.c.part_id == bindparam("part"),
    updates.c.seq > bindparam("after", type_=BigInteger),
    updates.c.seq <= bindparam("upto", type_=BigInteger),
)
SIZES = Prepared(
    select(updates.c.committed_at, func.length(updates.c.payload).label("size"))
    .where(_between)
    .order_by(updates.c.seq)
    .limit(bindparam("most", type_=BigInteger))
)
ROWS = Prepared(select(updates).where(_between).order_by(updates.c.seq))
_suggestions = table("suggestions", column("id"))
"""Of a capability above; only whether it has an id is asked."""
SUGGESTED = Prepared(
    select(updates.c.batch_id).join(_suggestions, _suggestions.c.id == updates.c.batch_id).where(_between)
)
RECORDS = Prepared(
    select(sealed_edits)
    .where(
        sealed_edits.c.part_id == bindparam("part"),
        sealed_edits.c.block >= bindparam("block", type_=BigInteger),
    )
    .order_by(sealed_edits.c.block)
)
SIGNED = Prepared(
    select(decisions.c.signed_at)
    .join(parts, parts.c.plan_id == decisions.c.plan_id)
    .where(
        parts.c.id == bindparam("part"),
        or_(decisions.c.part_id == parts.c.id, decisions.c.kind == parts.c.kind),
    )
)
"""About the part or its kind: what may open it to somebody."""
