"""What plans add to the counts of a municipality, read from what stands in them: no word of their texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, or_, select

from server.domain.access import Level
from server.domain.cases.records import end_of
from server.domain.counts.complaints import is_child
from server.domain.counts.plans import CONSENTS, ENDING, LATE, REPRESENTATIONS
from server.domain.counts.tables import Tallied
from server.domain.plan import Kind, Role
from server.domain.unit.rights import MunicipalityId
from server.storage.metadata import decisions, participants, parts, persons, plans


def tallied_plans(
    connection: Connection, where: MunicipalityId, day: date, within: int, of_age: int
) -> Iterator[Tallied]:
    """Of the plans that have not ended, as at the end of ``day``, in three statements.

    ``within``: days after it, in which something ends. Whose they are is kept apart: ten of one are one.
    """

    def rows(asked: Select[Any], count: str, value: str = "") -> Iterator[Tallied]:
        for owner, born, number, organisation in connection.execute(asked):
            child = is_child(born, day, of_age)
            yield Tallied(count, value, child, organisation or "", None, None, number, case=owner)

    first, last = end_of(day), end_of(day + timedelta(days=within))
    yield from rows(_late_measures(where, day), LATE)
    yield from rows(_ending_consents(where, first, last), ENDING, CONSENTS)
    yield from rows(_ending_representations(where, first, last), ENDING, REPRESENTATIONS)


def _late_measures(where: MunicipalityId, day: date) -> Select[Any]:
    """A measure that is done or stopped has no day (sync/document/projection.py)."""
    late = and_(parts.c.kind == Kind.MEASURE, parts.c.due != "", parts.c.due < day.isoformat())
    of = participants.c.organisation
    counted = select(plans.c.owner_id, persons.c.birth_date, func.count(), of)
    return (
        counted.select_from(plans)
        .join(parts, parts.c.plan_id == plans.c.id)
        .outerjoin(participants, participants.c.id == parts.c.responsible_id)
        .join(persons, persons.c.id == plans.c.owner_id)
        .where(*_running(where), late, parts.c.put_away_at.is_(None))
        .group_by(plans.c.owner_id, persons.c.birth_date, of)
    )


def _ending_consents(where: MunicipalityId, first: datetime, last: datetime) -> Select[Any]:
    """Who takes part and loses something: of several consents to one of them, one is counted."""
    standing = and_(~decisions.c.overridden, decisions.c.level != Level.NONE.token)
    ends = _between(decisions.c.until, first, last)
    theirs = and_(decisions.c.plan_id == plans.c.id, decisions.c.participant_id == participants.c.id)
    return _participants(where, first).join(decisions, theirs).where(standing, ends)


def _ending_representations(where: MunicipalityId, first: datetime, last: datetime) -> Select[Any]:
    ends = _between(participants.c.until, first, last)
    return _participants(where, first).where(participants.c.role == Role.REPRESENTATIVE, ends)


def _participants(where: MunicipalityId, first: datetime) -> Select[Any]:
    """Who takes part beyond ``first``, by whose plan it is."""
    still = or_(participants.c.until.is_(None), participants.c.until > first)
    number = func.count(participants.c.id.distinct())
    return (
        select(plans.c.owner_id, persons.c.birth_date, number, literal(""))
        .select_from(plans)
        .join(participants, participants.c.plan_id == plans.c.id)
        .join(persons, persons.c.id == plans.c.owner_id)
        .where(*_running(where), participants.c.ended_at.is_(None), still)
        .group_by(plans.c.owner_id, persons.c.birth_date)
    )


def _running(where: MunicipalityId) -> tuple[ColumnElement[bool], ...]:
    return plans.c.municipality_id == where, plans.c.ended_at.is_(None)


def _between(moment: ColumnElement[Any], first: datetime, last: datetime) -> ColumnElement[bool]:
    return and_(moment > first, moment <= last)
