"""Of each action, what may be said of a case as it is: one of it is let through if anything is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

from server.domain.cases import care_transitions as care
from server.domain.cases import case_transitions as about
from server.domain.cases.flow import TRACK_OF, TRANSITIONS, ended_before, followed, judged
from server.domain.cases.life.transitions import ReviewDone, ReviewNotDone, ReviewOpened
from server.domain.cases.records import Command, Transition
from server.domain.cases.rules import months_after
from server.domain.cases.state import Case
from server.domain.cases.tracks.parents import opposed
from server.domain.cases.tracks.reviews import MOST_OPEN
from server.domain.cases.vocabulary import Actor, CoordinatorKind, LifeEvent, Outcome, Thing
from server.domain.errors import Forbidden, Invalid, NotNow
from server.domain.plan import PersonId
from tests.unit.domain.cases.situations import RULES, SAMPLES, WHO, appointed, decided, proposed

BASES = ("hol. § 7-1", "guardian", "parents")


OPENS = (LifeEvent.CHANGED, LifeEvent.MAJORITY)


def numbered(field: str, records: Iterable[Any], sample: Any) -> Iterator[Transition]:
    return (replace(sample, **{field: each.number}) for each in records)


def with_child(sample: Any, case: Case, day: date) -> Iterator[Transition]:
    days = (day, case.case.subject.born)
    return (replace(sample, born=born) for born in days if born is not None)


def with_decisions(_: Any, case: Case, day: date) -> Iterator[Transition]:
    known = max(day, case.case.received or day)
    return (replace(decided(*what), known_on=known) for what in product(Thing, Outcome))


def with_starts(_: Any, __: Case, day: date) -> Iterator[Transition]:
    year = RULES.near_months
    starts = months_after(day, -year), day, day + timedelta(days=60), months_after(day, year)
    return (appointed(*what) for what in product(CoordinatorKind, starts))


def with_people(sample: Any, case: Case, day: date) -> Iterator[Transition]:
    people = [each.person for each in case.representation.people]
    return (replace(sample, person=each, until=months_after(day, 6)) for each in (*people, sample.person))


def with_events(sample: Any, _: Case, day: date) -> Iterator[Transition]:
    """As many as there may be open, and one more: none is told twice."""
    said = product(OPENS, range(MOST_OPEN + 1))
    return (replace(sample, event=event, day=day + timedelta(days=number)) for event, number in said)


def reviews_and_day(sample: Any, _: Case, day: date) -> Iterator[Transition]:
    yield replace(sample, next_revision=day + timedelta(days=30))


Says = Callable[[Any, Case, date], Iterable[Transition]]
SAYS: dict[type[Transition], Says] = {
    about.ChildBorn: with_child,
    about.QuestionAnswered: lambda s, case, _: numbered("question", case.case.questions, s),
    about.MeetingSet: lambda s, _, day: [replace(s, meeting=day)],
    about.DelayNotified: lambda s, _, day: [replace(s, expected=day + timedelta(days=30))],
    about.ThingDecided: with_decisions,
    about.LetterPosted: lambda s, case, day: numbered("decision", case.case.letters, replace(s, day=day)),
    care.CoordinatorProposed: lambda *_: [proposed(as_wished=True, departure="Ikke ansatt her.")],
    care.CoordinatorAppointed: with_starts,
    care.CoordinatorEnded: lambda s, *_: [s, replace(s, reason="dead")],
    care.CoordinatorAbsent: lambda s, *_: [replace(s, until=None)],
    care.ValidityProposed: reviews_and_day,
    care.PlanDeclaredValid: reviews_and_day,
    care.PlanSaidValid: reviews_and_day,
    care.PlanRevised: reviews_and_day,
    care.PlanErased: lambda s, *_: [replace(s, permit="tillatelse")],
    about.RepresentativeRegistered: with_people,
    about.RepresentativeEnded: lambda s, case, _: [
        replace(s, person=each.person) for each in case.representation.people
    ],
    care.OppositionSettled: lambda s, case, _: [
        replace(s, parent=each.command.by.person) for each in opposed(case.plan)
    ],
    ReviewOpened: with_events,
    ReviewDone: lambda s, case, _: numbered("review", case.reviews.open, s),
    ReviewNotDone: lambda s, case, _: numbered("review", case.reviews.open, s),
}
"""What guards look at of what is said; of the others the sample will do."""


def sayings(action: str, case: Case, day: date) -> Iterable[Transition]:
    sample = SAMPLES[action]
    says = SAYS.get(type(sample))
    return [sample] if says is None else says(sample, case, day)


def refused(case: Case, command: Command) -> bool:
    """Also where what has to end before it cannot."""
    try:
        for each in ended_before(case, command.transition):
            case = followed(case, judged(case, replace(command, transition=each), RULES))
        judged(case, command, RULES)
    except (Forbidden, Invalid, NotNow):
        return True
    return False


def let_through(case: Case, actor: Actor, day: date) -> Iterator[str]:
    """The actions of which something is."""
    assert case.at is not None
    by = replace(WHO[actor], person=PersonId("somebody"), on_behalf_of="Kari")
    for action, kind in TRANSITIONS.items():
        may = actor in TRACK_OF[kind].terms[kind].by
        said = product(sayings(action, case, day), BASES) if may else ()
        if not all(refused(case, Command(by, case.at, each, basis, "Tekst.")) for each, basis in said):
            yield action
