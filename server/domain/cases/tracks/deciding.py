"""What must hold where something that was asked for is decided, and where the decision is posted."""

from __future__ import annotations

from typing import Any

from server.domain.cases.records import Record
from server.domain.cases.rules import days_after
from server.domain.cases.state import GRANTING
from server.domain.cases.vocabulary import Outcome, Thing

from .machine import Guard, Situation, of_state


def _not_wanted(situation: Situation) -> bool:
    return bool(situation.transition.outcome is Outcome.NOT_WANTED)


def _not_granted(situation: Situation) -> bool:
    """What was granted stays so; what was granted in part can only become more."""
    newest = situation.case.case.decisions.get(situation.transition.thing)
    if newest is None or newest.transition.outcome not in GRANTING:
        return True
    return newest.transition.outcome is Outcome.IN_PART and situation.transition.outcome is Outcome.GRANTED


def _said_of_a_child(situation: Situation) -> bool:
    transition = situation.transition
    child = situation.rules.is_child(situation.case.case.subject, situation.command.day)
    return transition.thing is not Thing.CHILD_COORDINATOR or transition.outcome not in GRANTING or child


def _known_in_time(situation: Situation) -> bool:
    today, received = situation.command.day, situation.case.case.received or situation.command.day
    latest = days_after(today, situation.rules.answer_days)
    return bool(received <= situation.transition.known_on <= latest)


def _letter(situation: Situation) -> Record | None:
    number = situation.transition.decision
    return next((each for each in situation.case.case.letters if each.number == number), None)


def _posted_since(situation: Situation) -> bool:
    letter = _letter(situation)
    return letter is None or bool(letter.day <= situation.transition.day <= situation.command.day)


def _not_all_granted(situation: Any) -> bool:
    """Of what was asked for, there is something of which more may be decided."""
    case = situation.case.case
    newest = (case.decisions.get(thing) for thing in case.asked)
    return any(each is None or each.transition.outcome is not Outcome.GRANTED for each in newest)


CONSENT = of_state("consent-unchecked", lambda s: s.case.case.may_be_dealt_with)
DECIDES_ON_CONSENT = Guard(CONSENT.token, lambda s: _not_wanted(s) or CONSENT.holds(s))
LETTER = Guard("no-such-letter", lambda s: _letter(s) is not None, lambda s: bool(s.case.case.letters))
POSTED = Guard("not-posted-then", _posted_since)
CRITERION = Guard("no-such-criterion", lambda s: s.transition.criterion in s.rules.criteria)
ASSESSED = Guard(
    "not-assessed", lambda s: _not_wanted(s) or s.case.case.assessment.keys() >= set(s.rules.criteria)
)
ASKED = Guard(
    "not-asked-for", lambda s: s.transition.thing in s.case.case.asked, lambda s: bool(s.case.case.asked)
)
NOT_GRANTED = Guard("already-granted", _not_granted, _not_all_granted)
CHILD = Guard("not-a-child", _said_of_a_child)
KNOWN_IN_TIME = Guard("day-too-far", _known_in_time)
"""From the report until a letter of today has surely come."""

THING_MAY_BE_DECIDED = (ASKED, DECIDES_ON_CONSENT, ASSESSED, NOT_GRANTED, CHILD, KNOWN_IN_TIME)
LETTER_MAY_BE_POSTED = (LETTER, POSTED)
