"""Rate limiting."""

from __future__ import annotations

import time
from collections.abc import Callable


class Bucket:
    """A token bucket: ``burst`` at once, then ``per_second``. ``now`` gives seconds of a monotonic clock."""

    __slots__ = ("_burst", "_left", "_now", "_per_second", "_seen")

    def __init__(self, burst: float, per_second: float, now: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._per_second, self._now = burst, per_second, now
        self._left, self._seen = burst, now()

    def take(self, tokens: float = 1) -> bool:
        """Whether as many more are allowed; if so, they count."""
        self._refill()
        if self._left < tokens:
            return False
        self._left -= tokens
        return True

    def charge(self, amount: float) -> None:
        """Take what has been used already, also more than there is."""
        self._refill()
        self._left -= amount

    @property
    def empty(self) -> bool:
        self._refill()
        return self._left < 1

    @property
    def full(self) -> bool:
        self._refill()
        return self._left >= self._burst

    @property
    def wait(self) -> float:
        """Seconds until one more is allowed."""
        return self.wait_for(1)

    def wait_for(self, tokens: float) -> float:
        """Seconds until as many are allowed; at most ``burst`` ever are."""
        self._refill()
        return max(0.0, (tokens - self._left) / self._per_second)

    def _refill(self) -> None:
        now = self._now()
        self._left = min(self._burst, self._left + (now - self._seen) * self._per_second)
        self._seen = now
