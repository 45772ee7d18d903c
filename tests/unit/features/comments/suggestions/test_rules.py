from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from server.domain.access import Level
from server.domain.errors import Forbidden, Invalid, LimitReached, NotFound, Outdated
from server.domain.plan import Kind, Participant, ParticipantId, Role, SuggestionId
from server.domain.sight import PlanSight, Sight
from server.features.comments.suggestions import rules
from server.features.comments.suggestions.rules import (
    Status,
    Suggestion,
    accepted,
    declined,
    is_accepted_by,
    require_change,
    require_room,
    withdrawn,
)
from server.ports.writing import FieldChange, WordsChange
from tests.unit.domain.people import NOW, a_part, a_plan, decided, taking_part

PART = a_part(Kind.GOAL)
OWNER, SCHOOL, GP = taking_part(Role.OWNER), taking_part(Role.SCHOOL), taking_part(Role.GP)
ANCHOR = {"start": "AAsA", "end": "AAsBQQ==", "before": "", "after": ""}
WORDS = Suggestion(SuggestionId("s"), PART.id, SCHOOL.id, NOW, "to", "tre", anchor=ANCHOR)
DAY = replace(WORDS, anchor=None, field="target", quote="", replacement="2027-01-31")


def seen(who: Participant, level: Level = Level.EDIT) -> Sight:
    decisions = [decided(1, SCHOOL, PART, level), decided(2, GP, PART, level)]
    sight = PlanSight(a_plan([OWNER, SCHOOL, GP], [PART], decisions), NOW).of(who.id)
    assert sight is not None
    return sight


@pytest.mark.parametrize(
    "suggestion",
    [
        WORDS,
        replace(WORDS, replacement=""),
        replace(WORDS, quote="", replacement="Nytt 👍"),
        DAY,
        replace(DAY, quote="2027-01-01", replacement=""),
        replace(DAY, field="status", quote="open", replacement="reached"),
        replace(DAY, field="title", quote="Lese", replacement="Lese mer"),
    ],
    ids=lambda each: f"{each.field}: {each.quote} > {each.replacement}",
)
def test_words_of_a_line_and_values_of_fields_can_be_suggested(suggestion: Suggestion) -> None:
    require_change(Kind.GOAL, suggestion)


@pytest.mark.parametrize(
    "suggestion",
    [
        replace(WORDS, replacement="to"),
        replace(WORDS, anchor=None),
        replace(WORDS, field="title"),
        replace(WORDS, replacement="to\nlinjer"),
        replace(WORDS, replacement="\ud83d"),
        replace(WORDS, replacement="a\u2028b"),
        replace(DAY, field="title", replacement="to\tlinjer"),
        replace(DAY, replacement="2027-02-30"),
        replace(DAY, field="status", replacement="glad"),
        replace(DAY, field="nothing"),
    ],
    ids=lambda each: f"{each.field}: {each.quote} > {each.replacement!a}",
)
def test_what_changes_nothing_or_could_not_stand_there_cannot(suggestion: Suggestion) -> None:
    with pytest.raises(Invalid):
        require_change(Kind.GOAL, suggestion)


@pytest.mark.parametrize("field", ["how", "extent"])
def test_a_field_of_several_lines_keeps_them(field: str) -> None:
    lines = replace(DAY, field=field, quote="Først\nså", replacement="Først\n\nså sist")
    require_change(Kind.MEASURE, lines)
    for sign in ("\r", "\t", "\u2028", "\x00"):
        with pytest.raises(Invalid):
            require_change(Kind.MEASURE, replace(lines, replacement=f"Først\n{sign}så"))
    with pytest.raises(Invalid):
        require_change(Kind.MEASURE, replace(lines, field="title"))


def test_which_part_something_belongs_to_is_not_suggested() -> None:
    with pytest.raises(Invalid):
        require_change(Kind.MEASURE, replace(DAY, field="goal", replacement="g1"))


