"""Finds rows that are written once and not sealed yet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Text, bindparam, or_, select

from server.domain.seals import BLOCK, SealedFacts
from server.storage.database.database import Database
from server.storage.database.statements import Prepared
from server.storage.metadata import ledger, plans

from .facts import BIRTHS, CLIENTS, PARTICIPANTS, PARTS, PERSONS, PLAN, Facts
from .keys import NotAsSealed, SealingKeys
from .tables import FACTS_ABOUT, as_sealed_facts

Trust = Callable[[str, Callable[[], AsyncIterator[SealedFacts]]], AsyncIterator[SealedFacts]]
"""Ends the records of something that is not as it was sealed, also when looked at again, and says so."""


class NewFacts:
    def __init__(self, database: Database, keys: SealingKeys, trusted: Trust) -> None:
        self._database, self._keys, self._trusted = database, keys, trusted

    async def of_plans(self) -> AsyncIterator[SealedFacts]:
        """Of persons and plans. The plans are looked at first: whoever is in them is found then."""
        behind = [plan async for plan in self._behind()]
        (persons,) = await self._rows_of(PERSONS_BEHIND, {})
        if persons.number != persons.sealed:
            async for record in self._trusted("persons", partial(self._new, PERSONS, "")):
                yield record
        async for record in self.of_births():
            yield record
        for plan in behind:
            async for record in self._trusted(PLAN.about(plan.id), partial(self._of_plan, plan)):
                yield record

    async def of_births(self) -> AsyncIterator[SealedFacts]:
        """A record of them is there from the first seal on: what comes later is of a login."""
        (births,) = await self._rows_of(BIRTHS_BEHIND, {})
        if not births.begun or births.number != births.sealed:
            async for record in self._trusted("birth dates", partial(self._new, BIRTHS, "")):
                yield record

    async def of_part(self, part: str) -> AsyncIterator[SealedFacts]:
        async for record in self._trusted(CLIENTS.about(part), partial(self._new, CLIENTS, part)):
            yield record

    async def _behind(self) -> AsyncIterator[Any]:
        after = ""
        while ids := await self._rows_of(PLANS, {"after": after}):
            after = ids[-1].id
            for row in await self._rows_of(BEHIND, {"first": ids[0].id, "final": after}):
                yield row

    async def _of_plan(self, plan: Any) -> AsyncIterator[SealedFacts]:
        added: Collection[str] | None = None
        joined: Collection[str] | None = None
        if plan.itself:
            added = {row.part_id for row in await self._rows_of(ADDED, {"plan": plan.id})}
            joined = {row.details.get("participant") for row in await self._rows_of(BEGUN, {"plan": plan.id})}
        if plan.participants:
            async for record in self._new(PARTICIPANTS, plan.id, joined):
                yield record
        if plan.parts:
            async for record in self._new(PARTS, plan.id, added):
                yield record
        if not plan.itself:
            async for record in self._new(PLAN, plan.id):
                yield record

    async def _new(
        self, facts: Facts, of: str, expected: Collection[str] | None = None
    ) -> AsyncIterator[SealedFacts]:
        """``expected``: the keys that may have been added; ``None``: any."""
        blocks = [as_sealed_facts(row) for row in await self._sealed(facts, of)]
        known: set[str] = set().union(*(each.marks for each in blocks))
        block, marks, sealed = (blocks[-1].block, dict(blocks[-1].marks), True) if blocks else (0, {}, False)
        async for added in self._unknown(facts, of, known):
            if expected is not None and not added.keys() <= set(expected):
                raise NotAsSealed("a row was added beside the log")
            for fact, mark in added.items():
                if len(marks) == BLOCK:
                    if not sealed:
                        yield SealedFacts(facts.about(of), block, marks, 0)
                    block, marks = block + 1, {}
                marks[fact], sealed = mark, False
        if not sealed:
            yield SealedFacts(facts.about(of), block, marks, 0)

    async def _sealed(self, facts: Facts, of: str) -> Sequence[Any]:
        rows = await self._rows_of(FACTS_ABOUT, {"about": facts.about(of)})
        if not all([await asyncio.to_thread(self._keys.made, as_sealed_facts(row), row) for row in rows]):
            raise NotAsSealed("a seal was changed")
        return rows

    async def _unknown(self, facts: Facts, of: str, known: set[str]) -> AsyncIterator[dict[str, str]]:
        after: object | None = None
        number, more = 0, True
        while more:
            try:
                page, after = await self._database.read(
                    lambda connection, after=after: facts.page(connection, of, after)  # type: ignore[misc]
                )
            except (ValueError, TypeError) as error:
                raise NotAsSealed("a row cannot be read") from error
            number, more = number + len(page), after is not None
            yield await asyncio.to_thread(facts.marks, of, page, known)
        if number < len(known):
            raise NotAsSealed("sealed rows are missing")

    async def _rows_of(self, statement: Prepared, values: dict[str, object]) -> Sequence[Any]:
        return await self._database.read(lambda connection: statement.rows(connection, values))


PLANS_AT_ONCE = 500
PLANS = Prepared(
    select(plans.c.id).where(plans.c.id > bindparam("after")).order_by(plans.c.id).limit(PLANS_AT_ONCE)
)
_each = (
    select(
        plans.c.id,
        PLAN.sealed(plans.c.id).label("itself"),
        (PARTICIPANTS.counted(plans.c.id) - PARTICIPANTS.sealed(plans.c.id)).label("participants"),
        (PARTS.counted(plans.c.id) - PARTS.sealed(plans.c.id)).label("parts"),
    )
    .where(plans.c.id.between(bindparam("first", type_=Text), bindparam("final", type_=Text)))
    .subquery()
)
BEHIND = Prepared(
    select(_each).where(or_(_each.c.itself == 0, _each.c.participants != 0, _each.c.parts != 0))
)
PERSONS_BEHIND, BIRTHS_BEHIND = (
    Prepared(
        select(
            each.counted(None).label("number"),
            each.sealed("").label("sealed"),
            each.is_sealed("").label("begun"),
        )
    )
    for each in (PERSONS, BIRTHS)
)
ADDED = Prepared(
    select(ledger.c.part_id).where(ledger.c.chain == bindparam("plan"), ledger.c.action == "part-added")
)
BEGUN = Prepared(
    select(ledger.c.details).where(
        ledger.c.chain == bindparam("plan"), ledger.c.action == "participation-begun"
    )
)
