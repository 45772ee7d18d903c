"""What is measured. Each scenario takes a target that was never started and gives back named figures."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from . import scripts
from .load import WINDOWS, Flow, best_window, saturate
from .process import until_idle
from .provider import letters_by_provider
from .seat import Seat
from .targets import Ground, Target

Figures = dict[str, float]
STORED_AFTER = 2.5
"""Seconds of silence after which a peer that stores later has begun to (Hocuspocus waits for 2)."""
STORED_MOST = 30.0


@dataclass(frozen=True)
class Extent:
    """How long scenarios go on; ``QUICK`` is for development, its figures are not recorded."""

    meeting_seconds: float = 20.0
    saturation_seconds: float = 5.0
    saturation_updates: int = 200_000
    probe_seconds: float = 1.0
    probe_updates: int = 20_000
    history: int = 20_000
    joins: Sequence[int] = (1, 30, 300)
    idle_documents: int = 500
    idle_sockets: int = 2_000


FULL = Extent()
QUICK = Extent(5.0, 2.0, 80_000, 0.5, 5_000, 5_000, (1, 30), 100, 300)


@asynccontextmanager
async def running(target: Target, ground: Ground, processes: int = 1) -> AsyncIterator[None]:
    """The target with its documents, started and settled; the generator's own collector rests."""
    await target.found(ground, processes)
    try:
        await target.start()
        await target.sow()
        await until_idle(target.processes, after=0.2, most=10.0)
        gc.collect()
        gc.freeze()
        gc.disable()
        yield
    finally:
        gc.enable()
        gc.unfreeze()
        await target.stop()


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


# -- a meeting ------------------------------------------------------------------------------------

PEOPLE = 12
PER_SECOND = 60


async def meeting(target: Target, extent: Extent) -> Figures:
    """12 people in one part type 60 letters a second in all; CPU counts until everything is stored."""
    each = int(extent.meeting_seconds * PER_SECOND / PEOPLE)
    for person in range(PEOPLE):
        scripts.typed(person, each)
    async with running(target, Ground(people=PEOPLE)):
        seats = [await target.seat(person=person) for person in range(PEOPLE)]
        room = Meeting(seats, each)
        used, began = target.cpu_seconds(), time.perf_counter()
        await room.hold()
        waited = await until_idle(target.processes, after=STORED_AFTER, most=STORED_MOST)
        took, used = time.perf_counter() - began, target.cpu_seconds() - used
        await _leave(seats)
        await _check(target, 0, each * PEOPLE)
    delivered = len(room.delays)
    return {
        "CPU per delivered update, µs": used / delivered * 1e6,
        "latency p50, ms": percentile(room.delays, 0.50) * 1e3,
        "latency p99, ms": percentile(room.delays, 0.99) * 1e3,
        "CPU in use, %": used / took * 100,
        "storing went on for, s": max(0.0, waited - STORED_AFTER),
    }


class Meeting:
    """Everybody types in turn; ``delays`` are seconds from sending a letter to its arrival at another."""

    def __init__(self, seats: Sequence[Seat], each: int) -> None:
        self.delays: list[float] = []
        self._seats, self._each = seats, each
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

    async def hold(self) -> None:
        began = time.perf_counter() + 0.1
        for turn in range(self._each * len(self._seats)):
            await asyncio.sleep(max(0.0, began + turn / PER_SECOND - time.perf_counter()))
            person, letter = turn % len(self._seats), turn // len(self._seats)
            self._sent[person].append(time.perf_counter())
            self._seats[person].send([self._frames[person][letter]])
        expected = self._each * len(self._seats) * (len(self._seats) - 1)
        async with asyncio.timeout(30):
            while len(self.delays) < expected:
                await asyncio.sleep(0.01)
        assert len(self.delays) == expected, "something arrived twice"


# -- as fast as it goes ---------------------------------------------------------------------------


async def saturation(target: Target, extent: Extent) -> Figures:
    """One part, 1 writer as fast as it goes, 8 readers; an update counts when it is at all of them."""
    return await _saturated(target, extent, documents=1, readers=8)


async def fifty_parts(target: Target, extent: Extent) -> Figures:
    """50 parts, each with 1 writer as fast as it goes and 1 reader."""
    return await _saturated(target, extent, documents=50, readers=1)


async def _saturated(
    target: Target, extent: Extent, documents: int, readers: int, processes: int = 1
) -> Figures:
    """Each update counts once it is acknowledged (where servers do) and at every reader of its part."""
    most = extent.saturation_updates + (1 + len(WINDOWS)) * extent.probe_updates
    script = scripts.typed(0, most // documents)
    async with running(target, Ground(documents, people=readers + 1), processes):
        flows = [await _flow(target, number, readers, script) for number in range(documents)]
        try:
            window = await best_window(flows, extent.probe_updates, extent.probe_seconds, target.cpu_seconds)
        except TimeoutError:
            return {"updates per second": 0.0}  # it has stopped telling anybody anything
        used, own = target.cpu_seconds(), time.process_time()
        result = await saturate(flows, window, extent.saturation_updates, extent.saturation_seconds)
        busy = target.cpu_seconds() - used
        generator = (time.process_time() - own) / result.seconds
        waited = await until_idle(target.processes, after=STORED_AFTER, most=STORED_MOST)
        used = target.cpu_seconds() - used
        await _leave([seat for flow in flows for seat in (flow.writer, *flow.readers)])
        await _check(target, documents - 1, flows[-1].sent)
    return {
        "updates per second": result.updates / result.seconds,
        "updates per second of its processor": result.updates / busy,
        "CPU per update, µs": used / result.updates * 1e6,
        "server's processor busy, %": busy / result.seconds * 100,
        "generator's processor busy, %": generator * 100,
        "storing went on for, s": max(0.0, waited - STORED_AFTER),
        "updates on the way": window,
    }


async def _flow(target: Target, document: int, readers: int, script: Sequence[bytes]) -> Flow:
    process = document % len(target.processes)
    writer = await target.seat(document, 0, process)
    others = [await target.seat(document, 1 + number, process) for number in range(readers)]
    return Flow(writer, others, writer.masked(script), target.acknowledges)


# -- checks ---------------------------------------------------------------------------------------


async def _leave(seats: Sequence[Seat]) -> None:
    for seat in seats:
        await seat.leave()


async def _check(target: Target, document: int, letters: int) -> None:
    """A newcomer, and the real provider where it speaks this protocol, hold every letter."""
    seen = await target.letters(document, letters)
    assert seen == letters, f"{target.name}: a newcomer sees {seen} of {letters} letters"
    provided = await letters_by_provider(target, document)
    assert provided in (None, letters), f"{target.name}: the provider sees {provided} of {letters} letters"


SCENARIOS = (meeting, saturation, fifty_parts)
