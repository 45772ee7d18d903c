"""The access log: who saw or changed what, as a chain that nothing can be altered in unnoticed.

Each plan has a chain of its own; what belongs to no plan (logins) has one together. An entry's hash
covers its number, everything it says and the hash before it, so changing, moving or removing an entry
breaks every later one. What the chain cannot show by itself is that the newest entries were cut off.

Changes to a part's text are not entries: the rows of its update log say who wrote them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from enum import Enum
from typing import ClassVar, Final, Self

from .plan import ParticipantId, PartId, PersonId, PlanId

Detail = str | int | bool | None
"""Only values that come back from JSON exactly as they went in: the hash is made over them."""

GENESIS = bytes(32)
"""What the first entry of a chain carries as the hash before it."""


class Absent(Enum):
    """Nothing is said, which is not the same as saying ``None``: the hash is made over what is said."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Details:
    """What entries of one action say beyond who, when and where: a subclass in a capability's ``entries.py``.

    ``action`` is the token of what happened; the words people read are the page's.

    The names of its fields are stored for good, and values are of ``Detail`` or ``ABSENT``. A field that
    entries of some release lack has ``ABSENT`` as its default, so that ``type(**event.details)`` reads
    entries of every release.
    """

    action: ClassVar[str]

    def stored(self) -> dict[str, Detail]:
        """As an entry says and stores it."""
        said = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in said.items() if value is not ABSENT}


@dataclass(frozen=True, slots=True)
class Event:
    """Something to be logged, not yet in its place. ``at`` is aware; ``plan`` is ``None`` for logins.

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
        """The event that ``details`` are of."""
        stored = details.stored()
        return cls(at, person, details.action, plan, participant, organisation, part, stored)


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in its place. ``number`` is dense per chain, from 1; both hashes are 32 bytes (SHA-256)."""

    number: int
    event: Event
    previous_hash: bytes
    hash: bytes


def chained(event: Event, last: Entry | None) -> Entry:
    """``event`` as the entry that follows ``last`` (``None``: it begins its chain)."""
    number, previous = (last.number + 1, last.hash) if last else (1, GENESIS)
    return Entry(number, event, previous, _hash(number, event, previous))


def broken_at(entries: Iterable[Entry]) -> int | None:
    """The number at which a whole chain, read from its first entry, stops being true; ``None``: nowhere."""
    expected, previous = 1, GENESIS
    for entry in entries:
        true = (expected, previous, _hash(expected, entry.event, previous))
        if (entry.number, entry.previous_hash, entry.hash) != true:
            return expected
        expected, previous = expected + 1, entry.hash
    return None


def _hash(number: int, event: Event, previous: bytes) -> bytes:
    return hashlib.sha256(previous + _canonical(number, event)).digest()


def _canonical(number: int, event: Event) -> bytes:
    """One spelling per entry: a list, so that no two entries differ only in where a value stands."""
    said = [
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
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")
