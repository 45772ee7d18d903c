"""What stands around a part in tests of the engine: its log in memory, its rights, and pages that write."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pycrdt import Doc, XmlFragment

from server.domain.access import Access, Level
from server.domain.errors import Refusal
from server.domain.plan import SERVER, Kind, Participant, ParticipantId, PartId, PersonId, PlanId, Role
from server.ports.log import (
    AccessChanged,
    Behind,
    BesideRefused,
    ClientTaken,
    Committed,
    LoadedPart,
    Outcome,
    StorageUnavailable,
    Stored,
    Submission,
)
from server.sync.document.replica import Replica
from server.sync.document.schema import seed
from server.sync.part.committer import Committer
from server.sync.part.log_follower import LogFollower
from server.sync.part.writer import PartWriter
from server.sync.socket.limits import Backlog, Strikes
from server.sync.socket.member import Member
from server.sync.socket.write_limits import Labour, WriteLimits
from server.sync.update.admission import UpdateLimits, exhausted
from tests.support.clients import protocol
from tests.support.clients.replicas import ClientReplica
from tests.unit.sync.slow_wire import SlowWire

PLAN, PART = PlanId("plan"), PartId("part")
ADDRESS = "part/part"
NOW = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
SEEDED = 7
BACKLOG_BYTES = 1024 * 1024


class MemoryLog:
    """Is ``ports.UpdateLog`` for one part. ``answers`` come in place of the next appends.

    While it is ``away`` it cannot be read. ``committing`` and ``storing`` are set once an append or a
    snapshot has begun; its gate lets it end.
    """

    def __init__(self, kind: Kind = Kind.HOME) -> None:
        self.kind = kind
        self.rows = [Stored(1, SERVER, seed(kind, SEEDED).payload)]
        self.clients: dict[int, PersonId] = {SEEDED: SERVER}
        self.snapshot: tuple[int, bytes] = (0, b"")
        self.version = 1
        self.away = False
        self.answers: deque[Outcome | Exception | Callable[[], Outcome]] = deque()
        self.appended: list[Submission] = []
        self.committing, self.gate = asyncio.Event(), asyncio.Event()
        self.storing, self.snapshot_gate = asyncio.Event(), asyncio.Event()
        self.gate.set()
        self.snapshot_gate.set()

    async def load(self, part: PartId) -> LoadedPart | None:
        self.require_there()
        seq, payload = self.snapshot
        return LoadedPart(PLAN, self.kind, payload, seq, self._since(seq), dict(self.clients))

    async def since(self, part: PartId, seq: int) -> Sequence[Stored]:
        self.require_there()
        return self._since(seq)

    def require_there(self) -> None:
        if self.away:
            raise StorageUnavailable("away")

    def _since(self, seq: int) -> list[Stored]:
        return [row for row in self.rows if row.seq > seq]

    async def append(self, submissions: Sequence[Submission]) -> Sequence[Outcome]:
        self.appended += submissions
        self.committing.set()
        await self.gate.wait()
        return [self._outcome(submission) for submission in submissions]

    def _outcome(self, submission: Submission) -> Outcome:
        if not self.answers:
            return self._commit(submission)
        answer = self.answers.popleft()
        if isinstance(answer, Exception):
            raise answer
        return answer() if callable(answer) else answer

    def _commit(self, submission: Submission) -> Outcome:
        if submission.access_version != self.version:
            return AccessChanged()
        authors = {row.person for row in submission.rows}
        between = self._since(submission.after)
        if len(between) < self.rows[-1].seq - submission.after:
            return Behind()
        if between and (submission.projection.title is not None or authors & {row.person for row in between}):
            return Behind()
        if any(self.clients.get(c, person) != person for c, person in submission.clients.items()):
            return ClientTaken()
        if submission.beside is not None:
            if between:
                return Behind()
            try:
                submission.beside(None, NOW)
            except Refusal as refusal:
                return BesideRefused(refusal)
        self.clients.update(submission.clients)
        for row in submission.rows:
            self.write(row.person, row.payload)
        return Committed(self.rows[-1].seq, NOW)

    def move(self) -> None:
        """As the worker does a day later: only the newest row stays, and the snapshot has the others."""
        self.snapshot = self.rows[-1].seq, self.doc.get_update()
        self.rows = self.rows[-1:]

    def write(self, person: PersonId, payload: bytes) -> None:
        """As another process does."""
        self.rows.append(Stored(self.rows[-1].seq + 1, person, payload))

    async def heads(self, parts: Collection[PartId]) -> Mapping[PartId, int]:
        return dict.fromkeys(parts, self.rows[-1].seq)

    async def save_snapshot(self, part: PartId, seq: int, payload: bytes) -> None:
        self.storing.set()
        await self.snapshot_gate.wait()
        self.snapshot = (seq, payload)

    @property
    def doc(self) -> Doc[Any]:
        doc: Doc[Any] = Doc()
        if self.rows[0].seq > 1:
            doc.apply_update(self.snapshot[1])
        for row in self.rows:
            doc.apply_update(row.payload)
        return doc

    @property
    def text(self) -> str:
        return str(self.doc.get("body", type=XmlFragment))


class SomeRights:
    """The plan's rights: a version, and what happens when they are read anew."""

    def __init__(self, log: MemoryLog, on_refresh: Callable[[], None] = lambda: None) -> None:
        self.version, self._log, self._on_refresh = log.version, log, on_refresh
        self.fresh = True
        self.level = Level.READ
        """Of everybody."""

    async def refresh(self) -> None:
        self.version = self._log.version
        self._on_refresh()

    async def confirm(self) -> None:
        self._log.require_there()
        await self.refresh()
        self.fresh = True

    def now(self) -> float:
        return 0.0

    def confirmed(self, version: int, asked_at: float) -> bool:
        return version == self.version

    def access(self, participant: ParticipantId, part: PartId) -> Access:
        return Access(self.level)


