"""One turn: a scenario once, on a fresh server."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path

from .scene import Extent, Figures
from .targets import Target

RUN_SECONDS = 240.0


async def measure(
    called: str,
    run: Callable[[Target, Extent], Awaitable[Figures]],
    target: Callable[[Path], Target],
    extent: Extent,
    seconds: float = RUN_SECONDS,
) -> Figures | None:
    """``run`` on a ``target`` in an empty directory; ``None`` if it failed, with the error printed."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="samplan-bench-", ignore_cleanup_errors=True) as directory:
        try:
            async with asyncio.timeout(seconds):
                figures = await run(target(Path(directory)), extent)
        except Exception:  # noqa: BLE001 - a failed turn is printed, and the others continue
            traceback.print_exc()
            print(_log_in(directory), file=sys.stderr)
            return None
    shown = ", ".join(f"{name} {value:,.1f}" for name, value in figures.items())
    print(f"{called}: {shown} ({time.perf_counter() - began:.0f} s)", flush=True)
    return figures


def _log_in(directory: str) -> str:
    log = Path(directory, "log")
    return log.read_text()[-2_000:] if log.exists() else ""
