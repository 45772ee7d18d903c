"""What may follow somebody who moves to another municipality, each in the words it is passed on in. Pure.

Only what the owner is shown themselves: nothing of who reported them, of what the unit assessed or asked, and
nothing of their plan's content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from server.catalogue.catalogue import Catalogue
from server.domain.cases.care_transitions import PlanBegun, PlanEnded
from server.domain.cases.case_transitions import CaseReported, Subject
from server.domain.cases.records import Record
from server.domain.cases.state import Case
from server.domain.cases.vocabulary import Actor, Consent, Means, Thing, Wish
from server.domain.errors import Invalid

CONTACT, ASKED, DECISIONS = "contact", "asked", "decisions"
RESPONSIBILITY, COORDINATOR, PLAN = "responsibility", "coordinator", "plan"
WISHES = {
    frozenset({Thing.PLAN}): Wish.PLAN,
    frozenset({Thing.COORDINATOR}): Wish.COORDINATOR,
    frozenset({Thing.PLAN, Thing.COORDINATOR}): Wish.BOTH,
    frozenset({Thing.CHILD_COORDINATOR}): Wish.CHILD_COORDINATOR,
}
"""Of what was asked; anything else is found out anew."""


@dataclass(frozen=True, slots=True)
class Following:
    """``lines``: what is told, a line each; never none."""

    name: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MovingWords:
    catalogue: Catalogue
    language: str
    day: date

    def said(self, key: str, **values: str) -> str:
        return self.catalogue.text(key, self.language, on=self.day, **values)


def following(case: Case, records: Sequence[Record], words: MovingWords) -> tuple[Following, ...]:
    """What there is to choose from."""
    found = ((name, tuple(LINES[name](case, records, words))) for name in LINES)
    return tuple(Following(name, words.said(f"moving.{name}"), lines) for name, lines in found if lines)


def chosen(found: Sequence[Following], names: Sequence[str]) -> tuple[Following, ...]:
    """In the order in which they are told. Raises ``Invalid`` for one that is not there."""
    if unknown := set(names) - {each.name for each in found}:
        raise Invalid(f"follows: there is no {min(unknown)}")
    return tuple(each for each in found if each.name in names)


def passed_on(
    case: Case, told: Sequence[Following], by: Actor, sender: str, words: MovingWords
) -> CaseReported:
    """The report that the new unit gets: who it is, that they moved here, and what is ``told``.

    A protected address stays one, whatever is chosen. ``sender``: what whoever sends it is called.
    """
    names = {each.name for each in told}
    return CaseReported(
        reporter=by,
        reporter_name=sender,
        subject=_subject(case.case.subject, by, with_contact=CONTACT in names),
        wish=WISHES.get(case.case.asked, Wish.UNKNOWN) if ASKED in names else Wish.UNKNOWN,
        reason="\n\n".join([words.said("moving.reason"), *map(as_text, told)]),
        consent=Consent.GIVEN,
        consent_by=sender,
        means=Means.WEB,
        verified=True,
    )


def as_text(told: Following) -> str:
    return "\n".join([f"{told.title}:", *told.lines])


def _subject(known: Subject, by: Actor, *, with_contact: bool) -> Subject:
    """Who sends it for somebody else is who logs in as them nowhere."""
    own = by is Actor.OWNER
    bare = Subject(
        known.name,
        known.born,
        known.expected,
        protected=known.protected,
        person=known.person if own else None,
        family=known.family and own,
    )
    if not with_contact:
        return bare
    how = known.contact, known.language, known.interpreter
    return replace(bare, contact=how[0], language=how[1], interpreter=how[2])


# -- the lines of each ----------------------------------------------------------------------------


def _contact(case: Case, _: Sequence[Record], words: MovingWords) -> Iterator[str]:
    known = case.case.subject
    yield from [known.contact] if known.contact else []
    yield from [words.said("moving.language", language=known.language)] if known.language else []
    yield from [words.said("moving.interpreter")] if known.interpreter else []


def _asked(case: Case, _: Sequence[Record], words: MovingWords) -> Iterator[str]:
    yield from (words.said(f"letter.what.{thing}") for thing in sorted(case.case.asked))


def _decisions(case: Case, _: Sequence[Record], words: MovingWords) -> Iterator[str]:
    for thing, record in sorted(case.case.decisions.items()):
        said = record.transition
        outcome = words.said(f"statistics.value.decisions.{said.outcome}")
        what, day = words.said(f"letter.what.{thing}"), f"{said.known_on:%d.%m.%Y}"
        yield words.said("moving.decision", what=what, outcome=outcome, day=day, reason=said.reason.strip())


def _responsibility(case: Case, _: Sequence[Record], __: MovingWords) -> Iterator[str]:
    yield from [case.responsibility.service] if case.responsibility.service else []


def _coordinator(case: Case, _: Sequence[Record], words: MovingWords) -> Iterator[str]:
    for each in (each for each in case.coordinator.appointments if each.end != each.start):
        until = f"{each.end:%d.%m.%Y}" if each.end else words.said("moving.today")
        since = f"{each.start:%d.%m.%Y}"
        workplace = each.workplace or "–"
        yield words.said("moving.person", name=each.name, workplace=workplace, since=since, until=until)


def _plan(_: Case, records: Sequence[Record], words: MovingWords) -> Iterator[str]:
    for each in records:
        key = PLAN_DAYS.get(type(each.transition))
        yield from [words.said(key, day=f"{each.day:%d.%m.%Y}")] if key else []


PLAN_DAYS: dict[type, str] = {PlanBegun: "moving.plan-begun", PlanEnded: "moving.plan-ended"}
LINES: dict[str, Callable[[Case, Sequence[Record], MovingWords], Iterator[str]]] = {
    CONTACT: _contact,
    ASKED: _asked,
    DECISIONS: _decisions,
    RESPONSIBILITY: _responsibility,
    COORDINATOR: _coordinator,
    PLAN: _plan,
}
"""In the order in which they are shown and told."""
