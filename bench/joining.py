"""Joins after a restart, and durability after a kill."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections import defaultdict
from dataclasses import dataclass

from . import scripts
from .history import PEOPLE, History, edited
from .scene import Extent, Figures, collector_at_rest, leave, percentile, require_letters, running, stored
from .seat import OPEN_SECONDS, Seat
from .targets import Ground, Target

STORED_MOST = 150.0
"""Seconds; enough for a peer that commits each update singly. Unstored updates are lost when all leave."""
UPDATES = 200
STARTED_SECONDS = 0.3
"""A server whose port answers may not have finished starting."""


async def cold_join(target: Target, extent: Extent) -> Figures:
    """A part with 20,000 edits of history is opened after a restart, by 1, 30 and 300 sockets at once.

    Twelve people made them in turns, eight letters here and eight there, and took every tenth back. From the
    first connection to when the last socket holds every letter. Before each the server is stopped and
    started, on the store as it was after writing. The machine's caches are warm.
    """
    history = edited(extent.history)
    async with running(target, Ground(people=PEOPLE)):
        await _write(target, history)
        await require_letters(target, 0, history.letters)
        await target.stop()
        return await _joins(target, extent, history.clocks)


async def written_before(target: Target, extent: Extent) -> None:
    """Write the store of `cold_join` and stop the target: for `cold_join_of_written`."""
    history = edited(extent.history)
    async with running(target, Ground(people=PEOPLE)):
        await _write(target, history)
        await require_letters(target, 0, history.letters)


async def cold_join_of_written(target: Target, extent: Extent) -> Figures:
    """As `cold_join`, of a target whose store holds the history already."""
    await target.found(Ground(people=PEOPLE))
    try:
        with collector_at_rest():
            return await _joins(target, extent, edited(extent.history).clocks)
    finally:
        await target.stop()


async def durability(target: Target, extent: Extent) -> Figures:
    """200 updates, each sent when the one before was acknowledged; `kill -9` when the last one is.

    Servers that acknowledge nothing are killed when the last one arrives at a reader.
    """
    script = scripts.typed(0, UPDATES)
    async with running(target, Ground(people=2)):
        writer, reader = await target.seat(person=0), await target.seat(person=1)
        news = asyncio.Event()
        writer.on_news = reader.on_news = news.set
        for number, frame in enumerate(writer.masked(script)):
            writer.send([frame])
            while (writer.acked if target.acknowledges else reader.received) <= number:
                await asyncio.wait_for(news.wait(), OPEN_SECONDS)
                news.clear()
        await target.kill()
        await leave([writer, reader])
        await target.start()
        seen = await target.letters(expected=UPDATES)
    return {f"lost of {UPDATES}": UPDATES - max(0, seen)}


async def _write(target: Target, history: History) -> None:
    """Each turn begins when every seat has received the previous one."""
    seats = [await target.seat(person=person) for person in range(PEOPLE)]
    news = asyncio.Event()
    for seat in seats:
        seat.on_news = news.set
    sent, typed, clocks = [0] * PEOPLE, [0] * PEOPLE, 0

    def arrived() -> bool:
        if target.acknowledges and any(seat.acked < sent[person] for person, seat in enumerate(seats)):
            return False
        return all(seat.received >= clocks - typed[person] for person, seat in enumerate(seats))

    for person, updates in history.turns:
        seats[person].send(seats[person].masked(updates))
        new = sum(update[0] for update in updates)
        sent[person] += len(updates)
        typed[person] += new
        clocks += new
        while not arrived():
            await asyncio.wait_for(news.wait(), OPEN_SECONDS)
            news.clear()
    await stored(target, STORED_MOST)
    await leave(seats)


@dataclass(frozen=True)
class _Joined:
    last: float
    median: float
    cpu: float
    """All in seconds; ``cpu`` is the server's until the last socket has everything."""


async def _joins(target: Target, extent: Extent, clocks: int) -> Figures:
    """Each of ``extent.joins`` on a server just started, with the current store."""
    joined: defaultdict[int, list[_Joined]] = defaultdict(list)
    with target.store_kept() as restore:
        for count in extent.joins:
            await target.yield_slice()
            await asyncio.to_thread(restore)
            await target.start()
            await asyncio.sleep(STARTED_SECONDS)
            joined[count].append(await _join(target, count, clocks))
            await target.stop()
    figures: Figures = {}
    for count, times in joined.items():
        figures[f"{count} at once, ms"] = statistics.median(each.last for each in times) * 1e3
        if count > 1:
            figures[f"{count} at once, the median one, ms"] = (
                statistics.median(each.median for each in times) * 1e3
            )
        figures[f"{count} at once, CPU, ms"] = statistics.median(each.cpu for each in times) * 1e3
    return figures


async def _join(target: Target, count: int, clocks: int) -> _Joined:
    """Until each of ``count`` sockets that connect at once holds all letters."""
    port, used, began = target.processes[0].port, target.cpu_seconds(), time.perf_counter()

    async def join(person: int) -> float:
        whole = asyncio.Event()
        seat = await Seat.connect(port, target.dialect(0, person))
        seats.append(seat)
        seat.on_news = lambda: whole.set() if seat.received >= clocks or seat.ended else None
        seat.on_news()
        await asyncio.wait_for(whole.wait(), OPEN_SECONDS)
        assert seat.ended is None, seat.ended
        return time.perf_counter() - began

    seats: list[Seat] = []
    took = await asyncio.gather(*(join(number % PEOPLE) for number in range(count)))
    used = target.cpu_seconds() - used
    await leave(seats)
    return _Joined(max(took), percentile(took, 0.5), used)
