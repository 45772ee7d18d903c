"""A case from its records, and the record that a command makes of it. Pure.

Each transition belongs to one track, so a command moves one of them and leaves the others as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date
from functools import reduce

from .care_transitions import CoordinatorAppointed, CoordinatorEnded, PlanBegun, PlanEnded
from .case_transitions import CaseAssigned, CaseTaken, MovedAway, OwnerDied, RepresentativeEnded, ThingDecided
from .records import Command, Record, Transition
from .rules import CaseRules
from .state import PLAN_RUNNING, Case
from .tracks.case import CASE
from .tracks.coordinator import COORDINATOR
from .tracks.machine import CaseStanding, Situation, Track, Unsaid, open_in
from .tracks.plan import PLAN
from .tracks.representation import REPRESENTATION
from .tracks.responsibility import RESPONSIBILITY
from .tracks.reviews import REVIEWS
from .vocabulary import Actor, CaseId, Ending

TRACKS = (CASE, RESPONSIBILITY, COORDINATOR, PLAN, REPRESENTATION, REVIEWS)
TRACK_OF: dict[type[Transition], Track] = {
    transition: track for track in TRACKS for transition in track.terms
}
MAY_BE_EMPTY = ("str", "bool", "date | None")
"""Of fields without a default, those whose terms say whether they must say something."""
ENDS: dict[type[Transition], Ending] = {MovedAway: Ending.MOVED, OwnerDied: Ending.DEAD}
"""Why what runs ends with it."""
TRANSITIONS: dict[str, type[Transition]] = {transition.action: transition for transition in TRACK_OF}
"""By the tokens under which they are stored."""


def folded(case: CaseId, records: Iterable[Record]) -> Case:
    return reduce(followed, records, Case(case))


def followed(case: Case, record: Record) -> Case:
    """The case after ``record``, which is its next. Raises ``ValueError`` for any other."""
    if record.number != case.number + 1:
        raise ValueError(f"record {record.number} after {case.number}")
    track = TRACK_OF[type(record.transition)]
    facts = track.after(getattr(case, track.facts), record)
    return replace(
        case, number=record.number, at=record.command.not_before(case.at).at, **{track.facts: facts}
    )


def judged(case: Case, command: Command, rules: CaseRules) -> Record:
    """The record that ``command`` adds.

    Raises ``Forbidden`` for who may not do it in their capacity, ``NotNow`` (its ``detail`` says which guard)
    where the case is not there, and ``Invalid`` where something is not said.
    """
    given = command.not_before(case.at)
    status = TRACK_OF[type(given.transition)].judged(Situation(case, given, rules))
    return Record(case.number + 1, given, status)


def ended_before(case: Case, transition: Transition) -> Iterator[Transition]:
    """What ends with it, each by a record before it: who moves has neither plan nor coordinator here, and for
    somebody who is dead nobody acts any more."""
    why = ENDS.get(type(transition))
    if why is None:
        return
    if case.plan.status in PLAN_RUNNING:
        yield PlanEnded(why)
    if CoordinatorEnded in COORDINATOR.moves[case.coordinator.status]:
        yield CoordinatorEnded(why)
    if why is Ending.DEAD:
        for each in case.representation.people:
            yield RepresentativeEnded(each.person, why)


def required(transition: type[Transition]) -> tuple[str, ...]:
    """The fields of ``transition`` that must say something, in their order."""
    says = TRACK_OF[transition].terms[transition].says
    return tuple(
        each.name
        for each in fields(transition)
        if each.name in says or (each.default is MISSING and str(each.type) not in MAY_BE_EMPTY)
    )


def open_to(case: Case, actor: Actor, rules: CaseRules, day: date) -> frozenset[str]:
    """The actions that ``actor`` may try now: those that would be refused whatever they say are not among
    them. Guards that look at what is said are asked when they do."""
    standing = CaseStanding(case, actor, rules, Unsaid(day))
    return frozenset(
        each.action
        for track in TRACKS
        for each in open_in(track.moves, track.terms, track.status(case), standing)
        if all(_could_end(standing, each))
    )


@dataclass(frozen=True, slots=True)
class _EndsWith:
    """A standing in which it is known what ends with what is tried."""

    case: Case
    actor: Actor
    rules: CaseRules
    command: Unsaid
    transition: Transition


def _could_end(standing: CaseStanding, transition: type[Transition]) -> Iterator[bool]:
    """Of each that ends with it. They are of tracks of their own, and ask nothing of each other."""
    if transition in ENDS:
        example = OwnerDied() if transition is OwnerDied else MovedAway("", hand_over=False)
        for each in ended_before(standing.case, example):
            ends = _EndsWith(standing.case, standing.actor, standing.rules, standing.command, each)
            yield all(guard.holds(ends) for guard in TRACK_OF[type(each)].terms[type(each)].guards)


@dataclass(frozen=True, slots=True)
class Stages:
    """The days on which a case came so far, since it was last reported; ``None``: not yet."""

    reported: date | None
    clarifying: date | None
    decided: date | None
    coordinator: date | None
    plan: date | None


def stages(case: Case, records: Iterable[Record]) -> Stages:
    facts = case.case
    since, days = facts.received or date.max, [(type(each.transition), each.day) for each in records]

    def of(transition: type) -> date | None:
        return max((day for which, day in days if which is transition and day >= since), default=None)

    def first(transition: type) -> date | None:
        return min((day for which, day in days if which is transition and day >= since), default=None)

    in_place = case.coordinator.appointed is not None
    return Stages(
        reported=facts.received,
        clarifying=of(CaseTaken) or of(CaseAssigned),
        decided=None if facts.undecided else of(ThingDecided),
        coordinator=first(CoordinatorAppointed) if in_place else None,
        plan=of(PlanBegun) if case.plan.plan is not None else None,
    )
