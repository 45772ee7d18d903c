"""Observes the running server: the event loop's lag, and OpenTelemetry spans if they are configured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .counts import counts
from .loop_lag import LoopLag
from .spans import start_tracing


@contextmanager
def observed(*, tracing: bool) -> Iterator[None]:
    """Raises ``NotInstalled`` if ``tracing`` is asked for without its packages."""
    stop_tracing = start_tracing() if tracing else lambda: None
    loop_lag = LoopLag(counts)
    loop_lag.start()
    try:
        yield
    finally:
        loop_lag.stop()
        stop_tracing()
