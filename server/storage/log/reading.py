"""What the log holds of a part: read as it is stored, to be opened outside the transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, NamedTuple, TypeVar

from sqlalchemy import Connection, bindparam, select

from server.domain.plan import PartId, PersonId, PlanId
from server.ports.log import LoadedPart, Stored
from server.storage.database.statements import Prepared
from server.storage.keys import Key
from server.storage.metadata import client_ids, parts, snapshots, updates

from . import sealing
from .sealing import is_sealed, snapshot_cell, update_cell

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sealed(Generic[T]):
    """Something of ``plan`` with its payloads as they are stored.

    ``plain``: none of them is sealed, so that without a key ``stored`` is what it says.
    ``opened`` raises ``SealBroken``.
    """

    plan: PlanId
    stored: T
    plain: bool
    opened: Callable[[Key | None], T]


def part_in(connection: Connection, part: PartId) -> Sealed[LoadedPart] | None:
    """``None`` if there is no such part."""
    asked = {"part": part}
    known = PART.row(connection, asked)
    if known is None:
        return None
    plan, snapshot, seq = known.plan_id, known.payload or b"", known.seq or 0
    clients: Mapping[int, PersonId] = dict(CLIENTS.rows(connection, asked))
    found = _rows(connection, part, seq)
    loaded = LoadedPart(plan, known.kind, snapshot, seq, found.rows, clients)

    def opened(key: Key | None) -> LoadedPart:
        state = sealing.open(snapshot, snapshot_cell(plan, part, seq), key) if seq else b""
        return replace(loaded, snapshot=state, rows=found.opened(part, key))

    return Sealed(plan, loaded, found.plain and not is_sealed(snapshot), opened)


def rows_in(connection: Connection, part: PartId, after: int) -> Sealed[Sequence[Stored]] | None:
    """The rows after ``after``, in order; ``None`` if there are none."""
    found = _rows(connection, part, after)
    if not found.rows:
        return None
    return Sealed(found.plan, found.rows, found.plain, lambda key: found.opened(part, key))


class _Rows(NamedTuple):
    plan: PlanId
    """Empty where there are no rows."""
    rows: Sequence[Stored]
    ids: Sequence[str]
    """The ``batch_id`` of each."""

    @property
    def plain(self) -> bool:
        return not any(is_sealed(row.payload) for row in self.rows)

    def opened(self, part: PartId, key: Key | None) -> list[Stored]:
        return [
            Stored(row.seq, row.person, sealing.open(row.payload, update_cell(self.plan, part, row_id), key))
            for row, row_id in zip(self.rows, self.ids, strict=True)
        ]


def _rows(connection: Connection, part: PartId, after: int) -> _Rows:
    found = SINCE.rows(connection, {"part": part, "after": after})
    plan = found[0].plan_id if found else PlanId("")
    return _Rows(plan, [Stored(*row[:3]) for row in found], [row.batch_id for row in found])


PART = Prepared(
    select(parts.c.plan_id, parts.c.kind, snapshots.c.seq, snapshots.c.payload)
    .outerjoin(snapshots, snapshots.c.part_id == parts.c.id)
    .where(parts.c.id == bindparam("part"))
)
CLIENTS = Prepared(
    select(client_ids.c.client_id, client_ids.c.person_id).where(client_ids.c.part_id == bindparam("part"))
)
PLAN = select(parts.c.plan_id).where(parts.c.id == bindparam("part")).scalar_subquery()
SINCE = Prepared(
    select(updates.c.seq, updates.c.person_id, updates.c.payload, updates.c.batch_id, PLAN.label("plan_id"))
    .where(updates.c.part_id == bindparam("part"), updates.c.seq > bindparam("after"))
    .order_by(updates.c.seq)
)
