"""How much one socket, document or person may ask of us at a time."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from server.token_bucket import Bucket


@dataclass(frozen=True, slots=True)
class SocketLimits:
    """What a socket may ask of us before and after it has shown who it is."""

    frame_bytes: int = 256 * 1024
    documents: int = 200
    openings: int = 2_000
    openings_per_second: float = 20.0
    remembered: int = 1_000
    pending_frames: int = 64
    pending_bytes: int = 1024 * 1024
    authenticate_within: float = 10.0
    unknown_frames: int = 100
    early_frames: int = 1_000
    early_bytes: int = 1024 * 1024
    failed_logins: int = 10


class Strikes:
    """Refused frames per person. Who has too many may read on, and write again after a while."""

    def __init__(self, burst: float = 20, per_second: float = 1 / 30) -> None:
        self._burst, self._per_second = burst, per_second
        self._buckets: dict[Hashable, Bucket] = {}

    def count(self, person: Hashable) -> None:
        if len(self._buckets) > 10_000:
            self._buckets = {who: bucket for who, bucket in self._buckets.items() if not bucket.full}
        self._buckets.setdefault(person, Bucket(self._burst, self._per_second)).take()

    def barred(self, person: Hashable) -> bool:
        bucket = self._buckets.get(person)
        return bucket is not None and bucket.empty


class Patience:
    """Frames of one member that build on what the log does not have.

    After a reconnect everything typed before the member's Step2 arrives is early, and who holds
    Backspace down sends thirty such frames a second. So what is early while an answer to a Step1 is on
    the way is excused, within a bound; being early although all were answered is counted.
    """

    __slots__ = ("_asked", "_early", "_fruitless")

    FRUITLESS = 3
    EARLY = 300

    def __init__(self) -> None:
        self._asked = self._early = self._fruitless = 0

    def asked(self) -> None:
        """A Step1 is sent for another reason than an early frame."""
        self._asked += 1

    def answered(self) -> None:
        """A Step2 of the member's has been dealt with."""
        self._asked = max(0, self._asked - 1)

    def progressed(self) -> None:
        self._early = self._fruitless = 0

    def excuses(self, *, an_answer: bool) -> bool:
        """Count one early frame (``an_answer``: a Step2); whether it may be answered with a Step1."""
        self._early += 1
        if an_answer or not self._asked:
            self._fruitless += 1
        self._asked += 1
        return self._early <= self.EARLY and self._fruitless < self.FRUITLESS


FRAME_WEIGHT = 256
"""Bytes that a frame of none counts as: it is an object, and a step of somebody's work."""


class Backlog:
    """What of one socket rooms have not dealt with, in bytes; no more is read while it is much."""

    def __init__(self, on_space: Callable[[], object] = lambda: None, limit: int = 1024 * 1024) -> None:
        """``on_space`` is called when more may be read again."""
        self._on_space, self._limit = on_space, limit
        self._waiting = 0
        self.full = False

    def add(self, weight: int) -> None:
        self._waiting += weight
        if self._waiting >= self._limit:
            self.full = True

    def done(self, weight: int) -> None:
        self._waiting -= weight
        if self.full and self._waiting < self._limit // 2:
            self.full = False
            self._on_space()
