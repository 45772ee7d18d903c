"""The person each Yjs client id of a part is bound to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Connection, bindparam, func, select

from server.domain.plan import PartId, PersonId
from server.storage.database.statements import Prepared
from server.storage.metadata import client_ids

CLIENTS_AT_ONCE = 1000
"""SQLite allows 32,766 values in a statement, and one frame may name more clients than that."""


def bound_to(connection: Connection, part: PartId, wanted: Collection[int]) -> dict[int, PersonId]:
    """The persons of those client ids of ``wanted`` that are bound."""
    rows = _in_array if connection.dialect.name == "postgresql" else _one_by_one
    return dict(map(tuple, rows(connection, part, list(wanted))))


def _one_by_one(connection: Connection, part: PartId, wanted: Sequence[int]) -> Iterable[Sequence[Any]]:
    for start in range(0, len(wanted), CLIENTS_AT_ONCE):
        asked = {"part": part, "clients": wanted[start : start + CLIENTS_AT_ONCE]}
        yield from connection.execute(BOUND, asked)


def _in_array(connection: Connection, part: PartId, wanted: Sequence[int]) -> Iterable[Sequence[Any]]:
    return BOUND_IN_ARRAY.rows(connection, {"part": part, "clients": wanted})


COLUMNS = select(client_ids.c.client_id, client_ids.c.person_id).where(
    client_ids.c.part_id == bindparam("part")
)
BOUND = COLUMNS.where(client_ids.c.client_id.in_(bindparam("clients", expanding=True)))
_wanted = func.unnest(bindparam("clients", type_=ARRAY(BigInteger))).column_valued("wanted")
# A join, not = ANY: without statistics PostgreSQL compared every id with every other, 25 s for 40,000.
BOUND_IN_ARRAY = Prepared(COLUMNS.where(client_ids.c.client_id == _wanted))
