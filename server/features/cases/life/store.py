"""Whoever takes part in a plan says that something has changed: its case is told, not by whom or of what.
And they are told since when nobody coordinates it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from server.catalogue.catalogue import Catalogue
from server.domain.cases.flow import judged
from server.domain.cases.life.transitions import ReviewOpened
from server.domain.cases.records import By, Command, Record, day_of
from server.domain.cases.vocabulary import Actor, CaseStatus, LifeEvent
from server.domain.cases.waiting import without_coordinator_since
from server.domain.errors import NotNow
from server.domain.identity.principal import Principal
from server.domain.plan import PlanId, Role
from server.domain.sight import Sight
from server.features.cases.rules import rules_on
from server.ports.clock import Clock
from server.storage import ledger
from server.storage.cases.of_plans import case_with_plan
from server.storage.cases.records import StoredCase, add_record
from server.storage.database.database import Database
from server.storage.municipality.records import municipality, own_catalogue
from server.storage.rights import Hold, sight_in, write_as

from .entries import ChangeTold

ACTORS = {Role.OWNER: Actor.OWNER, Role.COORDINATOR: Actor.COORDINATOR}
"""Whom the unit knows already."""
RELATIVES = frozenset({Role.RELATIVE, Role.REPRESENTATIVE})


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    """``empty_since``: null while somebody coordinates, or nobody is to. ``municipality``: the number of
    the one whose unit is to find somebody; "" while it need not."""

    empty_since: date | None
    days: int
    municipality: str


SOMEBODY = PlaceAnswer(None, 0, "")


class LifeStore:
    """``standard``: the catalogue of which a municipality's own is made."""

    def __init__(self, database: Database, clock: Clock, standard: Catalogue) -> None:
        self._database, self._clock, self._standard = database, clock, standard

    async def tell(self, who: Principal, plan: PlanId) -> None:
        """Once a day, whoever says it: who comes later on that day adds nothing.

        Raises ``NotFound``, ``Outdated``; ``NotNow`` (``no-case``) where no case goes on with this plan.
        """
        now = self._clock()

        def work(connection: Connection) -> None:
            sight = sight_in(connection, plan, who, now, Hold.CHANGES)
            stored = case_with_plan(connection, plan)
            record = None if stored is None else self._told(connection, stored, sight, now)
            if stored is None:
                raise NotNow("no-case")
            if record is not None:
                add_record(connection, stored, record)
                ledger.append(connection, [sight.event(ChangeTold())])

        await write_as(self._database, who, work)

    async def place(self, who: Principal, plan: PlanId) -> PlaceAnswer:
        """Raises ``NotFound``."""
        now = self._clock()

        def work(connection: Connection) -> PlaceAnswer:
            hidden = sight_in(connection, plan, who, now).access.plan.protected
            stored = case_with_plan(connection, plan)
            where = None if stored is None else municipality(connection, stored.municipality)
            if stored is None or where is None or stored.case.case.status is not CaseStatus.OPEN:
                return SOMEBODY
            today = day_of(now)
            rules = rules_on(own_catalogue(connection, where, self._standard), today)
            since = without_coordinator_since(stored.case, rules, today)
            number = "" if hidden else where.number  # which one it is says where they live (rule 16)
            return SOMEBODY if since is None else PlaceAnswer(since, (today - since).days, number)

        return await self._database.read(work)

    def _told(self, connection: Connection, stored: StoredCase, sight: Sight, now: datetime) -> Record | None:
        today, opened = day_of(now), ReviewOpened(LifeEvent.CHANGED, day_of(now))
        if opened.name in stored.case.reviews.names:
            return None
        where = municipality(connection, stored.municipality)
        own = self._standard if where is None else own_catalogue(connection, where, self._standard)
        return judged(stored.case, Command(_by(sight), now, opened), rules_on(own, today))


def _by(sight: Sight) -> By:
    """Who it was stands in the plan's log."""
    role = sight.me.role
    if role in ACTORS:
        return By(sight.me.person, ACTORS[role])
    return By(None, Actor.RELATIVE if role in RELATIVES else Actor.PROFESSIONAL)
