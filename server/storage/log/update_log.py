"""The log of every part in SQL. ``append`` is the hot path: few statements per commit, however many rooms.

From the guard's read until the COMMIT nobody else changes what it read: on SQLite there is no other writer
(``BEGIN IMMEDIATE``), on PostgreSQL the parts and their plans are locked (``heads``). So a withdrawal commits
either before (and the rows are refused) or after (and the rows were admitted).
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection, bindparam, insert, select, update

from server.domain.errors import Refusal
from server.domain.plan import PartId, PersonId
from server.ports.clock import Clock
from server.ports.log import (
    AccessChanged,
    Behind,
    BesideRefused,
    ClientTaken,
    Committed,
    LoadedPart,
    Outcome,
    Stored,
    Submission,
)
from server.storage.database.database import Database
from server.storage.database.statements import Prepared
from server.storage.keys import Keyring, key_of
from server.storage.metadata import client_ids, parts, updates
from server.storage.rights import plan_of

from . import snapshots
from .client_ids import bound_to
from .heads import Head, held_heads, lasts
from .quick_append import append_at_once_to
from .reading import Sealed, part_in, rows_in, rows_read_with
from .sealing import PAYLOAD, SNAPSHOTS, UPDATES, row_id, seal

T = TypeVar("T")


class SqlUpdateLog:
    """Is ``ports.UpdateLog``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._keys = database.keys
        self._since = rows_read_with(database.keys)
        self._append_at_once = append_at_once_to(database)

    async def load(self, part: PartId) -> LoadedPart | None:
        """What the part's document is built from; ``None`` if there is no such part.

        Raises ``StorageUnavailable``, ``SealBroken``.
        """
        found = await self._database.read(lambda connection: part_in(connection, part, self._since))
        if found is None:
            return None
        return await self._opened(found)

    async def since(self, part: PartId, seq: int) -> Sequence[Stored]:
        """The rows after ``seq``, in order, but for those that have moved to the history (``ports.log``).

        Raises ``StorageUnavailable``, ``SealBroken``.
        """
        found = await self._database.read(lambda connection: rows_in(connection, part, seq, self._since))
        return [] if found is None else await self._opened(found)

    async def _opened(self, found: Sealed[T]) -> T:
        key = None if self._keys.identity else await key_of(self._keys, found.plan)
        if key is None and found.plain:
            return found.stored
        return await asyncio.to_thread(found.opened, key)

    async def append(self, submissions: Sequence[Submission]) -> Sequence[Outcome]:
        """Commit durably; each submission succeeds or fails by itself.

        Raises ``StorageUnavailable`` if it did not finish. The same call may always be repeated, also after a
        COMMIT of unknown outcome: a batch already in the log is ``Committed`` and not inserted again.
        Raises ``ValueError`` for a submission without rows: there is nothing to commit.
        """
        for submission in submissions:
            if not submission.rows or (submission.beside and not submission.clients):
                raise ValueError("a submission has at least one row, and with something beside it a client")
        if not submissions:
            return []
        keys = await self._keys.of([submission.plan for submission in submissions])
        done = await self._append_at_once(self._database, submissions, self._clock(), keys)
        if len(done) == len(submissions):
            return [done[each.part] for each in submissions]
        left = [each for each in submissions if each.part not in done and each.beside is None]
        outcomes = iter(await self._write(left, keys) if left else ())
        return [
            done.get(each.part)
            or (next(outcomes) if each.beside is None else await self._write_alone(each, keys))
            for each in submissions
        ]

    async def _write(self, submissions: Sequence[Submission], keys: Keyring) -> list[Outcome]:
        def work(connection: Connection) -> list[Outcome]:
            return _Commit(connection, self._clock(), keys).append(submissions)

        return await self._database.write(work)

    async def _write_alone(self, submission: Submission, keys: Keyring) -> Outcome:
        """What is stored beside it holds other locks, and rolls back nobody else's rows if it is refused."""
        try:
            return (await self._write([submission], keys))[0]
        except Refusal as refusal:
            return BesideRefused(refusal)

    async def heads(self, parts: Collection[PartId]) -> Mapping[PartId, int]:
        """The last seq of each of ``parts``."""
        wanted = sorted(parts)
        return await self._database.read(lambda connection: lasts(connection, wanted))

    async def save_snapshot(self, part: PartId, seq: int, payload: bytes) -> None:
        """Keep ``payload`` as the part's state at ``seq``; an older one is replaced, a newer one stays.

        Raises ``ValueError`` if the log does not reach ``seq``: it would hold uncommitted edits.
        """
        plan = await self._database.read(lambda connection: plan_of(connection, part))
        if plan is None:
            raise snapshots.beyond(seq)
        key = await key_of(self._keys, plan)
        sealed = seal(payload, key, plan, SNAPSHOTS, PAYLOAD, part, seq)
        await self._database.write(lambda connection: snapshots.save(connection, part, seq, sealed))


class Missed(NamedTuple):
    """A row committed after the last one the room has applied."""

    seq: int
    person: PersonId
    row_id: str
    at: datetime


