"""How fast somebody may ask: one token bucket each, pure; the time is an argument."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from server.domain.errors import TooManyRequests


@dataclass(frozen=True, slots=True)
class Rate:
    """``burst`` requests at once, then ``per_second``."""

    burst: float
    per_second: float


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class Buckets:
    """One bucket per key, bounded: the key that has been quiet longest is forgotten first."""

    def __init__(self, rate: Rate, most: int = 20_000) -> None:
        self._rate, self._most = rate, most
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, key: str, now: float) -> None:
        """Count one request at ``now`` (seconds, monotonic). Raises ``TooManyRequests``, at no cost."""
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = _Bucket(self._rate.burst, now)
            if len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        refilled = bucket.tokens + max(0.0, now - bucket.at) * self._rate.per_second
        bucket.tokens, bucket.at = min(self._rate.burst, refilled), now
        if bucket.tokens < 1.0:
            raise TooManyRequests((1.0 - bucket.tokens) / self._rate.per_second)
        bucket.tokens -= 1.0
