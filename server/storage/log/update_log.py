"""The log of every part in SQL. ``append`` is the hot path: few statements per commit, however many rooms.

Between what the guard reads and the COMMIT nobody else changes it: on SQLite nobody writes at all
(``BEGIN IMMEDIATE``), on PostgreSQL the parts and their plans are locked (``heads``). So a withdrawal is
either before (and refuses the rows) or after (and the rows were admitted).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from server.domain.plan import PartId, PersonId
from server.ports.clock import Clock
from server.ports.log import (
    AccessChanged,
    Behind,
    ClientTaken,
    Committed,
    LoadedPart,
    Outcome,
    Stored,
    Submission,
)
from server.storage.database.database import Database
from server.storage.database.statements import Prepared
from server.storage.metadata import client_ids, parts, snapshots, updates

from .client_ids import bound_to
from .heads import Head, held_heads, lasts
from .quick_append import append_at_once_to


class SqlUpdateLog:
    """Is ``ports.UpdateLog``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._append_at_once = append_at_once_to(database)

    async def load(self, part: PartId) -> LoadedPart | None:
        """Everything needed to build the part's document; ``None`` if there is no such part."""
        return await self._database.read(lambda connection: _load(connection, part))

    async def since(self, part: PartId, seq: int) -> Sequence[Stored]:
        """The rows after ``seq``, in order."""
        return await self._database.read(lambda connection: _since(connection, part, seq))

    async def append(self, submissions: Sequence[Submission]) -> Sequence[Outcome]:
        """Commit durably; each submission stands or falls by itself.

        Raises ``StorageUnavailable`` when it did not get to the end. The same call may always be repeated,
        also after a COMMIT of unknown fate: a batch that is in the log is ``Committed``, not inserted.
        Raises ``ValueError`` for a submission without rows: there is nothing to commit.
        """
        for submission in submissions:
            if not submission.rows:
                raise ValueError("a submission has at least one row")
        done = await self._append_at_once(self._database, submissions, self._clock()) if submissions else {}
        if len(done) == len(submissions):
            return [done[each.part] for each in submissions]
        left = [each for each in submissions if each.part not in done]
        outcomes = iter(
            await self._database.write(lambda connection: _Commit(connection, self._clock()).append(left))
        )
        return [done.get(each.part) or next(outcomes) for each in submissions]

    async def heads(self, parts: Collection[PartId]) -> Mapping[PartId, int]:
        """The last seq of each of ``parts``."""
        wanted = sorted(parts)
        return await self._database.read(lambda connection: lasts(connection, wanted))

    async def save_snapshot(self, part: PartId, seq: int, payload: bytes) -> None:
        """Keep ``payload`` as the part's state at ``seq``; an older one is replaced, a newer one stays.

        Raises ``ValueError`` if the log does not reach ``seq``: it would hold what nobody committed.
        """
        await self._database.write(lambda connection: _save_snapshot(connection, part, seq, payload))


class Missed(NamedTuple):
    """A row that was committed after what the room has applied."""

    seq: int
    person: PersonId
    batch: str
    at: datetime


