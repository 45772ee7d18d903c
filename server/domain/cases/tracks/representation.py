"""Who acts for the owner in a case: on what basis, proved how, and until when (rule 13).

A representation holds through its last day. It says nothing of the owner's own competence: what they say
themselves counts beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from server.domain.cases import case_transitions as d
from server.domain.cases.records import Record, Transition
from server.domain.cases.rules import CaseRules, days_after, years_after
from server.domain.cases.state import Case, Representation, RepresentationFacts
from server.domain.cases.vocabulary import Actor
from server.domain.cases.vocabulary import RepresentationStatus as S

from .machine import CASE_ALIVE, UNIT, Guard, Moves, Situation, Terms, Track

MOST = 6
"""Who act for one owner at once."""
PARENTS = "parents"


def _others(situation: Situation) -> list[Representation]:
    people = situation.case.representation.people
    return [each for each in people if each.person != situation.transition.person]


def _left(situation: Situation) -> S:
    return S.REPRESENTED if _others(situation) else S.NONE


MOVES: Moves = {
    S.NONE: {d.RepresentativeRegistered: S.REPRESENTED},
    S.REPRESENTED: {d.RepresentativeRegistered: S.REPRESENTED, d.RepresentativeEnded: _left},
}


def _as_parents_may(situation: Situation) -> bool:
    """Parents consent until their child does (rule 12)."""
    born, said = situation.case.case.subject.born, situation.transition
    if said.basis != PARENTS or born is None:
        return True
    return bool(said.until <= parents_until(born, situation.rules))


def parents_until(born: date, rules: CaseRules) -> date:
    """The last day on which parents act for whoever was born then."""
    return days_after(years_after(born, rules.consent_age), -1)


def at_birth(
    case: Case, child: d.ChildBorn, name: str, proof: str, rules: CaseRules, today: date
) -> Iterator[Transition]:
    """By which its parents act for a child, before it is born: also whose case it was, called ``name``."""
    parent = child.parent
    if parent is not None:
        last = parents_until(child.born, rules)
        yield d.RepresentativeRegistered(parent, name, PARENTS, last, proof)
    for each in no_longer_than(case, child.born, proof, rules, today):
        if each.person != parent:
            yield each


def no_longer_than(
    case: Case, born: date, why: str, rules: CaseRules, today: date
) -> Iterator[d.RepresentativeRegistered | d.RepresentativeEnded]:
    """How parents act no longer than they may for whoever turns out to be born then."""
    last = parents_until(born, rules)
    for each in case.representation.on(today):
        if each.basis == PARENTS and each.until > last:
            if last < today:
                yield d.RepresentativeEnded(each.person, why)
            else:
                yield d.RepresentativeRegistered(each.person, each.name, PARENTS, last, why)


def _is_another(situation: Situation) -> bool:
    """Of a family it is somebody who acts for the child that they expect, as its birth says."""
    subject, of_birth = situation.case.case.subject, situation.actor is Actor.CLOCK
    return situation.transition.person != subject.person or (subject.family and of_birth)


def _by_another(situation: Situation) -> bool:
    """A unit that let itself act for somebody would have their case and their consent in one hand."""
    return bool(situation.transition.person != situation.command.by.person)


BY_ANOTHER = Guard("registers-themselves", _by_another)
COVERS = Guard(
    "mandate-does-not-cover",
    lambda s: s.transition.basis in s.rules.consent_bases,
    lambda s: bool(s.rules.consent_bases),
)
HOLDS = Guard("day-has-passed", lambda s: s.transition.until >= s.command.day)
BOUNDED = Guard("day-too-far", lambda s: s.transition.until <= years_after(s.command.day, s.rules.of_age))
UNTIL_OWN_CONSENT = Guard("parents-until-consent-age", _as_parents_may)
ANOTHER = Guard("represents-themselves", _is_another)
FEW = Guard("too-many-represent", lambda s: len(_others(s)) < MOST)
REPRESENTS = Guard(
    "represents-nobody",
    lambda s: len(_others(s)) < len(s.case.representation.people),
    lambda s: bool(s.case.representation.people),
)
TERMS = {
    d.RepresentativeRegistered: Terms(
        UNIT | {Actor.CLOCK},
        ("name", "basis", "until", "proof"),
        (CASE_ALIVE, BY_ANOTHER, ANOTHER, COVERS, HOLDS, BOUNDED, UNTIL_OWN_CONSENT, FEW),
    ),
    d.RepresentativeEnded: Terms(UNIT | {Actor.OWNER, Actor.CLOCK}, ("reason",), (REPRESENTS,)),
}


def after(facts: RepresentationFacts, record: Record) -> RepresentationFacts:
    said = record.transition
    others = tuple(each for each in facts.people if each.person != said.person)
    if isinstance(said, d.RepresentativeRegistered):
        others += (Representation(said.person, said.name, said.basis, record.day, said.until),)
    status = S(record.status)
    changed = replace(facts, people=others, ever=facts.ever | {said.person})
    return changed if status is facts.status else replace(changed, status=status, since=record.day)


REPRESENTATION = Track("representation", MOVES, TERMS, after)
