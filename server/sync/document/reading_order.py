"""The letters of a body in the order in which they are read, which only yrs knows."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from time import thread_time
from typing import Any

from pycrdt import Doc, StickyIndex

from server.domain.plan import PersonId
from server.sync.protocol.lib0 import Malformed, varuint
from server.sync.update.children import Child, ChildReader, Parent, units
from server.sync.update.contents import Refused
from server.sync.update.letters import Letters

from .ydoc import Incoherent

AT_ONCE = 0.002
"""Seconds of work before yielding."""
MOST_SIBLINGS = 8_000
"""Structs in one type whose order is asked for, which takes time quadratic in them. Of a type with more, no
letter is found."""
PIECE = 1_000
"""Letters kept as one piece, so that a place inside it is found in some microseconds."""
ITEM, AFTER = b"\x00", b"\x00"


class OrderedReader:
    """``state``: all of ``doc``, encoded from it. ``owners``: client id to person."""

    def __init__(self, doc: Doc[Any], state: bytes, owners: Mapping[int, PersonId]) -> None:
        self._doc, self._state, self._owners = doc, state, owners
        self._children: Mapping[Parent, Sequence[Child]] = {}
        self._letters = Letters()
        self._began = 0.0

    def reading(self) -> Generator[None, None, Letters]:
        """Raises ``Incoherent``."""
        try:
            self._children = yield from ChildReader(self._state).reading()
        except (Malformed, Refused, LookupError) as error:
            raise Incoherent("a state that cannot be read") from error
        yield
        self._began = thread_time()
        yield from self._add_all_in("body")
        return self._letters

    def _add_all_in(self, parent: Parent) -> Generator[None, None, None]:
        children = self._children.get(parent, ())
        if len(children) > MOST_SIBLINGS:
            self._letters.add_gap()
            return
        for child in (yield from self._ordered(children)):
            if child.text is None:
                self._letters.add_gap()
            elif child.text:
                yield from self._add_text(child, child.text)
            else:
                yield from self._add_all_in((child.client, child.clock))

    def _add_text(self, child: Child, text: str) -> Generator[None, None, None]:
        clock = child.clock
        for start in range(0, len(text), PIECE):
            piece = text[start : start + PIECE]
            self._letters.add(child.client, clock, piece, self._owners.get(child.client))
            clock += units(piece)
            if self._is_over:
                yield
                self._began = thread_time()

    def _ordered(self, children: Sequence[Child]) -> Generator[None, None, list[Child]]:
        if len(children) == 1:
            return list(children)
        placed: list[tuple[int, bool, Child]] = []
        while len(placed) < len(children):
            self._place(children, placed)
            if self._is_over:
                yield
                self._began = thread_time()
        return [child for *_, child in sorted(placed)]

    def _place(self, children: Sequence[Child], placed: list[tuple[int, bool, Child]]) -> None:
        """As many more as there is time for, and one at least. What was deleted has the place of what stands
        after it."""
        try:
            with self._doc.transaction() as transaction:
                for child in children[len(placed) :]:
                    position = ITEM + varuint(child.client) + varuint(child.clock) + AFTER
                    index = StickyIndex.decode(position).get_index(transaction)
                    placed.append((index, child.text is not None, child))
                    if self._is_over:
                        return
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a panic inside yrs is no Exception
            raise Incoherent(f"a struct without a place: {type(error).__name__}") from error

    @property
    def _is_over(self) -> bool:
        return thread_time() - self._began >= AT_ONCE
