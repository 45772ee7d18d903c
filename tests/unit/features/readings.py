"""People who open parts, and the log of it over a ledger that can be held up."""

from __future__ import annotations

import asyncio

from server.domain.plan import Participant, ParticipantId, PartId, PersonId, PlanId, Role
from server.features.accesslog.readings import ReadingLog
from tests.support.at_rest import at_rest
from tests.unit.features.fakes import HeldLedger, SetClock

PLAN = PlanId("plan")
GP = Participant(ParticipantId("gp"), PLAN, PersonId("berit"), "Berit", Role.GP, "Legesenteret")
NEVER_AGAIN = 3_600.0
"""Seconds until what was refused is tried again."""
BROKEN = ValueError("a broken reference")
ONE, TWO, THREE, FOUR = (PartId(name) for name in ("one", "two", "three", "four"))


class Reading:
    """People who open parts, named by the part."""

    def __init__(self, retry_seconds: float = NEVER_AGAIN, most: int = 100) -> None:
        self.ledger = HeldLedger()
        self.log = ReadingLog(self.ledger, SetClock(), retry_seconds, most)

    async def open(self, part: PartId) -> None:
        await self.log.record(PLAN, part, GP)

    async def begin(self, *parts: PartId) -> list[asyncio.Task[None]]:
        """Whoever opens ``parts`` now waits, or has been answered at once."""
        tasks = [asyncio.create_task(self.open(part)) for part in parts]
        await at_rest()
        return tasks

    async def attempt(self) -> list[PartId | None]:
        """The parts of the next attempt to write, once it has begun."""
        return await self.ledger.attempts.get()

    async def logged(self, *parts: PartId) -> None:
        """Returns when these are in the log, and nothing else."""
        while len(self.ledger.parts) < len(parts):
            await self.attempt()
        assert self.ledger.parts == list(parts)

    def hold(self) -> None:
        self.ledger.may_go_on.clear()

    def let_through(self) -> None:
        """Only the attempt that is held now."""
        self.go_on()
        self.hold()

    def go_on(self) -> None:
        self.ledger.may_go_on.set()


async def outcomes(tasks: list[asyncio.Task[None]]) -> list[type[BaseException] | None]:
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    return [None if error is None else type(error) for error in ended]
