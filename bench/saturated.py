"""Saturation: one part, fifty parts, and fifty parts on several processes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from . import scripts
from .load import WIDE_WINDOWS, Flow, best_window, saturate
from .process import PROCESSORS
from .scene import Extent, Figures, leave, require_letters, running, stored
from .targets import Ground, Target

PARTS = 50
STALLED = {"updates per second": 0.0}
"""Nothing arrived for ``STALL_SECONDS``: the server has stopped broadcasting."""


async def saturation(target: Target, extent: Extent) -> Figures:
    """One part, 1 writer as fast as it goes, 8 readers; after 20,000 letters in the next part.

    An update counts when it is at all readers, and acknowledged where the server does that (samplan: after
    the commit; Hocuspocus: before storing). CPU per update is the server's until everything is stored.
    """
    return await _saturated(target, extent, documents=1, readers=8)


async def fifty_parts(target: Target, extent: Extent) -> Figures:
    """50 parts, each with 1 writer as fast as it goes and 1 reader; counted as above."""
    return await _saturated(target, extent, documents=PARTS, readers=1)


async def more_processes(target: Target, extent: Extent) -> Figures:
    """50 parts as above, on one, two and four processes with one PostgreSQL and one Redis.

    Sockets are dealt out as by a plain load balancer, so writer and reader of a part are mostly at different
    processes. *Times the updates of one* is the clock's verdict, and needs a core for every process and
    more for databases and generator; *if every process had a core* follows from the CPU per update alone.
    """
    figures: Figures = {}
    updates, cost = 0.0, 0.0
    for count in (1, 2, 4):
        measured = await _saturated(target, extent, PARTS, 1, count, WIDE_WINDOWS)
        if count == 1:
            updates, cost = measured["updates per second"], measured["CPU per update, µs"]
            figures["1 process: updates per second"] = updates
            figures["1 process: CPU per update, µs"] = cost
            continue
        called = f"{count} processes"
        figures[f"{called}: updates per second"] = measured["updates per second"]
        figures[f"{called}: times the updates of one"] = measured["updates per second"] / updates
        figures[f"{called}: CPU per update, µs"] = measured["CPU per update, µs"]
        figures[f"{called}: processors busy, %"] = measured["server's processor busy, %"]
        figures[f"{called}: if every process had a core, times"] = (
            count * cost / measured["CPU per update, µs"]
        )
    figures["cores of this machine"] = len(PROCESSORS)
    return figures


@dataclass
class _Meter:
    """CPU seconds used since it was started."""

    target: Target
    server: float
    database: float
    generator: float

    @classmethod
    async def started(cls, target: Target) -> _Meter:
        return cls(target, target.cpu_seconds(), await target.database_cpu_seconds(), time.process_time())

    async def used(self) -> _Meter:
        now = await self.started(self.target)
        return _Meter(
            self.target,
            now.server - self.server,
            now.database - self.database,
            now.generator - self.generator,
        )


async def _saturated(
    target: Target,
    extent: Extent,
    documents: int,
    readers: int,
    processes: int = 1,
    windows: Sequence[int] = (),
) -> Figures:
    """Write in ``documents`` at once. A round continues in new ones before they get too long."""
    windows = windows or extent.windows
    tries, rounds = 1 + len(windows), extent.rounds
    fresh = documents == 1
    length = extent.round_updates if fresh else (tries * extent.probe_updates + rounds * extent.round_updates)
    script = scripts.typed(0, length // documents)
    ground = Ground(documents * (tries + rounds if fresh else 1), people=readers + 1)
    async with running(target, ground, processes):
        flows = [await _flow(target, number, readers, script) for number in range(ground.documents)]
        groups = [[flow] for flow in flows] if fresh else [flows] * (tries + rounds)
        try:
            window = await best_window(
                groups[:tries], windows, extent.probe_updates, extent.probe_seconds, target.cpu_seconds
            )
        except TimeoutError:
            return STALLED
        await target.yield_slice()
        meter, updates, seconds = await _Meter.started(target), 0, 0.0
        for number, group in enumerate(groups[tries:]):
            if number:
                await target.yield_slice()
            result = await saturate(group, window, extent.round_updates, extent.round_seconds)
            updates, seconds = updates + result.updates, seconds + result.seconds
        busy = await meter.used()
        waited = await stored(target)
        used = await meter.used()
        await require_letters(target, ground.documents - 1, flows[-1].sent)
        await leave([seat for flow in flows for seat in (flow.writer, *flow.readers)])
    return {
        "updates per second": updates / seconds,
        "updates per second of its processor": updates / busy.server,
        "CPU per update, µs": used.server / updates * 1e6,
        "database's CPU per update, µs": used.database / updates * 1e6,
        "server's processor busy, %": busy.server / seconds * 100,
        "generator's processor busy, %": busy.generator / seconds * 100,
        "storing went on for, s": waited,
        "updates on the way": window,
    }


async def _flow(target: Target, document: int, readers: int, script: Sequence[bytes]) -> Flow:
    count = len(target.processes)
    writer = await target.seat(document, 0, document % count)
    at = [(document // count + number) % count for number in range(readers)]
    others = [await target.seat(document, 1 + number, at[number]) for number in range(readers)]
    return Flow(writer, others, writer.masked(script), target.acknowledges)
