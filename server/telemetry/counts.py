"""Counters and histograms of this process, as plain numbers: the engine counts here and exports nothing.

No number identifies a person, a plan or a part; labels are tokens, verdicts and reasons, of which there are
few. ``observe`` only keeps the value, about 45 ns (measured); values are sorted into buckets later, many at
once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


class Histogram:
    """``counts[n]``: values above ``bounds[n - 1]`` and up to ``bounds[n]``; the last: all greater ones."""

    __slots__ = ("_counts", "_new", "_total", "bounds", "observe")

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = tuple(bounds)
        self._counts = [0] * (len(self.bounds) + 1)
        self._total = 0.0
        self._new: list[float] = []
        self.observe: Callable[[float], None] = self._new.append
        """Records a value."""

    def settle(self) -> None:
        """Sort the observed values into their buckets; until then they take memory."""
        for value in self._new:
            self._counts[bisect_left(self.bounds, value)] += 1
            self._total += value
        self._new.clear()

    @property
    def counts(self) -> Sequence[int]:
        self.settle()
        return self._counts

    @property
    def total(self) -> float:
        self.settle()
        return self._total


class MailCounts:
    """``outcomes``: of this process's worker, mails sent, put off and given up. The others are gauges of the
    outbox of all processes, as of the last scrape."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.messages: dict[str, int] = {}
        """By state: ``waiting``, ``held``, ``given-up``."""
        self.oldest_seconds = 0.0
        """The age of the oldest that waits."""


class Counts:
    """Counters that only rise, except ``parts_quarantined``."""

    def __init__(self) -> None:
        self.frames_received = self.bytes_received = 0
        self.frames_sent = self.bytes_sent = 0
        self.sockets_opened = 0
        self.stateless_refused = 0
        """Stateless messages of clients: none is expected."""
        self.http_answers: Counter[tuple[str, str]] = Counter()
        """Answers by the template of their route and the class of their status (``2xx``)."""
        self.http_seconds = Histogram(SECONDS)
        self.logins: Counter[str] = Counter()
        self.edits: Counter[str] = Counter()
        """Frames with an update, by verdict (``sync.part.turn.Verdict``)."""
        self.documents_ended: Counter[str] = Counter()
        """Documents refused or closed by the server, by token."""
        self.sockets_closed: Counter[str] = Counter()
        """Sockets closed by the server, by token."""
        self.connections_ended: Counter[str] = Counter()
        """HTTP connections ended because of their client, by reason (``transport/patience``)."""
        self.propagation = Histogram(SECONDS)
        """From the arrival of a turn's oldest frame until its broadcast was queued; seconds."""

        self.commits = Histogram(SECONDS)
        self.submissions, self.rows = Histogram(SIZES), Histogram(SIZES)
        """Per commit."""
        self.outcomes: Counter[str] = Counter()
        """Submissions, by the log's outcome."""
        self.rows_committed = 0
        self.log_failures: Counter[str] = Counter()
        """Calls of the log that raised ``StorageUnavailable``, by operation."""
        self.loads = Histogram(SECONDS)
        self.rereads = 0
        """Times a part read rows from the log that it did not have."""
        self.snapshots = self.evictions = self.room_failures = self.records_ahead = 0
        self.parts_quarantined = 0
        """A gauge: the parts refused now because they killed a process."""
        self.part_gaps_found = self.rights_moves_found = self.comment_changes_found = 0
        """Changes found by polling the database although no message had announced them."""
        self.loop_lag, self.mail = Histogram(SECONDS), MailCounts()
        """How late the event loop ran a timer; seconds."""
        self._histograms = [each for each in vars(self).values() if isinstance(each, Histogram)]

    def settle(self) -> None:
        for histogram in self._histograms:
            histogram.settle()


@dataclass(frozen=True, slots=True)
class Standing:
    """What is open in this process now; sizes in bytes. ``outbox_most``: the largest outbox of a socket."""

    plans: int = 0
    parts: int = 0
    part_bytes: int = 0
    documents: int = 0
    sockets: int = 0
    outbox_bytes: int = 0
    outbox_most: int = 0


counts = Counts()
"""Of this process: a global, so that it need not be passed to everything that counts."""
