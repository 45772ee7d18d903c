"""What is counted (C1-C18 of the coordinating unit), each as a pure function of a case. The one place.

A *state* holds for a case on a day; an *event* happens on one. Each gives values, and where a length is
asked about, the day from which it is counted (``origin``). Words: ``server/catalogue/statistics.toml``.

Absent, and why: C11 (no meetings yet), of C6 whether a plan was edited, of C18 the languages (they are
written freely) and whether the need was met. C10 and C14 are of plans as they stand (``plans.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from server.domain.cases.case_transitions import (
    CaseClosed,
    CaseDeclined,
    CaseReported,
    MovedAway,
    ThingDecided,
)
from server.domain.cases.records import Record
from server.domain.cases.rules import years_after
from server.domain.cases.state import ALIVE, PLAN_RUNNING, Case
from server.domain.cases.tracks.vacancy import empty_since
from server.domain.cases.vocabulary import (
    Actor,
    CaseStatus,
    CoordinatorKind,
    CoordinatorStatus,
    Ending,
    Outcome,
    PlanStatus,
    ResponsibilityStatus,
    Training,
)

from . import complaints, plans
from .lengths import AWAY, EMPTY, Lengths, Origins, late_answers, long_vacant, longer, soon, up_to

Labels = Iterator[tuple[str, date | None]]
"""Values, each with its origin."""


@dataclass(frozen=True, slots=True)
class At:
    """A case at the end of a day. ``of_age``: in years."""

    case: Case
    day: date
    of_age: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a record makes of a case."""

    before: Case
    after: Case
    record: Record


ONLY = ""
"""The value of a count that has one."""
SERVICE = "service"
VALID = frozenset({PlanStatus.ACTIVE, PlanStatus.REVISION_DUE})
NO_MORE = frozenset({CoordinatorStatus.NOT_WANTED, CoordinatorStatus.ENDED})
TRAINED, UNTRAINED = "trained", "untrained"
LETTERS = tuple("abcdefghijk")
BASES = ("health", "social", "nav", "child-welfare")
ENDINGS = tuple(each.value for each in Ending)
OTHER = Ending.OTHER.value

# -- states: of a case that is not at rest ---------------------------------------------------------


def _waiting(at: At) -> Labels:
    """C2: not decided, and nobody was told that it takes longer; from the day of the report."""
    facts = at.case.case
    if facts.received is not None and facts.undecided and facts.delay is None:
        yield ONLY, facts.received


def _coordinators(at: At) -> Labels:
    """C4: somebody is appointed for that day, whether or not they are away."""
    if (now := at.case.coordinator.on(at.day)) is not None:
        yield now.kind.value, None


def _without_plan(at: At) -> Labels:
    """C5: a coordinator, and no plan that is consented to."""
    if at.case.coordinator.on(at.day) is not None and at.case.plan.status not in PLAN_RUNNING:
        yield ONLY, None


def _active_plans(at: At) -> Labels:
    """C6: the owner has said that the plan holds, and it has not ended."""
    if at.case.plan.status in VALID:
        yield ONLY, None


def _vacant(at: At) -> Labels:
    """C7: a plan without a coordinator, from the day the place was empty; who is away may yet come back."""
    if at.case.plan.status in PLAN_RUNNING and at.case.coordinator.status not in NO_MORE:
        yield from _vacancy(at)


def _vacancy(at: At) -> Labels:
    facts, born = at.case.coordinator, at.case.case.subject.born
    now, empty = facts.on(at.day), empty_since(facts, at.day)
    if now is None:
        yield from [(EMPTY, empty)] if empty is not None else []
    elif now.kind is CoordinatorKind.CHILD and born is not None and at.day >= years_after(born, at.of_age):
        yield EMPTY, years_after(born, at.of_age)
    elif facts.absence is not None and facts.absence.lasts(at.day) and not facts.absence.substitute:
        yield AWAY, facts.absence.since


def _overdue(at: At) -> Labels:
    """C8: the day of the plan's next revision has passed."""
    due = at.case.plan.next_revision
    if at.case.plan.status in VALID and due is not None and due < at.day:
        yield ONLY, due


def _gaps(at: At) -> Labels:
    """C9: what the owner was shown to be lacking when they said that the plan holds."""
    if at.case.plan.status in VALID:
        yield from ((letter, None) for letter in at.case.plan.gaps if letter in LETTERS)


def _disputed(at: At) -> Labels:
    """C12."""
    if at.case.responsibility.status is ResponsibilityStatus.DISPUTED:
        yield ONLY, None


def _of_age_soon(at: At) -> Labels:
    """C13: has a child coordinator; from the day the owner comes of age, which is to come."""
    now, born = at.case.coordinator.on(at.day), at.case.case.subject.born
    if now is not None and now.kind is CoordinatorKind.CHILD and born is not None:
        comes = years_after(born, at.of_age)
        yield from [(ONLY, comes)] if at.day < comes else []


def _coordinating(at: At) -> Labels:
    """C16: who coordinates, and whether they were trained when they began. Never shown: only how many."""
    if (now := at.case.coordinator.on(at.day)) is not None:
        yield f"{TRAINED if now.training is Training.DONE else UNTRAINED}/{now.person}", None


def _interpreter(at: At) -> Labels:
    """C18."""
    if at.case.case.subject.interpreter:
        yield ONLY, None


# -- events: what a record makes of a case ---------------------------------------------------------


def _reports(step: Recorded) -> Labels:
    """C1, by who reported."""
    if isinstance(step.record.transition, CaseReported):
        yield step.record.transition.reporter.value, None


