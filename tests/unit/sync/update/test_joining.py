"""Which updates become one, and how its bytes look (that they mean the same: tests/property)."""

from __future__ import annotations

import pytest

from server.sync.protocol.lib0 import Malformed, varstring
from server.sync.update.joining import joined, parse
from tests.unit.sync import handmade as h


def letter(words: str, clock: int, client: int = 5, right: h.Id | None = None) -> bytes:
    """Typed after the one before it, the first after somebody else's."""
    left = (client, clock - 1) if clock else (9, 3)
    return h.update(h.run(client, clock, h.text(words, left=left, right=right)))


def test_letters_typed_one_after_another_are_one_struct() -> None:
    rows = [letter(each, clock) for clock, each in enumerate("leksjon")]
    assert list(joined(rows)) == [(7, letter("leksjon", 0))]


def test_the_letters_of_one_row_are_one_struct_too() -> None:
    structs = [h.text("a", left=(9, 3)), h.text("ø", left=(5, 0)), h.text("🎈", left=(5, 1))]
    assert list(joined([h.update(h.run(5, 0, *structs))])) == [(1, letter("aø🎈", 0))]


@pytest.mark.parametrize(
    "other",
    [
        letter("b", 1, right=(9, 4)),  # between other neighbours
        h.update(h.run(5, 1, h.text("b", left=(9, 3)))),  # elsewhere
        h.update(h.run(5, 1, h.item(h.FORMAT, varstring("bold") + varstring("{}"), left=(5, 0)))),
    ],
)
def test_what_stands_elsewhere_is_a_struct_of_its_own_in_the_same_update(other: bytes) -> None:
    ((number, update),) = joined([letter("a", 0), other])
    assert (number, len(parse(update).runs[0].structs)) == (2, 2)


@pytest.mark.parametrize(
    "other",
    [
        letter("b", 0, client=6),  # of another page
        letter("b", 2),  # not the next
        h.update(h.run(5, 1, h.text("b", left=(5, 0))), h.run(6, 0, h.text("c", left=(9, 3)))),
        b"no update",
    ],
)
def test_what_does_not_go_on_is_an_update_of_its_own(other: bytes) -> None:
    assert [number for number, _ in joined([letter("a", 0), other])] == [1, 1]
    assert next(iter(joined([letter("a", 0), other]))) == (1, letter("a", 0))


def test_deleted_words_stay_and_deletions_stand_beside_them() -> None:
    rows = [
        letter("a", 0),
        letter("b", 1),
        *(h.update(deletes={5: [(at, 1)]}) for at in (1, 0)),
        letter("c", 2),
    ]
    ((number, update),) = joined(rows)
    assert number == 5
    assert update == h.update(h.run(5, 0, h.text("abc", left=(9, 3))), deletes={5: [(0, 2)]})


def test_deletions_that_overlap_are_one() -> None:
    rows = [h.update(deletes={5: [(0, 3), (7, 1)]}), h.update(deletes={5: [(2, 4)], 6: [(1, 1)]})]
    assert list(joined(rows)) == [(2, h.update(deletes={5: [(0, 6), (7, 1)], 6: [(1, 1)]}))]


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\x01",
        letter("a", 0)[:-1],
        letter("a", 0) + b"\x00",
        h.update(h.run(5, 0, h.item(h.BINARY, b"\x00"))),
    ],
)
def test_what_no_row_has_is_malformed(broken: bytes) -> None:
    with pytest.raises(Malformed):
        parse(broken)
    assert list(joined([broken])) == [(1, broken)]
