"""Limits of one socket, open document or person."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from server.sync.protocol.frames import MAX_ADDRESS
from server.token_bucket import Bucket

LONGEST_NAME = 4 * MAX_ADDRESS + 18
"""Bytes of a frame beside its content: its address in UTF-8, three lengths, two types."""


@dataclass(frozen=True, slots=True)
class SocketLimits:
    """Limits of one socket; bytes and seconds.

    ``early_*``: before authentication. ``openings``: the burst of ``openings_per_second``. ``remembered``:
    addresses, also of closed documents.
    """

    frame_bytes: int = 256 * 1024
    documents: int = 200
    openings: int = 2_000
    openings_per_second: float = 20.0
    remembered: int = 1_000
    authenticate_within: float = 10.0
    unknown_frames: int = 100
    early_frames: int = 1_000
    early_bytes: int = 1024 * 1024
    failed_logins: int = 10

    @property
    def message_bytes(self) -> int:
        """The largest message that a frame of ``frame_bytes`` may need."""
        return self.frame_bytes + LONGEST_NAME


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


class QueueShares:
    """Weight, about bytes, of the frames queued in one process, by person.

    Whoever has ``each`` is not read on, and where there are ``most`` in all, whoever has an equal share or
    more: the longest queues wait for room, the others go on.
    """

    def __init__(self, most: int = 16 * 1024 * 1024, each: int = 4 * 1024 * 1024) -> None:
        self._most, self._each = most, each
        self._held: dict[Hashable, int] = {}
        self._all = 0

    def change(self, who: Hashable, weight: int) -> None:
        self._all += weight
        self._held[who] = self._held.get(who, 0) + weight
        if not self._held[who]:
            del self._held[who]

    def exceeded_by(self, who: Hashable) -> bool:
        held = self._held.get(who, 0)
        return held >= self._each or (self._all >= self._most and held * len(self._held) >= self._all)


UNCOUNTED = 16 * 1024
"""Weight on one socket that is not counted among the shares: so much is queued for a moment all the time."""


class Backlog:
    """Weight, about bytes, of one socket's frames that wait for their document or its room.

    Reading pauses at ``limit``, or when the person's share is exceeded.
    """

    def __init__(
        self,
        on_space: Callable[[], object] = lambda: None,
        limit: int = 1024 * 1024,
        shares: QueueShares | None = None,
    ) -> None:
        """``on_space`` is called when reading may resume, below half of ``limit``."""
        self._on_space, self._limit, self._shares = on_space, limit, shares or QueueShares()
        self._owner: Hashable = None
        self._waiting = self._counted = 0
        self._over = False
        self._rises_at, self._falls_at = min(limit, UNCOUNTED), 0

    @property
    def full(self) -> bool:
        return self._over or (self._counted > 0 and self._shares.exceeded_by(self._owner))

    def belongs_to(self, person: Hashable) -> None:
        """Whose socket it is; before that it has a share with all others that are nobody's."""
        self._count(0)
        self._owner = person
        self._count(self._waiting)

    def add(self, weight: int) -> None:
        self._waiting += weight
        if self._waiting >= self._rises_at:
            self._over = self._over or self._waiting >= self._limit
            self._count(self._waiting)

    def done(self, weight: int) -> None:
        self._waiting -= weight
        if self._waiting < self._falls_at:
            was_over, self._over = self._over, self._over and self._waiting >= self._limit // 2
            self._count(self._waiting)
            if was_over and not self._over:
                self._on_space()

    def _count(self, waiting: int) -> None:
        """Tell the shares, and remember how much more or less there must be until they are told again."""
        counted = waiting if waiting >= UNCOUNTED else 0
        if counted != self._counted:
            self._shares.change(self._owner, counted - self._counted)
            self._counted = counted
        self._rises_at = counted + UNCOUNTED if self._over else min(counted + UNCOUNTED, self._limit)
        self._falls_at = max(counted // 2, self._limit // 2 if self._over else 0)
