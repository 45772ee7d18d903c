"""Opening a plan: what its first page asks for."""

from __future__ import annotations

import time

import httpx

from .history import PEOPLE
from .samplan import PARTS_OF_A_PLAN, SamplanSqlite, plan_of, token_of
from .scene import Extent, Figures, percentile, running
from .targets import Ground, Target


async def opening(target: Target, extent: Extent) -> Figures:
    """A plan of ten parts and thirteen participants is read over HTTP, again and again by each of twelve.

    In slices, so that of two commits that are compared each meets the same state of the machine. CPU is the
    server's.
    """
    assert isinstance(target, SamplanSqlite)
    async with running(target, Ground(documents=PARTS_OF_A_PLAN, people=PEOPLE)):
        url = f"http://127.0.0.1:{target.processes[0].port}/api/plans/plan-{plan_of(0)}"
        took: list[float] = []
        used = 0.0
        async with httpx.AsyncClient(timeout=60) as client:
            await _read(client, url, extent.plans_a_slice)  # what is made once is not measured
            for _ in range(extent.slices):
                await target.yield_slice()
                before = target.cpu_seconds()
                took += await _read(client, url, extent.plans_a_slice)
                used += target.cpu_seconds() - before
    return {"p50, ms": percentile(took, 0.5), "CPU per plan, µs": used / len(took) * 1e6}


async def _read(client: httpx.AsyncClient, url: str, times: int) -> list[float]:
    """Milliseconds of each."""
    took = []
    for number in range(times):
        began = time.perf_counter()
        answer = await client.get(url, headers={"Cookie": f"samplan_session={token_of(0, number % PEOPLE)}"})
        took.append((time.perf_counter() - began) * 1e3)
        assert answer.status_code == 200, answer.text
    return took
