"""The memory of idle sockets and parts."""

from __future__ import annotations

import asyncio

from .process import until_idle
from .scene import Extent, Figures, leave, running
from .targets import Ground, Target

AT_ONCE = 50
SETTLE_SECONDS = 3.0


async def idle_memory(target: Target, extent: Extent) -> Figures:
    """Resident memory: 2,000 sockets with one part open, and after a restart 500 with a part each.

    *Beyond its socket* is what a small part adds to a socket of the first kind.
    """
    async with running(target, Ground(documents=extent.idle_documents)):
        await _restarted(target)
        per_socket = await _grown(target, [0] * extent.idle_sockets)
        await _restarted(target)
        per_part = await _grown(target, list(range(1, extent.idle_documents)))
    return {
        "per part beyond its socket, kB": per_part - per_socket,
        "per part with its socket, kB": per_part,
        "per socket, kB": per_socket,
    }


async def _restarted(target: Target) -> None:
    """Restart, with a first round of sockets: they allocate what all later ones share."""
    await target.stop()
    await target.start()
    seats = [await target.seat(0) for _ in range(AT_ONCE)]
    await leave(seats)
    await until_idle(target.processes, after=SETTLE_SECONDS, most=20.0)


async def _grown(target: Target, documents: list[int]) -> float:
    """kB of resident memory per socket, when each has opened one of ``documents``."""
    before, seats = target.resident_bytes(), []
    for start in range(0, len(documents), AT_ONCE):
        chunk = documents[start : start + AT_ONCE]
        seats += await asyncio.gather(*(target.seat(document) for document in chunk))
    await until_idle(target.processes, after=SETTLE_SECONDS, most=20.0)
    grown = target.resident_bytes() - before
    await leave(seats)
    return grown / len(documents) / 1024
