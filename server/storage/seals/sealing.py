"""Seals what has changed, about once a minute and when the process ends (docs/decisions/0019).

Every process does so, and what one has sealed the others need not: of two at once one gives up.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Integer, Table, Text, and_, bindparam, or_, select

from server.domain.seals import Seal, Sealable, SealingKey
from server.ports.clock import Clock
from server.ports.log import StorageUnavailable
from server.storage.database.database import Database
from server.storage.database.statements import Prepared
from server.storage.epoch import Epoch

from .changed import Changes
from .keys import SealingKeys
from .outside import SealsFile
from .records import newest_seal, store
from .rows import WitnessedRows
from .tables import (
    as_sealed_chain,
    as_sealed_edits,
    as_sealed_facts,
    sealed_chains,
    sealed_edits,
    sealed_facts,
)

logger = logging.getLogger(__name__)

SEAL_SECONDS = 60.0
CLOSE_SECONDS = 1.5
"""How long the end of the process waits for the last seal."""
RECORDS_AT_ONCE = 100
"""Under one seal: on SQLite 3 ms in which nobody else writes."""
SHARE = 20
"""A pass that takes a second is followed by the next 20 s later at the earliest."""


class LogSealer:
    def __init__(
        self,
        database: Database,
        keys: SealingKeys,
        file: SealsFile,
        rows: Sequence[WitnessedRows],
        clock: Clock,
        seconds: float = SEAL_SECONDS,
    ) -> None:
        self._database, self._keys, self._file, self._clock = database, keys, file, clock
        self._changes = Changes(database, keys, rows, clock)
        self._seconds = seconds
        self._task: asyncio.Task[None] | None = None
        self._one_at_a_time = asyncio.Lock()
        self._foreign = False
        self._looked: datetime | None = None

    async def start(self) -> None:
        """Begin, after what is noticed at once. Raises ``StorageUnavailable``."""
        outside = await asyncio.to_thread(self._file.newest)  # first: others may be sealing
        newest = await self._database.read(newest_seal)
        ahead = outside is not None and outside.number > (newest.number if newest else 0)
        if ahead and outside is not None and outside.epoch == await Epoch(self._database).name():
            logger.error("the seals file is ahead of the database: was it restored? run samplan verify-log")
        self._task = asyncio.create_task(self._run())

    def stop(self) -> None:
        """Without a last seal. May be repeated."""
        if self._task is not None:
            self._task.cancel()
        self._task = None

    async def close(self) -> None:
        """Seal the rest. May be repeated."""
        if self._task is None:
            return
        self.stop()
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self.seal()
        except (StorageUnavailable, TimeoutError):
            logger.warning("the end of the log is not sealed: the next process seals it")

    async def _run(self) -> None:
        pause = 0.0
        while True:
            await asyncio.sleep(pause)
            began = time.monotonic()
            try:
                pause = await self._due()
                if pause <= 0:
                    self._looked = self._clock()
                    await self.seal()
                    pause = self._seconds
            except StorageUnavailable:
                pause = self._seconds  # the other users of the database say so
            except Exception:
                logger.exception("sealing the log failed")
                pause = self._seconds
            pause = max(pause, SHARE * (time.monotonic() - began))

    async def _due(self) -> float:
        """In how many seconds."""
        newest = await self._database.read(newest_seal)
        wait = timedelta(seconds=self._seconds)
        return due_in(None if newest is None else newest.at, self._looked, self._clock(), wait)

    async def seal(self) -> int:
        """Seal all that has changed; returns the number of seals made. Raises ``StorageUnavailable``."""
        async with self._one_at_a_time:
            newest = await self._database.read(newest_seal)
            key = self._keys.current
            if newest is not None and self._keys.named(newest.key) is None:
                self._say_key()
                return 0
            made = 0
            for source in (self._of_older_keys(), self._changes.since_sealed()):
                async for at, records in self._gathered(source):
                    newest = await self._stored(records, key, at, newest)
                    if newest is None:
                        return made  # another process seals
                    made += 1
            return made

    async def _gathered(
        self, source: AsyncIterator[Sealable]
    ) -> AsyncIterator[tuple[datetime, list[Sealable]]]:
        """A few for each seal, and the moment before any of them was read."""
        at, records = self._clock(), list[Sealable]()
        async for record in source:
            records.append(record)
            if len(records) == RECORDS_AT_ONCE:
                yield at, records
                at, records = self._clock(), []
        if records:
            yield at, records

    async def _stored(
        self, records: Sequence[Sealable], key: SealingKey, at: datetime, before: Seal | None
    ) -> Seal | None:
        seal = await self._database.write(lambda connection: store(connection, records, key, at, before))
        if seal is not None:
            await asyncio.to_thread(self._file.append, seal)
        return seal

    async def _of_older_keys(self) -> AsyncIterator[Sealable]:
        """All that is sealed with another key than the current one, as it is."""
        for key in self._keys.older:
            for statement, read, label in OLDER:
                values: dict[str, object] = {"key": key.name, "after": "", "block": -1}
                while rows := await self._database.read(lambda c, s=statement, v=values: s.rows(c, v)):  # type: ignore[misc]
                    for row in rows:
                        record = read(row)
                        if record.mac(key) == row.mac:
                            yield replace(record, seal=0)
                    values |= {"after": label + rows[-1][0], "block": getattr(rows[-1], "block", -1)}

    def _say_key(self) -> None:
        if not self._foreign:
            logger.error("the seals were made with another key: nothing is sealed")
        self._foreign = True


_key, _after = bindparam("key", type_=Text), bindparam("after", type_=Text)
_block = bindparam("block", type_=Integer)
LABEL = "-"
"""Before the name of a chain, because one of them is empty, and none would come before it."""
CHAINS = Prepared(
    select(sealed_chains)
    .where(sealed_chains.c.key == _key, LABEL + sealed_chains.c.chain > _after)
    .order_by(LABEL + sealed_chains.c.chain)
    .limit(RECORDS_AT_ONCE)
)


def _blocks(table: Table, of: Column[Any]) -> Prepared:
    further = or_(of > _after, and_(of == _after, table.c.block > _block))
    found = select(table).where(table.c.key == _key, further)
    return Prepared(found.order_by(of, table.c.block).limit(RECORDS_AT_ONCE))


OLDER: tuple[tuple[Prepared, Callable[[Any], Sealable], str], ...] = (
    (CHAINS, as_sealed_chain, LABEL),
    (_blocks(sealed_edits, sealed_edits.c.part_id), as_sealed_edits, ""),
    (_blocks(sealed_facts, sealed_facts.c.about), as_sealed_facts, ""),
)


def due_in(newest: datetime | None, looked: datetime | None, now: datetime, wait: timedelta) -> float:
    """In how many seconds this process looks for what is to be sealed. ``newest``: when one was made last.
    ``looked``: when this process last looked.

    Another process, or the one before this, may have sealed just now. But what moves to the history makes a
    seal of that alone, again and again: nobody is put off by it for longer than once more.
    """
    due = now if newest is None else newest + wait
    return ((due if looked is None else min(due, looked + 2 * wait)) - now).total_seconds()
