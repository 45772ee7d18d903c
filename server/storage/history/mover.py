"""Moves rows of the log that are older than a day to the history, a bounded number at a time (decision 0074).

Any number of processes may do so: of two that move the same one gives up, as of two that seal.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from server.domain.plan import PartId
from server.domain.seals import Seal, StoredHistory
from server.ports.clock import Clock
from server.ports.log import SealBroken, StorageUnavailable
from server.storage.database.database import Database
from server.storage.keys import Key, key_of
from server.storage.log import sealing
from server.storage.log.sealing import HISTORY, PAYLOAD, UPDATES, seal
from server.storage.seals.keys import NotAsSealed, SealingKeys
from server.storage.seals.outside import SealsFile
from server.storage.seals.records import newest_seal, store

from .entries import Join, OldRow, entries_of
from .moving import ROWS_AT_ONCE, Due, Move, Overtaken, due_in, due_parts, store_moves
from .payload import HistoryBroken, HistoryEntry, decode, encode, size

logger = logging.getLogger(__name__)

KEPT = timedelta(days=1)
"""Rows that are not older stay where they are."""
ROWS_TOGETHER = 4_096
BYTES_TOGETHER = 256 * 1024
"""A row of the history grows up to these."""
PARTS_TOGETHER = 50
"""Moved in one transaction at most."""
PASS_SECONDS = 3_600.0
SHARE = 20
"""After a second of work comes a rest of 20: people write meanwhile."""
AGAIN = 10
"""How often in a pass what somebody else was faster with is tried again."""


class HistoryMover:
    """``join``: see ``entries.Join``. ``keys``: of the seals; ``None``: nothing is moved."""

    def __init__(
        self,
        database: Database,
        keys: SealingKeys | None,
        file: SealsFile,
        join: Join,
        clock: Clock,
        share: int = SHARE,
    ) -> None:
        self._database, self._keys, self._file = database, keys, file
        self._join, self._clock, self._share = join, clock, share
        self._task: asyncio.Task[None] | None = None
        self._told: set[PartId] = set()
        """Parts of which it is known that they stay as they are."""

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    def stop(self) -> None:
        """May be repeated. What is being stored is stored."""
        if self._task is not None:
            self._task.cancel()
        self._task = None

    async def _run(self) -> None:
        while True:
            try:
                await self.move()
            except StorageUnavailable:
                pass  # the other users of the database say so
            except Exception:
                logger.exception("rows of the log could not be moved to the history")
            await asyncio.sleep(PASS_SECONDS)

    async def move(self) -> int:
        """All that is due; returns how many rows have moved. Raises ``StorageUnavailable``."""
        if self._keys is None:
            return 0
        before, moved = self._clock() - KEPT, 0
        after: str | None = ""
        while after is not None:
            due, after = await self._database.read(partial(due_parts, after=after, before=before))
            moved += await self._move_all(due, before, self._keys)
        return moved

    async def _move_all(self, due: Sequence[PartId], before: datetime, keys: SealingKeys) -> int:
        moved, left, again = 0, list(reversed(due)), AGAIN
        while left:
            began = time.monotonic()
            newest = await self._database.read(newest_seal)
            if newest is None or keys.named(newest.key) is None:
                return moved  # what vouches for these rows cannot be made anew; the sealer says why
            moves = await self._made(left, before, keys)
            if await self._stored(moves, keys, newest):
                moved += sum(len(each.due.edits) for each in moves)
                left += [each.due.part for each in moves if each.due.more]
            elif again:
                left, again = [*left, *(each.due.part for each in moves)], again - 1
            await asyncio.sleep(self._share * (time.monotonic() - began))
        return moved

    async def _made(self, left: list[PartId], before: datetime, keys: SealingKeys) -> list[Move]:
        """Of the last parts of ``left``, which are taken from it, as many as are stored together."""
        moves, rows = list[Move](), 0
        while left and rows < ROWS_AT_ONCE and len(moves) < PARTS_TOGETHER:
            move = await self._of_part(left.pop(), before, keys)
            if move is not None:
                moves.append(move)
                rows += len(move.due.edits)
        return moves

    async def _of_part(self, part: PartId, before: datetime, keys: SealingKeys) -> Move | None:
        try:
            due = await self._database.read(partial(due_in, keys=keys, part=part, before=before))
            if due is None:
                return None
            key = await key_of(self._database.keys, due.plan)
            return await asyncio.to_thread(_move, due, key, self._join)
        except (NotAsSealed, SealBroken, HistoryBroken) as error:
            if part not in self._told:
                logger.error("rows of the log stay where they are", extra={"reason": str(error)})
            self._told.add(part)
            return None

    async def _stored(self, moves: Sequence[Move], keys: SealingKeys, newest: Seal) -> bool:
        """``False``: somebody else was faster, and nothing is stored."""
        if not moves:
            return True
        at, records = self._clock(), [each.due.record(each.row) for each in moves]
        over = [sealed for each in moves for sealed in each.due.sealed]

        def work(connection: Connection) -> Seal:
            store_moves(connection, moves)
            seal = store(connection, records, keys.current, at, newest, over)
            if seal is None:
                raise Overtaken
            return seal

        try:
            made = await self._database.write(work)
        except Overtaken:
            return False
        await asyncio.to_thread(self._file.append, made)
        return True


def _move(due: Due, key: Key | None, join: Join) -> Move:
    """Raises ``SealBroken`` and ``HistoryBroken``."""
    cell = due.plan, UPDATES, PAYLOAD, due.part
    rows = [OldRow(edit, sealing.open(edit.payload, key, *cell, edit.batch)) for edit in due.edits]
    entries = list(entries_of(rows, due.signed, due.suggested, join))
    before = _before(due, key, entries)
    first, last = due.edits[0], due.edits[-1]
    begin, at = first.seq, first.at
    if before and due.newest is not None:
        begin, at = due.newest.first, due.newest.first_at
    payload = seal(encode([*before, *entries]), key, due.plan, HISTORY, PAYLOAD, due.part, begin)
    row = StoredHistory(due.part, begin, last.seq, at, last.at, payload)
    return Move(due, row, grows=bool(before))


def _before(due: Due, key: Key | None, entries: Sequence[HistoryEntry]) -> Sequence[HistoryEntry]:
    """The entries of the newest row of the history, if these have room beside them."""
    newest = due.newest
    if newest is None or newest.last - newest.first + 1 + len(due.edits) > ROWS_TOGETHER:
        return ()
    if len(newest.payload) > BYTES_TOGETHER:
        return ()
    cell = due.plan, HISTORY, PAYLOAD, due.part, newest.first
    found = decode(sealing.open(newest.payload, key, *cell))
    return found if size(found) + size(entries) <= BYTES_TOGETHER else ()
