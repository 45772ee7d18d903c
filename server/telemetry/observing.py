"""What runs beside the server to observe it: the loop's lag, and spans where somebody collects them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .counts import counts
from .loop_lag import Lateness
from .spans import start_tracing


@contextmanager
def observed(*, tracing: bool) -> Iterator[None]:
    """Raises ``NotInstalled`` where spans need packages that are not there."""
    stop_tracing = start_tracing() if tracing else lambda: None
    lateness = Lateness(counts)
    lateness.start()
    try:
        yield
    finally:
        lateness.stop()
        stop_tracing()
