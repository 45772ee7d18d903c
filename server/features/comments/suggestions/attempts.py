"""How often one person may ask for suggestions to be accepted: the part's text is read each time, also where
it says something else by now."""

from __future__ import annotations

import time
from collections.abc import Callable

from server.domain.errors import TooManyRequests
from server.domain.plan import PersonId
from server.token_bucket import Bucket

AT_ONCE, PER_SECOND = 20, 0.5


class Attempts:
    """``now`` gives seconds of a monotonic clock."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._of: dict[PersonId, Bucket] = {}

    def require_another(self, person: PersonId) -> None:
        """Raises ``TooManyRequests``."""
        if len(self._of) > 10_000:
            self._of = {who: bucket for who, bucket in self._of.items() if not bucket.full}
        bucket = self._of.setdefault(person, Bucket(AT_ONCE, PER_SECOND, self._now))
        if not bucket.take():
            raise TooManyRequests(bucket.wait)
