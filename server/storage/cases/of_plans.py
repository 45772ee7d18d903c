"""The case that goes on with a plan, and what was said there in the plan's assisted sessions."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Select, select

from server.domain.cases.care_transitions import PlanSaidValid
from server.domain.cases.records import Record
from server.domain.cases.state import PLAN_RUNNING
from server.domain.cases.vocabulary import CaseId
from server.domain.plan import PlanId
from server.storage.metadata import plans

from .records import StoredCase, stored_cases
from .rows import as_record
from .tables import case_records, cases


def case_with_plan(connection: Connection, plan: PlanId) -> StoredCase | None:
    """``None`` where no case goes on with ``plan``."""
    found = connection.scalars(_of_owner(plan).order_by(cases.c.id)).all()
    return next(
        (
            each
            for each in stored_cases(connection, [CaseId(case) for case in found])
            if each.case.plan.plan == plan and each.case.plan.status in PLAN_RUNNING
        ),
        None,
    )


def said_valid_in(connection: Connection, plan: PlanId, sessions: Collection[str]) -> list[Record]:
    """That a plan is valid, as its owner said in one of ``sessions``; the newest first."""
    if not sessions:
        return []
    said = case_records.c.action == PlanSaidValid.action, case_records.c.case_id.in_(_of_owner(plan))
    newest = (
        select(case_records).where(*said).order_by(case_records.c.at.desc(), case_records.c.number.desc())
    )
    found = map(as_record, connection.execute(newest))
    return [each for each in found if each.transition.assisted in sessions]


def _of_owner(plan: PlanId) -> Select[Any]:
    return select(cases.c.id).join(plans, plans.c.owner_id == cases.c.owner_id).where(plans.c.id == plan)
