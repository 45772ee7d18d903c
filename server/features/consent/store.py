"""Decisions: appended under the plan's next numbers, and never changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy import Connection

from server.domain.access import Decision
from server.domain.audit import Event
from server.domain.plan import PersonId, PlanId
from server.domain.sight import Sight
from server.ports.clock import Clock
from server.storage import ledger
from server.storage.database.database import Database
from server.storage.rights import Hold, insert_decisions, raise_version, sight_in

T = TypeVar("T")
Sign = Callable[[Sight], Sequence[tuple[Decision, Event]]]
"""Asked inside the transaction, with the rights read there; raises to refuse, and nothing is stored."""


class ConsentStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def read(self, person: PersonId, plan: PlanId, view: Callable[[Sight], T]) -> T:
        """The result of ``view`` for this person's sight, computed on the thread that read it.

        Raises ``NotFound``, and what ``view`` raises.
        """
        now = self._clock()
        return await self._database.read(lambda connection: view(sight_in(connection, plan, person, now)))

    async def sign(self, person: PersonId, plan: PlanId, sign: Sign) -> tuple[Sight, Sequence[Decision]]:
        """What the signer saw, and the decisions; updates admitted before them are refused.

        Raises ``NotFound``, and what ``sign`` raises.
        """

        def work(connection: Connection) -> tuple[Sight, Sequence[Decision]]:
            signer = sight_in(connection, plan, person, self._clock(), Hold.READERS)
            signed = sign(signer)
            decisions = [decision for decision, _ in signed]
            insert_decisions(connection, plan, decisions)
            raise_version(connection, plan)
            ledger.append(connection, [event for _, event in signed])
            return signer, decisions

        return await self._database.write(work)
