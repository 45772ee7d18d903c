"""What entries of each action say, spelled as releases before stored it: names and values stay for good."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from server import capabilities
from server.domain.access import Decision, Level
from server.domain.audit import Details
from server.domain.plan import CommentId, Kind, ParticipantId, PartId, PersonId
from server.features.accesslog.entries import DecisionsRead, PartRead, TitlesRead
from server.features.comments.entries import (
    CommentAdded,
    CommentEdited,
    CommentRemoved,
    CommentReopened,
    CommentResolved,
    CommentsRead,
)
from server.features.consent.entries import DecisionSigned, NarrowingRead, ParticipationEnded
from server.features.login.entries import LoggedIn, LoggedOut
from server.features.parts.entries import PartAdded, PartBroughtBack, PartChanged, PartPutAway
from server.features.plans.entries import PlanFounded
from server.storage.epoch import Restored
from server.storage.seals.records import SealingBegan
from server.storage.seals.rows import RowsCovered

WHEN = datetime(2027, 1, 2, 3, tzinfo=UTC)
COMMENT = CommentId("c1")


def decision(**more: Any) -> Decision:
    about = more if "kind" in more else {"part": PartId("reading-help"), **more}
    return Decision(
        3, ParticipantId("school"), Level.READ, PersonId("kari"), WHEN, purpose="", text="", **about
    )


SAID: list[tuple[Details, str, dict[str, object]]] = [
    (LoggedIn("demo"), "logged-in", {"how": "demo"}),
    (LoggedOut(), "logged-out", {}),
    (Restored(4), "restored", {"sessions": 4}),
    (PartRead(), "part-read", {}),
    (TitlesRead("one two"), "titles-read", {"parts": "one two"}),
    (DecisionsRead("1-3,5"), "decisions-read", {"numbers": "1-3,5"}),
    (SealingBegan("3e91"), "sealing-began", {"key": "3e91"}),
    (RowsCovered("1:5f", ""), "rows-covered", {"decisions": "1:5f", "comments": ""}),
    (PlanFounded(), "plan-founded", {}),
    (PartAdded("measure"), "part-added", {"kind": "measure"}),
    (PartChanged(position="2"), "part-changed", {"position": "2"}),
    (PartChanged(responsible=None), "part-changed", {"responsible": None}),
    (
        PartChanged(responsible="school", area="education"),
        "part-changed",
        {"responsible": "school", "area": "education"},
    ),
    (NarrowingRead(), "narrowing-read", {}),
    (
        ParticipationEnded(ParticipantId("school"), "5f"),
        "participation-ended",
        {"participant": "school", "digest": "5f"},
    ),
    (CommentsRead(), "comments-read", {}),
    (CommentAdded(COMMENT), "comment-added", {"comment": "c1"}),
    (CommentAdded(COMMENT, "5f"), "comment-added", {"comment": "c1", "digest": "5f"}),
    (CommentResolved(COMMENT), "comment-resolved", {"comment": "c1"}),
    (CommentReopened(COMMENT), "comment-reopened", {"comment": "c1"}),
    (CommentEdited(COMMENT), "comment-edited", {"comment": "c1"}),
    (
        CommentRemoved(COMMENT, ParticipantId("school"), "5f"),
        "comment-removed",
        {"comment": "c1", "author": "school", "digest": "5f"},
    ),
    (
        DecisionSigned.of(decision()),
        "decision-signed",
        {
            "decision": 3,
            "participant": "school",
            "level": "read",
            "kind": None,
            "until": None,
            "digest": "9fb4d63387c18747d1ca726a94c42646d45df609f8e22ec0edeb872043882672",
        },
    ),
    (
        DecisionSigned.of(decision(kind=Kind.HEALTH, until=WHEN)),
        "decision-signed",
        {
            "decision": 3,
            "participant": "school",
            "level": "read",
            "kind": "health",
            "until": "2027-01-02T03:00:00+00:00",
            "digest": "09ec6b5566a81ca77679ba916a521d96a6a86707d96b2d92e90da731c9e5d5db",
        },
    ),
    (
        DecisionSigned(3, ParticipantId("school"), "none", digest="5f", proposing=True),
        "decision-signed",
        {"decision": 3, "participant": "school", "level": "none", "digest": "5f", "proposing": True},
    ),
    (PartPutAway("5f"), "part-put-away", {"digest": "5f"}),
    (PartBroughtBack(), "part-brought-back", {}),
    (
        PartAdded("goal", "proposed", 7),
        "part-added",
        {"kind": "goal", "apart": "proposed", "basis": 7},
    ),
    (
        DecisionSigned(3, ParticipantId("school"), "read"),  # as a plan is founded
        "decision-signed",
        {"decision": 3, "participant": "school", "level": "read"},
    ),
]


@pytest.mark.parametrize(("said", "action", "stored"), SAID)
def test_an_entry_says_what_it_said_before(said: Details, action: str, stored: dict[str, Any]) -> None:
    assert (said.action, said.stored()) == (action, stored)
    assert type(said)(**stored) == said


def test_every_kind_of_entry_is_spelled_here() -> None:
    """Also those of a new capability: what an entry says is stored for good."""
    assert {(type(said).__name__, said.action) for said, _, _ in SAID} == kinds_of_entry()


def test_no_two_kinds_of_entry_share_a_token() -> None:
    assert len({action for _, action in kinds_of_entry()}) == len(kinds_of_entry())


def kinds_of_entry() -> set[tuple[str, str]]:
    """Their names and tokens, of every capability there is."""
    assert capabilities.__name__ == "server.capabilities"  # imported for what it imports
    kinds = [kind for kind in Details.__subclasses__() if kind.__module__.startswith("server.")]
    return {(kind.__name__, kind.action) for kind in kinds}
