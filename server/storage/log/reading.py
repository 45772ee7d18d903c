"""Reads a part from the log as stored, to be unsealed outside the transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, bindparam, select

from server.domain.plan import PartId, PersonId, PlanId
from server.ports.log import LoadedPart, Stored
from server.storage.database.statements import Prepared
from server.storage.keys import Key, Keys
from server.storage.metadata import client_ids, parts, snapshots, updates

from . import sealing
from .sealing import MARK, PAYLOAD, SNAPSHOTS, UPDATES

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sealed(Generic[T]):
    """A value of ``plan`` with its payloads as stored.

    ``plain``: none of them is sealed, so that without a key ``stored`` can be used directly.
    ``opened`` unseals them; raises ``SealBroken``.
    """

    plan: PlanId
    stored: T
    plain: bool
    opened: Callable[[Key | None], T]


def part_in(connection: Connection, part: PartId, since: Prepared) -> Sealed[LoadedPart] | None:
    """``None`` if there is no such part. ``since``: ``rows_read_with`` its keys."""
    asked = {"part": part}
    known = PART.row(connection, asked)
    if known is None:
        return None
    plan, snapshot, seq = known.plan_id, known.payload or b"", known.seq or 0
    clients: Mapping[int, PersonId] = dict(CLIENTS.rows(connection, asked))
    found = since.rows(connection, {"part": part, "after": seq})
    rows = _stored(found)
    loaded = LoadedPart(plan, known.kind, snapshot, seq, rows, clients)

    def opened(key: Key | None) -> LoadedPart:
        state = sealing.open(snapshot, key, plan, SNAPSHOTS, PAYLOAD, part, seq) if seq else b""
        return replace(loaded, snapshot=state, rows=_opened(found, plan, part, key))

    return Sealed(plan, loaded, _plain(rows) and not snapshot.startswith(MARK), opened)


def rows_in(
    connection: Connection, part: PartId, after: int, since: Prepared
) -> Sealed[Sequence[Stored]] | None:
    """The rows after ``after``, in order; ``None`` if there are none. ``since``: as in ``part_in``."""
    found = since.rows(connection, {"part": part, "after": after})
    if not found:
        return None
    plan, rows = PLAN.row(connection, {"part": part}).plan_id, _stored(found)
    return Sealed(plan, rows, _plain(rows), lambda key: _opened(found, plan, part, key))


def rows_read_with(keys: Keys) -> Prepared:
    """The statement for rows: without their ids, a tenth of a long load, where no payload is bound to one."""
    return SINCE if keys.identity else SINCE_WITH_ID


def _stored(found: Sequence[Any]) -> list[Stored]:
    return [Stored(*row[:3]) for row in found]


def _plain(rows: Sequence[Stored]) -> bool:
    return MARK not in {row.payload[: len(MARK)] for row in rows}


def _opened(found: Sequence[Any], plan: PlanId, part: PartId, key: Key | None) -> list[Stored]:
    return [
        Stored(seq, person, sealing.open(payload, key, plan, UPDATES, PAYLOAD, part, *row_id))
        for seq, person, payload, *row_id in found
    ]


PART = Prepared(
    select(parts.c.plan_id, parts.c.kind, snapshots.c.seq, snapshots.c.payload)
    .outerjoin(snapshots, snapshots.c.part_id == parts.c.id)
    .where(parts.c.id == bindparam("part"))
)
CLIENTS = Prepared(
    select(client_ids.c.client_id, client_ids.c.person_id).where(client_ids.c.part_id == bindparam("part"))
)
PLAN = Prepared(select(parts.c.plan_id).where(parts.c.id == bindparam("part")))
_SINCE = (
    select(updates.c.seq, updates.c.person_id, updates.c.payload)
    .where(updates.c.part_id == bindparam("part"), updates.c.seq > bindparam("after"))
    .order_by(updates.c.seq)
)
SINCE = Prepared(_SINCE)
SINCE_WITH_ID = Prepared(_SINCE.add_columns(updates.c.batch_id))
