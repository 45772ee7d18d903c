"""Who was appointed ahead of time takes their place in the plan on the day, and who was there leaves it.

A substitute leaves it when the absence is over, and so does whose last day has passed, who has been away for
too long without a substitute, and a child's coordinator on the day their owner comes of age.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from server.catalogue.catalogue import Catalogue
from server.domain.cases.records import OSLO, day_of
from server.domain.cases.vocabulary import CaseId
from server.domain.errors import Outdated
from server.domain.plan import PlanId
from server.features.cases.rules import rules_on
from server.ports.clock import Clock
from server.ports.live import Live
from server.ports.log import StorageUnavailable
from server.ports.randomness import Chance
from server.storage.cases.line import to_bring_into_line
from server.storage.cases.plans import Doing, DoingIn, brought_into_line, is_out_of_line
from server.storage.database.database import Database
from server.storage.municipality.records import Municipality, own_catalogue

from .wording import ending_words

logger = logging.getLogger(__name__)

AT_MOST = 600.0
"""Seconds until it is looked again: a clock may have been set, or the database gone, at midnight."""


class CoordinatorsTakeTheirPlaces:
    """Several processes may do it: it is done once."""

    def __init__(
        self, database: Database, live: Live, standard: Catalogue, clock: Clock, chance: Chance
    ) -> None:
        self._database, self._live, self._standard = database, live, standard
        self._clock, self._chance = clock, chance
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    def stop(self) -> None:
        """May be repeated."""
        if self._task is not None:
            self._task.cancel()
        self._task = None

    async def take(self) -> int:
        """Returns in how many plans somebody's access has changed. Raises ``StorageUnavailable``."""
        now, changed = self._clock(), 0
        today = day_of(now)

        def doing(connection: Any, where: Municipality) -> Doing:
            own = own_catalogue(connection, where, self._standard)
            return Doing(None, now, self._chance.id, ending_words(own, today), rules_on(own, today))

        for case in await self._database.read(lambda connection: to_bring_into_line(connection, today)):
            changed += await self._take(case, doing)
        return changed

    async def _take(self, case: CaseId, doing: DoingIn) -> bool:
        """One case that cannot be read holds up nobody else's."""
        try:
            # Reckoned twice: a snapshot holds nobody up, and who is away for weeks is looked at all the time.
            if not await self._database.read(partial(is_out_of_line, case=case, doing_in=doing)):
                return False
            plan = await self._written(partial(brought_into_line, case=case, doing_in=doing))
        except (ValueError, LookupError):
            logger.exception("a coordinator who begins today could not be let in")
            return False
        if plan is not None:
            await self._live.plan_changed(plan)
        return plan is not None

    async def _written(self, taking: Callable[[Any], PlanId | None]) -> PlanId | None:
        while True:
            try:
                return await self._database.write(taking)
            except Outdated:
                continue  # somebody added a record meanwhile, perhaps another process this one

    async def _run(self) -> None:
        while True:
            try:
                await self.take()
            except StorageUnavailable:
                pass  # the other users of the database say so
            except Exception:
                logger.exception("coordinators who begin today could not be let in")
            await asyncio.sleep(min(AT_MOST, until_midnight(self._clock())))


def until_midnight(now: datetime) -> float:
    """Seconds until the next day in Norway."""
    tomorrow = now.astimezone(OSLO).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), OSLO).timestamp() - now.timestamp()
