"""The log of every part in SQL. ``append`` is the hot path: few statements per commit, however many rooms.

All of it runs inside one ``BEGIN IMMEDIATE``: between what the guard reads and the COMMIT nobody else
writes, so a withdrawal is either before (and refuses the rows) or after (and the rows were admitted).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, Text, bindparam, delete, func, insert, select, update

from server.domain.plan import PartId, PersonId, PlanId
from server.ports import (
    AccessChanged,
    Behind,
    ClientTaken,
    Clock,
    Committed,
    LoadedPart,
    Outcome,
    Stored,
    Submission,
)

from .database import Database
from .prepared import Prepared
from .tables import client_ids, parts, plans, snapshots, updates

HEADS_AT_ONCE = 64
CLIENTS_AT_ONCE = 1000
"""SQLite refuses a statement of more than 32,766 values, and one frame may name more clients than that."""


class SqlUpdateLog:
    """Is ``ports.UpdateLog``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def load(self, part: PartId) -> LoadedPart | None:
        """Everything needed to build the part's document; ``None`` if there is no such part."""
        return await self._database.read(lambda connection: _load(connection, part))

    async def since(self, part: PartId, seq: int) -> Sequence[Stored]:
        """The rows after ``seq``, in order."""
        return await self._database.read(lambda connection: _since(connection, part, seq))

    async def append(self, submissions: Sequence[Submission]) -> Sequence[Outcome]:
        """Commit in one durable transaction; each submission stands or falls by itself.

        Raises ``StorageUnavailable`` when nothing was written. The same call may always be repeated, also
        after a COMMIT of unknown fate: a batch that is in the log already is ``Committed``, not inserted.
        Raises ``ValueError`` for a submission without rows: there is nothing to commit.
        """
        if not all(submission.rows for submission in submissions):
            raise ValueError("a submission has at least one row")
        if not submissions:
            return []
        return await self._database.write(
            lambda connection: _Commit(connection, self._clock()).append(submissions)
        )

    async def heads(self, parts: Collection[PartId]) -> Mapping[PartId, int]:
        """The last seq of each of ``parts``."""
        wanted = sorted(parts)
        found = await self._database.read(lambda connection: _heads(connection, wanted))
        return {part: head.last for part, head in found.items()}

    async def save_snapshot(self, part: PartId, seq: int, payload: bytes) -> None:
        """Keep ``payload`` as the part's state at ``seq``; an older one is replaced, a newer one stays.

        Raises ``ValueError`` if the log does not reach ``seq``: it would hold what nobody committed.
        """
        await self._database.write(lambda connection: _save_snapshot(connection, part, seq, payload))


class _Head:
    """A part as the transaction sees it; ``last`` and ``batches`` follow what the transaction itself adds."""

    __slots__ = ("batches", "last", "plan", "version")

    def __init__(self, plan: PlanId, version: int, last: int) -> None:
        self.plan = plan
        self.version = version
        self.last = last
        self.batches: dict[int, str] = {}


class _Commit:
    """One transaction: judge each submission, collect the rows of those that stand, insert them together."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now
        self._heads: dict[PartId, _Head] = {}
        self._bound: dict[tuple[PartId, int], PersonId] = {}
        self._rows: list[dict[str, object]] = []
        self._clients: list[dict[str, object]] = []
        self._titles: list[dict[str, object]] = []

    def append(self, submissions: Sequence[Submission]) -> list[Outcome]:
        wanted = sorted({submission.part for submission in submissions})
        self._heads = _heads(self._connection, wanted)
        outcomes = [self._judge(submission) for submission in submissions]
        for statement, values in (
            (INSERT_UPDATE, self._rows),
            (INSERT_CLIENT, self._clients),
            (SET_TITLE, self._titles),
        ):
            if values:
                statement.run_many(self._connection, values)
        return outcomes

    def _judge(self, submission: Submission) -> Outcome:
        head = self._heads.get(submission.part)
        if head is None or head.plan != submission.plan:
            return AccessChanged()  # the part is gone, and every right to it
        if head.last > submission.after and (earlier := self._earlier(submission, head)):
            return earlier
        if head.version != submission.access_version:
            return AccessChanged()
        if submission.valid_until is not None and submission.valid_until <= self._now:
            return AccessChanged()
        if head.last != submission.after:
            return Behind()
        if submission.clients and not self._bind(submission):
            return ClientTaken()
        return self._accept(submission, head)

    def _earlier(self, submission: Submission, head: _Head) -> Committed | None:
        """What became of the same batch in an earlier call, whose COMMIT succeeded after all."""
        first, last = submission.after + 1, submission.after + len(submission.rows)
        if first in head.batches:
            return Committed(last, self._now) if head.batches[first] == submission.batch else None
        found = self._connection.execute(BATCH_AT, {"part": submission.part, "seq": first}).one_or_none()
        return Committed(last, found.committed_at) if found and found.batch_id == submission.batch else None

    def _bind(self, submission: Submission) -> bool:
        """Whether every client id is this person's or still nobody's; the latter are bound."""
        bound = self._bound_to(submission)
        if any(bound.get(client, person) != person for client, person in submission.clients.items()):
            return False
        for client, person in submission.clients.items():
            if client not in bound:
                self._bound[submission.part, client] = person
                self._clients.append({"part_id": submission.part, "client_id": client, "person_id": person})
        return True

    def _bound_to(self, submission: Submission) -> dict[int, PersonId]:
        """Whose each of these client ids is, if anybody's, counting what this transaction has bound."""
        part, wanted = submission.part, list(submission.clients)
        bound = {client: self._bound[part, client] for client in wanted if (part, client) in self._bound}
        for start in range(0, len(wanted), CLIENTS_AT_ONCE):
            asked = {"part": part, "clients": wanted[start : start + CLIENTS_AT_ONCE]}
            bound |= {row.client_id: row.person_id for row in self._connection.execute(BOUND, asked)}
        return bound

    def _accept(self, submission: Submission, head: _Head) -> Committed:
        for row in submission.rows:
            head.last += 1
            self._rows.append(
                {
                    "part_id": submission.part,
                    "seq": head.last,
                    "person_id": row.person,
                    "participant_id": row.participant,
                    "batch_id": submission.batch,
                    "committed_at": self._now,
                    "payload": row.payload,
                }
            )
            head.batches[head.last] = submission.batch
        if submission.title is not None:
            self._titles.append({"part": submission.part, "new_title": submission.title})
        return Committed(head.last, self._now)


