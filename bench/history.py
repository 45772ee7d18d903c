"""An edit history of a part: twelve people insert in turns at changing positions and delete some of it.

A text that one person types from beginning to end is one Yjs struct, whatever its length. An edited text is
thousands, and their number determines the cost of loading and sending it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pycrdt import Doc

from tests.support.clients.protocol import Reader, varuint

from . import scripts

PEOPLE = 12
TURN = 50
"""Edits by one person before the next one's turn."""
BURST = 8
"""Letters typed on average before the cursor moves."""
TAKEN_BACK = 0.1
"""Share of edits that delete the letter before the cursor."""

Id = tuple[int, int]


@dataclass(frozen=True)
class History:
    """``turns``: a person and their updates, one for each edit; ``clocks``: letters ever typed."""

    turns: Sequence[tuple[int, Sequence[bytes]]]
    clocks: int
    letters: int
    """Letters that are not deleted."""


@cache
def edited(count: int) -> History:
    """``count`` edits of one letter each, deterministic."""
    text = _Text()
    turns = []
    for done in range(0, count, TURN):
        person = done // TURN % PEOPLE
        turns.append((person, text.worked_on(person, min(TURN, count - done))))
    history = History(turns, sum(text.clocks), text.letters)
    doc: Doc[Any] = Doc()
    for update in (scripts.seed(), *(update for _, updates in turns for update in updates)):
        doc.apply_update(update)
    seen = len(str(scripts.first_text(doc))) - len(scripts.FIRST_WORDS)
    assert seen == history.letters, "this is not how Yjs writes it"
    return history


class _Text:
    """All letters ever typed, in order, by their ids; encodes each change to them as an update."""

    def __init__(self) -> None:
        self._chance = random.Random(20_000)
        self._order = _first_words()
        self._gone: set[Id] = set()
        self.clocks = [0] * PEOPLE

    @property
    def letters(self) -> int:
        return sum(self.clocks) - len(self._gone)

    def worked_on(self, person: int, count: int) -> list[bytes]:
        updates: list[bytes] = []
        at = left = 0
        while len(updates) < count:
            if left == 0:
                at = self._chance.randrange(len(scripts.FIRST_WORDS), len(self._order) + 1)
                left = 1 + int(self._chance.expovariate(1 / BURST))
            before = self._order[at - 1]
            back = at > len(scripts.FIRST_WORDS) and before not in self._gone
            if back and self._chance.random() < TAKEN_BACK:
                at -= 1
                updates.append(self._deleted(before))
            else:
                updates.append(self._typed(person, at))
                at += 1
            left -= 1
        return updates

    def _deleted(self, letter: Id) -> bytes:
        self._gone.add(letter)
        return b"\x00\x01" + varuint(letter[0]) + b"\x01" + varuint(letter[1]) + b"\x01"

    def _typed(self, person: int, at: int) -> bytes:
        client, clock = scripts.client_of(person), self.clocks[person]
        beside = [self._order[at - 1], *self._order[at : at + 1]]
        item = bytes([0xC4 if len(beside) == 2 else 0x84])
        item += b"".join(varuint(number) for letter in beside for number in letter)
        letter = scripts.LETTERS[clock % len(scripts.LETTERS)].encode()
        self._order.insert(at, (client, clock))
        self.clocks[person] += 1
        return b"\x01\x01" + varuint(client) + varuint(clock) + item + b"\x01" + letter + b"\x00"


def _first_words() -> list[Id]:
    """The ids of the seed's letters, from the left origin of the first letter typed after them."""
    head = b"\x01\x01" + varuint(scripts.client_of(0)) + varuint(0) + b"\x84"
    reader = Reader(scripts.typed(0, 1)[0][len(head) :])
    client, last = reader.varuint(), reader.varuint()
    return [(client, last + 1 - place) for place in range(len(scripts.FIRST_WORDS), 0, -1)]
