"""What must hold where the coordinator's place is filled, kept and left."""

from __future__ import annotations

from typing import Any

from server.domain.cases.rules import days_after, months_after
from server.domain.cases.vocabulary import Actor, CaseStatus, CoordinatorKind, CoordinatorWish, Ending, Thing

from .machine import CASE_ALIVE, OWNERS, OWNERS_WORD, UNIT, Guard, Situation, of_state


def _wished_for(situation: Situation) -> bool:
    wish, transition = situation.case.coordinator.wish, situation.transition
    named = wish is not None and wish.transition.wish is CoordinatorWish.SOMEBODY
    return not named or transition.as_wished or bool(transition.departure.strip())


def _granted(situation: Situation) -> bool:
    case, child = situation.case.case, situation.transition.kind is CoordinatorKind.CHILD
    granted = Thing.CHILD_COORDINATOR in case.granted if child else _ordinary_granted(situation)
    return case.status is CaseStatus.OPEN and granted


def _ordinary_granted(situation: Any) -> bool:
    """Also instead of the child's: what was granted then still stands."""
    granted = situation.case.case.granted
    takes_over = Thing.CHILD_COORDINATOR in granted and bool(situation.case.coordinator.appointments)
    return Thing.COORDINATOR in granted or takes_over


def _something_granted(situation: Any) -> bool:
    """Of some kind: of the child's as early as anybody may be said to begin."""
    case, day = situation.case.case, months_after(situation.command.day, -situation.rules.near_months)
    child = Thing.CHILD_COORDINATOR in case.granted and situation.rules.is_child(case.subject, day)
    return case.status is CaseStatus.OPEN and (child or _ordinary_granted(situation))


def _alone(situation: Situation) -> bool:
    """Nobody before them coordinates on a day from their first."""
    facts, start = situation.case.coordinator, situation.transition.start
    outgoing = facts.appointed
    others = [each for each in facts.appointments if each is not outgoing]
    begins_after = outgoing is None or outgoing.start <= start
    return begins_after and all(each.end is not None and each.end <= start for each in others)


def _of_a_child(situation: Situation) -> bool:
    transition, subject = situation.transition, situation.case.case.subject
    return transition.kind is CoordinatorKind.ORDINARY or situation.rules.is_child(subject, transition.start)


def _child_came_of_age(situation: Situation) -> bool:
    """Also once the place is empty: it is so until there is another, or none is wanted."""
    subject, day = situation.case.case.subject, situation.command.day
    last = situation.case.coordinator.appointments[-1:]
    child = any(each.kind is CoordinatorKind.CHILD for each in last)
    return child and subject.born is not None and not situation.rules.is_child(subject, day)


def _in_office(situation: Situation) -> bool:
    """Once the next one is appointed, whoever is there until then settles nothing for them."""
    appointed = situation.case.coordinator.appointed
    begun = appointed is None or appointed.start <= situation.command.day
    return begun or situation.actor is not Actor.COORDINATOR


def _fits_both(situation: Situation) -> bool:
    transition = situation.transition
    first = days_after(situation.command.day, transition.together_days)
    return transition.last_day is None or days_after(transition.last_day, 1) >= first


def _after_both(situation: Situation) -> bool:
    handover = situation.case.coordinator.handover
    first = situation.command.day if handover is None else days_after(handover.since, handover.together_days)
    return handover is None or not handover.together_days or situation.transition.start >= first


def _stands_in_for_themselves(situation: Situation) -> bool:
    who, now = situation.transition.substitute_person, situation.case.coordinator.appointed
    return who is not None and now is not None and who == now.person


def _may_sign(situation: Any) -> bool:
    """As of the plan; of an expected child it is its family. The unit writes down what stands on paper."""
    subject, day = situation.case.case.subject, situation.command.day
    if situation.actor is Actor.REPRESENTATIVE:
        return situation.command.basis in situation.rules.consent_bases
    family = subject.family or situation.actor in UNIT
    return family or bool(situation.rules.may_consent(subject, day))


def _could_sign(situation: Any) -> bool:
    return situation.actor is Actor.REPRESENTATIVE or _may_sign(situation)


def _from_there(situation: Situation) -> bool:
    return _may_come_from(situation.transition.service, situation)


def _may_come_from(service: str, situation: Any) -> bool:
    """What was not said when they were proposed is not asked for later."""
    allowed = situation.rules.appointable
    return allowed is None or not service or service in allowed


def _candidate_from_there(situation: Any) -> bool:
    """What the municipality has decided meanwhile counts too."""
    who = situation.case.coordinator.candidate
    return who is None or _may_come_from(who.service, situation)


