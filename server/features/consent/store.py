"""Decisions: appended under the plan's next number, and never changed."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from server.domain.access import Decision
from server.domain.audit import Event
from server.domain.plan import PersonId, PlanId
from server.domain.sight import Sight
from server.ports.clock import Clock
from server.storage import ledger
from server.storage.database.database import Database
from server.storage.rights import Hold, insert_decision, raise_version, sight_in

Sign = Callable[[Sight], tuple[Decision, Event]]
"""Asked inside the transaction, with rights as they stand there; raises to refuse, and nothing is stored."""


class ConsentStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def sight(self, person: PersonId, plan: PlanId) -> Sight:
        """Raises ``NotFound``."""
        now = self._clock()
        return await self._database.read(lambda connection: sight_in(connection, plan, person, now))

    async def sign(self, person: PersonId, plan: PlanId, sign: Sign) -> tuple[Sight, Decision]:
        """What the signer saw, and the decision; updates admitted before it are refused.

        Raises ``NotFound``, and what ``sign`` raises.
        """

        def work(connection: Connection) -> tuple[Sight, Decision]:
            signer = sight_in(connection, plan, person, self._clock(), Hold.READERS)
            decision, event = sign(signer)
            insert_decision(connection, plan, decision)
            raise_version(connection, plan)
            ledger.append(connection, [event])
            return signer, decision

        return await self._database.write(work)
