"""Municipalities with their settings and texts, rights of their units, and one active plan per owner.

Whoever was of the coordinating unit was so of all plans: where there are such persons, one municipality is
made, all plans are its own, and they are given both rights there. ``persons.coordinating_unit`` stays as it
was: it is part of what is sealed about a person, and vouches for the rights that follow from it.

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    false,
    text,
)

revision = "0015"
down_revision = "0014"

MOMENT = DateTime(timezone=True)


def upgrade() -> None:
    _municipalities()
    _texts()
    _rights()
    with op.batch_alter_table("plans") as plans:
        plans.add_column(Column("municipality_id", Text()))
        plans.add_column(Column("ended_at", MOMENT))
        plans.drop_constraint("uq_plans_owner_id", type_="unique")
        plans.create_foreign_key("fk_plans_municipality_id", "municipalities", ["municipality_id"], ["id"])
    active = text("ended_at IS NULL")
    op.create_index(
        "uq_plans_one_active_of_an_owner",
        "plans",
        ["owner_id"],
        unique=True,
        sqlite_where=active,
        postgresql_where=active,
    )
    op.create_index("ix_plans_municipality_id", "plans", ["municipality_id"], unique=False)
    with op.batch_alter_table("persons") as persons:
        persons.alter_column("coordinating_unit", server_default=false())
    _carry_over()


def _municipalities() -> None:
    op.create_table(
        "municipalities",
        Column("id", Text(), nullable=False),
        Column("number", Text(), nullable=False),
        Column("name", Text(), nullable=False),
        Column("settings", JSON(), nullable=False),
        Column("version", Integer(), nullable=False),
        Column("created_at", MOMENT, nullable=False),
        PrimaryKeyConstraint("id", name="pk_municipalities"),
        UniqueConstraint("number", name="uq_municipalities_number"),
    )


def _texts() -> None:
    op.create_table(
        "municipality_texts",
        Column("municipality_id", Text(), nullable=False),
        Column("key", Text(), nullable=False),
        Column("language", Text(), nullable=False),
        Column("text", Text(), nullable=False),
        Column("changed_by", Text(), nullable=False),
        Column("changed_at", MOMENT, nullable=False),
        ForeignKeyConstraint(["changed_by"], ["persons.id"], name="fk_municipality_texts_changed_by"),
        ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_municipality_texts_municipality_id"
        ),
        PrimaryKeyConstraint("municipality_id", "key", "language", name="pk_municipality_texts"),
    )


def _rights() -> None:
    op.create_table(
        "unit_rights",
        Column("id", Text(), nullable=False),
        Column("municipality_id", Text(), nullable=False),
        Column("person_id", Text(), nullable=False),
        Column("right", Text(), nullable=False),
        Column("given_by", Text(), nullable=True),
        Column("given_at", MOMENT, nullable=False),
        Column("ended_by", Text(), nullable=True),
        Column("ended_at", MOMENT, nullable=True),
        ForeignKeyConstraint(["ended_by"], ["persons.id"], name="fk_unit_rights_ended_by"),
        ForeignKeyConstraint(["given_by"], ["persons.id"], name="fk_unit_rights_given_by"),
        ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_unit_rights_municipality_id"
        ),
        ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_unit_rights_person_id"),
        PrimaryKeyConstraint("id", name="pk_unit_rights"),
    )
    op.create_index("ix_unit_rights_person_id", "unit_rights", ["person_id"], unique=False)
    held = text("ended_at IS NULL")
    op.create_index(
        "uq_unit_rights_held",
        "unit_rights",
        ["municipality_id", "person_id", "right"],
        unique=True,
        sqlite_where=held,
        postgresql_where=held,
    )


def _carry_over() -> None:
    op.execute(
        "INSERT INTO municipalities (id, number, name, settings, version, created_at)"
        " SELECT 'first', '0000', 'Kommunen', '{}', 1, CURRENT_TIMESTAMP"
        " WHERE EXISTS (SELECT id FROM persons WHERE coordinating_unit)"
    )
    op.execute("UPDATE plans SET municipality_id = (SELECT id FROM municipalities)")
    both = (
        'INSERT INTO unit_rights (id, municipality_id, person_id, "right", given_at)'
        " SELECT wanted.name || ' ' || id, 'first', id, wanted.name, CURRENT_TIMESTAMP"
        " FROM persons, (SELECT 'case-handler' AS name UNION SELECT 'statistics') AS wanted"
        " WHERE coordinating_unit"
    )
    op.execute(both)
