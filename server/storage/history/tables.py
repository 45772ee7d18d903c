"""The table of rows that have moved out of ``updates``, and the statements on it (docs/decisions/0074)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, Table, bindparam, insert, select, update

from server.storage.database.schema import Moment, metadata
from server.storage.database.statements import Prepared

update_history = Table(
    "update_history",
    metadata,
    Column("part_id", ForeignKey("parts.id"), primary_key=True),
    Column("first_seq", BigInteger, primary_key=True),
    Column("last_seq", BigInteger, nullable=False),
    # When the rows of these two numbers were committed.
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""A part's rows 1 to the last ``last_seq`` without a gap; ``payload``: what they were (``payload.py``)."""

_of_part = update_history.c.part_id == bindparam("part")
NEWEST = Prepared(select(update_history).where(_of_part).order_by(update_history.c.first_seq.desc()).limit(1))
NEXT = Prepared(
    select(update_history)
    .where(_of_part, update_history.c.first_seq > bindparam("after", type_=BigInteger))
    .order_by(update_history.c.first_seq)
    .limit(1)
)
INSERT = Prepared(insert(update_history))
EXTEND = Prepared(
    update(update_history)
    .where(_of_part, update_history.c.first_seq == bindparam("first"))
    .values(last_seq=bindparam("upto"), last_at=bindparam("until"), payload=bindparam("grown"))
)
