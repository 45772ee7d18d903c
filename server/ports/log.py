"""The update log: every part's edits, numbered and durable (tests/acceptance/test_update_log.py)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from server.domain.plan import ParticipantId, PartId, PersonId, PlanId


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
class Projection:
    """What is kept of a document beside it, so that lists need not read it; ``None``: as it was."""

    title: str | None = None


UNCHANGED = Projection()


@dataclass(frozen=True, slots=True)
class Submission:
    """What one room wants committed, all or nothing.

    ``after`` is the seq the room has applied; ``access_version`` the plan's version it admitted the
    authors under; ``valid_until`` the first moment one of those authors' levels ends by itself.
    ``clients`` are Yjs client ids bound by these rows. ``projection`` is what the rows changed of it.
    ``batch`` is random and settles an ambiguous COMMIT.
    """

    plan: PlanId
    part: PartId
    after: int
    access_version: int
    batch: str
    rows: Sequence[Row]
    clients: Mapping[int, PersonId] = field(default_factory=dict)
    projection: Projection = UNCHANGED
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
        """Everything needed to build the part's document; ``None`` if there is no such part.

        Raises ``StorageUnavailable``, ``SealBroken``.
        """

    async def since(self, part: PartId, seq: int) -> Sequence[Stored]:
        """The rows after ``seq``, in order. Raises ``StorageUnavailable``, ``SealBroken``."""

    async def append(self, submissions: Sequence[Submission]) -> Sequence[Outcome]:
        """Commit durably; each submission stands or falls by itself.

        Raises ``StorageUnavailable`` when it did not get to the end: some may be stored. The same call may
        always be repeated; a batch that is in the log already is ``Committed``, not inserted again.
        """

    async def heads(self, parts: Collection[PartId]) -> Mapping[PartId, int]:
        """The last seq of each of ``parts``."""

    async def save_snapshot(self, part: PartId, seq: int, payload: bytes) -> None:
        """Keep ``payload`` as the part's state at ``seq``; an older one is replaced."""


class StorageUnavailable(Exception):
    """The database cannot be reached or written now; nothing was stored."""


class StorageReadOnly(StorageUnavailable):
    """The database answers but takes nothing more (its disk is full, or it is read-only): do not repeat."""


class SealBroken(Exception):
    """A stored payload does not open: it was altered or moved, or its key is not known here.

    Nothing of it is handed out, and repeating does not help: like a damaged part, it is for an operator.
    """