class Heard:
    """A member with everything that was sent to it."""

    def __init__(
        self, name: str, level: Level = Level.EDIT, *, person: str = "", address: str = ADDRESS
    ) -> None:
        self.wire = SlowWire()
        self.outbox = self.wire.outbox
        self.closed: list[str] = []
        self.backlog = Backlog(limit=BACKLOG_BYTES)
        who = Participant(ParticipantId(name), PLAN, PersonId(person or name), name, Role.OTHER)
        user: dict[str, Any] = {"id": name, "name": name}
        self.member = Member(address, who, user, Access(level), self.outbox, self.backlog, self.closed.append)

    def frames(self) -> list[protocol.Received]:
        """What came since the last call."""
        return [protocol.read(data) for data in self.wire.read()]

    def all_released(self) -> bool:
        """Whether rooms have dealt with all that was handed in: then a whole backlog fits, to the byte."""
        self.backlog.add(BACKLOG_BYTES - 1)
        room_left = not self.backlog.full
        self.backlog.add(1)
        return room_left and self.backlog.full

    def kinds(self) -> list[tuple[int, int]]:
        return [(frame.type, frame.kind) for frame in self.frames()]


class Page(ClientReplica):
    """A page's replica of the part in this log, with a client id of its own."""

    def __init__(self, log: MemoryLog, client: int) -> None:
        super().__init__(ADDRESS, Doc(client_id=client))
        self.catch_up(log)

    def catch_up(self, log: MemoryLog) -> None:
        for row in log.rows:
            self.apply(row.payload)


def a_writer(
    log: MemoryLog,
    rights: SomeRights | None = None,
    *,
    max_part_bytes: int = 10**6,
    strikes: Strikes | None = None,
    labour: Labour | None = None,
    taken_by_another: Callable[[int, Member], bool] = lambda *_: False,
) -> PartWriter:
    seq, payload = log.snapshot
    loaded = LoadedPart(PLAN, log.kind, payload, seq, [r for r in log.rows if r.seq > seq], dict(log.clients))
    return PartWriter(
        PLAN,
        LogFollower(PART, exhausted(Replica.loading(loaded)), log, lambda _, work: work),
        Committer(log),
        rights or SomeRights(log),
        strikes or Strikes(),
        taken_by_another,
        WriteLimits(UpdateLimits(), max_part_bytes, labour or Labour()),
    )
