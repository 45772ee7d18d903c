"""Checks the history of concurrent clients of one part: was anything acknowledged lost or reordered?

All times are of one clock, the test's. A part is a growing set of appends, in the order of its log; every
state a client receives is a prefix of that log. So each rule below follows from the promises alone, and a
violation is an anomaly whatever faults occurred. The converse is not claimed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from typing import NamedTuple


class Word(NamedTuple):
    """The ``number``-th append, from 0, of ``writer``, who keeps one replica and sends in order."""

    writer: str
    number: int


@dataclass(frozen=True, slots=True)
class Append:
    """``acknowledged`` is ``None`` if no answer ever arrived: it may or may not be in the log."""

    word: Word
    via: str
    invoked: float
    acknowledged: float | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """The state that ``connection`` received. ``joined``: by a join begun at ``began``; else by broadcasts.

    ``via`` is the process. A broadcast may be late; a join must be current.
    """

    connection: str
    via: str
    began: float
    ended: float
    seen: tuple[Word, ...]
    joined: bool = False


class Kind(Enum):
    LOST = "acknowledged, and missing from a join that began later"
    VANISHED = "acknowledged, and missing in the end"
    DUPLICATED = "shown more than once"
    INVENTED = "shown before anybody wrote it"
    GAP = "shown without what the same writer wrote before"
    OVERTAKEN = "shown without what was acknowledged before it was written"
    SHRUNK = "gone from what the same connection was shown before"
    FORKED = "two states of which neither is the beginning of the other"


class Anomaly(NamedTuple):
    kind: Kind
    word: Word
    where: str


@dataclass(slots=True)
class History:
    """The events of one part. ``final`` is read when all clients are idle and every fault is healed."""

    appends: list[Append] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    final: tuple[Word, ...] = ()


def anomalies(history: History, *, behind_seconds: float) -> list[Anomaly]:
    """All anomalies in ``history``.

    A process may lag ``behind_seconds`` behind acknowledgements of another one, and never behind its own.
    """
    appends = {append.word: append for append in history.appends}
    assert len(appends) == len(history.appends), "every append has a word of its own"
    end = Read("the end", "", float("inf"), float("inf"), history.final)
    found: list[Anomaly] = []
    for read in [*history.reads, end]:
        found += _in_itself(read)
        found += _against_appends(read, appends)
    for read in history.reads:
        found += _lost(read, history.appends, behind_seconds)
    found += _missing(end, (a for a in history.appends if a.acknowledged is not None), Kind.VANISHED)
    found += _shrunk(history.reads)
    found += _forked([*history.reads, end])
    return found


def _in_itself(read: Read) -> Iterator[Anomaly]:
    for word, times in Counter(read.seen).items():
        if times > 1:
            yield Anomaly(Kind.DUPLICATED, word, read.connection)
    last: dict[str, int] = {}
    for word in sorted(set(read.seen)):
        if word.number != last.get(word.writer, -1) + 1:
            yield Anomaly(Kind.GAP, word, read.connection)
        last[word.writer] = word.number


def _against_appends(read: Read, appends: dict[Word, Append]) -> Iterator[Anomaly]:
    seen = set(read.seen)
    for word in seen:
        if word not in appends or appends[word].invoked > read.ended:
            yield Anomaly(Kind.INVENTED, word, read.connection)
    newest = max((appends[word].invoked for word in seen if word in appends), default=float("-inf"))
    yield from _missing(read, _acknowledged(appends.values(), before=newest), Kind.OVERTAKEN)


def _lost(read: Read, appends: Iterable[Append], behind: float) -> Iterator[Anomaly]:
    if read.joined:
        here = (append for append in appends if append.via == read.via)
        yield from _missing(read, _acknowledged(here, before=read.began), Kind.LOST)
        elsewhere = (append for append in appends if append.via != read.via)
        yield from _missing(read, _acknowledged(elsewhere, before=read.began - behind), Kind.LOST)


def _acknowledged(appends: Iterable[Append], *, before: float) -> Iterator[Append]:
    return (a for a in appends if a.acknowledged is not None and a.acknowledged < before)


def _missing(read: Read, due: Iterable[Append], kind: Kind) -> Iterator[Anomaly]:
    seen = set(read.seen)
    for append in due:
        if append.word not in seen:
            yield Anomaly(kind, append.word, read.connection)


def _shrunk(reads: Sequence[Read]) -> Iterator[Anomaly]:
    before: dict[str, set[Word]] = {}
    for read in sorted(reads, key=lambda read: read.ended):
        seen = set(read.seen)
        for word in before.get(read.connection, set()) - seen:
            yield Anomaly(Kind.SHRUNK, word, read.connection)
        before[read.connection] = seen


def _forked(reads: Sequence[Read]) -> Iterator[Anomaly]:
    """Prefixes of one log form a chain: ordered by size, each contains the previous one."""
    for shorter, longer in pairwise(sorted(reads, key=lambda read: len(set(read.seen)))):
        for word in set(shorter.seen) - set(longer.seen):
            yield Anomaly(Kind.FORKED, word, f"{shorter.connection} and {longer.connection}")
