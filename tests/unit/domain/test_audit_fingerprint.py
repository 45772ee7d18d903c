from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from server.domain.access import Decision, Level
from server.domain.audit import fingerprint
from server.domain.on_behalf.warrant import OWN, DecisionBasis, Warrant
from server.domain.plan import CommentId, Kind, ParticipantId, PartId, PersonId
from server.features.comments.rules import Comment

WHEN = datetime(2026, 3, 4, 5, 6, 7, 891011, tzinfo=UTC)
LATER = WHEN + timedelta(microseconds=1)
DECISION = Decision(
    3, ParticipantId("school"), Level.READ, PersonId("kari"), WHEN, kind=Kind.HEALTH, text="Ja."
)
COMMENT = Comment(
    CommentId("c"), PartId("p"), ParticipantId("school"), WHEN, "Når?", None, {"before": "æ"}, "q"
)
DERIVED = {"listed"}
APART = {"part", "proposing", "warrant"}
"""They do not go with the rest of ``DECISION``."""


def other(value: Any) -> Any:
    """Another value of a field of that value."""
    if isinstance(value, datetime) or value is None:
        return LATER
    if isinstance(value, Level):
        return Level.EDIT
    if isinstance(value, Kind):
        return Kind.HOME
    if isinstance(value, frozenset):
        return frozenset({PartId("x")})
    if isinstance(value, dict):
        return {"before": "ø"}
    return value + type(value)(1)


@pytest.mark.parametrize("name", [field.name for field in fields(Decision) if field.name not in APART])
def test_a_decision_that_differs_in_anything_has_another_fingerprint(name: str) -> None:
    changed = replace(DECISION, **{name: other(getattr(DECISION, name))})
    assert changed.fingerprint != DECISION.fingerprint


def test_a_decision_about_a_part_is_another_than_about_a_kind() -> None:
    assert replace(DECISION, kind=None, part=PartId("health")).fingerprint != DECISION.fingerprint


def test_a_decision_about_proposing_is_another_than_about_what_is_seen() -> None:
    closed = replace(DECISION, level=Level.NONE)
    let = [replace(closed, proposing=proposing) for proposing in (None, True, False)]
    assert len({each.fingerprint for each in let}) == 3


def test_a_decision_that_stands_on_something_is_another_than_one_that_does_not_say() -> None:
    said = [None, OWN, Warrant(DecisionBasis.ASSISTED, PersonId("o"), "s"), Warrant(DecisionBasis.PAPER)]
    assert len({replace(DECISION, warrant=warrant).fingerprint for warrant in said}) == len(said)


@pytest.mark.parametrize("name", [field.name for field in fields(Comment) if field.name not in DERIVED])
def test_a_comment_that_differs_in_anything_has_another_fingerprint(name: str) -> None:
    changed = replace(COMMENT, **{name: other(getattr(COMMENT, name))})
    assert changed.fingerprint != COMMENT.fingerprint


def test_what_is_derived_is_not_in_it() -> None:
    assert replace(COMMENT, listed=False).fingerprint == COMMENT.fingerprint


def test_it_stays_for_good() -> None:
    """Spelled as stored: with another one every log of before would be called changed."""
    assert (
        fingerprint("a", 1, None, WHEN, {"b": ["ø"]})
        == "0bf4947b149fd3290ca898e8da8342ad93d0591dd7563a842e18376fc88c1aad"
    )
    assert DECISION.fingerprint == "9e5a5a13ba6fd1d40a668edaa7d91363da7d46669d8db3b69f08f5d515902c31"
    assert COMMENT.fingerprint == "2d59b061ff4240aaa0153c6116d444a34beb75cafb01bd36ff5e4ded4a7d9b54"


def test_a_moment_is_the_same_in_every_zone() -> None:
    assert fingerprint(WHEN) == fingerprint(WHEN.astimezone(timezone(timedelta(hours=2))))


def test_a_value_of_no_known_kind_is_refused() -> None:
    with pytest.raises(TypeError):
        fingerprint(b"bytes")
