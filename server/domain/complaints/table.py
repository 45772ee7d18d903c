"""Where each transition leads from each status of a complaint, and on which terms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.domain.cases.records import Command, Transition
from server.domain.cases.tracks.machine import OWNERS, UNIT, Guard, Moves, Terms
from server.domain.cases.vocabulary import Actor

from . import transitions as t
from .rules import ComplaintRules
from .state import Complaint
from .taken_down import SignatureCame, TakenDown
from .vocabulary import Basis, Delivery, Identity, Questioned, Rejection, Reversal
from .vocabulary import ComplaintStatus as S


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


CHANGING = t.Written, t.Addressed, t.EvidenceChosen, t.NoteAdded, t.PaperAdded, t.OwnRemoved
CHANGES: dict[Any, Any] = dict.fromkeys(CHANGING, S.DRAFTING)
"""Of what is made ready: it has to be made so again."""
MOST_OWN = 50
"""Notes and papers in one complaint."""
SHA_256 = re.compile("[0-9a-f]{64}")
GIVEN_UP: dict[Any, Any] = {t.Withdrawn: S.WITHDRAWN}
ANSWERS = {t.Reversed: S.REVERSED, t.Forwarded: S.FORWARDED, t.Rejected: S.REJECTED}
AT_GOVERNOR = {
    t.GovernorAsked: S.AT_GOVERNOR,
    t.GovernorAnswered: S.AT_GOVERNOR,
    t.GovernorDelayed: S.AT_GOVERNOR,
    t.OutcomeCame: S.OUTCOME,
}
AFTER = {t.Ordered: S.FOLLOW_UP, t.ComplaintClosed: S.CLOSED}


def _helpers(status: S) -> dict[Any, Any]:
    return {t.HelperNamed: status, t.HelperRemoved: status}


MOVES: Moves = {
    S.NONE: {t.Considered: S.CONSIDERING, TakenDown: S.RECEIVED},
    S.CONSIDERING: {t.DaysSaid: S.CONSIDERING, **CHANGES, **_helpers(S.CONSIDERING), **GIVEN_UP},
    S.DRAFTING: {
        t.DaysSaid: S.DRAFTING,
        **CHANGES,
        **_helpers(S.DRAFTING),
        t.MadeReady: S.READY,
        **GIVEN_UP,
    },
    S.READY: {t.DaysSaid: S.DRAFTING, **CHANGES, **_helpers(S.READY), t.Sent: S.SENT, **GIVEN_UP},
    S.SENT: {t.Received: S.RECEIVED, **GIVEN_UP},
    S.RECEIVED: {
        t.DelayTold: S.RECEIVED,
        t.LateAsked: S.RECEIVED,
        t.MendingAsked: S.RECEIVED,
        SignatureCame: S.RECEIVED,
        t.Commented: S.RECEIVED,
        **ANSWERS,
        **GIVEN_UP,
    },
    S.REVERSED: {t.Contested: S.RECEIVED, **AFTER},
    S.FORWARDED: {t.Commented: S.FORWARDED, **AT_GOVERNOR, **GIVEN_UP},
    S.REJECTED: {t.Contested: S.RECEIVED, t.ComplaintClosed: S.CLOSED},
    S.AT_GOVERNOR: {t.Commented: S.AT_GOVERNOR, **AT_GOVERNOR, **GIVEN_UP},
    S.OUTCOME: AFTER,
    S.FOLLOW_UP: {t.OrderReported: S.FOLLOW_UP, t.OrderConfirmed: S.FOLLOW_UP, **AFTER},
}


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


def _lateness_explained(situation: ComplaintSituation) -> bool:
    day = getattr(situation.transition, "day", situation.command.day)
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


def _answers_theirs(situation: ComplaintSituation) -> bool:
    """What the unit was asked the unit answers, and the owner what the owner was."""
    question = situation.complaint.questions.get(situation.transition.question)
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


def _mending_over(situation: ComplaintSituation) -> bool:
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
MENDING_OVER = Guard("mending-not-over", _mending_over)
KNOWN = Guard("known-on-missing", lambda s: s.complaint.started is not None)
OLD_ENOUGH = Guard("not-old-enough", _old_enough)
MANDATE_SHOWN = Guard("mandate-paper-missing", lambda s: s.complaint.mandate_shown)
ROOM = Guard("attachments-full", lambda s: len(s.complaint.own) < MOST_OWN)
DIGEST = Guard("no-digest", lambda s: SHA_256.fullmatch(s.transition.digest) is not None)
OWN = Guard("no-such-attachment", lambda s: s.transition.own in s.complaint.own)
GROUNDS = Guard("ground-missing", lambda s: bool(s.complaint.written.grounds))
WORDS = Guard("words-missing", lambda s: bool(s.complaint.written.words.strip()))
ADDRESSEE = Guard("addressee-missing", lambda s: s.complaint.to_unit or bool(s.complaint.addressee.strip()))
FOR_THEM = Guard("not-for-the-unit", _to_whom_it_is_for)
EXPLAINED = Guard("late-unexplained", _lateness_explained)
SIGNED = Guard("signature-on-paper", _signed)
HERE = Guard("not-here", lambda s: s.transition.channel is not Delivery.HERE or s.complaint.to_unit)
NAMED = Guard("no-such-helper", lambda s: s.transition.person in s.complaint.helpers)
NOT_YET_NAMED = Guard("helper-named-already", lambda s: s.transition.person not in s.complaint.helpers)
ADDRESSEES = Guard("addressee-answers", lambda s: s.actor not in OWNERS or not s.complaint.to_unit)
"""An addressee who is not here answers by letter, and the owner keeps what it says."""
LATE_INDEED = Guard("not-late", _rejection_is_late)
ASKED_WHY = Guard("late-not-asked", _asked_why)
UNDECIDED = Guard("reversed-fully", _undecided)
QUESTION = Guard("no-such-question", lambda s: s.transition.question in s.complaint.questions)
ANSWERER = Guard("not-asked", _answers_theirs)
ORDER = Guard("no-such-order", lambda s: s.transition.order in s.complaint.orders)
ALL_DONE = Guard("orders-open", lambda s: s.complaint.all_done or bool(s.transition.reason.strip()))

SETTLED = Guard("not-settled", _settled)
THEIR_WORD = Guard("complainants-word", lambda s: s.actor in OWNERS or s.complaint.taken_down)
"""What was taken down its unit goes on writing down; what ends it stays theirs who complain."""
UNSIGNED = Guard("signed-already", lambda s: s.complaint.identity is None)
SAYS_GROUNDS = Guard(GROUNDS.token, lambda s: bool(s.transition.grounds))
KNOWN_BY_THEN = Guard(IN_ORDER.token, _known_by_then)

DRAFTERS = OWNERS | {Actor.HELPER}
EITHER = OWNERS | UNIT
COMPLETE = (KNOWN, OLD_ENOUGH, MANDATE_SHOWN, GROUNDS, WORDS, ADDRESSEE, FOR_THEM, EXPLAINED)
TERMS: Mapping[type[Transition], Terms] = {
    t.Considered: Terms(OWNERS, (), (MANDATE,)),
    t.DaysSaid: Terms(OWNERS, (), (IN_ORDER, EXTENSION, EXTENDED_NEAR)),
    t.Written: Terms(DRAFTERS),
    t.HelperNamed: Terms(OWNERS, ("person",), (NOT_YET_NAMED,)),
    t.HelperRemoved: Terms(OWNERS, ("person",), (NAMED,)),
    t.Addressed: Terms(OWNERS),
    t.EvidenceChosen: Terms(OWNERS),
    t.NoteAdded: Terms(OWNERS, ("title", "text"), (ROOM,)),
    t.PaperAdded: Terms(OWNERS, ("title", "digest"), (ROOM, DIGEST)),
    t.OwnRemoved: Terms(OWNERS, (), (OWN,)),
    t.MadeReady: Terms(OWNERS, (), COMPLETE),
    t.Sent: Terms(OWNERS, ("digest",), (*COMPLETE, NOT_TO_COME, SENT_ONCE_KNOWN, SIGNED, HERE)),
    TakenDown: Terms(UNIT, ("case", "words"), (SAYS_GROUNDS, NOT_TO_COME, CAME_LATELY, KNOWN_BY_THEN)),
    t.Received: Terms(EITHER, (), (ADDRESSEES, NOT_TO_COME, FOLLOWS)),
    t.DelayTold: Terms(EITHER, ("reason",), (ADDRESSEES, STILL_TO_COME, FOLLOWS, NEAR)),
    t.LateAsked: Terms(EITHER, ("question",), (ADDRESSEES,)),
    t.MendingAsked: Terms(EITHER, ("question",), (ADDRESSEES, TO_COME, NEAR)),
    SignatureCame: Terms(UNIT, (), (UNSIGNED, NOT_TO_COME, FOLLOWS)),
    t.Commented: Terms(EITHER, ("text",), (THEIR_WORD,)),
    t.Reversed: Terms(EITHER, ("reason",), (ADDRESSEES, NOT_TO_COME, FOLLOWS)),
    t.Forwarded: Terms(EITHER, ("statement",), (ADDRESSEES, NOT_TO_COME, FOLLOWS)),
    t.Rejected: Terms(
        EITHER, ("reason",), (ADDRESSEES, NOT_TO_COME, FOLLOWS, LATE_INDEED, ASKED_WHY, MENDING_OVER)
    ),
    t.Contested: Terms(EITHER, ("words",), (THEIR_WORD, UNDECIDED)),
    t.GovernorAsked: Terms(EITHER, ("question",), (FOLLOWS, NEAR)),
    t.GovernorAnswered: Terms(EITHER, ("answer",), (QUESTION, ANSWERER)),
    t.GovernorDelayed: Terms(EITHER, ("reason",), (FOLLOWS, NEAR)),
    t.OutcomeCame: Terms(EITHER, ("reason",), (NOT_TO_COME, FOLLOWS)),
    t.Ordered: Terms(EITHER, ("text", "responsible"), (FOLLOWS, NEAR)),
    t.OrderReported: Terms(EITHER, (), (ORDER, ADDRESSEES)),
    t.OrderConfirmed: Terms(OWNERS, (), (ORDER,)),
    t.ComplaintClosed: Terms(OWNERS | {Actor.CLOCK}, (), (SETTLED, ALL_DONE)),
    t.Withdrawn: Terms(OWNERS),
}
