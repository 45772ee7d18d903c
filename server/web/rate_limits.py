"""Rate limits of requests: one token bucket per person or, for whoever is not known, per address."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from server.domain.errors import TooManyRequests
from server.domain.plan import PersonId
from server.ports.sessions import SignedIn
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
        bucket = self._bucket(key)
        if not bucket.take(tokens):
            raise TooManyRequests(bucket.wait_for(tokens))

    def charge(self, key: str, amount: float) -> None:
        """Count what a request has cost beside itself."""
        self._bucket(key).charge(amount)

    def _bucket(self, key: str) -> Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = Bucket(self._rate.burst, self._rate.per_second, self._now)
            if len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        return bucket


REMEMBERED = 20_000
BYTES_OF_A_REQUEST = 16 * 1024
"""So many of a body cost as much as a request: reading 512 kB of decisions takes 10 ms (measured)."""


class RequestLimits:
    """1. Whoever has a session asks at their person's rate, whoever else asks from their address.
    2. A cookie that was not seen here before is looked up at the address's rate; one that is nobody's counts
       as none besides, so that inventing one is no way around.
    3. Bodies cost by their size.
    """

    def __init__(self, per_person: Rate, per_address: Rate) -> None:
        self._persons, self._strangers = Buckets(per_person), Buckets(per_address)
        self._unknown_sessions = Buckets(per_address)
        self._known: OrderedDict[str, PersonId] = OrderedDict()

    def ask(self, address: str, session_key: str | None) -> None:
        """Count a request before its session is looked up. Raises ``TooManyRequests``."""
        person = self._known.get(session_key) if session_key is not None else None
        if person is not None:
            self._persons.take(person)
        elif session_key is not None:
            self._unknown_sessions.take(address)
        else:
            self._strangers.take(address)

    def found(self, address: str, session_key: str, signed_in: SignedIn | None) -> None:
        """What the look-up gave. Raises ``TooManyRequests``."""
        if signed_in is None:
            self._known.pop(session_key, None)
            self._strangers.take(address)
        elif session_key not in self._known:
            self._known[session_key] = signed_in.person
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
            self._persons.take(signed_in.person)

    def read(self, address: str, signed_in: SignedIn | None, size: int) -> None:
        """Count a body of ``size`` bytes."""
        whose = self._strangers if signed_in is None else self._persons
        whose.charge(address if signed_in is None else signed_in.person, size // BYTES_OF_A_REQUEST)
