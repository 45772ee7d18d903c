"""Comments that can be edited and removed, how often those of a part changed, and who wrote how much today.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Text,
    text,
    true,
)

revision = "0003"
down_revision = "0002"

SIZE = {
    "postgresql": "octet_length(text) + octet_length(quote) + coalesce(octet_length(anchor::text), 0)",
    "sqlite": "length(cast(text as blob)) + length(cast(quote as blob))"
    " + coalesce(length(cast(anchor as blob)), 0)",
}


def upgrade() -> None:
    with op.batch_alter_table("comments") as comments:
        comments.add_column(Column("edited_at", DateTime(timezone=True)))
        comments.add_column(Column("removed_at", DateTime(timezone=True)))
        comments.add_column(Column("removed_by", Text()))
        # Processes of the release before insert without these, while they are replaced one by one.
        comments.add_column(Column("listed", Boolean(), nullable=False, server_default=true()))
        comments.add_column(Column("size", Integer(), nullable=False, server_default=text("0")))
        comments.create_foreign_key("fk_comments_removed_by", "participants", ["removed_by"], ["id"])
    op.execute(f"UPDATE comments SET size = {SIZE[op.get_bind().dialect.name]}")  # noqa: S608 - constants
    op.create_table(
        "comment_changes",
        Column("part_id", Text(), nullable=False),
        Column("number", BigInteger(), nullable=False),
        Column("changed_at", DateTime(timezone=True), nullable=False),
        ForeignKeyConstraint(["part_id"], ["parts.id"], name="fk_comment_changes_part_id"),
        PrimaryKeyConstraint("part_id", name="pk_comment_changes"),
    )
    op.create_table(
        "comment_days",
        Column("person_id", Text(), nullable=False),
        Column("day", Text(), nullable=False),
        Column("acts", Integer(), nullable=False),
        ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_comment_days_person_id"),
        PrimaryKeyConstraint("person_id", name="pk_comment_days"),
    )
