"""What this process has done, in plain numbers: the engine counts here, and knows nothing of who reads it.

No number says anything of a person, a plan or a part; what tells apart is a token, a verdict or a
reason, of which there are few. An observation only keeps the value, about 45 ns (measured); they are
sorted into their places later, many at once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


class Spread:
    """How often a value fell where: ``counts[n]`` those up to ``bounds[n]``, the last one all above."""

    __slots__ = ("_counts", "_new", "_total", "bounds", "observe")

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = tuple(bounds)
        self._counts = [0] * (len(self.bounds) + 1)
        self._total = 0.0
        self._new: list[float] = []
        self.observe: Callable[[float], None] = self._new.append
        """Takes a value."""

    def settle(self) -> None:
        """Sort in what was observed; until then it takes memory."""
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


class Counts:
    """Numbers that only rise, but for one."""

    def __init__(self) -> None:
        self.frames_received = self.bytes_received = 0
        self.frames_sent = self.bytes_sent = 0
        self.sockets_opened = 0
        self.stateless_refused = 0
        """Stateless messages of clients, which nobody here takes."""
        self.edits: Counter[str] = Counter()
        """Frames with an update, by what became of them (``sync.writer.Verdict``)."""
        self.documents_ended: Counter[str] = Counter()
        """Documents refused or closed by us, by token."""
        self.sockets_closed: Counter[str] = Counter()
        """Sockets closed by us, by token."""
        self.propagation = Spread(SECONDS)
        """From the arrival of a turn's oldest frame until its news was queued for everybody; seconds."""

        self.commits = Spread(SECONDS)
        self.submissions, self.rows = Spread(SIZES), Spread(SIZES)
        """Per commit."""
        self.outcomes: Counter[str] = Counter()
        """Submissions by what the log said to them."""
        self.rows_committed = 0
        self.log_failures: Counter[str] = Counter()
        """Calls the database did not answer as it should, by what was asked."""
        self.loads = Spread(SECONDS)
        self.rereads = 0
        """Times a part asked the log for rows it did not have."""
        self.snapshots = self.evictions = self.room_failures = 0
        self.parts_quarantined = 0
        """Not risen but standing: parts that are refused because they killed a process."""
        self.part_gaps_found = self.rights_moves_found = 0
        """What looking at the database found although no message had told of it."""
        self.lateness = Spread(SECONDS)
        """How late the event loop came to a timer; seconds."""
        self._spreads = [each for each in vars(self).values() if isinstance(each, Spread)]

    def settle(self) -> None:
        for spread in self._spreads:
            spread.settle()


@dataclass(frozen=True, slots=True)
class Standing:
    """What is open in this process now; bytes. ``outbox_most`` is that of the socket furthest behind."""

    plans: int = 0
    parts: int = 0
    part_bytes: int = 0
    documents: int = 0
    sockets: int = 0
    outbox_bytes: int = 0
    outbox_most: int = 0


counts = Counts()
"""Those of this process. There is one process, so whoever counts need not be handed them."""