class _Commit:
    """One transaction: judge each submission, collect the accepted rows, insert them together."""

    def __init__(self, connection: Connection, now: datetime, keys: Keyring) -> None:
        self._connection = connection
        self._now = now
        self._keys = keys
        self._heads: dict[PartId, Head] = {}
        self._bound: dict[tuple[PartId, int], PersonId] = {}
        self._rows: list[dict[str, object]] = []
        self._clients: list[dict[str, object]] = []
        self._projected: list[dict[str, object]] = []

    def append(self, submissions: Sequence[Submission]) -> list[Outcome]:
        wanted = sorted({submission.part for submission in submissions})
        self._heads = held_heads(self._connection, wanted)
        outcomes = [self._judge(submission) for submission in submissions]
        for statement, values in (
            (INSERT_UPDATE, self._rows),
            (INSERT_CLIENT, self._clients),
            (SET_PROJECTED, self._projected),
        ):
            if values:
                statement.run_many(self._connection, values)
        return outcomes

    def _judge(self, submission: Submission) -> Outcome:
        head = self._heads.get(submission.part)
        if head is None or head.plan != submission.plan:
            return AccessChanged()  # the part does not exist any more, nor any right to it
        between = self._between(submission) if head.last > submission.after else ()
        earlier = self._earlier(submission, head, between)
        if earlier and (submission.beside is None or self._has_bound(submission)):
            return earlier
        if head.version != submission.access_version:
            return AccessChanged()
        if submission.valid_until is not None and submission.valid_until <= self._now:
            return AccessChanged()
        if head.last < submission.after or _must_reread(submission, head, between):
            return Behind()
        if len(between) < head.last - len(head.added) - submission.after:
            return Behind()  # some have moved to the history: who wrote them is not known here
        if submission.clients and not self._bind(submission):
            return ClientTaken()
        if submission.beside is not None:
            submission.beside(self._connection, self._now)
        return self._accept(submission, head)

    def _between(self, submission: Submission) -> list[Missed]:
        asked = {"part": submission.part, "after": submission.after}
        return [Missed(*row) for row in BETWEEN.rows(self._connection, asked)]

    def _earlier(self, submission: Submission, head: Head, between: Sequence[Missed]) -> Committed | None:
        """The outcome of the same batch in an earlier call, whose COMMIT succeeded after all."""
        last = row_id(submission.batch, len(submission.rows) - 1)
        for row in reversed(between):
            if row.row_id == last:
                return Committed(row.seq, row.at)
        for place, (added, _) in enumerate(reversed(head.added)):
            if added == last:
                return Committed(head.last - place, self._now)
        return None

    def _has_bound(self, submission: Submission) -> bool:
        return self._bound_to(submission) == dict(submission.clients)

    def _bind(self, submission: Submission) -> bool:
        """Whether every client id is this person's or unbound; the unbound ones are bound."""
        bound = self._bound_to(submission)
        if any(bound.get(client, person) != person for client, person in submission.clients.items()):
            return False
        for client, person in submission.clients.items():
            if client not in bound:
                self._bound[submission.part, client] = person
                self._clients.append({"part_id": submission.part, "client_id": client, "person_id": person})
        return True

    def _bound_to(self, submission: Submission) -> dict[int, PersonId]:
        """The persons these client ids are bound to, including those this transaction has bound."""
        part, wanted = submission.part, list(submission.clients)
        bound = {client: self._bound[part, client] for client in wanted if (part, client) in self._bound}
        return bound | bound_to(self._connection, part, wanted)

    def _accept(self, submission: Submission, head: Head) -> Committed:
        plan, part, key = submission.plan, submission.part, self._keys[submission.plan]
        for place, row in enumerate(submission.rows):
            stored_as = row_id(submission.batch, place)
            head.last += 1
            self._rows.append(
                {
                    "part_id": part,
                    "seq": head.last,
                    "person_id": row.person,
                    "participant_id": row.participant,
                    "batch_id": stored_as,
                    "committed_at": self._now,
                    "payload": seal(row.payload, key, plan, UPDATES, PAYLOAD, part, stored_as),
                }
            )
            head.added.append((stored_as, row.person))
        if submission.projection.title is not None:
            new = submission.projection
            self._projected.append({"part": part, "new_title": new.title, "new_due": new.due})
        return Committed(head.last, self._now)


def _must_reread(submission: Submission, head: Head, between: Sequence[Missed]) -> bool:
    """Whether the room must read the missed rows before this submission may follow them.

    The order of different persons' updates does not matter to a document. But one person's client ids must
    not continue in two ways, and a title, or words that were compared, must be those of all the rows before.
    """
    decided = submission.projection.title is not None or submission.beside is not None
    if decided and head.last > submission.after:
        return True
    authors = {row.person for row in submission.rows}
    missed = [*(row.person for row in between), *(person for _, person in head.added)]
    return head.last > submission.after and not authors.isdisjoint(missed)


BETWEEN = Prepared(
    select(updates.c.seq, updates.c.person_id, updates.c.batch_id, updates.c.committed_at)
    .where(updates.c.part_id == bindparam("part"), updates.c.seq > bindparam("after"))
    .order_by(updates.c.seq)
)
INSERT_UPDATE = Prepared(insert(updates))
INSERT_CLIENT = Prepared(insert(client_ids))
SET_PROJECTED = Prepared(
    update(parts)
    .where(parts.c.id == bindparam("part"))
    .values(title=bindparam("new_title"), due=bindparam("new_due"))
)
