"""What a plan must contain (docs/domain.md, FOR-2022-06-22-1110 § 9), and what of it a plan lacks. Pure.

Whether a contact doctor was offered (g) is in no record of a case, so nothing is said of it here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from server.domain.plan import COORDINATING, Kind, Role

from .care_transitions import PlanOffered
from .records import Record
from .rules import CaseRules
from .state import Case
from .vocabulary import CoordinatorStatus

RELATIVES = frozenset({Role.RELATIVE, Role.REPRESENTATIVE})
PARTIES = (frozenset({Role.OWNER}), RELATIVES, frozenset(Role) - RELATIVES - COORDINATING - {Role.OWNER})
"""Owner, relatives and providers: each contributes something, where they take part."""


@dataclass(frozen=True, slots=True)
class PartContent:
    """``text``: whether letters stand in it. ``of``: the role of who is responsible; ``None``: nobody is."""

    kind: Kind
    title: str = ""
    text: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    of: Role | None = None

    def says(self, name: str) -> bool:
        return bool(self.fields.get(name, "").strip())


@dataclass(frozen=True, slots=True)
class PlanContent:
    """``parts``: those in use. ``roles``: of all who take part."""

    parts: Sequence[PartContent]
    roles: frozenset[Role]

    def of(self, kind: Kind) -> list[PartContent]:
        return [part for part in self.parts if part.kind is kind]

    def written(self, kind: Kind) -> bool:
        return any(part.text for part in self.of(kind))


@dataclass(frozen=True, slots=True)
class Contained:
    """A plan and its case on a day. ``records``: of the case."""

    plan: PlanContent
    case: Case
    records: Sequence[Record]
    rules: CaseRules
    today: date


def gaps(contained: Contained) -> tuple[str, ...]:
    """The letters of what is lacking, in their order."""
    return tuple(letter for letter, holds in POINTS.items() if not holds(contained))


def _a(here: Contained) -> bool:
    goals = any(goal.title for goal in here.plan.of(Kind.GOAL))
    return goals and here.plan.written(Kind.RESOURCES) and here.plan.written(Kind.NEEDS)


def _d(here: Contained) -> bool:
    parties = [party for party in PARTIES if party & here.plan.roles]
    given = {part.of for part in here.plan.of(Kind.CONTRIBUTION) if part.text}
    return all(party & given for party in parties)


def _e(here: Contained) -> bool:
    measures = here.plan.of(Kind.MEASURE)
    return bool(measures) and all(each.of is not None and each.says("extent") for each in measures)


def _f(here: Contained) -> bool:
    measures = here.plan.of(Kind.MEASURE)
    return bool(measures) and all(each.text or each.says("how") for each in measures)


def _h(here: Contained) -> bool:
    """The next revision is named with the declaration."""
    return any(part.says("start") for part in here.plan.of(Kind.PERIOD))


def _k(here: Contained) -> bool:
    offered = [each.transition for each in here.records if isinstance(each.transition, PlanOffered)]
    child = here.rules.is_child(here.case.case.subject, here.today)
    return not child or any(each.childs_view.strip() for each in offered[-1:])


POINTS: Mapping[str, Callable[[Contained], bool]] = {
    "a": _a,
    "b": lambda here: bool(here.plan.roles - {Role.OWNER}),
    "c-1": lambda here: bool(here.case.responsibility.service),
    "c-2": lambda here: here.case.coordinator.on(here.today) is not None,
    "d": _d,
    "e": _e,
    "f": _f,
    "g": lambda here: here.case.coordinator.status is not CoordinatorStatus.NONE,
    "h": _h,
    "i": lambda here: here.case.plan.consent is not None,
    "j": lambda here: here.plan.written(Kind.PERIOD),
    "k": _k,
}
READ = frozenset({Kind.RESOURCES, Kind.NEEDS, Kind.CONTRIBUTION, Kind.MEASURE, Kind.PERIOD})
"""Kinds whose documents say it; of a goal its title is enough."""
