"""People in one part, each typing at a human pace."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from . import scripts
from .scene import Extent, Figures, leave, percentile, require_letters, running, stored
from .seat import Seat
from .targets import Ground, Target

PEOPLE = 12
PER_SECOND = 60


async def meeting(target: Target, extent: Extent) -> Figures:
    """12 people in one part type 60 letters a second in all, for 20 seconds.

    A letter is delivered when it is at one of the 11 others; latency is from sending it to that. CPU is the
    server's until everything is stored as well.
    """
    each = int(extent.meeting_seconds * PER_SECOND / PEOPLE)
    slices = extent.meeting_slices
    for person in range(PEOPLE):
        scripts.typed(person, each)
    async with running(target, Ground(people=PEOPLE)):
        seats = [await target.seat(person=person) for person in range(PEOPLE)]
        room = Meeting(seats, each)
        await target.yield_slice()
        used, by_database = target.cpu_seconds(), await target.database_cpu_seconds()
        for number in range(slices):
            if number:
                await target.yield_slice()
            await room.hold(each * number // slices, each * (number + 1) // slices)
        waited = await stored(target)
        used, by_database = (
            target.cpu_seconds() - used,
            await target.database_cpu_seconds() - by_database,
        )
        await require_letters(target, 0, each * PEOPLE)
        await leave(seats)
    delivered = len(room.delays)
    return {
        "CPU per delivered update, µs": used / delivered * 1e6,
        "latency p50, ms": percentile(room.delays, 0.50) * 1e3,
        "latency p99, ms": percentile(room.delays, 0.99) * 1e3,
        "database's CPU per delivered update, µs": by_database / delivered * 1e6,
        "storing went on for, s": waited,
    }


class Meeting:
    """All type in turn; ``delays`` are seconds from sending a letter to its arrival at another person."""

    def __init__(self, seats: Sequence[Seat], each: int) -> None:
        self.delays: list[float] = []
        self._seats = seats
        self._frames = [seat.masked(scripts.typed(number, each)) for number, seat in enumerate(seats)]
        self._people = {scripts.client_of(number): number for number in range(len(seats))}
        self._sent: list[list[float]] = [[] for _ in seats]
        for number, seat in enumerate(seats):
            seat.own_clients = frozenset({scripts.client_of(number)})
            seat.on_spans = self._arrived

    def _arrived(self, seat: Seat, spans: Sequence[scripts.Span], now: float) -> None:
        for client, first, end in spans:
            if client not in seat.own_clients:
                sent = self._sent[self._people[client]]
                self.delays += [now - sent[clock] for clock in range(first, end)]

    async def hold(self, first: int, end: int) -> None:
        """All type the letters from ``first`` to before ``end``; returns when they have arrived."""
        began = time.perf_counter() + 0.1
        for turn in range((end - first) * len(self._seats)):
            await asyncio.sleep(max(0.0, began + turn / PER_SECOND - time.perf_counter()))
            person, letter = turn % len(self._seats), first + turn // len(self._seats)
            self._sent[person].append(time.perf_counter())
            self._seats[person].send([self._frames[person][letter]])
        expected = end * len(self._seats) * (len(self._seats) - 1)
        async with asyncio.timeout(30):
            while len(self.delays) < expected:
                await asyncio.sleep(0.01)
        assert len(self.delays) == expected, "something arrived twice"
