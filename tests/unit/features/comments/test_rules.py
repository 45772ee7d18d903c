"""What becomes of comments, how many there may be, and whose quotes are shown to whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from server.domain.access import Level
from server.domain.errors import Forbidden, LimitReached, NotFound, TooManyRequests
from server.domain.past_access import ReadersThen
from server.domain.plan import CommentId, Participant, Role
from server.domain.sight import PlanSight, Sight
from server.features.comments.entries import CommentEdited, CommentRemoved
from server.features.comments.rules import (
    BYTES_IN_PART,
    BYTES_OF_ONE,
    MOST_A_DAY,
    MOST_IN_PART,
    MOST_OF_ONE,
    Comment,
    edited,
    fitting,
    made_unread,
    marked,
    removed,
    require_day,
    require_room,
    standing,
)
from server.sync.update.letters import Letters
from tests.support.clients.anchors import Typed
from tests.unit.domain.people import NOW, a_part, a_plan, decided, taking_part

PART = a_part()
OWNER, SCHOOL, NAV = taking_part(Role.OWNER), taking_part(Role.SCHOOL), taking_part(Role.NAV)
ANCHOR = {"start": "AQ==", "end": "Ag==", "before": "Vi ", "after": " mer."}
SAID = Comment(CommentId("c"), PART.id, SCHOOL.id, NOW, "Når?", anchor=ANCHOR, quote="øver")
OPENED = NOW - timedelta(days=1)
"""When everything here is signed."""


def sight(who: Participant, level: Level = Level.COMMENT, until: datetime | None = None) -> Sight:
    decisions = [decided(1, SCHOOL, PART, level, until), decided(2, NAV, PART, level, until)]
    seen = PlanSight(a_plan([OWNER, SCHOOL, NAV], [PART], decisions), NOW).of(who.id)
    assert seen is not None
    return seen


def test_the_author_writes_it_anew() -> None:
    changed = edited(sight(SCHOOL), SAID, "I dag?")
    assert changed is not None
    assert changed[0] == replace(SAID, text="I dag?", edited_at=NOW)
    assert (changed[1].action, changed[1].details) == (
        CommentEdited.action,
        {"comment": "c", "digest": changed[0].fingerprint},
    )
    assert edited(sight(SCHOOL), SAID, SAID.text) is None


def test_nobody_writes_in_anothers_name_not_even_the_owner() -> None:
    for who in (OWNER, NAV):
        with pytest.raises(Forbidden):
            edited(sight(who), SAID, "Aldri.")


def test_it_is_removed_by_its_author_or_the_owner() -> None:
    for who in (SCHOOL, OWNER):
        changed = removed(sight(who), SAID)
        assert changed is not None
        assert (changed[0].removed_at, changed[0].removed_by) == (NOW, who.id)
        assert (changed[1].action, changed[1].participant) == (CommentRemoved.action, who.id)
        digest = changed[0].fingerprint
        assert changed[1].details == {"comment": "c", "author": SCHOOL.id, "digest": digest}
        assert removed(sight(who), changed[0]) is None
    with pytest.raises(Forbidden):
        removed(sight(NAV), SAID)


@pytest.mark.parametrize(("level", "refusal"), [(Level.READ, Forbidden), (Level.NONE, NotFound)])
def test_who_may_no_longer_comment_changes_nothing_of_their_own(
    level: Level, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        edited(sight(SCHOOL, level), SAID, "I dag?")
    with pytest.raises(refusal):
        removed(sight(SCHOOL, level), SAID)
    with pytest.raises(refusal):
        marked(sight(SCHOOL, level), SAID, resolved=True)


def test_what_is_removed_is_not_written_anew_nor_resolved_where_it_is_not_listed() -> None:
    gone = replace(SAID, removed_at=NOW, removed_by=SCHOOL.id)
    with pytest.raises(NotFound):
        edited(sight(SCHOOL), gone, "I dag?")
    assert marked(sight(OWNER), gone, resolved=True) is not None
    with pytest.raises(NotFound):
        marked(sight(OWNER), replace(gone, listed=False), resolved=True)


def test_a_part_has_room_for_so_many_and_so_much() -> None:
    others = (SCHOOL.id, MOST_IN_PART - 1, BYTES_IN_PART - 100)
    require_room(OWNER, [others, (OWNER.id, 1, 100)])
    for more in ((2, 0), (1, 101)):
        with pytest.raises(LimitReached):
            require_room(OWNER, [others, (OWNER.id, *more)])


def test_nobody_but_the_owner_fills_a_part() -> None:
    """Who may comment could use up what there is, and the owner could write nothing."""
    require_room(OWNER, [(OWNER.id, MOST_IN_PART, BYTES_IN_PART)])
    require_room(SCHOOL, [(SCHOOL.id, MOST_OF_ONE, BYTES_OF_ONE)])
    for more in ((MOST_OF_ONE + 1, 0), (1, BYTES_OF_ONE + 1)):
        with pytest.raises(LimitReached):
            require_room(SCHOOL, [(SCHOOL.id, *more)])
    assert 3 * MOST_OF_ONE < MOST_IN_PART
    assert 3 * BYTES_OF_ONE < BYTES_IN_PART


def test_a_day_has_room_for_so_many_acts() -> None:
    require_day(MOST_A_DAY, NOW)
    with pytest.raises(TooManyRequests) as refused:
        require_day(MOST_A_DAY + 1, NOW)
    assert refused.value.retry_after > 0


def test_bytes_are_counted_and_not_letters_and_none_of_what_is_removed() -> None:
    assert Comment(CommentId("c"), PART.id, SCHOOL.id, NOW, "på", quote="👍").size == 3 + 4
    assert SAID.size > len("Når?øver")
    assert replace(SAID, removed_at=NOW).size == 0


@pytest.mark.parametrize(
    ("sizes", "number"),
    [
        ([], 0),
        ([10, 10], 2),
        ([10] * (MOST_IN_PART + 1), MOST_IN_PART),
        ([BYTES_IN_PART, 1], 1),
        ([2 * BYTES_IN_PART, 1], 1),
    ],
)
def test_an_answer_has_what_fits_and_one_at_least(sizes: list[int], number: int) -> None:
    assert fitting(sizes) == number


# -- quotes (docs/decisions/0018) -----------------------------------------------------------------

SIGNED = [decided(2, NAV, PART, Level.READ)]
BEFORE, SINCE = OPENED - timedelta(seconds=1), OPENED + timedelta(seconds=1)


@pytest.mark.rule(9, "P3")
def test_who_could_not_read_the_part_then_may_not_be_shown_what_was_quoted_then() -> None:
    early, late = replace(SAID, created_at=BEFORE), replace(SAID, id=CommentId("late"), created_at=SINCE)
    comments = [early, late, replace(early, id=CommentId("whole"), anchor=None, quote="")]
    assert made_unread(NAV, PART, SIGNED, comments) == {early.id}


def test_owner_and_author_have_always_had_it() -> None:
    early = replace(SAID, created_at=BEFORE)
    for who in (OWNER, SCHOOL):
        assert made_unread(who, PART, SIGNED, [early]) == frozenset()


@pytest.mark.rule("P3")
def test_what_came_late_is_quoted_from_before_for_everybody_but_owner_and_author() -> None:
    late = replace(SAID, created_at=SINCE, anchor={**ANCHOR, "late": True})
    shown = {who.role: made_unread(who, PART, SIGNED, [late]) for who in (OWNER, SCHOOL, NAV)}
    assert shown == {Role.OWNER: frozenset(), Role.SCHOOL: frozenset(), Role.NAV: {late.id}}


READERS = ReadersThen(a_plan([OWNER, SCHOOL, NAV], [PART]), PART, SIGNED)
"""At the time of the comments here: the owner, who made them all the same."""
WAS = Typed(5, 0, "Vi øver mer.")
SAID_THEN = replace(
    SAID, author=OWNER.id, created_at=BEFORE, anchor=WAS.anchor("øver", before="Vi ", after=" mer.")
)
GONE = replace(SAID_THEN, anchor=None, quote="")


def text(*pieces: tuple[Typed, Participant] | None) -> Letters:
    """``None``: here something was deleted."""
    letters = Letters()
    for piece in pieces:
        if piece is None:
            letters.add_gap()
        else:
            letters.add(piece[0].client, piece[0].clock, piece[0].text, piece[1].person)
    return letters


def part_of(typed: Typed, words: str) -> Typed:
    return Typed(typed.client, typed.clock + typed.text.index(words), words)


def test_what_stands_in_the_text_is_shown_whatever_was_done_to_its_lines() -> None:
    words = text((WAS, OWNER))
    assert standing(SAID_THEN, words, READERS) == SAID_THEN
    cut = replace(SAID_THEN, quote="ø\n ver")
    assert standing(cut, words, READERS) == cut


@pytest.mark.rule("P3")
def test_a_quote_whose_letters_stand_is_shown_whatever_was_written_around_it() -> None:
    """With what stands directly beside it, and that is of somebody who could read it then."""
    words = text((Typed(9, 0, "Ja! "), NAV), None, (part_of(WAS, "øver mer."), OWNER))
    assert standing(SAID_THEN, words, READERS) == replace(SAID_THEN, anchor=WAS.anchor("øver", after=" mer."))


@pytest.mark.rule("P3")
def test_nobody_writes_back_what_was_there() -> None:
    """Neither in its place nor anywhere else: it would be told whether a guess was right."""
    guess = Typed(9, 0, "Vi øver mer.")
    rest = (part_of(WAS, "Vi "), OWNER), (part_of(WAS, " mer."), OWNER)
    for words in (
        text((guess, NAV)),
        text(rest[0], None, (part_of(guess, "øver"), NAV), rest[1]),
        text(None, (guess, OWNER)),
    ):
        assert standing(SAID_THEN, words, READERS) == GONE
    inside = (
        text(
            (part_of(WAS, "Vi ø"), OWNER), None, (part_of(guess, "ve"), who), (part_of(WAS, "r mer."), OWNER)
        )
        for who in (NAV, OWNER)
    )
    assert [standing(SAID_THEN, words, READERS) == GONE for words in inside] == [True, False], (
        "who could read it then knows what it was"
    )


@pytest.mark.rule("P3")
def test_nobody_writes_back_what_was_around() -> None:
    alone = replace(SAID_THEN, anchor=WAS.anchor("øver"))
    before, after = Typed(9, 0, "Vi "), Typed(9, 3, " mer.")
    words = text(None, (before, NAV), (part_of(WAS, "øver"), OWNER), (after, NAV), None)
    assert standing(SAID_THEN, words, READERS) == alone


def test_of_letters_between_which_nothing_was_deleted_it_does_not_matter_whose_they_are() -> None:
    """The school's, who had lost the part before it was commented on."""
    shown = standing(SAID_THEN, text((WAS, SCHOOL)), READERS)
    assert (shown.quote, shown.anchor) == ("øver", WAS.anchor("øver"))


@pytest.mark.rule("P3")
@pytest.mark.parametrize(
    "anchor",
    [
        None,
        {},
        {"start": 5, "words": "hemmelig", "before": ["hemmelig"]},
        {"start": WAS.start("øver"), "before": "hemmelig"},
        {"start": [WAS.start("øver")], "end": {"end": WAS.end("øver")}},
        {"start": "A" * 4_000, "end": "hemmelig"},
    ],
)
def test_of_an_anchor_that_the_page_did_not_make_nothing_is_shown(anchor: dict[str, object] | None) -> None:
    words = text((WAS, OWNER))
    assert standing(replace(SAID_THEN, anchor=anchor), words, READERS) == GONE


@pytest.mark.rule("P3")
def test_an_anchor_of_before_gives_nothing_but_positions() -> None:
    odd = replace(SAID_THEN, anchor={**WAS.anchor("øver"), "words": "hemmelig", "before": ["hemmelig"]})
    assert standing(odd, text((WAS, OWNER)), READERS).anchor == WAS.anchor("øver")


def test_of_a_text_that_cannot_be_read_nothing_is_shown() -> None:
    assert standing(SAID_THEN, None, READERS) == GONE
