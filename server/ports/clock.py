"""The time, as an argument."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Protocol


class Clock(Protocol):
    def __call__(self) -> datetime: ...


utc_now: Clock = partial(datetime.now, UTC)
"""The system's own clock."""
