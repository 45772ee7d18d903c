"""What one person's edits may cost everybody else in this process.

yrs looks for a struct's place among all that stand between the two neighbours it names, and among all that
others wrote there: a client may name the two ends of a long text, in every struct, or write each letter under
another client id. Both are well-formed, and cannot be told from honest edits before they are applied.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable
from dataclasses import dataclass, field
from typing import TypeVar

from server.sync.update.admission import UpdateLimits
from server.token_bucket import Bucket

T = TypeVar("T")


class TooMuchWork(Exception):
    """An edit that was applied in part takes more than its author may still have."""


class Labour:
    """Of each person: ``seconds`` beyond what structs usually take, and ``client_ids`` they begin.

    As many at once, and ``*_per_second``. A page begins one client id in each part; every one stays in the
    part's state vector, which everybody sends in one frame.
    """

    def __init__(
        self,
        seconds: float = 5.0,
        seconds_per_second: float = 0.02,
        client_ids: float = 4_000,
        client_ids_per_second: float = 0.1,
    ) -> None:
        self._seconds = 1 + seconds, seconds_per_second  # a bucket with less than one is empty
        self._client_ids = client_ids, client_ids_per_second
        self._of: dict[Hashable, tuple[Bucket, Bucket]] = {}

    def allows(self, person: Hashable, client_ids: int) -> bool:
        """Whether they may write on, under as many new client ids; if so, these count."""
        seconds, begun = self._buckets(person)
        return not seconds.empty and begun.take(client_ids)

    def counted(
        self, person: Hashable, work: Generator[None, None, T], excess: Callable[[], float]
    ) -> Generator[None, None, T]:
        """``work``, counted by how much ``excess`` grows with each slice of it. Raises ``TooMuchWork``."""
        seconds, _ = self._buckets(person)
        counted = excess()
        while True:
            try:
                next(work)
            except StopIteration as finished:
                return finished.value  # type: ignore[no-any-return]
            finally:
                before, counted = counted, excess()
                seconds.charge(counted - before)
            if seconds.empty:
                raise TooMuchWork
            yield

    def _buckets(self, person: Hashable) -> tuple[Bucket, Bucket]:
        if len(self._of) > 10_000:
            self._of = {who: both for who, both in self._of.items() if not all(each.full for each in both)}
        if person not in self._of:
            self._of[person] = Bucket(*self._seconds), Bucket(*self._client_ids)
        return self._of[person]


@dataclass(frozen=True, slots=True)
class WriteLimits:
    """``admission``: of one frame. ``part_bytes``: of the whole part. ``labour``: of each person."""

    admission: UpdateLimits
    part_bytes: int
    labour: Labour = field(default_factory=Labour)
