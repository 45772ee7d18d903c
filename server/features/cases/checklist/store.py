"""A case's checklist: the ticks are entries of its access log, and stand nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection, select

from server.domain.audit import ABSENT, Event, chain_of_case
from server.domain.cases.records import day_of
from server.domain.cases.vocabulary import Actor, CaseId
from server.domain.errors import Forbidden
from server.domain.plan import PersonId
from server.features.cases.desk.inbox.store import names_of
from server.features.cases.desk.store import CaseStore, SeenCase
from server.features.cases.entries import ChecklistTicked
from server.features.cases.standing.store import StandIns
from server.ports.clock import Clock
from server.ports.sessions import SignedIn
from server.storage import ledger
from server.storage.metadata import ledger as entries

from .answers import ChecklistAnswer, ChecklistReader, checklist_answer
from .rules import Tick, newest, require_possible


@dataclass(frozen=True, slots=True)
class TickWish:
    item: str
    done: bool


class Checklists:
    def __init__(self, cases: CaseStore, stand_ins: StandIns, clock: Clock) -> None:
        self._cases, self._stand_ins, self._clock = cases, stand_ins, clock

    async def seen(self, who: SignedIn, which: CaseId) -> ChecklistAnswer:
        """How much is done, to the unit. Raises ``NotFound``; ``Forbidden`` for the owner."""
        return await self._cases.reading(who.person, which, partial(self._answer, who), self._stand_ins.seen)

    async def tick(self, who: SignedIn, which: CaseId, wish: TickWish) -> ChecklistAnswer:
        """By whoever coordinates, or stands in for them, which is kept with it; what stands so already is not
        said again.

        Raises ``NotFound``, ``Forbidden`` for everybody else, and what ``require_possible`` does.
        """

        def work(connection: Connection, seen: SeenCase) -> ChecklistAnswer:
            if seen.actor is not Actor.COORDINATOR:
                raise Forbidden
            new = Tick(wish.item, wish.done, who.person, self._clock(), seen.stands_in)
            ticks = _ticks(connection, which)
            before = newest(ticks).get(new.item)
            if new.done != (before is not None and before.done):
                require_possible(ticks, new, seen.catalogue)
                said = ChecklistTicked(new.item, new.done, new.substitute or ABSENT)
                ledger.append(connection, [Event.of(said, new.at, who.person, case=which)])
            return self._answer(who, connection, seen)

        await self.seen(who, which)  # raises before the one writer of SQLite is waited for
        return await self._cases.writing(who.person, which, work, self._held)

    def _held(self, connection: Connection, person: PersonId, which: CaseId) -> SeenCase | None:
        """Looked at when nobody can tick it meanwhile and no record can end the absence: each of these has an
        entry in the chain of the case."""
        ledger.hold(connection, chain_of_case(which))
        return self._stand_ins.seen(connection, person, which)

    def _answer(self, who: SignedIn, connection: Connection, seen: SeenCase) -> ChecklistAnswer:
        if seen.actor not in (Actor.COORDINATOR, Actor.CASE_HANDLER):
            raise Forbidden
        ticks = newest(_ticks(connection, seen.stored.case.id))
        names = names_of(connection, {each.person for each in ticks.values()})
        unit = seen.actor is Actor.CASE_HANDLER
        return checklist_answer(
            ticks, names, ChecklistReader(seen.catalogue, who.locale, day_of(self._clock()), counts_only=unit)
        )


def _ticks(connection: Connection, which: CaseId) -> list[Tick]:
    """Oldest first."""
    ticked = select(entries.c.details, entries.c.person_id, entries.c.at).where(
        entries.c.chain == chain_of_case(which), entries.c.action == ChecklistTicked.action
    )
    rows = connection.execute(ticked.order_by(entries.c.number))
    return [
        Tick(row.details["item"], row.details["done"], row.person_id, row.at, "substitute" in row.details)
        for row in rows
    ]
