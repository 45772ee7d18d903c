"""Letters are found by what they are and not by what they say."""

from __future__ import annotations

import base64

import pytest

from server.domain.plan import PersonId
from server.sync.update.letters import Letters, read_position
from tests.support.clients.anchors import BEFORE, Typed, position

OWNER, NAV = PersonId("owner"), PersonId("nav")


def text(*pieces: tuple[Typed, PersonId] | None) -> Letters:
    """``None``: here something was deleted."""
    letters = Letters()
    for piece in pieces:
        if piece is None:
            letters.add_gap()
        else:
            typed, writer = piece
            letters.add(typed.client, typed.clock, typed.text, writer)
    return letters


FIRST, THEN, SINCE = Typed(5, 10, "Vi øver 👍 "), Typed(6, 2, "hver dag."), Typed(5, 40, "ikke ")


def test_what_stands_between_two_letters_is_read_without_space() -> None:
    words = text((FIRST, OWNER), (SINCE, NAV), (THEN, OWNER))
    found = words.passage(FIRST.start("øver"), THEN.end("hver"))
    assert found is not None
    assert (found.text, found.untouched, list(found.writers)) == ("øver👍ikkehver", True, [OWNER, NAV, OWNER])
    inside = words.passage(FIRST.start("👍"), FIRST.end("👍"))
    assert inside is not None
    assert (inside.text, list(inside.writers)) == ("👍", [OWNER])


def test_what_was_deleted_between_and_only_there_is_a_touch() -> None:
    words = text(None, (FIRST, OWNER), None, (THEN, OWNER), None)
    across = words.passage(FIRST.start("øver"), THEN.end("hver"))
    beside = words.passage(THEN.start("hver"), THEN.end("dag."))
    assert across is not None
    assert beside is not None
    assert (across.untouched, beside.untouched) == (False, True)


def test_the_letters_directly_beside_it_are_those_asked_for_or_none() -> None:
    words = text((FIRST, OWNER), (SINCE, NAV), (THEN, OWNER))
    found = words.passage(SINCE.start("ikke"), SINCE.end("ikke"))
    assert found is not None
    before, after = found.before("øver 👍 "), found.after(" hver")
    assert before is not None
    assert after is not None
    assert (before.text, after.text, list(before.writers)) == ("øver👍", "hver", [OWNER])
    nothing = found.before("")
    assert nothing is not None
    assert list(nothing.writers) == []
    assert not before.untouched, "what stood at its outer end, nobody knows"
    assert found.before("Vi") is None
    assert found.before("x" * 90) is None
    assert found.after("x" * 90) is None


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (THEN.start("hver"), FIRST.end("øver")),
        (FIRST.start("øver"), position(7, 2, BEFORE)),
        (FIRST.start("øver"), position(6, 99, BEFORE)),
        (FIRST.start("øver"), position(6, 1, BEFORE)),
        (position(5, 21), THEN.end("hver")),
        (FIRST.start("øver"), FIRST.start("øver")),
        (FIRST.end("øver"), FIRST.end("øver")),
    ],
)
def test_letters_that_are_gone_turned_round_or_never_were_hold_nothing(start: str, end: str) -> None:
    assert text((FIRST, OWNER), (THEN, OWNER)).passage(start, end) is None


def test_positions_are_read_as_yjs_writes_them() -> None:
    """Made by Yjs 13.6.33 in a text of client 300, which begins at clock 2."""
    assert read_position("AKwCBAA=", before=False) == (300, 4)
    assert read_position("AKwCCEE=", before=True) == (300, 8)
    assert read_position(base64.b64encode(b"\0\5\7").decode(), before=False) == (5, 7), "of older versions"
    for end_of_a_type in ("AqwCAQA=", "AqwCAUE=", "AQRib2R5AA=="):
        for before in (True, False):
            assert read_position(end_of_a_type, before=before) is None


@pytest.mark.parametrize(
    "hostile",
    [
        None,
        5,
        {},
        ["AKwCBAA="],
        "",
        "%%",
        "ø",
        "A",
        "AKwCBAA",
        "A" * 4_000,
        "/" * 40,
        base64.b64encode(b"\0" + b"\xff" * 20).decode(),
        base64.b64encode(b"\0\5\7\0\0").decode(),
        position(5, 10, BEFORE),
    ],
)
@pytest.mark.rule("P7")
def test_any_other_anchor_finds_nothing(hostile: object) -> None:
    assert text((FIRST, OWNER)).passage(hostile, FIRST.end("øver")) is None
