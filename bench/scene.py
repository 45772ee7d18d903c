"""A running target with its documents, and the common beginning and end of every scenario."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from .load import WINDOWS
from .process import until_idle
from .provider import letters_by_provider
from .seat import Seat
from .targets import Ground, Target

Figures = dict[str, float]
STORED_AFTER = 2.5
"""Seconds of silence after which an asynchronously storing peer has begun to store (Hocuspocus waits 2)."""
STORED_MOST = 30.0


@dataclass(frozen=True)
class Extent:
    """The size of the scenarios; ``QUICK`` is for development, its figures are not recorded."""

    meeting_seconds: float = 20.0
    meeting_slices: int = 1
    rounds: int = 6
    round_seconds: float = 1.5
    round_updates: int = 20_000
    probe_seconds: float = 1.0
    probe_updates: int = 10_000
    windows: Sequence[int] = WINDOWS
    """Updates in flight under saturation; of several the best one is determined first."""
    history: int = 20_000
    joins: Sequence[int] = (1, 30, 300)
    """Sockets at once; for a repeated number the median is taken."""
    idle_documents: int = 500
    idle_sockets: int = 2_000
    cases: int = 20_000
    questions: int = 60
    """How often each answer about cases is asked for."""
    slices: int = 10
    plans_a_slice: int = 60
    """How often a plan is read."""


FULL = Extent()
QUICK = Extent(
    meeting_seconds=5.0,
    rounds=3,
    round_seconds=1.0,
    probe_seconds=0.5,
    probe_updates=5_000,
    history=5_000,
    idle_documents=100,
    idle_sockets=300,
    cases=2_000,
    questions=20,
)
PAIRED = Extent(
    meeting_seconds=10.0,
    meeting_slices=10,
    rounds=8,
    probe_seconds=0.5,
    probe_updates=5_000,
    windows=(4_800,),
    joins=(1, 30) * 3 + (300,) * 2,
)
"""To compare two commits: short, as it is run often; with the best window of samplan."""


@asynccontextmanager
async def running(target: Target, ground: Ground, processes: int = 1) -> AsyncIterator[None]:
    """The target with its documents, started and idle; the generator's own garbage collector is off."""
    await target.found(ground, processes)
    try:
        await target.start()
        await target.seed()
        await until_idle(target.processes, after=0.2, most=10.0)
        with collector_at_rest():
            yield
    finally:
        await target.stop()


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Turns the generator's own garbage collector off until the outermost of these ends."""
    before = gc.isenabled()
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
            gc.unfreeze()


async def stored(target: Target, most: float = STORED_MOST) -> float:
    """Wait until everything that arrived is stored; returns the seconds beyond the usual delay."""
    waited = await until_idle(target.processes, after=STORED_AFTER, most=most)
    return waited - STORED_AFTER if waited > STORED_AFTER + 0.6 else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def leave(seats: Sequence[Seat]) -> None:
    for seat in seats:
        await seat.leave()


async def require_letters(target: Target, document: int, letters: int) -> None:
    """A new client, and the real provider if it supports the protocol, must hold every letter."""
    seen = await target.letters(document, letters)
    assert seen == letters, f"{target.name}: a newcomer sees {seen} of {letters} letters"
    provided = await letters_by_provider(target, document) if target.judged_by_provider else None
    assert provided in (None, letters), f"{target.name}: the provider sees {provided} of {letters} letters"
