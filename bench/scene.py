"""A target running with its documents, and what every scenario does at its beginning and end."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

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
    rounds: int = 6
    round_seconds: float = 1.5
    round_updates: int = 20_000
    probe_seconds: float = 1.0
    probe_updates: int = 10_000
    history: int = 20_000
    joins: Sequence[int] = (1, 30, 300)
    idle_documents: int = 500
    idle_sockets: int = 2_000


FULL = Extent()
QUICK = Extent(5.0, 3, 1.0, 20_000, 0.5, 5_000, 5_000, (1, 30, 300), 100, 300)


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


async def stored(target: Target, most: float = STORED_MOST) -> float:
    """Wait until what has arrived is stored too; the seconds that took beyond the usual delay."""
    waited = await until_idle(target.processes, after=STORED_AFTER, most=most)
    return waited - STORED_AFTER if waited > STORED_AFTER + 0.6 else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def leave(seats: Sequence[Seat]) -> None:
    for seat in seats:
        await seat.leave()


async def require_letters(target: Target, document: int, letters: int) -> None:
    """A newcomer, and the real provider where it speaks this protocol, hold every letter."""
    seen = await target.letters(document, letters)
    assert seen == letters, f"{target.name}: a newcomer sees {seen} of {letters} letters"
    provided = await letters_by_provider(target, document)
    assert provided in (None, letters), f"{target.name}: the provider sees {provided} of {letters} letters"
