"""The course of the case itself: reported, clarified, decided, open, and how it comes to rest."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from server.domain.cases import case_transitions as d
from server.domain.cases.records import Record
from server.domain.cases.state import GRANTING, IN_PLACE, PLAN_RUNNING, CaseFacts
from server.domain.cases.vocabulary import Actor, Consent, Ending, Means, Thing
from server.domain.cases.vocabulary import CaseStatus as S

from .deciding import CONSENT, CRITERION, LETTER_MAY_BE_POSTED, THING_MAY_BE_DECIDED
from .machine import OWNERS, OWNERS_WORD, UNIT, Guard, Moves, Situation, Terms, Track, of_state


def _after_decision(situation: Situation) -> S:
    case, transition = situation.case.case, situation.transition
    if transition.outcome in GRANTING or case.granted - {transition.thing}:
        return S.OPEN
    return S.CLARIFYING if case.undecided - {transition.thing} else S.DECIDED


def _staying(status: S, *transitions: type) -> dict[type, S]:
    return dict.fromkeys(transitions, status)


ENDS: dict[type, S] = {d.CaseClosed: S.CLOSED, d.OwnerDied: S.CLOSED}
RESTS: dict[type, S] = {d.CaseDeclined: S.DECLINED, d.MovedAway: S.MOVED, **ENDS}
COMES = (d.CaseReported, d.ReportTakenIn)
KNOWN = (d.SubjectCorrected, d.ChildBorn, d.ConsentChecked, d.DelayNotified)
WORK = (d.CaseAssigned, d.QuestionAsked, d.QuestionAnswered, d.MeetingSet, d.CriterionAssessed)
MOVES: Moves = {
    S.NONE: {d.CaseReported: S.REPORTED},
    S.REPORTED: {
        **_staying(S.REPORTED, *COMES, *KNOWN),
        **_staying(S.CLARIFYING, d.CaseTaken, d.CaseAssigned),
        **RESTS,
    },
    S.CLARIFYING: {
        **_staying(S.CLARIFYING, *COMES, *KNOWN, *WORK, d.LetterPosted),
        d.ThingDecided: _after_decision,
        d.CaseMerged: S.MERGED,
        **RESTS,
    },
    S.DECIDED: {
        **_staying(S.REPORTED, *COMES),
        **_staying(S.DECIDED, d.SubjectCorrected, d.ChildBorn, d.CaseAssigned, d.LetterPosted),
        d.ThingDecided: _after_decision,
        **RESTS,
    },
    S.OPEN: {
        **_staying(S.OPEN, *COMES, *KNOWN, *WORK, d.OwnerEntered, d.LetterPosted),
        d.ThingDecided: _after_decision,
        **RESTS,
    },
    S.DECLINED: {**_staying(S.REPORTED, *COMES), **ENDS},
    S.MOVED: {
        **_staying(S.REPORTED, *COMES),
        **_staying(S.MOVED, d.PassedOn),
        **ENDS,
    },
    S.CLOSED: _staying(S.REPORTED, *COMES),
    S.MERGED: {},
}

REPORTERS = OWNERS | UNIT | {Actor.RELATIVE, Actor.PROFESSIONAL, Actor.HOSPITAL_UNIT}


def _answers(situation: Situation) -> bool:
    asked = [each for each in situation.case.case.questions if each.number == situation.transition.question]
    return bool(asked) and _answers_to(situation, asked[0])


def _answers_to(situation: Any, asked: Record) -> bool:
    of = asked.transition.of
    same = situation.actor is of or (of in OWNERS and situation.actor in OWNERS)
    return same or situation.actor is Actor.CASE_HANDLER


def _nothing_runs(situation: Situation) -> bool:
    case = situation.case
    return case.coordinator.status not in IN_PLACE and case.plan.status not in PLAN_RUNNING


def _born_near(situation: Situation) -> bool:
    """A birth that is said once more may be years ago."""
    born = situation.transition.born
    known = born == situation.case.case.subject.born
    return known or situation.rules.is_near(born, situation.command.day)


def _parent_acts(situation: Situation) -> bool:
    """Whose case it was does not lose sight of it."""
    parent = situation.transition.parent
    acting = situation.case.representation.on(situation.command.day)
    return parent is None or parent in {each.person for each in acting}


UNKNOWN = of_state("owner-known", lambda s: s.case.case.subject.person is None)
OR_ASKS_THE_OWNER = Guard(CONSENT.token, lambda s: s.transition.of in OWNERS or CONSENT.holds(s))
ANSWERS = Guard(
    "no-such-question", _answers, lambda s: any(_answers_to(s, each) for each in s.case.case.questions)
)
NOTHING_RUNS = of_state("still-running", _nothing_runs)
RUNS_NO_MORE = Guard(NOTHING_RUNS.token, _nothing_runs)
"""What runs ends with it, each by a record before it (``flow.ended_before``)."""
ARCHIVED = Guard(
    "not-archived", lambda s: not s.case.plan.unarchived or bool(s.transition.archive_receipt.strip())
)
KNOWN_ENDING = Guard("no-such-ending", lambda s: s.transition.reason in {*Ending})
SAID_WHY = Guard(
    "ending-unexplained", lambda s: s.transition.reason != Ending.OTHER or s.transition.words.strip()
)
DEAD = Guard(KNOWN_ENDING.token, lambda s: s.transition.reason == Ending.DEAD)
DIED = Guard("day-to-come", lambda s: (day := s.transition.died) is None or day <= s.command.day)
DIED_NEAR = Guard(
    "day-too-far", lambda s: (day := s.transition.died) is None or s.rules.is_near(day, s.command.day)
)
CHECKED = Guard("no-answer", lambda s: s.transition.consent is not Consent.MISSING)
ELSEWHERE = Guard("same-case", lambda s: s.transition.into != s.case.id)
EXPECTED = of_state("nobody-expected", lambda s: s.case.birth_from is not None)
BORN = Guard("day-to-come", lambda s: s.transition.born <= s.command.day)
BORN_NEAR = Guard("day-too-far", _born_near)
PARENT_ACTS = Guard("represents-nobody", _parent_acts)
LATER = Guard("day-has-passed", lambda s: s.transition.expected > s.command.day)
EXPECTED_NEAR = Guard("day-too-far", lambda s: s.rules.is_near(s.transition.expected, s.command.day))
MEETS_NEAR = Guard("day-too-far", lambda s: s.rules.is_near(s.transition.meeting, s.command.day))
TERMS = {
    d.CaseReported: Terms(REPORTERS, ("reason",)),
    d.ReportTakenIn: Terms(UNIT),
    d.CaseMerged: Terms(UNIT, (), (ELSEWHERE,)),
    d.CaseTaken: Terms(UNIT),
    d.CaseAssigned: Terms(UNIT),
    d.SubjectCorrected: Terms(UNIT),
    d.OwnerEntered: Terms(OWNERS, (), (UNKNOWN,)),
    d.ChildBorn: Terms(OWNERS | UNIT, ("name",), (EXPECTED, BORN, BORN_NEAR, PARENT_ACTS)),
    d.ConsentChecked: Terms(OWNERS | UNIT, ("by",), (CHECKED,)),
    d.QuestionAsked: Terms(UNIT, ("question",), (OR_ASKS_THE_OWNER,)),
    d.QuestionAnswered: Terms(REPORTERS, ("answer",), (ANSWERS,)),
    d.MeetingSet: Terms(UNIT, (), (CONSENT, MEETS_NEAR)),
    d.CriterionAssessed: Terms(UNIT, ("reason",), (CONSENT, CRITERION)),
    d.DelayNotified: Terms(UNIT, ("reason",), (LATER, EXPECTED_NEAR)),
    d.ThingDecided: Terms(
        UNIT,
        ("reason", "basis", "shown"),
        THING_MAY_BE_DECIDED,
    ),
    d.LetterPosted: Terms(UNIT, (), LETTER_MAY_BE_POSTED),
    d.CaseDeclined: Terms(OWNERS | UNIT, ("contact_point",), (OWNERS_WORD, NOTHING_RUNS)),
    d.MovedAway: Terms(UNIT, ("municipality",), (OWNERS_WORD, RUNS_NO_MORE)),
    d.PassedOn: Terms(OWNERS, ("municipality",)),
    d.OwnerDied: Terms(UNIT, ("said_by", "shown"), (DEAD, DIED, DIED_NEAR, RUNS_NO_MORE)),
    d.CaseClosed: Terms(
        OWNERS | UNIT | {Actor.CLOCK}, ("reason",), (KNOWN_ENDING, SAID_WHY, NOTHING_RUNS, ARCHIVED)
    ),
}


def after(facts: CaseFacts, record: Record) -> CaseFacts:
    status = S(record.status)
    if isinstance(record.transition, COMES):
        facts = _begun(facts, record)
    if status is not facts.status:
        facts = replace(facts, status=status, since=record.day)
    return _noted(facts, record)


def _begun(facts: CaseFacts, record: Record) -> CaseFacts:
    """A report to a case at rest begins a new round: what was asked and decided before is past.

    One to a case in which all is decided starts the clock for what it asks.
    """
    if record.status == S.REPORTED and facts.status is not S.REPORTED:
        facts = CaseFacts(status=facts.status, subject=facts.subject, handler=facts.handler)
    if facts.undecided:
        return facts
    return replace(facts, received=record.day, asked_from=record.number, delay=None)


COPIED: dict[type, tuple[str, ...]] = {
    d.CaseAssigned: ("handler",),
    d.SubjectCorrected: ("subject",),
    d.MeetingSet: ("meeting",),
    d.CaseDeclined: ("contact_point", "review"),
    d.CaseMerged: ("into",),
}
"""What a transition says that becomes a fact of the same name."""


def _noted(facts: CaseFacts, record: Record) -> CaseFacts:
    match record.transition:
        case d.OwnerEntered(person=person):
            return replace(facts, subject=replace(facts.subject, person=person))
        case d.CaseReported():
            return _reported(facts, record)
        case d.ReportTakenIn() as taken:
            subject = replace(facts.subject, protected=facts.subject.protected or taken.protected)
            return _asked(replace(facts, subject=subject), taken.wish.things | {*taken.asked})
        case d.CaseTaken():
            return replace(facts, handler=record.command.by.person)
        case d.ChildBorn() as child:
            return replace(facts, subject=_born(facts.subject, child))
        case d.ConsentChecked(consent=consent):
            return replace(facts, consent=consent, consent_checked=True)
        case d.QuestionAsked():
            return replace(facts, questions=(*facts.questions, record))
        case d.QuestionAnswered(question=number):
            left = tuple(each for each in facts.questions if each.number != number)
            return replace(facts, questions=left)
        case d.CriterionAssessed(criterion=criterion):
            return replace(facts, assessment={**facts.assessment, criterion: record})
        case d.DelayNotified() as delay:
            return replace(facts, delay=delay)
        case d.ThingDecided() | d.LetterPosted():
            return _told(facts, record)
        case transition:
            return replace(
                facts, **{name: getattr(transition, name) for name in COPIED.get(type(transition), ())}
            )


def _told(facts: CaseFacts, record: Record) -> CaseFacts:
    said = record.transition
    if isinstance(said, d.LetterPosted):
        return replace(facts, letters=tuple(each for each in facts.letters if each.number != said.decision))
    letters = (*facts.letters, record) if said.means is Means.LETTER else facts.letters
    decisions = {**facts.decisions, said.thing: record}
    return replace(facts, decisions=decisions, letters=letters, again=facts.again - {said.thing})


def _reported(facts: CaseFacts, record: Record) -> CaseFacts:
    """The owner's own report, made after logging in, is their consent to it. Others' words are checked."""
    transition = record.transition
    own = record.command.by.actor is Actor.OWNER and transition.verified
    return replace(
        _asked(facts, transition.wish.things),
        subject=_subject(facts.subject, transition.subject, own=own),
        reports=(*facts.reports, record),
        consent=Consent.GIVEN if own else (facts.consent if facts.consent_checked else transition.consent),
        consent_checked=facts.consent_checked or own,
    )


def _born(family: d.Subject, child: d.ChildBorn) -> d.Subject:
    """Nobody logs in as the child yet."""
    known = replace(family, name=child.name, born=child.born, expected=None)
    return known if child.parent is None else replace(known, person=None, family=False)


def _asked(facts: CaseFacts, things: frozenset[Thing]) -> CaseFacts:
    """What was decided and not granted is to be decided anew."""
    again = things & facts.decisions.keys() - facts.granted
    return replace(facts, asked=facts.asked | things, again=facts.again | again)


def _subject(known: d.Subject, said: d.Subject, *, own: bool) -> d.Subject:
    """Who it is about is as the first report said. How the owner is reached is as they said last; an address
    that anybody has called protected is, until the unit corrects it."""
    if not known.name:
        return said
    if own:
        contact, language = said.contact or known.contact, said.language or known.language
        interpreter = said.interpreter or known.interpreter
        known = replace(known, contact=contact, language=language, interpreter=interpreter)
    return replace(known, protected=known.protected or said.protected)


CASE = Track("case", MOVES, TERMS, after)
