"""What a complaint can have attached: each thing by itself, for whoever complains to tick. Pure.

``values`` are what the page and the print put into words; they hold names, days (ISO) and numbers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any

from server.domain.cases.care_transitions import PlanDeclaredValid
from server.domain.cases.records import Record
from server.domain.cases.rules import CaseRules
from server.domain.cases.state import Case, CoordinatorFacts
from server.domain.cases.vocabulary import Actor
from server.domain.cases.waiting import without_coordinator_since

from .state import Complaint, own_key
from .transitions import NoteAdded

Value = str | int | None


class Evidence(StrEnum):
    PLAN = "plan"
    REPORT = "report"
    DECISION = "decision"
    COORDINATOR = "coordinator"
    VACANCY = "vacancy"
    MEASURE = "measure"
    CONSENT = "consent"
    NOTE = "note"
    PAPER = "paper"
    MANDATE = "mandate"


@dataclass(frozen=True, slots=True)
class Item:
    """``key`` stays the same while it is the same thing. ``names_others``: somebody besides the owner."""

    key: str
    kind: Evidence
    day: date | None
    values: Mapping[str, Value]
    names_others: bool = False

    @property
    def digest(self) -> str:
        """64 hex digits (SHA-256) of all that is attached of it."""
        return hashlib.sha256(as_json(asdict(self)).encode()).hexdigest()


def as_json(content: Any) -> str:
    """The one way in which it is written: what has the same content has the same digest."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=2, default=str)


def of_complaint(complaint: Complaint) -> list[Item]:
    """Notes and papers of whoever complains."""
    items = []
    for number, said in complaint.own.items():
        if isinstance(said, NoteAdded):
            values: dict[str, Value] = {"title": said.title, "text": said.text}
            items.append(Item(own_key(number, said), Evidence.NOTE, None, values))
        else:
            values = {"title": said.title, "digest": said.digest}
            kind = Evidence.MANDATE if said.mandate else Evidence.PAPER
            items.append(Item(own_key(number, said), kind, None, values))
    return items


def attached(complaint: Complaint, evidence: Sequence[Item]) -> list[Item]:
    """Of ``evidence`` what is chosen, and the mandate, without which there is no complaint."""
    return [item for item in evidence if item.key in complaint.chosen or item.kind is Evidence.MANDATE]


def of_case(case: Case, records: tuple[Record, ...], rules: CaseRules, today: date) -> list[Item]:
    """What the owner may read of their case. Who else reported it they may not."""
    return [
        *_plan(case, records, today),
        *_reports(records),
        *_decisions(records),
        *_coordinators(case.coordinator),
        *_vacancies(case, rules, today),
    ]


def _plan(case: Case, records: tuple[Record, ...], today: date) -> Iterator[Item]:
    """When the one there is now began, what the owner read when they said that it holds, and when it was to
    be gone through. What it lacked then stands in that text: all of it, or where their coordinator wrote it
    down beside them (``PlanSaidValid``) as far as they see the plan. What is written in it is not read."""
    begun = next((each for each in reversed(records) if each.transition.action == "plan-begun"), None)
    if begun is None or case.plan.plan != begun.transition.plan:
        return
    later = records[begun.number :]
    valid = next((each for each in reversed(later) if isinstance(each.transition, PlanDeclaredValid)), None)
    due = case.plan.next_revision
    values: dict[str, Value] = {
        "text": valid.command.shown if valid else "",
        "valid": valid.day.isoformat() if valid else None,
        "next": due.isoformat() if due else None,
        "days": max(0, (today - due).days) if due else 0,
    }
    yield Item(f"plan-{begun.number}", Evidence.PLAN, begun.day, values)


def _reports(records: tuple[Record, ...]) -> Iterator[Item]:
    for record in records:
        if record.transition.action == "reported" and record.command.by.actor is Actor.OWNER:
            said = record.transition
            values: dict[str, Value] = {"wish": str(said.wish), "reason": said.reason}
            yield Item(f"report-{record.number}", Evidence.REPORT, record.day, values)


def _decisions(records: tuple[Record, ...]) -> Iterator[Item]:
    for record in records:
        if record.transition.action == "decided":
            said, command = record.transition, record.command
            values: dict[str, Value] = {
                "thing": str(said.thing),
                "outcome": str(said.outcome),
                "basis": command.basis,
                "text": command.shown,
            }
            yield Item(f"decision-{record.number}", Evidence.DECISION, said.known_on, values)


def _coordinators(facts: CoordinatorFacts) -> Iterator[Item]:
    for number, each in enumerate(facts.appointments, start=1):
        values: dict[str, Value] = {
            "name": each.name,
            "workplace": each.workplace,
            "kind": str(each.kind),
            "end": each.end.isoformat() if each.end else None,
        }
        yield Item(f"coordinator-{number}", Evidence.COORDINATOR, each.start, values, names_others=True)


def _vacancies(case: Case, rules: CaseRules, today: date) -> Iterator[Item]:
    for since, until in vacancies(case, rules, today):
        days = ((until or today) - since).days
        values: dict[str, Value] = {"end": until.isoformat() if until else None, "days": days}
        yield Item(f"vacancy-{since}", Evidence.VACANCY, since, values)


def vacancies(case: Case, rules: CaseRules, today: date) -> Iterator[tuple[date, date | None]]:
    """From the first day without anybody to the first with somebody again; ``None``: there is nobody yet, as
    the case itself says it. Who was appointed and never began filled no place."""
    every = case.coordinator.appointments
    been = [each for each in every if each.start <= today and (each.end is None or each.start < each.end)]
    for before, after in pairwise(been):
        if before.end is not None and before.end < after.start:
            yield before.end, after.start
    since = without_coordinator_since(case, rules, today)
    if since is not None:
        yield since, None
