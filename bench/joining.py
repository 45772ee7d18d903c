"""What a store is for: who comes after a restart finds everything, soon; and after a kill as well."""

from __future__ import annotations

import asyncio
import time

from . import scripts
from .history import PEOPLE, History, edited
from .scene import Extent, Figures, leave, percentile, require_letters, running, stored
from .seat import OPEN_SECONDS, Seat
from .targets import Ground, Target

STORED_MOST = 150.0
"""Seconds for one that commits each update by itself; what is not stored when the last one leaves is lost."""
UPDATES = 200


async def cold_join(target: Target, extent: Extent) -> Figures:
    """A part with 20,000 edits of history is opened after a restart, by 1, 30 and 300 sockets at once.

    Twelve people made them in turns, eight letters here and eight there, and took every tenth back. From the
    first connection to when the last socket holds every letter. Before each the server is stopped and
    started, on the store as it was after writing. The machine's caches are warm.
    """
    figures: Figures = {}
    history = edited(extent.history)
    async with running(target, Ground(people=PEOPLE)):
        await _write(target, history)
        await require_letters(target, 0, history.letters)
        await target.stop()
        with target.store_kept() as restore:
            for count in extent.joins:
                await asyncio.to_thread(restore)
                await target.start()
                took = await _join(target, count, history.clocks)
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


async def _write(target: Target, history: History) -> None:
    """Each turn begins when everybody has what was written in the one before."""
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


async def _join(target: Target, count: int, clocks: int) -> list[float]:
    """Seconds until each of ``count`` sockets that connect at once holds all that was typed, in order."""
    port, began = target.processes[0].port, time.perf_counter()

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
    await leave(seats)
    return sorted(took)
