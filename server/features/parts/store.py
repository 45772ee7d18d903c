"""Parts and their metadata: rights are checked and changed in one transaction."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, update

from server.domain.audit import Event
from server.domain.plan import Part, PartId, PersonId, PlanId
from server.domain.sight import Sight
from server.ports.clock import Clock
from server.storage import ledger
from server.storage.database.database import Database
from server.storage.database.day_counts import count_act, day_table
from server.storage.keys import key_of
from server.storage.metadata import parts
from server.storage.parts import PartCreation, insert_part
from server.storage.rights import Hold, raise_version, sight_at, sight_in, write_as

from .rules import Changed, require_day

part_days = day_table("part_days")

Add = Callable[[Sight], tuple[PartCreation, Event]]
Change = Callable[[Sight], Changed | None]
"""Both are called inside the transaction, with the rights read there; they raise to refuse."""


class PartStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def add(self, person: PersonId, plan: PlanId, add: Add) -> Part:
        """Store a part with its first content.

        Raises ``NotFound``, ``TooManyRequests``, and what ``add`` raises.
        """
        key = await key_of(self._database.keys, plan)

        def work(connection: Connection) -> Part:
            sight = sight_in(connection, plan, person, self._clock(), Hold.READERS)
            new, event = add(sight)
            _require_day(connection, sight)
            insert_part(connection, new, event.at, key)
            raise_version(connection, plan)
            ledger.append(connection, [event])
            return new.part

        return await write_as(self._database, person, work)

    async def change(self, person: PersonId, part: PartId, change: Change) -> Part | None:
        """Returns the changed part; ``None``: nothing was changed.

        Raises ``NotFound``, ``TooManyRequests``, and what ``change`` raises.
        """

        def work(connection: Connection) -> Part | None:
            sight = sight_at(connection, part, person, self._clock(), Hold.READERS)
            changed = change(sight)
            if changed is None:
                return None
            _require_day(connection, sight)
            _update(connection, changed)
            raise_version(connection, changed.part.plan)
            ledger.append(connection, [changed.event])
            return changed.part

        return await write_as(self._database, person, work)


def _require_day(connection: Connection, sight: Sight) -> None:
    require_day(count_act(connection, part_days, sight.me.person, sight.now), sight.now)


def _update(connection: Connection, changed: Changed) -> None:
    part = changed.part
    if changed.moved:
        behind = update(parts).where(parts.c.plan_id == part.plan, parts.c.position >= part.position)
        connection.execute(behind.values(position=parts.c.position + 1))
    connection.execute(
        update(parts)
        .where(parts.c.id == part.id)
        .values(area=part.area, responsible_id=part.responsible, position=part.position)
    )
