from __future__ import annotations

import pytest

from server.sync.protocol.lib0 import Ranges
from server.sync.update.contents import Refused
from server.sync.update.nesting import Id, Place
from server.sync.update.surrogates import MANY, may_hold_pairs, require_whole_pairs

SECOND_HALF = (1, 5)
"""The clock of the second UTF-16 unit of a character of client 1."""


def is_half(at: Id) -> bool:
    return at == SECOND_HALF


def look(
    places: dict[int, list[Place]], first: dict[int, int] | None = None, deletes: Ranges | None = None
) -> int:
    """How often the loop got its turn."""
    starts = {client: listed[0][0] for client, listed in places.items()} | (first or {})
    return sum(1 for _ in require_whole_pairs(places, starts, deletes or {}, is_half))


@pytest.mark.parametrize("text", ["😀", "a😀", "å𝄞b"])
def test_a_character_of_two_units_is_suspected(text: str) -> None:
    assert may_hold_pairs(text.encode())


@pytest.mark.parametrize("text", ["", "abc", "blåbær", "日本語"])
def test_other_characters_are_not(text: str) -> None:
    assert not may_hold_pairs(text.encode())


@pytest.mark.parametrize(
    "place",
    [(9, False, (1, 5), None), (9, False, (1, 3), (1, 6)), (9, True, (1, 4), None)],
    ids=["after the whole character", "between others", "below, not beside"],
)
def test_a_place_between_characters_stands(place: Place) -> None:
    assert look({2: [place]}) == 0


@pytest.mark.parametrize(
    "place",
    [(9, False, (1, 4), None), (9, False, None, (1, 5))],
    ids=["after its half", "before its half"],
)
def test_a_place_inside_a_character_is_refused(place: Place) -> None:
    with pytest.raises(Refused, match="a place"):
        look({2: [place]})


def test_a_run_that_starts_inside_a_character_is_refused() -> None:
    with pytest.raises(Refused, match="a run"):
        look({1: [(5, False, None, None)]})


def test_half_a_character_is_not_deleted() -> None:
    assert look({}, deletes={1: [(4, 2)]}) == 0
    for half in ((4, 1), (5, 1)):
        with pytest.raises(Refused, match="a deletion"):
            look({}, deletes={1: [half]})


def test_the_loop_gets_its_turn_between_many_places() -> None:
    assert look({2: [(9, False, None, None)] * (3 * MANY)}) == 3
