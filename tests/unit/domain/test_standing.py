"""Which decisions stand: what is signed, oldest first, and what rights still follow from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.access import Decision, Level
from server.domain.plan import Kind, Part, Participant, Role
from server.domain.standing import standing
from tests.unit.domain.people import a_part, decided, taking_part

ME, NEIGHBOUR = taking_part(Role.NAV), taking_part(Role.GP)
PART = a_part(Kind.GOAL)
WORDS: dict[str, tuple[Participant, Part | Kind, Level]] = {
    "part": (ME, PART, Level.READ),
    "unpart": (ME, PART, Level.NONE),
    "kind": (ME, Kind.GOAL, Level.READ),
    "unkind": (ME, Kind.GOAL, Level.NONE),
    "home": (ME, Kind.HOME, Level.READ),
    "theirs": (NEIGHBOUR, Kind.GOAL, Level.NONE),
    "propose": (ME, Kind.GOAL, Level.NONE),
    "unpropose": (ME, Kind.GOAL, Level.NONE),
}
PROPOSING = {"propose": True, "unpropose": False}
TABLE = {
    "": "",
    "part kind": "part kind",
    "part part": "2",
    "kind kind": "2",
    "part unpart": "unpart",
    "unpart part": "part",
    "part unkind": "unkind",
    "unpart unkind": "unpart unkind",
    "part unkind kind": "kind",
    "unkind part": "unkind part",
    "kind home theirs": "kind home theirs",
    "part theirs": "part theirs",
    "kind propose": "kind propose",
    "propose kind": "propose kind",
    "part propose": "part propose",
    "propose propose": "2",
    "propose unpropose": "unpropose",
    "unpropose propose": "propose",
    "propose unkind": "unkind",
    "propose unkind kind": "kind",
    "propose theirs": "propose theirs",
    "unkind propose": "unkind propose",
    "propose home": "propose home",
}


def signed(word: str, number: int) -> Decision:
    return replace(decided(number, *WORDS[word]), proposing=PROPOSING.get(word))


@pytest.mark.parametrize("history", TABLE)
def test_what_stands_is_what_the_table_says(history: str) -> None:
    decisions = [signed(word, number) for number, word in enumerate(history.split(), start=1)]
    left = {str(d.number) for d in standing(decisions, {PART.id: Kind.GOAL})}
    words = TABLE[history].split()
    wanted = {word if word.isdigit() else str(_last(history, word)) for word in words}
    assert left == wanted


def _last(history: str, word: str) -> int:
    words = history.split()
    return len(words) - words[::-1].index(word)


def test_a_decision_that_does_not_reach_a_part_overrides_nothing_about_it() -> None:
    opened, closed = signed("part", 1), replace(signed("unkind", 2), beyond=frozenset({PART.id}))
    assert standing([opened, closed], {PART.id: Kind.GOAL}) == [opened, closed]
