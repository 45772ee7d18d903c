"""The plan: offered, consented to, drafted, valid, revised, ended, archived, erased.

Consent to the plan opens nothing: sharing is signed by itself, part by part.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from server.domain.cases import care_transitions as d
from server.domain.cases.records import Record
from server.domain.cases.state import PlanFacts
from server.domain.cases.vocabulary import Actor, CaseStatus, Thing
from server.domain.cases.vocabulary import PlanStatus as S

from .machine import CASE_ALIVE, OWNERS, OWNERS_WORD, UNIT, Guard, Moves, Situation, Terms, Track, of_state
from .parents import ANSWERS, IS_ASKED, IS_OPPOSED, NOT_SAID_YET, noted


def _staying(status: S) -> dict[type, S]:
    """What the other parent says, and what comes of it, stops nothing."""
    return dict.fromkeys(ANSWERS, status)


MOVES: Moves = {
    S.NONE: {d.PlanOffered: S.OFFERED},
    S.OFFERED: {
        d.PlanOffered: S.OFFERED,
        d.PlanConsented: S.CONSENTED,
        d.PlanNotWanted: S.NOT_WANTED,
    },
    S.NOT_WANTED: {d.PlanOffered: S.OFFERED},
    S.CONSENTED: {**_staying(S.CONSENTED), d.PlanBegun: S.DRAFTING, d.PlanEnded: S.ENDED},
    S.DRAFTING: {
        **_staying(S.DRAFTING),
        d.ValidityProposed: S.DRAFTING,
        d.PlanDeclaredValid: S.ACTIVE,
        d.PlanSaidValid: S.ACTIVE,
        d.PlanEnded: S.ENDED,
    },
    S.ACTIVE: {
        **_staying(S.ACTIVE),
        d.RevisionCame: S.REVISION_DUE,
        d.PlanRevised: S.ACTIVE,
        d.PlanEnded: S.ENDED,
    },
    S.REVISION_DUE: {
        **_staying(S.REVISION_DUE),
        d.RevisionCame: S.REVISION_DUE,
        d.PlanRevised: S.ACTIVE,
        d.PlanEnded: S.ENDED,
    },
    S.ENDED: {d.PlanArchived: S.ARCHIVED, d.PlanErased: S.ERASED, d.PlanOffered: S.OFFERED},
    S.ARCHIVED: {d.PlanErased: S.ERASED, d.PlanOffered: S.OFFERED},
    S.ERASED: {d.PlanOffered: S.OFFERED},
}


def _childs_view(situation: Situation) -> bool:
    child = situation.rules.is_child(situation.case.case.subject, situation.command.day)
    return not child or bool(situation.transition.childs_view.strip())


def _may_consent(situation: Situation) -> bool:
    """A plan is its owner's: of a child who is expected there is none yet."""
    if situation.case.case.subject.expected is not None:
        return False
    if situation.actor is Actor.REPRESENTATIVE:
        return situation.command.basis in situation.rules.consent_bases
    return situation.rules.may_consent(situation.case.case.subject, situation.command.day)


def _could_consent(situation: Any) -> bool:
    """Of who acts for the owner it is the basis that says it."""
    subject = situation.case.case.subject
    if subject.expected is not None or situation.actor is Actor.REPRESENTATIVE:
        return subject.expected is None
    return bool(situation.rules.may_consent(subject, situation.command.day))


def _granted(situation: Any) -> bool:
    case = situation.case.case
    return case.status is CaseStatus.OPEN and Thing.PLAN in case.granted


