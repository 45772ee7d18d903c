"""Decisions: appended under the plan's next numbers, and never changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, or_, select, update

from server.domain.access import Decision
from server.domain.audit import Event
from server.domain.identity.principal import Principal
from server.domain.plan import Participant, PlanId, Role
from server.domain.sentences.signed import reach_of
from server.domain.sight import Sight
from server.ports.clock import Clock
from server.storage import ledger
from server.storage.database.database import Database
from server.storage.decisions import StoredDecisions, insert_decisions
from server.storage.metadata import decisions, participants, plans
from server.storage.plan.participations import SignedEnding, store_ending
from server.storage.rights import Hold, raise_version, sight_in, write_as

from .ending import Ended
from .rules import most_a_day, within_bounds

T = TypeVar("T")
Sign = Callable[[Sight], Sequence[tuple[Decision, Event]]]
"""Asked inside the transaction, with the rights read there; raises to refuse, and nothing is stored."""
Follows = Callable[[Connection, Participant], None]
"""Asked with who takes part no more."""


class ConsentStore:
    """``follows``: what else ends with a participation, in its transaction; ``None``: nothing, of plans that
    no case founded."""

    def __init__(self, database: Database, clock: Clock, follows: Follows | None = None) -> None:
        self._database, self._clock, self._follows = database, clock, follows

    async def read(self, principal: Principal, plan: PlanId, view: Callable[[Sight], T]) -> T:
        """The result of ``view`` for this person's sight, computed on the thread that read it.

        Raises ``NotFound``, and what ``view`` raises.
        """
        now = self._clock()
        return await self._database.read(lambda connection: view(sight_in(connection, plan, principal, now)))

    async def read_signed(
        self, principal: Principal, plan: PlanId, view: Callable[[Sight, StoredDecisions], T]
    ) -> T:
        """As ``read``, with everything that was signed."""
        now = self._clock()
        return await self._database.read(
            lambda connection: view(
                sight_in(connection, plan, principal, now), StoredDecisions(connection, plan)
            )
        )

    async def sign(
        self, principal: Principal, plan: PlanId, sign: Sign
    ) -> tuple[Sight, list[tuple[int, Decision]]]:
        """What the signer saw, and the decisions, each with its number among those the signer may read;
        updates admitted before them are refused.

        Raises ``NotFound``, and what ``sign`` and ``within_bounds`` raise.
        """

        def work(connection: Connection) -> tuple[Sight, list[tuple[int, Decision]]]:
            signer = sight_in(connection, plan, principal, self._clock(), Hold.READERS)
            signed = sign(signer)
            new = [decision for decision, _ in signed]
            store_signed(connection, signer, new, [event for _, event in signed])
            return signer, _numbered(connection, signer, new)

        return await write_as(self._database, principal, work)

    async def end(self, principal: Principal, plan: PlanId, end: Callable[[Sight], Ended]) -> Participant:
        """The participant that takes part no more; updates they sent before are refused from now on.

        Raises ``NotFound``, and what ``end`` raises.
        """

        def work(connection: Connection) -> Participant:
            gone, event = end(sight_in(connection, plan, principal, self._clock(), Hold.READERS))
            if event is not None:
                store_ending(connection, gone)
                raise_version(connection, plan)
                if self._follows is not None:
                    self._follows(connection, gone)
                ledger.append(connection, [event])
            return gone

        return await write_as(self._database, principal, work)

    async def end_narrowing(
        self, principal: Principal, plan: PlanId, ended: Callable[[Sight], Event | None]
    ) -> None:
        """Raises ``NotFound``, and what ``ended`` raises; nothing is stored without an event."""

        def work(connection: Connection) -> None:
            event = ended(sight_in(connection, plan, principal, self._clock(), Hold.READERS))
            if event is not None:
                connection.execute(update(plans).where(plans.c.id == plan).values(creators_bound_after=None))
                ledger.append(connection, [event])

        await write_as(self._database, principal, work)


def store_signed(
    connection: Connection, signer: Sight, new: Sequence[Decision], events: Sequence[Event]
) -> None:
    """Raises what ``within_bounds`` does."""
    plan = signer.access.plan.id
    within_bounds(signer, new, _signed_at(connection, plan, new[-1].number - most_a_day(signer)))
    about = {decision.participant for decision in new}
    kinds = {part.id: part.kind for part in signer.access.parts.values()}
    before = [d for who in about for d in signer.access.decisions_about.get(who, ())]
    insert_decisions(connection, plan, new, kinds, before)
    raise_version(connection, plan)
    ledger.append(connection, events)


def _signed_at(connection: Connection, plan: PlanId, number: int) -> datetime | None:
    """Numbers are dense, and of the order of signing."""
    found = select(decisions.c.signed_at).where(decisions.c.plan_id == plan, decisions.c.number == number)
    at: datetime | None = connection.execute(found).scalar_one_or_none()
    return at


def _numbered(connection: Connection, signer: Sight, new: Sequence[Decision]) -> list[tuple[int, Decision]]:
    if signer.me.role is Role.OWNER:
        return [(decision.number, decision) for decision in new]
    total = StoredDecisions(connection, signer.access.plan.id).count(reach_of(signer))
    return list(enumerate(new, start=total - len(new) + 1))


ANY_END = or_(
    participants.c.ended_at.is_not(None),
    participants.c.ended_by.is_not(None),
    participants.c.ending.is_not(None),
)
"""Of participants whose participation was ended, or says something of it."""


def as_ending(row: Row[Any]) -> SignedEnding:
    return SignedEnding(row.id, row.ended_by, row.ended_at, row.ending or "")
