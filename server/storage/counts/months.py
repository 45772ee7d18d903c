"""What stood in plans when a month was over, which nothing tells later: counted once, the morning after."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from sqlalchemy import JSON, Column, Connection, Date, ForeignKey, Table, select

from server.catalogue import Catalogue
from server.domain.counts.tables import Tallied
from server.domain.unit.rights import MunicipalityId
from server.ports.clock import Clock
from server.storage.database.database import Database
from server.storage.database.statements import upsert
from server.storage.metadata import Moment, metadata
from server.storage.municipality.records import Municipality, all_municipalities, own_catalogue

from .plans import tallied_plans

logger = logging.getLogger(__name__)

LATEST = timedelta(days=3)
"""After a month, for as long as its end is still told truly enough; later it is not counted at all."""
KEPT = ("count", "value", "child", "service", "number", "case")
"""Of a row: nothing in a plan has an origin."""

plan_months = Table(
    "plan_months",
    metadata,
    Column("municipality_id", ForeignKey("municipalities.id"), primary_key=True),
    # The last one of the month.
    Column("day", Date, primary_key=True),
    Column("counted_at", Moment, nullable=False),
    # Of each person a few numbers (``KEPT``), and not who it is.
    Column("content", JSON, nullable=False),
)


@dataclass(frozen=True, slots=True)
class PlanMonths:
    """``standard``: the catalogue of which a municipality's own is made. Raises ``StorageUnavailable``."""

    database: Database
    clock: Clock
    standard: Catalogue

    async def count(self, today: date) -> int:
        """Returns for how many municipalities the month before was counted now."""
        last = today.replace(day=1) - timedelta(days=1)
        if not still_counted(last, today):
            return 0
        waiting = await self.database.read(partial(_uncounted, day=last))
        return sum([await self._count(each, last) for each in waiting])

    async def _count(self, where: Municipality, day: date) -> bool:
        """One whose plans cannot be read holds up no other."""
        try:
            rows = await self.database.read(partial(self._rows, where=where, day=day))
        except (ValueError, LookupError):
            logger.exception("the plans of a municipality could not be counted")
            return False
        kept = {"municipality_id": where.id, "day": day, "counted_at": self.clock(), "content": rows}
        await self.database.write(partial(_keep, kept=kept))
        return True

    def _rows(self, connection: Connection, where: Municipality, day: date) -> list[dict[str, object]]:
        own = own_catalogue(connection, where, self.standard)
        rows = _nameless(plans_now(connection, where.id, own, day))
        return [{name: getattr(each, name) for name in KEPT} for each in rows]


def still_counted(last: date, today: date) -> bool:
    """Whether the end of the month whose ``last`` day this is may be counted in the morning of ``today``."""
    return today <= last + LATEST


def _keep(connection: Connection, kept: dict[str, object]) -> None:
    """Of two workers the first counts."""
    connection.execute(upsert(connection, plan_months).values(kept).on_conflict_do_nothing())


def plans_now(
    connection: Connection, where: MunicipalityId, catalogue: Catalogue, day: date
) -> Iterator[Tallied]:
    """By the rules of a municipality, whose ``catalogue`` this is."""
    within = catalogue.rule("statistics.ending-within", on=day).amount
    of_age = catalogue.rule("age.majority", on=day).amount
    return tallied_plans(connection, where, day, within, of_age)


def plans_then(connection: Connection, where: MunicipalityId, day: date) -> list[Tallied] | None:
    """As they were counted at the end of ``day``; ``None`` if they were not."""
    asked = select(plan_months.c.content).where(
        plan_months.c.municipality_id == where, plan_months.c.day == day
    )
    row = connection.execute(asked).first()
    if row is None:
        return None
    return [Tallied(**{name: each[name] for name in KEPT}, origin=None, on=None) for each in row.content]


def _nameless(rows: Iterable[Tallied]) -> Iterator[Tallied]:
    """Which are of the same person is told, and nothing more of who it is."""
    people: dict[str | None, str] = {}
    for each in rows:
        yield replace(each, case=people.setdefault(each.case, str(len(people))))


def _uncounted(connection: Connection, day: date) -> list[Municipality]:
    counted = select(plan_months.c.municipality_id).where(plan_months.c.day == day)
    done = set(connection.scalars(counted))
    return [each for each in all_municipalities(connection) if each.id not in done]
