"""What waits in somebody's plans: late measures and comments that nobody has answered.

Only in parts that they may read: no number says anything of the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, Subquery, and_, func, or_, select

from server.domain.access import Grants, Level
from server.domain.plan import PersonId, PlanId
from server.storage.metadata import comments, participants, parts
from server.storage.rights import as_parts

OSLO = ZoneInfo("Europe/Oslo")


@dataclass(frozen=True, slots=True)
class Waiting:
    """In one plan, for one person. ``unanswered``: comments of others, not done, to which nobody but their
    author has replied; ``late``: unfinished measures whose day is past."""

    unanswered: int = 0
    late: int = 0


NOTHING = Waiting()


def waiting(
    connection: Connection, person: PersonId, grants: Mapping[PlanId, Grants], now: datetime
) -> Mapping[PlanId, Waiting]:
    """Of each plan of ``grants`` in which something waits, in one statement; ``grants`` are this person's."""
    today = now.astimezone(OSLO).date().isoformat()
    rows = connection.execute(_asked(list(grants), person, today)).all() if grants else []
    found: dict[PlanId, Waiting] = {}
    for row, part in zip(rows, as_parts(rows).values(), strict=True):
        if grants[part.plan].of_part(part).level >= Level.READ:
            before = found.get(part.plan, NOTHING)
            found[part.plan] = Waiting(before.unanswered + row.unanswered, before.late + row.is_late)
    return found


def _asked(where: Sequence[PlanId], person: PersonId, today: str) -> Select[Any]:
    """The parts in which something waits, whoever may read them."""
    open_ = _unanswered(where, person)
    late = and_(parts.c.due != "", parts.c.due < today)
    return (
        select(
            parts,
            func.coalesce(open_.c.number, 0).label("unanswered"),
            func.coalesce(late, False).label("is_late"),
        )
        .outerjoin(open_, open_.c.part_id == parts.c.id)
        .where(parts.c.plan_id.in_(where), or_(late, open_.c.number > 0))
    )


def _unanswered(where: Sequence[PlanId], person: PersonId) -> Subquery:
    """How many there are in each part. Replies are looked up once for all, not once for each comment."""
    asked, reply, its = comments.alias(), comments.alias(), comments.alias()
    answered = (
        select(reply.c.reply_to)
        .join(its, its.c.id == reply.c.reply_to)
        .join(parts, parts.c.id == reply.c.part_id)
        .where(parts.c.plan_id.in_(where), reply.c.removed_at.is_(None), reply.c.author_id != its.c.author_id)
    )
    own = select(participants.c.id).where(participants.c.person_id == person)
    return (
        select(asked.c.part_id, func.count().label("number"))
        .join(parts, parts.c.id == asked.c.part_id)
        .where(
            parts.c.plan_id.in_(where),
            asked.c.reply_to.is_(None),
            asked.c.removed_at.is_(None),
            asked.c.resolved_at.is_(None),
            asked.c.author_id.not_in(own),
            asked.c.id.not_in(answered),
        )
        .group_by(asked.c.part_id)
        .subquery()
    )
