"""Where each part's log ends, and on PostgreSQL the locks under which it stays so until the commit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Connection, Select, Text, any_, bindparam, func, select

from server.domain.plan import PartId, PersonId, PlanId

from .prepared import Prepared
from .tables import parts, plans, updates

HEADS_AT_ONCE = 64
"""SQLite binds every id by itself, so there is one statement for each count; PostgreSQL takes an array."""


class Head:
    """A part as the transaction sees it; ``last`` and ``added`` follow what the transaction itself adds."""

    __slots__ = ("added", "last", "plan", "version")

    def __init__(self, plan: PlanId, version: int, last: int) -> None:
        self.plan = plan
        self.version = version
        self.last = last
        self.added: list[tuple[str, PersonId]] = []
        """The batch and person of each row."""


def held_heads(connection: Connection, wanted: Sequence[PartId]) -> dict[PartId, Head]:
    """The parts of ``wanted`` that exist; to those nobody else adds, nor changes rights, from here on."""
    if connection.dialect.name == "postgresql":
        # A statement of its own: the one after it sees what those wrote who held the locks before.
        LOCK.rows(connection, {"wanted": list(wanted)})
    return {
        part: Head(plan, version, last or 0) for part, plan, version, last in _rows(connection, wanted, True)
    }


def lasts(connection: Connection, wanted: Sequence[PartId]) -> dict[PartId, int]:
    """The last seq of each part of ``wanted`` that exists."""
    return {part: last or 0 for part, last in _rows(connection, wanted, False)}


def _rows(connection: Connection, wanted: Sequence[PartId], rights: bool) -> Iterator[Sequence[Any]]:
    if connection.dialect.name == "postgresql":
        yield from (HEADS if rights else LASTS).rows(connection, {"wanted": list(wanted)})
        return
    for start in range(0, len(wanted), HEADS_AT_ONCE):
        chunk = wanted[start : start + HEADS_AT_ONCE]
        values = {f"part{place}": part for place, part in enumerate(chunk)}
        yield from _one_by_one(len(chunk), rights).rows(connection, values)


LAST = select(func.max(updates.c.seq)).where(updates.c.part_id == parts.c.id).scalar_subquery()


def _select(chosen: ColumnElement[bool], rights: bool) -> Select[Any]:
    if not rights:
        return select(parts.c.id, LAST.label("last")).where(chosen)
    return (
        select(parts.c.id, parts.c.plan_id, plans.c.access_version, LAST.label("last"))
        .join(plans, plans.c.id == parts.c.plan_id)
        .where(chosen)
    )


@lru_cache(maxsize=2 * HEADS_AT_ONCE)
def _one_by_one(count: int, rights: bool) -> Prepared:
    wanted = [bindparam(f"part{place}", type_=Text) for place in range(count)]
    return Prepared(_select(parts.c.id.in_(wanted), rights))


IN_ARRAY = parts.c.id == any_(bindparam("wanted", type_=ARRAY(Text)))
HEADS = Prepared(_select(IN_ARRAY, True))
LASTS = Prepared(_select(IN_ARRAY, False))
LOCK = Prepared(
    # For each row first its plan, then its part: in one order for all, so that nobody waits in a circle.
    select(parts.c.id)
    .join(plans, plans.c.id == parts.c.plan_id)
    .where(IN_ARRAY)
    .order_by(plans.c.id, parts.c.id)
    .suffix_with("FOR SHARE OF plans FOR NO KEY UPDATE OF parts")
)
