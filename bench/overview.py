"""The overview of a unit with 20,000 cases."""

from __future__ import annotations

import time

import httpx

from .cases import NUMBER, found_cases
from .samplan import SamplanSqlite, token_of
from .scene import Extent, Figures, percentile, running
from .targets import Ground, Target


async def unit_overview(target: Target, extent: Extent) -> Figures:
    """Counts C1 to C18 of 20,000 cases of thirteen kinds, asked one after another by a case handler.

    The cases, their records and what they count for are stored before, and of nearly half of them a plan with
    six measures and as many consents; nothing of an answer is kept. *Behind*
    is the first page of the cases behind a number.
    """
    assert isinstance(target, SamplanSqlite)
    async with running(target, Ground()):
        await found_cases(target.database_url, extent.cases)
        url = f"http://127.0.0.1:{target.processes[0].port}/api/units/{NUMBER}/overview"
        cookies = {"samplan_session": token_of(0, 0)}
        async with httpx.AsyncClient(cookies=cookies, timeout=60) as client:
            overview = await _timed(client, url, extent.questions)
            behind = await _timed(client, f"{url}/cases?count=coordinators", extent.questions)
    return {
        "overview p50, ms": percentile(overview, 0.5),
        "overview p95, ms": percentile(overview, 0.95),
        "behind p95, ms": percentile(behind, 0.95),
    }


async def _timed(client: httpx.AsyncClient, url: str, times: int) -> list[float]:
    """Milliseconds of each; the first, which warms caches up, is left out."""
    found = []
    for _ in range(times + 1):
        began = time.perf_counter()
        answer = await client.get(url)
        found.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, answer.text
    return found[1:]
