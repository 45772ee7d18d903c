"""Cases in which a day changes who is in the owner's plan, though nobody does anything: for ``plans``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from server.catalogue import standard
from server.domain.cases.care_transitions import (
    CameOfAge,
    CoordinatorAbsent,
    CoordinatorAppointed,
    CoordinatorEnded,
    CoordinatorLeft,
    CoordinatorNotWanted,
    CoordinatorReturned,
    HandoverBegun,
)
from server.domain.cases.records import day_of
from server.domain.cases.rules import years_after
from server.domain.cases.vocabulary import CaseId, CoordinatorKind
from server.domain.plan import Role
from server.storage.metadata import participants, plans

from .tables import case_records, cases

ENDS_AN_ABSENCE = (
    *(CoordinatorAbsent, CoordinatorReturned, HandoverBegun, CoordinatorLeft, CameOfAge),
    *(CoordinatorNotWanted, CoordinatorEnded, CoordinatorAppointed),
)


def to_bring_into_line(connection: Connection, today: date) -> list[CaseId]:
    """Cases in which somebody's place in the owner's plan begins or ends by ``today`` without a command."""
    return sorted(
        set(_appointed_ahead(connection, today))
        | set(_absences_over(connection, today))
        | set(_gone(connection, today))
        | set(_grown_up(connection, today))
        | set(_away(connection))
    )


def _gone(connection: Connection, today: date) -> Iterable[CaseId]:
    """Whose last day has passed, and who is in the plan still."""
    who, it, there = participants.c.person_id, cases.c, _in_plan(Role.COORDINATOR)
    last_day = and_(it.coordinator_until <= today, there.where(who == it.coordinator_id).exists())
    outgoing = and_(
        it.outgoing_until <= today,
        it.outgoing_id != func.coalesce(it.coordinator_id, ""),
        there.where(who == it.outgoing_id).exists(),
    )
    return list(connection.execute(select(it.id).where(or_(last_day, outgoing))).scalars())


def _appointed_ahead(connection: Connection, today: date) -> Iterable[CaseId]:
    """Whose coordinator was appointed before the day it began, and is not in the plan yet."""
    there = _in_plan(Role.COORDINATOR).where(participants.c.person_id == cases.c.coordinator_id)
    rows = connection.execute(
        _of_records(CoordinatorAppointed.action).where(cases.c.coordinator_id.is_not(None), ~there.exists())
    )
    return {row.case_id for row in rows if _day(row.at) < str(row.said["start"]) <= today.isoformat()}


def _absences_over(connection: Connection, today: date) -> Iterable[CaseId]:
    """Whose substitute is still in the plan after the last day of the newest absence."""
    rows = connection.execute(
        _of_records(CoordinatorAbsent.action)
        .where(_in_plan(Role.SUBSTITUTE).exists())
        .order_by(case_records.c.case_id, case_records.c.number)
    )
    newest = {row.case_id: row.said.get("until") for row in rows}
    return [case for case, until in newest.items() if until and str(until) < today.isoformat()]


def _away(connection: Connection) -> Iterable[CaseId]:
    """Whose coordinator is away without a substitute, as was said last. Whether it is too long by now, or
    over, follows from the case."""
    later = case_records.alias()
    settled = select(later.c.number).where(
        later.c.case_id == case_records.c.case_id,
        later.c.number > case_records.c.number,
        later.c.action.in_([each.action for each in ENDS_AN_ABSENCE]),
    )
    rows = connection.execute(
        _of_records(CoordinatorAbsent.action).where(cases.c.coordinator_id.is_not(None), ~settled.exists())
    )
    return [row.case_id for row in rows if not row.said.get("substitute")]


def _grown_up(connection: Connection, today: date) -> Iterable[CaseId]:
    """Those who are of age, as the law says, and whose coordinator was appointed as a child's."""
    born = years_after(today, -standard().rule("age.majority", on=today).amount)
    rows = connection.execute(
        _of_records(CoordinatorAppointed.action)
        .where(cases.c.coordinator_id.is_not(None), cases.c.born <= born)
        .order_by(case_records.c.case_id, case_records.c.number)
    )
    newest = {row.case_id: row.said["kind"] for row in rows}
    return [case for case, kind in newest.items() if kind == CoordinatorKind.CHILD]


def _in_plan(role: Role) -> Select[Any]:
    """Who takes part in the owner's plan as that, in a statement about ``cases``."""
    return (
        select(participants.c.id)
        .join(plans, plans.c.id == participants.c.plan_id)
        .where(
            plans.c.owner_id == cases.c.owner_id,
            participants.c.role == role,
            participants.c.ended_at.is_(None),
        )
    )


def _of_records(action: str) -> Select[Any]:
    columns = case_records.c.case_id, case_records.c.at, case_records.c.said
    joined = select(*columns).join(cases, cases.c.id == case_records.c.case_id)
    return joined.where(case_records.c.action == action)


def _day(at: datetime) -> str:
    return day_of(at).isoformat()
