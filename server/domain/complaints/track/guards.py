"""What must hold for a transition of a complaint; ``table`` says for which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.domain.cases.records import Command, Record
from server.domain.cases.tracks.machine import OWNERS, Guard, Unsaid, of_state
from server.domain.cases.vocabulary import Actor
from server.domain.complaints import transitions as t
from server.domain.complaints.rules import ComplaintRules
from server.domain.complaints.state import Complaint
from server.domain.complaints.vocabulary import Basis, Delivery, Identity, Questioned, Rejection, Reversal

MOST_OWN = 50
"""Notes and papers in one complaint."""
SHA_256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class ComplaintSituation:
    """A command, and all it is judged by. ``born``: the owner; ``None`` where nobody knows."""

    complaint: Complaint
    command: Command
    rules: ComplaintRules
    born: date | None = None

    @property
    def transition(self) -> Any:
        return self.command.transition

    @property
    def actor(self) -> Actor:
        return self.command.by.actor


@dataclass(frozen=True, slots=True)
class ComplaintStanding:
    """As ``ComplaintSituation``, in which nothing is said yet."""

    complaint: Complaint
    actor: Actor
    rules: ComplaintRules
    command: Unsaid
    born: date | None = None


def _in_order(situation: ComplaintSituation) -> bool:
    said = situation.transition
    days = [day for day in (said.known_on, said.reasons_asked, said.reasons_came) if day is not None]
    whole = said.reasons_came is None or said.reasons_asked is not None
    return whole and days == sorted(days) and (not days or days[-1] <= situation.command.day)


def _extension_in_order(situation: ComplaintSituation) -> bool:
    said, today = situation.transition, situation.command.day
    on, to = said.extended_on, said.extended_to
    if on is None or to is None:
        return on is None and to is None
    return bool((said.known_on or on) <= on <= min(to, today))


def _old_enough(situation: ComplaintSituation) -> bool:
    said, day = situation.complaint.dated, situation.command.day
    if situation.actor is not Actor.OWNER or said is None:
        return True
    return situation.rules.may_complain(situation.born, said.basis, day)


def _to_whom_it_is_for(situation: ComplaintSituation) -> bool:
    """The unit answers for what health law gives; whoever else decided is written to."""
    said = situation.complaint.dated
    health = said is not None and said.basis is Basis.HEALTH
    return health or not situation.complaint.to_unit


def _explained(situation: Any, day: date) -> bool:
    late = situation.complaint.is_late(day, situation.rules)
    return not late or bool(situation.complaint.written.late_reason.strip())


def _signed(situation: ComplaintSituation) -> bool:
    on_paper = situation.transition.channel in (Delivery.LETTER, Delivery.HANDED_IN)
    return on_paper or situation.complaint.identity is Identity.ELECTRONIC


def _rejection_is_late(situation: ComplaintSituation) -> bool:
    complaint = situation.complaint
    if situation.transition.rejection is not Rejection.LATE or complaint.sent is None:
        return True
    return complaint.is_late(complaint.sent.transition.day, situation.rules)


def _asked_why(situation: ComplaintSituation) -> bool:
    """They have said why, or were asked and have had their word."""
    complaint = situation.complaint
    if situation.transition.rejection is not Rejection.LATE:
        return True
    return bool(complaint.written.late_reason.strip()) or complaint.late_asked


def _answers_theirs(situation: Any, question: Record | None) -> bool:
    """What the unit was asked the unit answers, and the owner what the owner was."""
    owners = question is not None and question.transition.of is Questioned.OWNER
    theirs = owners == (situation.actor in OWNERS) or (owners and situation.complaint.taken_down)
    return theirs or not situation.complaint.to_unit


def _sent_once_known(situation: ComplaintSituation) -> bool:
    started = situation.complaint.started
    return started is None or bool(started.known_on <= situation.transition.day)


def _said_day(situation: ComplaintSituation) -> date:
    """The only one that this transition says."""
    said = situation.transition
    day: date = next(getattr(said, name) for name in ("day", "due", "expected") if hasattr(said, name))
    return day


def _follows(situation: ComplaintSituation) -> bool:
    """Nothing comes before what it answers."""
    last = situation.complaint.came_to
    return last is None or last <= _said_day(situation)


def _is_near(situation: ComplaintSituation) -> bool:
    return not situation.rules.is_too_far(_said_day(situation), situation.command.day)


def _extended_near(situation: ComplaintSituation) -> bool:
    to = situation.transition.extended_to
    return to is None or not situation.rules.is_too_far(to, situation.command.day)


def _came_lately(situation: ComplaintSituation) -> bool:
    return not situation.rules.is_too_long_ago(situation.transition.day, situation.command.day)


def _still_to_come(situation: ComplaintSituation) -> bool:
    """What an addressee who is not here has written may be kept after that day."""
    return not situation.complaint.to_unit or bool(situation.transition.expected > situation.command.day)


def _mending_over(situation: Any) -> bool:
    """Whom the unit gave until a day has that day."""
    asked, here = situation.complaint.mending, situation.complaint.to_unit
    return asked is None or not here or bool(asked.transition.due < situation.command.day)


def _known_by_then(situation: ComplaintSituation) -> bool:
    said = situation.transition
    return said.known_on is None or bool(said.known_on <= said.day)


def _undecided(situation: ComplaintSituation) -> bool:
    answered = situation.complaint.answered
    return not (isinstance(getattr(answered, "transition", None), t.Reversed) and _fully(answered))


def _fully(answered: Any) -> bool:
    return bool(answered.transition.extent is Reversal.FULLY)


def _settled(situation: ComplaintSituation) -> bool:
    """The clock closes only what nobody has anything to do in, and has had in for a while."""
    day = situation.complaint.closes_on(situation.rules)
    return situation.actor is not Actor.CLOCK or (day is not None and situation.command.day >= day)


MANDATE = Guard("mandate-missing", lambda s: s.actor is not Actor.REPRESENTATIVE or s.transition.mandate)
IN_ORDER = Guard("days-out-of-order", _in_order)
EXTENSION = Guard("extension-out-of-order", _extension_in_order)
TO_COME = Guard("day-over", lambda s: s.transition.due >= s.command.day)
NOT_TO_COME = Guard("day-to-come", lambda s: s.transition.day <= s.command.day)
FOLLOWS = Guard(IN_ORDER.token, _follows)
SENT_ONCE_KNOWN = Guard(IN_ORDER.token, _sent_once_known)
NEAR = Guard("day-too-far", _is_near)
EXTENDED_NEAR = Guard(NEAR.token, _extended_near)
CAME_LATELY = Guard(NEAR.token, _came_lately)
STILL_TO_COME = Guard("day-has-passed", _still_to_come)
MENDING_OVER = of_state("mending-not-over", _mending_over)
KNOWN = of_state("known-on-missing", lambda s: s.complaint.started is not None)
OLD_ENOUGH = of_state("not-old-enough", _old_enough)
MANDATE_SHOWN = of_state("mandate-paper-missing", lambda s: s.complaint.mandate_shown)
ROOM = of_state("attachments-full", lambda s: len(s.complaint.own) < MOST_OWN)
DIGEST = Guard("no-digest", lambda s: SHA_256.fullmatch(s.transition.digest) is not None)
OWN = Guard(
    "no-such-attachment", lambda s: s.transition.own in s.complaint.own, lambda s: bool(s.complaint.own)
)
GROUNDS = of_state("ground-missing", lambda s: bool(s.complaint.written.grounds))
WORDS = of_state("words-missing", lambda s: bool(s.complaint.written.words.strip()))
ADDRESSEE = of_state(
    "addressee-missing", lambda s: s.complaint.to_unit or bool(s.complaint.addressee.strip())
)
FOR_THEM = of_state("not-for-the-unit", _to_whom_it_is_for)
EXPLAINED = of_state("late-unexplained", lambda s: _explained(s, s.command.day))
EXPLAINED_BY_THEN = Guard(EXPLAINED.token, lambda s: _explained(s, s.transition.day))
SIGNED = Guard("signature-on-paper", _signed)
HERE = Guard("not-here", lambda s: s.transition.channel is not Delivery.HERE or s.complaint.to_unit)
NAMED = Guard(
    "no-such-helper",
    lambda s: s.transition.person in s.complaint.helpers,
    lambda s: bool(s.complaint.helpers),
)
NOT_YET_NAMED = Guard("helper-named-already", lambda s: s.transition.person not in s.complaint.helpers)
ADDRESSEES = of_state("addressee-answers", lambda s: s.actor not in OWNERS or not s.complaint.to_unit)
"""An addressee who is not here answers by letter, and the owner keeps what it says."""
LATE_INDEED = Guard("not-late", _rejection_is_late)
ASKED_WHY = Guard("late-not-asked", _asked_why)
UNDECIDED = of_state("reversed-fully", _undecided)
QUESTION = Guard("no-such-question", lambda s: s.transition.question in s.complaint.questions)
ANSWERER = Guard(
    "not-asked",
    lambda s: _answers_theirs(s, s.complaint.questions.get(s.transition.question)),
    lambda s: any(_answers_theirs(s, each) for each in s.complaint.questions.values()),
)
ORDER = Guard(
    "no-such-order",
    lambda s: s.transition.order in s.complaint.orders,
    lambda s: bool(s.complaint.orders),
)
ALL_DONE = Guard("orders-open", lambda s: s.complaint.all_done or bool(s.transition.reason.strip()))

SETTLED = of_state("not-settled", _settled)
THEIR_WORD = of_state("complainants-word", lambda s: s.actor in OWNERS or s.complaint.taken_down)
"""What was taken down its unit goes on writing down; what ends it stays theirs who complain."""
UNSIGNED = of_state("signed-already", lambda s: s.complaint.identity is None)
SAYS_GROUNDS = Guard(GROUNDS.token, lambda s: bool(s.transition.grounds))
KNOWN_BY_THEN = Guard(IN_ORDER.token, _known_by_then)
