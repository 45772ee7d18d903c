"""What a store is for: who comes after a restart finds everything, soon; and after a kill as well."""

from __future__ import annotations

import asyncio
import time

from . import scripts
from .load import Flow, saturate
from .scene import Extent, Figures, leave, percentile, running, stored
from .seat import OPEN_SECONDS, Seat
from .targets import Ground, Target

PEOPLE = 12
WINDOW = 400
STORED_MOST = 150.0
"""Seconds for one that commits each update by itself; what is not stored when the last one leaves is lost."""
UPDATES = 200


async def cold_join(target: Target, extent: Extent) -> Figures:
    """A part with 20,000 edits of history is opened after a restart, by 1, 30 and 300 sockets at once.

    From the first connection to when the last socket holds every letter. Before each the server is stopped
    and started, on the store as it was after writing. The machine's caches are warm.
    """
    figures: Figures = {}
    async with running(target, Ground(people=PEOPLE)):
        await _write(target, extent.history)
        await target.stop()
        with target.store_kept() as restore:
            for count in extent.joins:
                await asyncio.to_thread(restore)
                await target.start()
                took = await _join(target, count, extent.history)
                await target.stop()
                figures[f"{count} at once, ms"] = took[-1] * 1e3
                if count > 1:
                    figures[f"{count} at once, the median one, ms"] = percentile(took, 0.5) * 1e3
    return figures


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


async def _write(target: Target, letters: int) -> None:
    writer, reader = await target.seat(person=0), await target.seat(person=1)
    flow = Flow(writer, [reader], writer.masked(scripts.typed(0, letters)), target.acknowledges)
    await saturate([flow], WINDOW, letters, 120.0)
    await stored(target, STORED_MOST)
    await leave([writer, reader])


async def _join(target: Target, count: int, letters: int) -> list[float]:
    """Seconds until each of ``count`` sockets that connect at once holds ``letters``, in order."""
    port, began = target.processes[0].port, time.perf_counter()

    async def join(person: int) -> float:
        whole = asyncio.Event()
        seat = await Seat.connect(port, target.dialect(0, person))
        seats.append(seat)
        seat.on_news = lambda: whole.set() if seat.received >= letters or seat.ended else None
        seat.on_news()
        await asyncio.wait_for(whole.wait(), OPEN_SECONDS)
        assert seat.ended is None, seat.ended
        return time.perf_counter() - began

    seats: list[Seat] = []
    took = await asyncio.gather(*(join(number % PEOPLE) for number in range(count)))
    await leave(seats)
    return sorted(took)
