"""How many threads are open in each part, counted where comments change; two more indexes of comments.

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Text,
    text,
)

revision = "0016"
down_revision = "0015"

NEVER_CHANGED = """
INSERT INTO comment_changes (part_id, number, changed_at)
SELECT part_id, 1, max(created_at) FROM comments
WHERE part_id NOT IN (SELECT part_id FROM comment_changes) GROUP BY part_id
"""
COUNTED = """
INSERT INTO comment_counts (part_id, author_id, open, unanswered)
WITH RECURSIVE said (part_id, author_id, thread, id, settled) AS (
  SELECT part_id, author_id, id, id, CASE WHEN removed_at IS NULL THEN 0 ELSE 1 END
  FROM comments WHERE listed AND reply_to IS NULL AND resolved_at IS NULL
  UNION ALL
  SELECT said.part_id, said.author_id, said.thread, reply.id,
    CASE WHEN reply.removed_at IS NULL AND reply.author_id <> said.author_id THEN 1 ELSE 0 END
  FROM said JOIN comments AS reply ON reply.reply_to = said.id
), threads AS (
  SELECT part_id, author_id, max(settled) AS settled FROM said GROUP BY part_id, author_id, thread
)
SELECT part_id, author_id, count(*), sum(1 - settled) FROM threads GROUP BY part_id, author_id
"""


def upgrade() -> None:
    # For the lock that this takes on PostgreSQL nobody else changes comments until it is committed.
    op.add_column("comment_changes", Column("counted", BigInteger(), nullable=True))
    op.create_table(
        "comment_counts",
        Column("part_id", Text(), nullable=False),
        Column("author_id", Text(), nullable=False),
        Column("open", Integer(), nullable=False),
        Column("unanswered", Integer(), nullable=False),
        ForeignKeyConstraint(["part_id"], ["parts.id"], name="fk_comment_counts_part_id"),
        ForeignKeyConstraint(["author_id"], ["participants.id"], name="fk_comment_counts_author_id"),
        PrimaryKeyConstraint("part_id", "author_id", name="pk_comment_counts"),
    )
    op.create_index(
        "ix_comments_listed",
        "comments",
        ["part_id", "created_at", "id"],
        unique=False,
        sqlite_where=text("listed = 1"),
        postgresql_where=text("listed"),
    )
    op.create_index(
        "ix_comments_replies",
        "comments",
        ["reply_to"],
        unique=False,
        sqlite_where=text("reply_to IS NOT NULL"),
        postgresql_where=text("reply_to IS NOT NULL"),
    )
    op.execute(NEVER_CHANGED)
    op.execute(COUNTED)
    op.execute("UPDATE comment_changes SET counted = number")
