"""What a row of the history holds: a sequence of entries, compressed.

``VERSION``, then deflated: one line of JSON with a column for each fact about the entries, and their updates.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from server.domain.plan import ParticipantId, PersonId

VERSION = b"\x01"
MAX_PLAIN = 64 * 1024 * 1024
"""Bytes: more than any row holds (``entries.py``), so that what was altered does not fill the memory."""
MINUTE = 60


class HistoryBroken(Exception):
    """A payload that cannot be read: it was altered."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """Consecutive rows ``first`` to ``last`` of one person in one minute, as one Yjs v1 update.

    ``minute``: its first second. ``suggestion``: the id of that which was accepted by it.
    """

    first: int
    last: int
    person: PersonId
    participant: ParticipantId | None
    minute: datetime
    update: bytes
    suggestion: str | None = None


def encode(entries: Sequence[HistoryEntry]) -> bytes:
    """``entries``: without a gap, one at least."""
    actors = {(each.person, each.participant): None for each in entries}
    places = {actor: place for place, actor in enumerate(actors)}
    minutes = [int(each.minute.timestamp()) // MINUTE for each in entries]
    said = {
        "first": entries[0].first,
        "actors": [list(actor) for actor in actors],
        "who": [places[each.person, each.participant] for each in entries],
        "rows": [each.last - each.first + 1 for each in entries],
        "minutes": [after - before for before, after in zip([0, *minutes], minutes, strict=False)],
        "bytes": [len(each.update) for each in entries],
        "suggested": {str(at): each.suggestion for at, each in enumerate(entries) if each.suggestion},
    }
    head = json.dumps(said, separators=(",", ":"), ensure_ascii=True).encode("ascii")
    plain = head + b"\n" + b"".join(each.update for each in entries)
    return VERSION + zlib.compress(plain, 9)


def decode(payload: bytes) -> list[HistoryEntry]:
    """Raises ``HistoryBroken``."""
    if not payload.startswith(VERSION):
        raise HistoryBroken("a row of the history of a newer release")
    try:
        plain = _inflated(payload[len(VERSION) :])
        head, _, updates = plain.partition(b"\n")
        return _entries(json.loads(head), updates)
    except (zlib.error, ValueError, KeyError, TypeError, IndexError, OverflowError, AttributeError) as error:
        raise HistoryBroken("a row of the history that cannot be read") from error


def _inflated(deflated: bytes) -> bytes:
    inflating = zlib.decompressobj()
    plain = inflating.decompress(deflated, MAX_PLAIN)
    if not inflating.eof or inflating.unused_data:
        raise ValueError("it does not end where it should")
    return plain


def _entries(said: dict[str, Any], updates: bytes) -> list[HistoryEntry]:
    columns = zip(said["who"], said["rows"], said["minutes"], said["bytes"], strict=True)
    actors, seq, suggested = said["actors"], said["first"], said["suggested"]
    found, minute, at = list[HistoryEntry](), 0, 0
    for number, (who, rows, later, length) in enumerate(columns):
        person, participant = actors[who]
        minute += later
        moment = datetime.fromtimestamp(minute * MINUTE, UTC)
        place = ParticipantId(participant) if participant is not None else None
        update = updates[at : at + length]
        facts = PersonId(person), place, moment, update
        found.append(HistoryEntry(seq, seq + rows - 1, *facts, suggested.get(str(number))))
        seq, at = seq + rows, at + length
    if at != len(updates) or not found:
        raise ValueError("other updates than it says")
    return found


def size(entries: Iterable[HistoryEntry]) -> int:
    """Bytes of their updates."""
    return sum(len(each.update) for each in entries)
