"""Limits of one socket, open document or person."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from server.token_bucket import Bucket


@dataclass(frozen=True, slots=True)
class SocketLimits:
    """Limits of one socket; bytes and seconds.

    ``early_*``: before authentication. ``openings``: the burst of ``openings_per_second``. ``pending_*``:
    frames queued while documents are opened. ``remembered``: addresses, also of closed documents.
    """

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
    """Refused frames per person. A person with too many is barred from writing for a while, but may read."""

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


class AheadFrames:
    """Counts one member's frames *ahead* of the log: those that refer to structs the log does not have.

    After a reconnect every frame is ahead until the member's Step2 arrives, and holding Backspace down sends
    thirty such frames a second. So up to ``MAX_AHEAD`` are allowed while a Step1 is not answered;
    ``MAX_FRUITLESS`` bounds those that are ahead although every Step1 was answered.
    """

    __slots__ = ("_ahead", "_fruitless", "_unanswered")

    MAX_FRUITLESS = 3
    MAX_AHEAD = 300

    def __init__(self) -> None:
        self._unanswered = self._ahead = self._fruitless = 0

    def step1_sent(self) -> None:
        """A Step1 is sent, for another reason than such a frame."""
        self._unanswered += 1

    @property
    def step1_unanswered(self) -> bool:
        return self._unanswered > 0

    def step2_handled(self) -> None:
        """A Step2 of the member was processed."""
        self._unanswered = max(0, self._unanswered - 1)

    def progressed(self) -> None:
        self._ahead = self._fruitless = 0

    def allows(self, *, is_step2: bool) -> bool:
        """Count one frame; returns whether it may be answered with a Step1."""
        self._ahead += 1
        if is_step2 or not self._unanswered:
            self._fruitless += 1
        self._unanswered += 1
        return self._ahead <= self.MAX_AHEAD and self._fruitless < self.MAX_FRUITLESS


FRAME_WEIGHT = 256
"""Bytes that an empty frame counts as: its object and the work on it."""


class Backlog:
    """Weight, about bytes, of one socket's frames not processed by rooms; reading pauses at ``limit``."""

    def __init__(self, on_space: Callable[[], object] = lambda: None, limit: int = 1024 * 1024) -> None:
        """``on_space`` is called when reading may resume, below half of ``limit``."""
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
