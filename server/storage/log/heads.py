"""The end of each part's log, and on PostgreSQL the locks that keep it unchanged until the commit."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ARRAY, Connection, Text, any_, bindparam, func, select

from server.domain.plan import PartId, PersonId, PlanId
from server.storage.database.statements import Among, Prepared
from server.storage.metadata import parts, plans, updates


class Head:
    """A part in the transaction; ``last`` and ``added`` include the rows that the transaction itself adds."""

    __slots__ = ("added", "last", "plan", "version")

    def __init__(self, plan: PlanId, version: int, last: int) -> None:
        self.plan = plan
        self.version = version
        self.last = last
        self.added: list[tuple[str, PersonId]] = []
        """The id (``sealing.row_id``) and person of each row."""


def held_heads(connection: Connection, wanted: Sequence[PartId]) -> dict[PartId, Head]:
    """The parts of ``wanted`` that exist, locked against other rows and changes of rights."""
    if connection.dialect.name == "postgresql":
        # A statement of its own: the next one sees what the previous holders of the locks committed.
        LOCK.rows(connection, {"wanted": list(wanted)})
    return {
        part: Head(plan, version, last or 0) for part, plan, version, last in HEADS.rows(connection, wanted)
    }


def lasts(connection: Connection, wanted: Sequence[PartId]) -> dict[PartId, int]:
    """The last seq of each part of ``wanted`` that exists."""
    return {part: last or 0 for part, last in LASTS.rows(connection, wanted)}


LAST = select(func.max(updates.c.seq)).where(updates.c.part_id == parts.c.id).scalar_subquery()


HEADS = Among(
    select(parts.c.id, parts.c.plan_id, plans.c.access_version, LAST.label("last")).join(
        plans, plans.c.id == parts.c.plan_id
    ),
    parts.c.id,
)
LASTS = Among(select(parts.c.id, LAST.label("last")), parts.c.id)
LOCK = Prepared(
    # For each row first its plan, then its part: the same order everywhere prevents deadlocks.
    select(parts.c.id)
    .join(plans, plans.c.id == parts.c.plan_id)
    .where(parts.c.id == any_(bindparam("wanted", type_=ARRAY(Text))))
    .order_by(plans.c.id, parts.c.id)
    .suffix_with("FOR SHARE OF plans FOR NO KEY UPDATE OF parts")
)