class _Commit:
    """One transaction: judge each submission, collect the rows of those that stand, insert them together."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now
        self._heads: dict[PartId, Head] = {}
        self._bound: dict[tuple[PartId, int], PersonId] = {}
        self._rows: list[dict[str, object]] = []
        self._clients: list[dict[str, object]] = []
        self._titles: list[dict[str, object]] = []

    def append(self, submissions: Sequence[Submission]) -> list[Outcome]:
        wanted = sorted({submission.part for submission in submissions})
        self._heads = held_heads(self._connection, wanted)
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
        between = self._between(submission) if head.last > submission.after else ()
        if earlier := self._earlier(submission, head, between):
            return earlier
        if head.version != submission.access_version:
            return AccessChanged()
        if submission.valid_until is not None and submission.valid_until <= self._now:
            return AccessChanged()
        if head.last < submission.after or _in_the_way(submission, head, between):
            return Behind()
        if submission.clients and not self._bind(submission):
            return ClientTaken()
        return self._accept(submission, head)

    def _between(self, submission: Submission) -> list[Missed]:
        asked = {"part": submission.part, "after": submission.after}
        return [Missed(*row) for row in BETWEEN.rows(self._connection, asked)]

    def _earlier(self, submission: Submission, head: Head, between: Sequence[Missed]) -> Committed | None:
        """What became of the same batch in an earlier call, whose COMMIT succeeded after all."""
        for row in reversed(between):
            if row.batch == submission.batch:
                return Committed(row.seq, row.at)
        for place, (batch, _) in enumerate(reversed(head.added)):
            if batch == submission.batch:
                return Committed(head.last - place, self._now)
        return None

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
        return bound | bound_to(self._connection, part, wanted)

    def _accept(self, submission: Submission, head: Head) -> Committed:
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
            head.added.append((submission.batch, row.person))
        if submission.projection.title is not None:
            self._titles.append({"part": submission.part, "new_title": submission.projection.title})
        return Committed(head.last, self._now)


def _in_the_way(submission: Submission, head: Head, between: Sequence[Missed]) -> bool:
    """Whether what others wrote meanwhile must be read before this may follow.

    A document does not mind the order of different persons' updates. One person's client ids must not go
    on in two ways, and a title must be that of all the rows before it.
    """
    if submission.projection.title is not None and head.last > submission.after:
        return True
    authors = {row.person for row in submission.rows}
    missed = [*(row.person for row in between), *(person for _, person in head.added)]
    return head.last > submission.after and not authors.isdisjoint(missed)


def _load(connection: Connection, part: PartId) -> LoadedPart | None:
    asked = {"part": part}
    known = PART.row(connection, asked)
    if known is None:
        return None
    seq, snapshot = known.seq or 0, known.payload or b""
    clients: Mapping[int, PersonId] = dict(CLIENTS.rows(connection, asked))
    return LoadedPart(known.plan_id, known.kind, snapshot, seq, _since(connection, part, seq), clients)


def _since(connection: Connection, part: PartId, seq: int) -> list[Stored]:
    return [Stored(*row) for row in SINCE.rows(connection, {"part": part, "after": seq})]


def _save_snapshot(connection: Connection, part: PartId, seq: int, payload: bytes) -> None:
    if not 0 < seq <= lasts(connection, [part]).get(part, 0):
        raise ValueError(f"the log of this part does not reach {seq}")
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    new = dialect.insert(snapshots).values(part_id=part, seq=seq, payload=payload)
    connection.execute(
        new.on_conflict_do_update(
            index_elements=[snapshots.c.part_id],
            set_={"seq": new.excluded.seq, "payload": new.excluded.payload},
            where=snapshots.c.seq < new.excluded.seq,
        )
    )


PART = Prepared(
    select(parts.c.plan_id, parts.c.kind, snapshots.c.seq, snapshots.c.payload)
    .outerjoin(snapshots, snapshots.c.part_id == parts.c.id)
    .where(parts.c.id == bindparam("part"))
)
CLIENTS = Prepared(
    select(client_ids.c.client_id, client_ids.c.person_id).where(client_ids.c.part_id == bindparam("part"))
)
AFTER = (updates.c.part_id == bindparam("part"), updates.c.seq > bindparam("after"))
BETWEEN = Prepared(
    select(updates.c.seq, updates.c.person_id, updates.c.batch_id, updates.c.committed_at)
    .where(*AFTER)
    .order_by(updates.c.seq)
)
SINCE = Prepared(
    select(updates.c.seq, updates.c.person_id, updates.c.payload).where(*AFTER).order_by(updates.c.seq)
)
INSERT_UPDATE = Prepared(insert(updates))
INSERT_CLIENT = Prepared(insert(client_ids))
SET_TITLE = Prepared(
    update(parts).where(parts.c.id == bindparam("part")).values(title=bindparam("new_title"))
)
