"""The access log: who read or changed what, as a tamper-evident hash chain.

Each plan has a chain of its own, and so has each case and each complaint; events that belong to none of them
(logins) share one. An entry's hash covers its number, its content and the hash before it, so changing, moving
or removing an entry breaks every later one.
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

from .cases.vocabulary import CaseId
from .complaints.vocabulary import ComplaintId
from .plan import ParticipantId, PartId, PersonId, PlanId

Detail = str | int | bool | None
"""Only values that survive a JSON round trip exactly: the hash covers them."""

ONE_READING = timedelta(minutes=15)
"""In which the same person reads the same words again without another entry: an open page rereads often."""

GENESIS = bytes(32)
"""The ``previous_hash`` of the first entry of a chain."""


NO_CHAIN = ""
"""The name of the chain of events that belong to no plan, case or complaint."""
OF_A_CASE = "case/"
"""How the names of cases' chains begin; those of plans are the plans' ids."""
OF_A_COMPLAINT = "complaint/"


def chain_of_case(case: CaseId) -> str:
    return f"{OF_A_CASE}{case}"


def chain_of_complaint(complaint: ComplaintId) -> str:
    return f"{OF_A_COMPLAINT}{complaint}"


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
    entries of every release. ``assisted``: the session in which it was done in the owner's name.
    """

    action: ClassVar[str]
    assisted: str | Absent = field(default=ABSENT, kw_only=True)

    def stored(self) -> dict[str, Detail]:
        """The ``details`` of the event."""
        every = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in every.items() if value is not ABSENT}


@dataclass(frozen=True, slots=True)
class Event:
    """An event to be logged, not yet in a chain. ``at`` is aware. ``plan``, ``case``, ``complaint``: at most
    one of them.

    ``action`` is the token of its ``Details``; of a case's records the transition's, after "case-", and of a
    complaint's after "complaint-".
    """

    at: datetime
    person: PersonId
    action: str
    plan: PlanId | None = None
    participant: ParticipantId | None = None
    organisation: str = ""
    part: PartId | None = None
    details: Mapping[str, Detail] = field(default_factory=dict)
    case: CaseId | None = None
    complaint: ComplaintId | None = None

    @property
    def chain(self) -> str:
        if self.complaint is not None:
            return chain_of_complaint(self.complaint)
        return chain_of_case(self.case) if self.case is not None else self.plan or NO_CHAIN

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
        case: CaseId | None = None,
        complaint: ComplaintId | None = None,
    ) -> Self:
        """The event with these ``details`` and their action."""
        stored = details.stored()
        return cls(at, person, details.action, plan, participant, organisation, part, stored, case, complaint)


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
    """A unique encoding of an entry: in a list every value has its fixed position, and the last ones are
    left out where there are none, as in entries of before they were."""
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
        *([event.case] if event.case is not None else []),
        *([None, event.complaint] if event.complaint is not None else []),
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