def _answers(step: Recorded) -> Labels:
    """C2: all that was asked is decided; from the day of the report."""
    was, left = step.before.case.undecided, step.after.case.undecided
    if isinstance(step.record.transition, ThingDecided) and was and not left:
        yield ONLY, step.before.case.received


def _decisions(step: Recorded) -> Labels:
    """C3, by what was decided."""
    if isinstance(step.record.transition, ThingDecided):
        yield step.record.transition.outcome.value, None


def _bases(step: Recorded) -> Labels:
    """C3, by the law."""
    if isinstance(step.record.transition, ThingDecided):
        yield _among(BASES, step.record.command.basis), None


def _endings(step: Recorded) -> Labels:
    """C17: a case comes to rest; whoever moved did so also where the case was just closed. What was written
    freely in older records is "other"."""
    if step.before.case.status not in ALIVE:
        return
    match step.record.transition:
        case CaseDeclined():
            yield CaseStatus.DECLINED.value, None
        case MovedAway():
            yield CaseStatus.MOVED.value, None
        case CaseClosed(reason=reason):
            yield _among(ENDINGS, reason), None


def _among(known: tuple[str, ...], word: str) -> str:
    return word if word in known else OTHER


# -- how each is shown -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Count:
    """One count. ``number``: C1 to C18.

    ``values``: each case has one of them, so they add up; ``several``: or any number of them. ``bands``: the
    same, by the origin. ``counted``: which origins count at all. ``within``: the line that it is a part of;
    such a one is shown as a number and not by area and service. ``days``: how long it took, or takes.
    ``raw``: the values that ``counted`` tells apart. ``people``: whom a value names is counted, and no case.
    ``of_complaints``: an event of a complaint (``complaints.py``); ``of_plans``: what stands in plans
    (``plans.py``). Neither has cases behind it. ``by``: of what else than areas its total is the sum.
    """

    key: str
    number: str
    state: Callable[[At], Labels] | None = None
    event: Callable[[Recorded], Labels] | None = None
    values: tuple[str, ...] = ()
    several: bool = False
    bands: tuple[tuple[str, Callable[[date, Lengths], Origins]], ...] = ()
    counted: Callable[[str, date, Lengths], Origins] | None = None
    raw: tuple[str, ...] = (ONLY,)
    within: str = ""
    days: bool = False
    people: bool = False
    of_complaints: bool = False
    of_plans: bool = False
    by: str = SERVICE

    @property
    def of_cases(self) -> bool:
        return not (self.of_complaints or self.of_plans)

    @property
    def lists_cases(self) -> bool:
        """Whether there is a list of cases behind its numbers."""
        return self.of_cases and not self.people


REPORTERS = tuple(
    each.value
    for each in (
        Actor.OWNER,
        Actor.REPRESENTATIVE,
        Actor.RELATIVE,
        Actor.PROFESSIONAL,
        Actor.HOSPITAL_UNIT,
        Actor.CASE_HANDLER,
    )
)
OUTCOMES = tuple(each.value for each in Outcome)
KINDS = (CoordinatorKind.ORDINARY.value, CoordinatorKind.CHILD.value)
ENDED = (CaseStatus.DECLINED.value, *ENDINGS)

COUNTS = (
    Count("reports", "C1", event=_reports, values=REPORTERS),
    Count("answers", "C2", event=_answers, days=True),
    Count("late-answers", "C2", state=_waiting, counted=late_answers),
    Count("decisions", "C3", event=_decisions, values=OUTCOMES),
    Count("decisions-by-law", "C3", event=_bases, values=(*BASES, OTHER)),
    Count("coordinators", "C4", state=_coordinators, values=KINDS),
    Count("without-plan", "C5", state=_without_plan, within="coordinators"),
    Count("active-plans", "C6", state=_active_plans),
    Count("vacant", "C7", state=_vacant, counted=long_vacant, raw=(EMPTY, AWAY), days=True),
    Count(
        "overdue", "C8", state=_overdue, bands=(("up-to", up_to), ("longer", longer)), within="active-plans"
    ),
    Count("gaps", "C9", state=_gaps, values=LETTERS, several=True, within="active-plans"),
    Count(plans.LATE, "C10", of_plans=True, by=plans.ORGANISATION),
    Count("disputed", "C12", state=_disputed),
    Count("of-age-soon", "C13", state=_of_age_soon, counted=soon, within=f"coordinators/value/{KINDS[1]}"),
    Count(plans.ENDING, "C14", values=plans.WHAT_ENDS, of_plans=True, by=""),
    Count(complaints.COMPLAINTS, "C15", of_complaints=True, by=""),
    Count(complaints.ANSWERS, "C15", values=complaints.ANSWERED, of_complaints=True, by=""),
    Count(complaints.OUTCOMES, "C15", values=complaints.VERDICTS, of_complaints=True, by=""),
    Count("coordinating", "C16", state=_coordinating, values=(TRAINED, UNTRAINED), people=True),
    Count("ended", "C17", event=_endings, values=ENDED),
    Count("interpreter", "C18", state=_interpreter),
)
"""In the order in which they are shown."""
BY_KEY = {count.key: count for count in COUNTS}


Wanted = tuple[str, tuple[str, ...], tuple[date, date] | None]
"""A count, its values (all where there are none), and the first and last origin."""


def behind(count: Count, value: str | None, day: date, lengths: Lengths) -> tuple[Wanted, ...]:
    """What the number of ``value`` (``None``: the total) is of."""
    if value is not None and count.bands:
        return ((count.key, (), dict(count.bands)[value](day, lengths)),)
    if count.counted is not None:
        return tuple((count.key, (raw,), count.counted(raw, day, lengths)) for raw in count.raw)
    return ((count.key, () if value is None else (value,), None),)