def test_what_is_to_be_written_follows_from_it() -> None:
    assert WORDS.change == WordsChange("AAsA", "AAsBQQ==", "to", "tre")
    assert DAY.change == FieldChange("target", "", "2027-01-31")


@pytest.mark.rule(7)
def test_only_who_may_edit_accepts_or_declines() -> None:
    for level in (Level.COMMENT, Level.READ):
        with pytest.raises(Forbidden):
            accepted(seen(GP, level), WORDS)
        with pytest.raises(Forbidden):
            declined(seen(GP, level), WORDS, "")
    with pytest.raises(NotFound):
        accepted(seen(GP, Level.NONE), WORDS)
    after, event = accepted(seen(GP), WORDS)
    assert (after.status, after.decided_by, after.decided_at) == (Status.ACCEPTED, GP.id, NOW)
    assert (event.action, event.participant) == ("suggestion-accepted", GP.id)
    assert event.details == {"suggestion": "s", "author": SCHOOL.id, "digest": after.fingerprint}


def test_it_is_declined_with_a_word() -> None:
    changed = declined(seen(OWNER), WORDS, "Ikke ennå.")
    assert changed is not None
    after, event = changed
    assert (after.status, after.word, event.action) == (Status.DECLINED, "Ikke ennå.", "suggestion-declined")
    assert declined(seen(OWNER), after, "Noe annet") is None


def test_only_its_author_withdraws_it() -> None:
    with pytest.raises(Forbidden):
        withdrawn(seen(OWNER), WORDS)
    with pytest.raises(Forbidden):
        withdrawn(seen(SCHOOL, Level.READ), WORDS)
    changed = withdrawn(seen(SCHOOL, Level.COMMENT), WORDS)
    assert changed is not None
    assert changed[0].status is Status.WITHDRAWN
    assert withdrawn(seen(SCHOOL), changed[0]) is None


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.DECLINED, Status.WITHDRAWN])
def test_what_is_decided_is_not_decided_again_by_somebody_else(status: Status) -> None:
    done = replace(WORDS, status=status, decided_at=NOW, decided_by=GP.id)
    with pytest.raises(Outdated):
        accepted(seen(OWNER), done)
    with pytest.raises(Outdated):
        declined(seen(OWNER), done, "")
    with pytest.raises(Outdated):
        withdrawn(seen(SCHOOL), done)
    assert is_accepted_by(seen(GP), done) is (status is Status.ACCEPTED)
    assert not is_accepted_by(seen(OWNER), done)


def test_the_fingerprint_is_of_all_of_it() -> None:
    others: dict[str, Any] = {
        "id": SuggestionId("t"),
        "part": "p",
        "author": GP.id,
        "created_at": NOW + timedelta(seconds=1),
        "quote": "x",
        "replacement": "x",
        "anchor": None,
        "field": "title",
        "status": Status.DECLINED,
        "decided_at": NOW,
        "decided_by": GP.id,
        "word": "x",
    }
    assert {each.name for each in fields(Suggestion)} == others.keys()
    for name, value in others.items():
        assert replace(WORDS, **{name: value}).fingerprint != WORDS.fingerprint, name


def test_nobody_fills_a_part_with_suggestions() -> None:
    most, of_one = rules.MOST_OPEN, rules.MOST_OF_ONE
    require_room(SCHOOL, [(SCHOOL.id, of_one, rules.BYTES_OF_ONE)])
    require_room(OWNER, [(OWNER.id, most, rules.BYTES_OPEN)])
    for held in ([(SCHOOL.id, of_one + 1, 1)], [(SCHOOL.id, 1, rules.BYTES_OF_ONE + 1)]):
        with pytest.raises(LimitReached):
            require_room(SCHOOL, held)
    other = ParticipantId("other")
    for held in ([(other, most, 1), (OWNER.id, 1, 1)], [(other, 1, rules.BYTES_OPEN), (OWNER.id, 1, 1)]):
        with pytest.raises(LimitReached):
            require_room(OWNER, held)