GRANTED = of_state("not-granted", _granted)
"""Also of what was offered before: what was decided in an earlier round does not stand."""
CHILDS_VIEW = Guard("childs-view-missing", _childs_view)
MAY_CONSENT = Guard("may-not-consent", _may_consent, _could_consent)
LATER = Guard("day-has-passed", lambda s: s.transition.next_revision > s.command.day)
NOT_TOO_LATE = Guard(
    "day-too-far", lambda s: s.transition.next_revision <= s.rules.last_revision(s.command.day)
)
GAPS_SHOWN = Guard("gaps-not-shown", lambda s: not s.transition.gaps or bool(s.command.shown.strip()))
APPROVED = Guard("not-approved", lambda s: s.transition.approved or bool(s.transition.could_not.strip()))
KEPT_OR_PERMITTED = Guard(
    "not-archived", lambda s: not s.case.plan.unarchived or bool(s.transition.permit.strip())
)

EVERYBODY = frozenset(Actor)
REPRESENTATIVES = frozenset({Actor.REPRESENTATIVE})
TERMS = {
    d.PlanOffered: Terms(UNIT | {Actor.COORDINATOR}, ("shown",), (GRANTED, CHILDS_VIEW)),
    d.PlanNotWanted: Terms(OWNERS),
    d.PlanConsented: Terms(OWNERS, ("shown",), (CASE_ALIVE, GRANTED, MAY_CONSENT)),
    d.ParentAgreed: Terms(REPRESENTATIVES, (), (IS_ASKED, NOT_SAID_YET)),
    d.ParentOpposed: Terms(REPRESENTATIVES, ("reason",), (IS_ASKED, NOT_SAID_YET)),
    d.OppositionSettled: Terms(UNIT, ("reason",), (IS_OPPOSED,)),
    d.PlanBegun: Terms(OWNERS | UNIT),
    d.ValidityProposed: Terms(frozenset({Actor.COORDINATOR}), (), (LATER, NOT_TOO_LATE)),
    d.PlanDeclaredValid: Terms(OWNERS, (), (LATER, NOT_TOO_LATE, GAPS_SHOWN)),
    d.PlanSaidValid: Terms(
        frozenset({Actor.COORDINATOR}), ("shown", "assisted"), (LATER, NOT_TOO_LATE, OWNERS_WORD)
    ),
    d.RevisionCame: Terms(EVERYBODY, ("why",)),
    d.PlanRevised: Terms(OWNERS | {Actor.COORDINATOR}, (), (LATER, NOT_TOO_LATE, APPROVED)),
    d.PlanEnded: Terms(OWNERS | UNIT, ("reason",)),
    d.PlanArchived: Terms(UNIT, ("receipt",)),
    d.PlanErased: Terms(UNIT, (), (KEPT_OR_PERMITTED,)),
}


def after(facts: PlanFacts, record: Record) -> PlanFacts:
    status = S(record.status)
    if status is not facts.status:
        facts = replace(facts, status=status, since=record.day)
    return _noted(facts, record)


def _noted(facts: PlanFacts, record: Record) -> PlanFacts:
    match record.transition:
        case d.PlanConsented():
            return replace(facts, consent=record, parents={})
        case d.ParentAgreed() | d.ParentOpposed() | d.OppositionSettled():
            return replace(facts, parents=noted(facts, record))
        case d.PlanBegun(plan=plan):
            return replace(facts, plan=plan)
        case d.ValidityProposed():
            return replace(facts, proposed=record)
        case d.PlanDeclaredValid(next_revision=day, gaps=gaps):
            return replace(facts, next_revision=day, gaps=gaps, proposed=None)
        case d.RevisionCame(why=why):
            return replace(facts, why=why)
        case d.PlanRevised(next_revision=day):
            return replace(facts, next_revision=day, why="")
        case d.PlanEnded():
            begun = facts.plan is not None
            unarchived = facts.unarchived or begun
            return replace(facts, consent=None, next_revision=None, proposed=None, unarchived=unarchived)
        case d.PlanArchived() | d.PlanErased():
            return replace(facts, unarchived=False)
        case d.PlanOffered():
            return replace(facts, plan=None, gaps=(), why="")
        case _:
            return facts


PLAN = Track("plan", MOVES, TERMS, after)