WISHED = of_state("wish-missing", lambda s: s.case.coordinator.wish is not None)
NAMED = Guard(
    "whom-do-you-wish", lambda s: s.transition.wish is not CoordinatorWish.SOMEBODY or s.transition.somebody
)
AS_WISHED = Guard("departure-unexplained", _wished_for)
TAKEN = CaseStatus.CLARIFYING, CaseStatus.OPEN
ASSESSING = of_state("case-not-taken", lambda s: s.case.case.status in TAKEN)
PROPOSED = of_state("nobody-proposed", lambda s: s.case.coordinator.candidate is not None)
RELEASED = of_state(
    "not-released", lambda s: (who := s.case.coordinator.candidate) is not None and bool(who.released_by)
)
GRANTED = Guard("not-granted", _granted, _something_granted)
ALONE = Guard("another-coordinates", _alone)
OF_A_CHILD = Guard("not-a-child", _of_a_child)
OF_AGE = of_state("not-of-age", _child_came_of_age)
AGE_SETTLED = Guard(
    "of-age-needs-a-choice",
    lambda s: s.transition.reason == Ending.DEAD or not _child_came_of_age(s),
)
"""But for somebody who is dead."""
COMES_BACK = Guard(
    "day-has-passed", lambda s: s.transition.until is None or s.transition.until >= s.command.day
)
BACK_SOON = Guard(
    "day-too-far", lambda s: s.transition.until is None or s.rules.is_near(s.transition.until, s.command.day)
)
IN_OFFICE = of_state("handed-over", _in_office)
CLEARED = Guard(
    "not-cleared", lambda s: s.actor is not Actor.COORDINATOR or bool(s.transition.cleared.strip())
)
"""Whoever hands over clears it with the owner first; the unit may have to begin without."""
LAST_DAY = Guard("day-has-passed", lambda s: (day := s.transition.last_day) is None or day >= s.command.day)
LEAVES_NEAR = Guard(
    "day-too-far", lambda s: (day := s.transition.last_day) is None or s.rules.is_near(day, s.command.day)
)
TOGETHER_NEAR = Guard("too-long-together", lambda s: 0 <= s.transition.together_days <= s.rules.together_days)
FITS_BOTH = Guard("too-soon-for-both", _fits_both)
TOGETHER = Guard("too-soon-for-both", _after_both)
STANDS_IN = Guard("unit-appoints-substitute", lambda s: not s.transition.substitute_person or s.actor in UNIT)
SUBSTITUTE_NAMED = Guard(
    "substitute-unnamed", lambda s: not s.transition.substitute_person or s.transition.substitute.strip()
)
ANOTHER = Guard("substitute-is-coordinator", lambda s: not _stands_in_for_themselves(s))
"""Who stands in takes part in the plan (rule 4): whoever is away says at most whom they would like."""
BEGINS_NEAR = Guard("day-too-far", lambda s: s.rules.is_near(s.transition.start, s.command.day))
ASKED_TO_SIGN = of_state(
    "not-asked", lambda s: s.rules.asks_coordination and s.case.coordinator.coordination is None
)
SAID_HOW = Guard("said-by-missing", lambda s: s.actor in OWNERS or bool(s.transition.said_by.strip()))
"""The unit has it on paper, and says whose it is and from which day."""
MAY_SIGN = Guard("may-not-consent", _may_sign, _could_sign)
SIGNED = of_state(
    "coordination-not-signed",
    lambda s: not s.rules.asks_coordination or s.case.coordinator.coordination is not None,
)
SERVICE_SAID = Guard("service-unsaid", lambda s: not s.rules.says_service or bool(s.transition.service))
FROM_THERE = Guard("service-not-appointable", _from_there)
COMES_FROM_THERE = of_state(FROM_THERE.token, _candidate_from_there)

MAY_BE_CONSENTED_TO = (CASE_ALIVE, OWNERS_WORD, ASKED_TO_SIGN, SAID_HOW, MAY_SIGN)
MAY_BE_PROPOSED = (ASSESSING, WISHED, AS_WISHED, SERVICE_SAID, FROM_THERE)
MAY_BE_APPOINTED = (
    *(RELEASED, GRANTED, ALONE, OF_A_CHILD, BEGINS_NEAR, TOGETHER),
    *(SIGNED, COMES_FROM_THERE),
)
MAY_BE_AWAY = (IN_OFFICE, COMES_BACK, BACK_SOON, STANDS_IN, SUBSTITUTE_NAMED, ANOTHER)
MAY_BE_HANDED_OVER = (IN_OFFICE, CLEARED, LAST_DAY, LEAVES_NEAR, TOGETHER_NEAR, FITS_BOTH)
