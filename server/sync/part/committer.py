"""Group commit: during one transaction the submissions of all rooms are collected for the next one.

Under light load nothing waits; under heavy load many submissions share one sync to disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from server.ports.log import Outcome, StorageUnavailable, Submission, UpdateLog

Waiting = tuple[Submission, asyncio.Future[Outcome]]


class Committer:
    def __init__(self, log: UpdateLog) -> None:
        self._log = log
        self._waiting: list[Waiting] = []
        self._under_way = self._crowded = False
        self._running: asyncio.Task[None] | None = None
        self._settled = asyncio.Event()

    async def commit(self, submission: Submission) -> Outcome:
        """Durable when it returns ``Committed``. Raises ``StorageUnavailable``: nothing was written."""
        if self._under_way or self._crowded:
            return await self._with_others(submission)
        # Alone: call the log directly, since a task costs one more iteration of the event loop.
        self._under_way = True
        try:
            return (await self._log.append([submission]))[0]
        finally:
            self._begin_next()

    async def _with_others(self, submission: Submission) -> Outcome:
        waiter: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((submission, waiter))
        if not self._under_way:
            self._under_way = True
            self._begin_next()
        return await waiter

    def _begin_next(self) -> None:
        if self._waiting:
            self._running = asyncio.create_task(self._run())
        else:
            self._under_way = False
            self._settled.set()

    async def _run(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            self._crowded = len(batch) > 1
            await self._append(batch)
        self._begin_next()

    async def _append(self, batch: list[Waiting]) -> None:
        try:
            outcomes: Sequence[Outcome] = await self._log.append([submission for submission, _ in batch])
        except Exception as error:  # noqa: BLE001 - raised in ``commit``
            # One submission that the database will never accept must not fail the others of its batch.
            if len(batch) > 1 and not isinstance(error, StorageUnavailable):
                for single in batch:
                    await self._append([single])
                return
            self._fail(batch, error)
            return
        for (_, waiter), outcome in zip(batch, outcomes, strict=True):
            if not waiter.done():
                waiter.set_result(outcome)

    @staticmethod
    def _fail(batch: list[Waiting], error: Exception) -> None:
        for _, waiter in batch:
            if not waiter.done():
                waiter.set_exception(error)

    async def drain(self) -> None:
        """Wait until every submission so far is settled."""
        while self._under_way:
            self._settled.clear()
            await self._settled.wait()
