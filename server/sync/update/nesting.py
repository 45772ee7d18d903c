"""How deep an update nests the types it adds: yrs recurses into them, and too deep kills the process.

The parent of a struct is often implied by its neighbours, which may come later in the update, so the depth
is computed after the whole update was read, and only if it adds enough types to matter.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Generator, Sequence

Id = tuple[int, int]
"""Yjs client id and clock."""

Place = tuple[int, bool, Id | None, Id | None]
"""A struct's first clock; whether the first id is its parent (else its left neighbour); the ids of its parent
or left neighbour, and of its right neighbour."""

UNSETTLED = -1


class Circular(Exception):
    """Structs that refer to each other in a circle."""


class Nesting:
    """``places``: one update's structs per client, ordered by clock. Level 0 is what the part has already."""

    def __init__(self, places: dict[int, list[Place]]) -> None:
        self._places = places
        self._starts = {client: [place[0] for place in listed] for client, listed in places.items()}
        self._levels: dict[Id, int] = {}

    def exceeds(self, limit: int, pause_every: int) -> Generator[None, None, bool]:
        """Whether any struct has more than ``limit`` new types above it. Raises ``Circular``."""
        count = 0
        for client, listed in self._places.items():
            for place in listed:
                if self._settle((client, place[0])) > limit:
                    return True
                count += 1
                if count % pause_every == 0:
                    yield
        return False

    def _settle(self, item: Id) -> int:
        """The level of ``item``: depth first, without recursion, parents and neighbours before the item."""
        levels = self._levels
        stack = [item]
        while stack:
            at = stack[-1]
            if levels.get(at, UNSETTLED) != UNSETTLED:
                stack.pop()
                continue
            entered = at in levels
            near, rise = self._near(at)
            open_ = [other for other in near if levels.get(other, UNSETTLED) == UNSETTLED]
            if not open_:
                levels[at] = max((levels[other] for other in near), default=0) + rise
                stack.pop()
            elif entered:
                raise Circular
            else:
                levels[at] = UNSETTLED
                stack += open_
        return levels[item]

    def _near(self, item: Id) -> tuple[Sequence[Id], int]:
        """The item's parent or neighbours in this update, and 1 if that is its parent, else 0."""
        client, clock = item
        _, below, one, other = self._places[client][bisect_right(self._starts[client], clock) - 1]
        found = [self._find(reference) for reference in (one, other) if reference is not None]
        near = [reference for reference in found if reference is not None]
        return near, int(below and bool(near))

    def _find(self, reference: Id) -> Id | None:
        """The item of this update that holds ``reference``; ``None`` if the part has it already."""
        client, clock = reference
        starts = self._starts.get(client)
        if not starts or clock < starts[0]:
            return None
        return client, starts[bisect_right(starts, clock) - 1]