def _load(connection: Connection, part: PartId) -> LoadedPart | None:
    known = connection.execute(select(parts.c.plan_id, parts.c.kind).where(parts.c.id == part)).one_or_none()
    if known is None:
        return None
    newest = select(snapshots.c.seq, snapshots.c.payload).where(snapshots.c.part_id == part)
    snapshot = connection.execute(newest).one_or_none()
    seq, payload = (snapshot.seq, snapshot.payload) if snapshot else (0, b"")
    bound = select(client_ids.c.client_id, client_ids.c.person_id).where(client_ids.c.part_id == part)
    clients: Mapping[int, PersonId] = {row.client_id: row.person_id for row in connection.execute(bound)}
    return LoadedPart(known.plan_id, known.kind, payload, seq, _since(connection, part, seq), clients)


def _since(connection: Connection, part: PartId, seq: int) -> list[Stored]:
    found = connection.execute(SINCE, {"part": part, "after": seq})
    return [Stored(row.seq, row.person_id, row.payload) for row in found]


def _save_snapshot(connection: Connection, part: PartId, seq: int, payload: bytes) -> None:
    head = _heads(connection, [part]).get(part)
    if head is None or not 0 < seq <= head.last:
        raise ValueError(f"the log of this part does not reach {seq}")
    kept = connection.execute(select(snapshots.c.seq).where(snapshots.c.part_id == part)).scalar()
    if kept is not None and kept >= seq:
        return
    connection.execute(delete(snapshots).where(snapshots.c.part_id == part))
    connection.execute(insert(snapshots).values(part_id=part, seq=seq, payload=payload))


def _heads(connection: Connection, wanted: Sequence[PartId]) -> dict[PartId, _Head]:
    """The parts of ``wanted`` that exist, read ``HEADS_AT_ONCE`` at a time."""
    heads: dict[PartId, _Head] = {}
    for start in range(0, len(wanted), HEADS_AT_ONCE):
        chunk = wanted[start : start + HEADS_AT_ONCE]
        values = {f"part{place}": part for place, part in enumerate(chunk)}
        for part, plan, version, last in _heads_of(len(chunk)).rows(connection, values):
            heads[part] = _Head(plan, version, last or 0)
    return heads


@lru_cache(maxsize=HEADS_AT_ONCE)
def _heads_of(count: int) -> Prepared:
    last = select(func.max(updates.c.seq)).where(updates.c.part_id == parts.c.id).scalar_subquery()
    wanted = [bindparam(f"part{place}", type_=Text) for place in range(count)]
    return Prepared(
        select(parts.c.id, parts.c.plan_id, plans.c.access_version, last.label("last"))
        .join(plans, plans.c.id == parts.c.plan_id)
        .where(parts.c.id.in_(wanted))
    )


BATCH_AT = select(updates.c.batch_id, updates.c.committed_at).where(
    updates.c.part_id == bindparam("part"), updates.c.seq == bindparam("seq")
)
BOUND = select(client_ids.c.client_id, client_ids.c.person_id).where(
    client_ids.c.part_id == bindparam("part"),
    client_ids.c.client_id.in_(bindparam("clients", expanding=True)),
)
SINCE = (
    select(updates.c.seq, updates.c.person_id, updates.c.payload)
    .where(updates.c.part_id == bindparam("part"), updates.c.seq > bindparam("after"))
    .order_by(updates.c.seq)
)
INSERT_UPDATE = Prepared(insert(updates))
INSERT_CLIENT = Prepared(insert(client_ids))
SET_TITLE = Prepared(
    update(parts).where(parts.c.id == bindparam("part")).values(title=bindparam("new_title"))
)
