"""The access log: who read or changed what, as a tamper-evident hash chain.

Each plan has a chain of its own; events that belong to no plan (logins) share one. An entry's hash covers its
number, its content and the hash before it, so changing, moving or removing an entry breaks every later one.
The chain alone cannot show that its newest entries were cut off, or that all of its hashes were made anew;
seals can (``seals.py``).

Decisions and comments are rows of their own: their entries hold a ``fingerprint`` of them. Changes to a
part's text are not entries: the rows of its update log name their authors, and the seals cover them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import ClassVar, Final, Self

from .plan import ParticipantId, PartId, PersonId, PlanId

Detail = str | int | bool | None
"""Only values that survive a JSON round trip exactly: the hash covers them."""

ONE_READING = timedelta(minutes=15)
"""In which the same person reads the same words again without another entry: an open page rereads often."""

GENESIS = bytes(32)
"""The ``previous_hash`` of the first entry of a chain."""


class Absent(Enum):
    """The value of a field that an entry does not have; unlike ``None`` it is not stored or hashed."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Details:
    """The fields of an action's entries beyond who, when and where. Subclasses: ``features/*/entries.py``.

    ``action`` is its token, stored and never changed; the page has the words for people.

    The names of its fields are stored and never change; values are of ``Detail`` or ``ABSENT``. A field that
    entries of some release lack has ``ABSENT`` as its default, so that ``type(**event.details)`` reads
    entries of every release.
    """

    action: ClassVar[str]

    def stored(self) -> dict[str, Detail]:
        """The ``details`` of the event."""
        every = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in every.items() if value is not ABSENT}


@dataclass(frozen=True, slots=True)
class Event:
    """An event to be logged, not yet in a chain. ``at`` is aware; ``plan`` is ``None`` for logins.

    ``action`` is the token of its ``Details``.
    """

    at: datetime
    person: PersonId
    action: str
    plan: PlanId | None = None
    participant: ParticipantId | None = None
    organisation: str = ""
    part: PartId | None = None
    details: Mapping[str, Detail] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        details: Details,
        at: datetime,
        person: PersonId,
        plan: PlanId | None = None,
        participant: ParticipantId | None = None,
        organisation: str = "",
        part: PartId | None = None,
    ) -> Self:
        """The event with these ``details`` and their action."""
        stored = details.stored()
        return cls(at, person, details.action, plan, participant, organisation, part, stored)


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in its chain. ``number`` is dense per chain, from 1; both hashes are 32 bytes (SHA-256)."""

    number: int
    event: Event
    previous_hash: bytes
    hash: bytes


def chained(event: Event, last: Entry | None) -> Entry:
    """``event`` as the entry after ``last`` (``None``: the first of its chain)."""
    number, previous = (last.number + 1, last.hash) if last else (1, GENESIS)
    return Entry(number, event, previous, _hash(number, event, previous))


def broken_at(entries: Iterable[Entry]) -> int | None:
    """The number of the first entry of a whole chain that is missing or altered; ``None``: it is intact."""
    number, previous = 0, GENESIS
    for entry in entries:
        if not follows(entry, number, previous):
            return number + 1
        number, previous = entry.number, entry.hash
    return None


def follows(entry: Entry, number: int, previous: bytes) -> bool:
    """Whether it is the entry after that ``number`` with that hash (0 and ``GENESIS``: the first), intact."""
    intact = (number + 1, previous, _hash(number + 1, entry.event, previous))
    return (entry.number, entry.previous_hash, entry.hash) == intact


def _hash(number: int, event: Event, previous: bytes) -> bytes:
    return hashlib.sha256(previous + _canonical(number, event)).digest()


def _canonical(number: int, event: Event) -> bytes:
    """A unique encoding of an entry: in a list every value has its fixed position."""
    content = [
        number,
        event.plan,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.person,
        event.participant,
        event.organisation,
        event.action,
        event.part,
        dict(event.details),
    ]
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


# -- rows that stand outside of it ----------------------------------------------------------------


def fingerprint(*values: object) -> str:
    """64 hex digits (SHA-256) of a unique encoding of ``values``: JSON, moments, mappings and lists of these.

    Stored for good: what is hashed, and its order, stay. A field that comes later is appended only where it
    says something.
    """
    written = json.dumps(values, default=_as_plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(written.encode("ascii")).hexdigest()


def _as_plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"no fingerprint of a {type(value).__name__}")
