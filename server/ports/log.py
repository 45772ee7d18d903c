"""The seams: what the engine and the services ask of the world outside.

Each port has one acceptance suite (tests/acceptance) that every adapter passes.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from server.domain.access import PlanAccess
from server.domain.plan import ParticipantId, PartId, PersonId, PlanId

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """A run of consecutive frames of one person: one Yjs v1 update, as it was admitted."""

    person: PersonId
    participant: ParticipantId | None
    payload: bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """A row as the log gives it back. ``seq`` is dense per part, from 1."""

    seq: int
    person: PersonId
    payload: bytes


@dataclass(frozen=True, slots=True)
class Submission:
    """What one room wants committed, all or nothing.

    ``after`` is the seq the room has applied; ``access_version`` the plan's version it admitted the
    authors under; ``valid_until`` the first moment one of those authors' levels ends by itself.
    ``clients`` are Yjs client ids bound by these rows. ``title`` is the new projected title, if the
    rows changed it. ``batch`` is random and settles an ambiguous COMMIT.
    """

    plan: PlanId
    part: PartId
    after: int
    access_version: int
    batch: str
    rows: Sequence[Row]
    clients: Mapping[int, PersonId] = field(default_factory=dict)
    title: str | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Committed:
    """Durable. ``last`` is the seq of the submission's last row.

    Where that is more than ``Submission.after`` and its rows add up to, other persons wrote the rows
    between from another process: read them from the log.
    """

    last: int
    committed_at: datetime


@dataclass(frozen=True, slots=True)
class AccessChanged:
    """Not written: rights in the plan are no longer those the room admitted the authors under."""


@dataclass(frozen=True, slots=True)
class Behind:
    """Not written: an author, or whoever changed the title, also wrote after ``Submission.after`` from
    another process; read the log and try again."""


@dataclass(frozen=True, slots=True)
class ClientTaken:
    """Not written: one of the client ids was bound to another person meanwhile."""


Outcome = Committed | AccessChanged | Behind | ClientTaken


@dataclass(frozen=True, slots=True)
class LoadedPart:
    """A part as the log holds it: the newest snapshot (``b""``: none) and every row after it."""

    plan: PlanId
    kind: str
    snapshot: bytes
    snapshot_seq: int
    rows: Sequence[Stored]
    clients: Mapping[int, PersonId]


class UpdateLog(Protocol):
    """The truth about every part."""

    async def load(self, part: PartId) -> LoadedPart | None:
        """Everything needed to build the part's document; ``None`` if there is no such part."""

    async def since(self, part: PartId, seq: int) -> Sequence[Stored]:
        """The rows after ``seq``, in order."""

    async def append(self, submissions: Sequence[Submission]) -> Sequence[Outcome]:
        """Commit durably; each submission stands or falls by itself.

        Raises ``StorageUnavailable`` when it did not get to the end: some may be stored. The same call may
        always be repeated; a batch that is in the log already is ``Committed``, not inserted again.
        """

    async def heads(self, parts: Collection[PartId]) -> Mapping[PartId, int]:
        """The last seq of each of ``parts``."""

    async def save_snapshot(self, part: PartId, seq: int, payload: bytes) -> None:
        """Keep ``payload`` as the part's state at ``seq``; an older one is replaced."""


class AccessBook(Protocol):
    """Rights as they stand in the database."""

    async def access(self, plan: PlanId) -> PlanAccess | None:
        """Everything rights in ``plan`` follow from, read in one transaction."""

    async def access_to(self, part: PartId) -> PlanAccess | None:
        """The same of the plan that ``part`` belongs to; ``None`` if there is no such part."""

    async def access_versions(self, plans: Collection[PlanId]) -> Mapping[PlanId, int]:
        """The access version of each of ``plans`` as it is now."""

    async def titles(self, plans: Collection[PlanId]) -> Mapping[PlanId, frozenset[str]]:
        """The titles of each plan's parts as they are now, each as ``<part> <title>``."""


class StorageUnavailable(Exception):
    """The database cannot be reached or written now; nothing was stored."""


class StorageReadOnly(StorageUnavailable):
    """The database answers but takes nothing more (its disk is full, or it is read-only): do not repeat."""


class Quarantine(Protocol):
    """Parts that kill the process that loads them (docs/decisions/0011)."""

    def watched(self, part: PartId, work: Generator[None, None, T]) -> Generator[None, None, T]:
        """``work`` on the part's bytes; should the process die in its midst, the next suspects the part."""

    def suspects(self, part: PartId) -> bool:
        """Whether the part is to be tried first where it can harm nobody."""

    def holds(self, part: PartId) -> bool:
        """Whether the part may not be loaded."""

    def judged(self, part: PartId, *, deadly: bool) -> None:
        """What came of trying a suspect."""


# -- other processes ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RowsStored:
    """These rows of ``part`` are durable: exactly what the log holds under their seqs, without a gap.

    Without rows: there are new ones, too many to send along.
    """

    part: PartId
    rows: Sequence[Stored]


@dataclass(frozen=True, slots=True)
class PresenceMoved:
    """Awareness of one participant in ``part`` (``None``: in the channel), as its own process tells it."""

    part: PartId | None
    participant: ParticipantId
    payload: bytes


@dataclass(frozen=True, slots=True)
class PresenceAsked:
    """Somebody has just opened ``part`` (``None``: the channel): tell who is there."""

    part: PartId | None


@dataclass(frozen=True, slots=True)
class AccessMoved:
    """Rights in the plan have changed: read them."""


@dataclass(frozen=True, slots=True)
class PlanMoved:
    """What people see of the plan outside its parts may have changed."""


@dataclass(frozen=True, slots=True)
class PartNotice:
    """A stateless message, as JSON text, for everybody in the part."""

    part: PartId
    text: str


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """Somebody logged out: ``key`` is the session's public key. It concerns no plan."""

    key: str


Message = RowsStored | PresenceMoved | PresenceAsked | AccessMoved | PlanMoved | PartNotice | SessionEnded


class Listener(Protocol):
    """Whoever is told what other processes say. Neither call may await or raise."""

    def heard(self, plan: PlanId | None, sender: str, message: Message) -> None:
        """``sender`` names the other process for as long as it lives; what it says arrives in order."""

    def resumed(self) -> None:
        """Messages may have been lost until now: look at the database for everything that is open."""


class Fanout(Protocol):
    """The other processes. Hints only: whatever is lost here is found in the database by looking."""

    def listen(self, listener: Listener) -> None:
        """Once, before anything is followed."""

    def publish(self, plan: PlanId | None, message: Message) -> None:
        """Tell the other processes, in order; never waits, and what cannot be sent is dropped."""

    async def follow(self, plan: PlanId) -> None:
        """From when this returns, what others say of ``plan`` is heard; without a connection, at once."""

    def unfollow(self, plan: PlanId) -> None: ...

    @property
    def degraded(self) -> bool:
        """Whether other processes may not hear us now, or we them."""


class Clock(Protocol):
    """The time, as an argument."""

    def __call__(self) -> datetime: ...
