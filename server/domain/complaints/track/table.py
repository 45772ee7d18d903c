"""Where each transition leads from each status of a complaint, and on which terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.domain.cases.records import Transition
from server.domain.cases.tracks.machine import OWNERS, UNIT, Moves, Terms
from server.domain.cases.vocabulary import Actor
from server.domain.complaints import transitions as t
from server.domain.complaints.taken_down import SignatureCame, TakenDown
from server.domain.complaints.vocabulary import ComplaintStatus as S

from . import guards as g

CHANGING = t.Written, t.Addressed, t.EvidenceChosen, t.NoteAdded, t.PaperAdded, t.OwnRemoved
CHANGES: dict[Any, Any] = dict.fromkeys(CHANGING, S.DRAFTING)
"""Of what is made ready: it has to be made so again."""
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

DRAFTERS = OWNERS | {Actor.HELPER}
EITHER = OWNERS | UNIT
COMPLETE = (g.KNOWN, g.OLD_ENOUGH, g.MANDATE_SHOWN, g.GROUNDS, g.WORDS, g.ADDRESSEE, g.FOR_THEM)
TERMS: Mapping[type[Transition], Terms] = {
    t.Considered: Terms(OWNERS, (), (g.MANDATE,)),
    t.DaysSaid: Terms(OWNERS, (), (g.IN_ORDER, g.EXTENSION, g.EXTENDED_NEAR)),
    t.Written: Terms(DRAFTERS),
    t.HelperNamed: Terms(OWNERS, ("person",), (g.NOT_YET_NAMED,)),
    t.HelperRemoved: Terms(OWNERS, ("person",), (g.NAMED,)),
    t.Addressed: Terms(OWNERS),
    t.EvidenceChosen: Terms(OWNERS),
    t.NoteAdded: Terms(OWNERS, ("title", "text"), (g.ROOM,)),
    t.PaperAdded: Terms(OWNERS, ("title", "digest"), (g.ROOM, g.DIGEST)),
    t.OwnRemoved: Terms(OWNERS, (), (g.OWN,)),
    t.MadeReady: Terms(OWNERS, (), (*COMPLETE, g.EXPLAINED)),
    t.Sent: Terms(
        OWNERS,
        ("digest",),
        (*COMPLETE, g.EXPLAINED_BY_THEN, g.NOT_TO_COME, g.SENT_ONCE_KNOWN, g.SIGNED, g.HERE),
    ),
    TakenDown: Terms(
        UNIT, ("case", "words"), (g.SAYS_GROUNDS, g.NOT_TO_COME, g.CAME_LATELY, g.KNOWN_BY_THEN)
    ),
    t.Received: Terms(EITHER, (), (g.ADDRESSEES, g.NOT_TO_COME, g.FOLLOWS)),
    t.DelayTold: Terms(EITHER, ("reason",), (g.ADDRESSEES, g.STILL_TO_COME, g.FOLLOWS, g.NEAR)),
    t.LateAsked: Terms(EITHER, ("question",), (g.ADDRESSEES,)),
    t.MendingAsked: Terms(EITHER, ("question",), (g.ADDRESSEES, g.TO_COME, g.NEAR)),
    SignatureCame: Terms(UNIT, (), (g.UNSIGNED, g.NOT_TO_COME, g.FOLLOWS)),
    t.Commented: Terms(EITHER, ("text",), (g.THEIR_WORD,)),
    t.Reversed: Terms(EITHER, ("reason",), (g.ADDRESSEES, g.NOT_TO_COME, g.FOLLOWS)),
    t.Forwarded: Terms(EITHER, ("statement",), (g.ADDRESSEES, g.NOT_TO_COME, g.FOLLOWS)),
    t.Rejected: Terms(
        EITHER,
        ("reason",),
        (g.ADDRESSEES, g.NOT_TO_COME, g.FOLLOWS, g.LATE_INDEED, g.ASKED_WHY, g.MENDING_OVER),
    ),
    t.Contested: Terms(EITHER, ("words",), (g.THEIR_WORD, g.UNDECIDED)),
    t.GovernorAsked: Terms(EITHER, ("question",), (g.FOLLOWS, g.NEAR)),
    t.GovernorAnswered: Terms(EITHER, ("answer",), (g.QUESTION, g.ANSWERER)),
    t.GovernorDelayed: Terms(EITHER, ("reason",), (g.FOLLOWS, g.NEAR)),
    t.OutcomeCame: Terms(EITHER, ("reason",), (g.NOT_TO_COME, g.FOLLOWS)),
    t.Ordered: Terms(EITHER, ("text", "responsible"), (g.FOLLOWS, g.NEAR)),
    t.OrderReported: Terms(EITHER, (), (g.ORDER, g.ADDRESSEES)),
    t.OrderConfirmed: Terms(OWNERS, (), (g.ORDER,)),
    t.ComplaintClosed: Terms(OWNERS | {Actor.CLOCK}, (), (g.SETTLED, g.ALL_DONE)),
    t.Withdrawn: Terms(OWNERS),
}
