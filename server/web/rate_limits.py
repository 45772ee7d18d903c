"""Rate limits of requests: one token bucket per person or address."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from server.domain.errors import TooManyRequests
from server.token_bucket import Bucket


@dataclass(frozen=True, slots=True)
class Rate:
    """``burst`` requests at once, then ``per_second``."""

    burst: float
    per_second: float


class Buckets:
    """One bucket per key, at most ``most``: the least recently used key is evicted first."""

    def __init__(self, rate: Rate, most: int = 20_000, now: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._most, self._now = rate, most, now
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, key: str, tokens: float = 1) -> None:
        """Count one request, or what it asks for. Raises ``TooManyRequests``, and then it does not count."""
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = Bucket(self._rate.burst, self._rate.per_second, self._now)
            if len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        if not bucket.take(tokens):
            raise TooManyRequests(bucket.wait_for(tokens))
