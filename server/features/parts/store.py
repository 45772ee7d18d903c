"""Parts and their metadata: rights are checked and changed in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, update

from server.domain.audit import Event
from server.domain.identity.principal import Principal
from server.domain.plan import SERVER, Kind, Part, PartId, PersonId, PlanId
from server.domain.sight import Sight
from server.ports.clock import Clock
from server.storage import ledger
from server.storage.counts.day_counts import count_act, day_table
from server.storage.database.database import Database
from server.storage.keys import key_of
from server.storage.metadata import client_ids, parts, updates
from server.storage.parts import PartCreation, insert_part
from server.storage.rights import Hold, raise_version, sight_at, sight_in, write_as

from .entries import PutAway
from .rules import Changed, require_day

part_days = day_table("part_days")

ANY_PUT_AWAY = or_(parts.c.put_away_at.is_not(None), parts.c.put_away_by.is_not(None))
"""Of parts that are put away, or say something of it."""

Add = Callable[[Sight], tuple[PartCreation, Event]]
Change = Callable[[Sight], Changed | None]
PuttingAway = Callable[[Sight, Callable[[], bool]], tuple[Part, Event] | None]
"""All are called inside the transaction, with the rights read there; they raise to refuse."""


class PartStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def add(self, principal: Principal, plan: PlanId, add: Add) -> Part:
        """Store a part with its first content.

        Raises ``NotFound``, ``TooManyRequests``, and what ``add`` raises.
        """
        key = await key_of(self._database.keys, plan)

        def work(connection: Connection) -> Part:
            sight = sight_in(connection, plan, principal, self._clock(), Hold.READERS)
            new, event = add(sight)
            _require_day(connection, sight)
            insert_part(connection, new, event.at, key)
            raise_version(connection, plan)
            ledger.append(connection, [event])
            return new.part

        return await write_as(self._database, principal, work)

    async def change(self, principal: Principal, part: PartId, change: Change) -> Part | None:
        """Returns the changed part; ``None``: nothing was changed.

        Raises ``NotFound``, ``TooManyRequests``, and what ``change`` raises.
        """

        def work(connection: Connection) -> Part | None:
            sight = sight_at(connection, part, principal, self._clock(), Hold.READERS)
            changed = change(sight)
            if changed is None:
                return None
            _require_day(connection, sight)
            _update(connection, changed)
            raise_version(connection, changed.part.plan)
            ledger.append(connection, [changed.event])
            return changed.part

        return await write_as(self._database, principal, work)

    async def put_away(self, principal: Principal, part: PartId, put_away: PuttingAway) -> Part | None:
        """The part as it is now; ``None``: it was so already.

        Raises ``NotFound``, ``TooManyRequests``, and what ``put_away`` raises.
        """

        def store(connection: Connection) -> Part | None:
            seen = sight_at(connection, part, principal, self._clock(), Hold.READERS)
            found = put_away(seen, lambda: _others_wrote(connection, part, principal.person))
            if found is None:
                return None
            stored, event = found
            _require_day(connection, seen)
            away = {"put_away_at": stored.put_away_at, "put_away_by": stored.put_away_by}
            connection.execute(update(parts).where(parts.c.id == part).values(away))
            raise_version(connection, stored.plan)
            ledger.append(connection, [event])
            return stored

        return await write_as(self._database, principal, store)

    async def undated(self, after: PartId, most: int) -> list[PartId]:
        """Measures after ``after``, in the order of their ids, whose day is not known: it was not stored when
        they were written. Raises ``StorageUnavailable``."""
        asked = (
            select(parts.c.id)
            .where(parts.c.kind == Kind.MEASURE, parts.c.due.is_(None), parts.c.id > after)
            .order_by(parts.c.id)
            .limit(most)
        )
        return await self._database.read(lambda connection: list(connection.scalars(asked)))

    async def date(self, part: PartId, due: str, seq: int) -> bool:
        """Store the day that the document had after row ``seq``, unless more was written since.

        Raises ``StorageUnavailable``.
        """
        newest = select(func.max(updates.c.seq)).where(updates.c.part_id == part).scalar_subquery()
        unknown = (parts.c.id == part, parts.c.due.is_(None), newest == seq)
        stored = update(parts).where(*unknown).values(due=due)
        return await self._database.write(lambda connection: connection.execute(stored).rowcount > 0)


def _others_wrote(connection: Connection, part: PartId, person: PersonId) -> bool:
    """Whoever writes has a client id in the part, for good."""
    others = client_ids.c.person_id.not_in([SERVER, person])
    asked = select(client_ids.c.person_id).where(client_ids.c.part_id == part, others).limit(1)
    return connection.execute(asked).first() is not None


def as_put_away(row: Row[Any]) -> PutAway:
    return PutAway(row.id, row.put_away_at, row.put_away_by)


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
