"""The update log: every part's edits, numbered and durable (tests/acceptance/test_update_log.py)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from server.domain.errors import Refusal
from server.domain.plan import ParticipantId, PartId, PersonId, PlanId

from .writing import Beside


@dataclass(frozen=True, slots=True)
class Row:
    """Consecutive frames of one person: one Yjs v1 update, as it was admitted."""

    person: PersonId
    participant: ParticipantId | None
    payload: bytes


class Stored(NamedTuple):
    """A row as read from the log. ``seq`` is dense per part, from 1.

    A tuple, because a part is loaded with hundreds: a dataclass takes twice as long to make.
    """

    seq: int
    person: PersonId
    payload: bytes


@dataclass(frozen=True, slots=True)
class Projection:
    """Fields of a document stored beside it, so that lists need not read it; without ``title``: unchanged.

    ``due``: the ISO day by which an unfinished measure is to be done, ``""`` if there is none.
    """

    title: str | None = None
    due: str = ""


UNCHANGED = Projection()


@dataclass(frozen=True, slots=True)
class Submission:
    """What one room commits at once, all or nothing.

    ``after`` is the seq the room has applied; ``access_version`` the plan's version it admitted the
    authors under; ``valid_until`` the first moment one of those authors' levels expires.
    ``clients`` are Yjs client ids bound by these rows. ``projection`` holds the fields these rows changed.
    ``batch`` is random and settles an ambiguous COMMIT.

    With ``beside`` the rows are stored only directly after ``after``, in a transaction of their own that also
    stores what ``beside`` does. Their ``batch`` may then be another submission's too: a batch that is in the
    log is this one only if its ``clients``, of which it has some, are bound.
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
    beside: Beside | None = None


@dataclass(frozen=True, slots=True)
class Committed:
    """Durable. ``last`` is the seq of the submission's last row.

    If ``last`` is greater than ``Submission.after`` plus the number of its rows, the rows between were
    written by other persons through another process: read them from the log.
    """

    last: int
    committed_at: datetime


@dataclass(frozen=True, slots=True)
class AccessChanged:
    """Not written: rights in the plan have changed since the room admitted the authors."""


@dataclass(frozen=True, slots=True)
class Behind:
    """Not written: an author, or the person who changed the title, also wrote after ``Submission.after``
    through another process, or may have, as rows after it are gone, or anybody did and there is something
    ``beside``; read the log and try again."""


@dataclass(frozen=True, slots=True)
class ClientTaken:
    """Not written: one of the client ids was bound to another person meanwhile."""


@dataclass(frozen=True, slots=True)
class BesideRefused:
    """Not written: what was to be stored beside the rows was refused, for this reason."""

    refusal: Refusal


Outcome = Committed | AccessChanged | Behind | ClientTaken | BesideRefused


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
    """The source of truth for every part."""

    async def load(self, part: PartId) -> LoadedPart | None:
        """What the part's document is built from; ``None`` if there is no such part.

        Raises ``StorageUnavailable``, ``SealBroken``.
        """

    async def since(self, part: PartId, seq: int) -> Sequence[Stored]:
        """The rows after ``seq``, in order. Raises ``StorageUnavailable``, ``SealBroken``.

        The first ones may be gone, if they are older than a day: the snapshot has them, so ``load`` the part
        if the first row is not ``seq + 1``. The newest row of a part is always there.
        """

    async def append(self, submissions: Sequence[Submission]) -> Sequence[Outcome]:
        """Commit durably; each submission succeeds or fails by itself.

        Raises ``StorageUnavailable`` if it did not finish: some may be stored. The same call may always be
        repeated: a batch already in the log is ``Committed`` and not inserted again.
        """

    async def heads(self, parts: Collection[PartId]) -> Mapping[PartId, int]:
        """The last seq of each of ``parts``."""

    async def save_snapshot(self, part: PartId, seq: int, payload: bytes) -> None:
        """Keep ``payload`` as the part's state at ``seq``; an older one is replaced."""


class StorageUnavailable(Exception):
    """The database cannot be reached or written now; nothing was stored."""


class StorageReadOnly(StorageUnavailable):
    """The database answers but accepts no writes (its disk is full, or it is read-only): do not retry."""


class SealBroken(Exception):
    """A stored payload does not decrypt: it was altered or moved, or its key is not known here.

    Nothing of it is returned, and a retry does not help: like a damaged part, it needs an operator.
    """
