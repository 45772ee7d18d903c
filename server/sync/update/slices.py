"""Splits one update into several small ones for yrs, ordered so that every reference is resolved.

Structs of different clients refer to each other. A struct applied before one it refers to stays pending in
yrs, which retries everything pending with every further update: split in the wrong order, loading a text
that several people wrote together takes time quadratic in its length.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from server.sync.protocol.lib0 import Ranges, varuint, write_ranges

from .nesting import Place

SLICE = 50
"""Structs or deletions read, or applied, before yielding to the event loop.

yrs needs up to 0.2 ms for each if they are scattered over one long, much edited text (measured)."""

NO_STRUCTS = NO_DELETIONS = b"\x00"


class Run(NamedTuple):
    """One client's structs: the ``places`` and, of the same length, their byte positions ``starts``.

    ``end`` is the clock and ``stop`` the byte position after the last.
    """

    places: Sequence[Place]
    starts: Sequence[int]
    end: int
    stop: int

    def clock(self, index: int) -> int:
        return self.places[index][0] if index < len(self.places) else self.end

    def position(self, index: int) -> int:
        return self.starts[index] if index < len(self.starts) else self.stop


Piece = dict[int, tuple[int, int]]
"""Client id to the range of indices of its structs: first, and after the last."""


def pieces(update: bytes, runs: Mapping[int, Run], deletes: Ranges, most: int) -> Iterator[bytes]:
    """v1 updates of at most ``most`` structs or deletions each, which together equal ``update``."""
    for piece in _in_order(runs, most):
        out = varuint(len(piece))
        for client, (first, after) in piece.items():
            run = runs[client]
            out += varuint(after - first) + varuint(client) + varuint(run.clock(first))
            out += update[run.position(first) : run.position(after)]
        yield out + NO_DELETIONS
    for client, ranges in deletes.items():
        for at in range(0, len(ranges), most):
            yield NO_STRUCTS + write_ranges({client: ranges[at : at + most]})


def _in_order(runs: Mapping[int, Run], most: int) -> Iterator[Piece]:
    """At most ``most`` structs each, none before a struct it refers to."""
    done = dict.fromkeys(runs, 0)
    waiting: dict[int, list[int]] = {}
    ready = deque(runs)
    piece: Piece = {}
    left = most
    while ready:
        client = ready.popleft()
        first = done[client]
        lacking = _advance(client, runs, done, left)
        after = done[client]
        if after > first:
            piece[client] = (piece.get(client, (first, 0))[0], after)
            left -= after - first
            ready.extend(waiting.pop(client, ()))
        if lacking is not None:
            waiting.setdefault(lacking, []).append(client)
        elif after < len(runs[client].places):
            ready.appendleft(client)
        if left == 0:
            yield piece
            piece, left = {}, most
    if piece:
        yield piece
    rest = {c: (done[c], len(runs[c].places)) for each in waiting.values() for c in each}
    if rest:  # structs that refer to each other in a circle cannot be split
        yield rest


def _advance(client: int, runs: Mapping[int, Run], done: dict[int, int], most: int) -> int | None:
    """Mark up to ``most`` structs of ``client`` done; returns the client whose struct the next one needs."""
    places = runs[client].places
    at = done[client]
    for place in places[at : at + most]:
        for reference in place[2:]:
            if reference is not None and reference[0] != client and reference[0] in runs:
                other = reference[0]
                if runs[other].clock(done[other]) <= reference[1]:
                    done[client] = at
                    return other
        at += 1
    done[client] = at
    return None
