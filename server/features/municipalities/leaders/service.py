"""Whom a unit lets answer for a service: rights as the others are (decision 0038), by its case handlers."""

from __future__ import annotations

from server.domain.errors import Invalid
from server.domain.plan import PersonId
from server.domain.unit.names import folded_name
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.features.municipalities.store import Allowed, Holder, Municipalities, case_handler

from .answers import LeadersAnswer, ServiceLeader


class Leaders:
    """All raise ``NotFound`` for whoever does not handle the municipality's cases."""

    def __init__(self, store: Municipalities) -> None:
        self._store = store

    async def of(self, by: PersonId, number: str) -> LeadersAnswer:
        where, allowed = await self._where(by, number)
        held = await self._store.holders(where, allowed)
        leaders = (each for each in held if each.held.right is UnitRight.LEADER)
        found = sorted(leaders, key=lambda each: (folded_name(each.held.workplace), each.name))
        return LeadersAnswer(tuple(map(_answer, found)))

    async def give(self, by: PersonId, number: str, whom: PersonId, workplace: str) -> None:
        """Who holds it already keeps it. Raises ``Invalid``, ``LimitReached``, ``TooManyRequests``."""
        where, allowed = await self._where(by, number)
        if by == whom:
            raise Invalid("person: nobody gives it to themselves")
        await self._store.give(by, where, whom, UnitRight.LEADER, workplace, allowed)

    async def end(self, by: PersonId, number: str, whom: PersonId, workplace: str) -> None:
        """Who does not hold it stays without. Raises ``TooManyRequests``."""
        where, allowed = await self._where(by, number)
        await self._store.end(by, where, whom, UnitRight.LEADER, workplace, allowed)

    async def _where(self, by: PersonId, number: str) -> tuple[MunicipalityId, Allowed]:
        found = await self._store.numbered(number)
        where = found.id if found else MunicipalityId("")
        allowed = case_handler(by, where)
        await self._store.own(where, allowed)
        return where, allowed


def _answer(each: Holder) -> ServiceLeader:
    return ServiceLeader(each.held.person, each.name, each.held.workplace)
