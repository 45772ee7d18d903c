"""How often the comments of a part changed, and how many of its threads are open, by whose they are.

Whoever changes a part's comments counts them anew in the same transaction, so that nobody who reads the
numbers reads the comments. A part whose comments were changed by a process of a release that does not
count is ``uncounted`` until they change again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Integer,
    Select,
    Table,
    and_,
    case,
    cast,
    delete,
    func,
    insert,
    or_,
    select,
    union_all,
)

from server.domain.plan import PartId, PlanId
from server.storage.database.statements import upsert
from server.storage.metadata import Moment, comments, metadata, parts

comment_changes = Table(
    "comment_changes",
    metadata,
    Column("part_id", ForeignKey("parts.id"), primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("changed_at", Moment, nullable=False),
    # Of these changes the last after which the comments were counted.
    Column("counted", BigInteger),
)
"""How often a part's comments have changed: other processes see by it that they have."""

comment_counts = Table(
    "comment_counts",
    metadata,
    Column("part_id", ForeignKey("parts.id"), primary_key=True),
    Column("author_id", ForeignKey("participants.id"), primary_key=True),
    Column("open", Integer, nullable=False),
    Column("unanswered", Integer, nullable=False),
)
"""``open``: threads of this author that are listed and not done; ``unanswered``: those of them that were not
removed, and in which nobody else has said anything that was not."""

COUNTED = comment_changes.c.counted == comment_changes.c.number
UNCOUNTED = or_(comment_changes.c.counted.is_(None), comment_changes.c.counted != comment_changes.c.number)


def begin_change(connection: Connection, part: PartId, now: datetime) -> int:
    """The number of a change of the part's comments, which ``count_again`` ends.

    From here on nobody else changes comments of the part until this transaction ends.
    """
    new = upsert(connection, comment_changes).values(part_id=part, number=1, changed_at=now, counted=1)
    following = comment_changes.c.number + 1
    numbered = new.on_conflict_do_update(
        index_elements=[comment_changes.c.part_id],
        set_={"number": following, "changed_at": now, "counted": following},
    )
    return int(connection.execute(numbered.returning(comment_changes.c.number)).scalar_one())


def count_again(connection: Connection, part: PartId) -> None:
    connection.execute(delete(comment_counts).where(comment_counts.c.part_id == part))
    counted = counting(comments.c.part_id == part)
    connection.execute(insert(comment_counts).from_select(list(comment_counts.c.keys()), counted))


def counts_in(connection: Connection, where: Sequence[PlanId]) -> Select[Any]:
    """The rows of ``comment_counts`` of all parts of these plans."""
    in_plans = parts.c.plan_id.in_(where)
    counted = (
        select(comment_counts)
        .join(comment_changes, and_(comment_changes.c.part_id == comment_counts.c.part_id, COUNTED))
        .join(parts, parts.c.id == comment_counts.c.part_id)
        .where(in_plans)
    )
    others = select(comment_changes.c.part_id).join(parts, parts.c.id == comment_changes.c.part_id)
    uncounted = connection.execute(others.where(in_plans, UNCOUNTED)).scalars().all()
    if not uncounted:
        return counted
    both = union_all(counted, counting(comments.c.part_id.in_(uncounted))).subquery()
    return select(both)


def counting(chosen: ColumnElement[bool]) -> Select[Any]:
    """What the rows of ``comment_counts`` are to be for the ``chosen`` comments: all of some parts."""
    reply = comments.alias("reply")
    opened = and_(comments.c.listed, comments.c.reply_to.is_(None), comments.c.resolved_at.is_(None))
    said = (
        select(
            comments.c.part_id,
            comments.c.author_id,
            comments.c.id.label("thread"),
            comments.c.id,
            case((comments.c.removed_at.is_(None), 0), else_=1).label("settled"),
        )
        .where(chosen, opened)
        .cte("said", recursive=True)
    )
    answers = and_(reply.c.removed_at.is_(None), reply.c.author_id != said.c.author_id)
    replied = select(
        said.c.part_id, said.c.author_id, said.c.thread, reply.c.id, case((answers, 1), else_=0)
    ).join(reply, reply.c.reply_to == said.c.id)
    said = said.union_all(replied)
    threads = (
        select(said.c.part_id, said.c.author_id, func.max(said.c.settled).label("settled"))
        .group_by(said.c.part_id, said.c.author_id, said.c.thread)
        .subquery()
    )
    unanswered = func.sum(1 - threads.c.settled)
    return select(
        threads.c.part_id,
        threads.c.author_id,
        cast(func.count(), Integer).label("open"),
        cast(unanswered, Integer).label("unanswered"),
    ).group_by(threads.c.part_id, threads.c.author_id)


def wrongly_counted(connection: Connection, plan: str) -> Iterator[str]:
    """Of which parts the numbers are not those of their comments."""
    of_plan = select(comment_changes.c.part_id).join(parts, parts.c.id == comment_changes.c.part_id)
    asked = of_plan.where(parts.c.plan_id == plan, COUNTED)
    kept = select(comment_counts).where(comment_counts.c.part_id.in_(asked))
    right = counting(comments.c.part_id.in_(asked))
    differing = set(connection.execute(kept)) ^ set(connection.execute(right))
    for part in sorted({row.part_id for row in differing}):
        yield f"the comments of part {part} were counted wrongly"
