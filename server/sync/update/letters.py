"""The letters of a text, each found by its id: by what it is and not by what it says. Is ``ports.Words``."""

from __future__ import annotations

import base64
from bisect import bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from server.domain.plan import PersonId
from server.ports.texts import without_space
from server.sync.protocol.lib0 import Malformed, read_varint, read_varuint

from .nesting import Id

LONGEST_POSITION = 40
"""Characters of an encoded position; the page makes no longer ones."""


class _Piece(NamedTuple):
    """``first``: how many letters stand before it; ``gaps``: in how many places before it some are gone."""

    clock: int
    text: str
    first: int
    gaps: int


class Letters:
    """Without space, in order."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._writers: list[PersonId | None] = []
        self._firsts: list[int] = []
        self._length = self._gaps = 0
        self._of_client: dict[int, list[_Piece]] = {}
        """Ordered by clock."""

    def add(self, client: int, clock: int, text: str, writer: PersonId | None) -> None:
        """What stands next: ``text`` of one client, with clocks that follow each other from ``clock``."""
        letters = without_space(text)
        if letters:
            insort(self._of_client.setdefault(client, []), _Piece(clock, text, self._length, self._gaps))
            self._texts.append(letters)
            self._writers.append(writer)
            self._firsts.append(self._length)
            self._length += len(letters)

    def add_gap(self) -> None:
        """Here something was deleted."""
        self._gaps += 1

    @cached_property
    def all(self) -> str:
        """When all were added."""
        return "".join(self._texts)

    def passage(self, start: object, end: object) -> LetterPassage | None:
        first, last = read_position(start, before=False), read_position(end, before=True)
        if first is None or last is None:
            return None
        begin, stop = self._find(first, 0), self._find(last, 1)
        if begin is None or stop is None or begin[0] >= stop[0]:
            return None
        return LetterPassage(self, begin[0], stop[0], untouched=begin[1] == stop[1])

    def stands(self, position: object, *, before: bool) -> bool | None:
        letter = read_position(position, before=before)
        return None if letter is None else self._find(letter, 0) is not None

    def _find(self, letter: Id, more: int) -> tuple[int, int] | None:
        """How many letters, and gaps, stand before the UTF-16 unit ``more`` after ``letter``."""
        client, clock = letter
        pieces = self._of_client.get(client, ())
        at = bisect_right(pieces, clock, key=lambda piece: piece.clock) - 1
        if at < 0:
            return None
        piece = pieces[at]
        units = piece.text.encode("utf-16-le")
        offset = 2 * (clock - piece.clock)
        if offset >= len(units):
            return None
        passed = units[: offset + 2 * more].decode("utf-16-le", "ignore")
        return piece.first + len(without_space(passed)), piece.gaps

    def writers(self, start: int, end: int) -> Iterator[PersonId | None]:
        place = bisect_right(self._firsts, start) - 1
        while start < end and place < len(self._firsts) and self._firsts[place] < end:
            yield self._writers[place]
            place += 1


@dataclass(frozen=True, slots=True)
class LetterPassage:
    """Is ``ports.Passage``: the letters from the place ``start`` to the place ``end``."""

    letters: Letters
    start: int
    end: int
    untouched: bool

    @property
    def text(self) -> str:
        return self.letters.all[self.start : self.end]

    @property
    def writers(self) -> Iterator[PersonId | None]:
        return self.letters.writers(self.start, self.end)

    def before(self, text: str) -> LetterPassage | None:
        start = self.start - len(without_space(text))
        return self._holding(text, start, self.start) if start >= 0 else None

    def after(self, text: str) -> LetterPassage | None:
        return self._holding(text, self.end, self.end + len(without_space(text)))

    def _holding(self, text: str, start: int, end: int) -> LetterPassage | None:
        # Its outer end is bound to nothing, so that something may have stood there in between.
        found = LetterPassage(self.letters, start, end, untouched=False)
        return found if found.text == without_space(text) else None


def read_position(encoded: object, *, before: bool) -> Id | None:
    """The letter that a Yjs relative position in base64 is bound to: the one ``before`` it, or after it.

    ``None`` for anything else: of the ends of a type, others may be there by now.
    Source: Yjs 13.6, ``src/utils/RelativePosition.js``.
    """
    kind, found, side = relative_position(encoded)
    return found if kind == 0 and before == (side < 0) else None


def relative_position(encoded: object) -> tuple[int, Id | None, int]:
    """The kind of a Yjs relative position in base64, the id in it, and its side; no id for anything else."""
    if not isinstance(encoded, str) or len(encoded) > LONGEST_POSITION:
        return 0, None, 0
    try:
        data = base64.b64decode(encoded, validate=True)
        kind, at = read_varuint(data, 0)
        client, at = read_varuint(data, at)
        clock, at = read_varuint(data, at)
        side, at = read_varint(data, at) if at < len(data) else (0, at)
    except (ValueError, Malformed):
        return 0, None, 0
    return kind, (client, clock) if at == len(data) else None, side
