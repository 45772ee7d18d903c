"""How complaints begin: by whoever complains, or typed in by the unit that one came to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from server.catalogue.catalogue import Catalogue
from server.domain.cases.records import Record
from server.domain.cases.vocabulary import CaseId
from server.domain.complaints.vocabulary import OVER, ComplaintId
from server.domain.errors import LimitReached, NotFound
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.features.complaints.rules import MOST_OPEN
from server.features.complaints.store import count
from server.ports.clock import Clock
from server.storage.complaints.finding import (
    complainants,
    complains,
    handled_case,
    living_case,
    own_case,
    represented_by,
)
from server.storage.complaints.ownership import Ownership
from server.storage.complaints.records import begin_complaint
from server.storage.complaints.tables import complaints
from server.storage.database.database import Database
from server.storage.database.locks import lock_names
from server.storage.identity.moving import hold_login
from server.storage.municipality.records import municipality_numbered, own_catalogue
from server.storage.municipality.rights import require_right


@dataclass(frozen=True, slots=True)
class Beginning:
    """``by``: who begins it. For ``owner``, who may be they themselves, or for whoever ``case`` is about."""

    municipality: str
    by: PersonId
    owner: PersonId | None
    case: CaseId | None = None


@dataclass(frozen=True, slots=True)
class TakingDown:
    """Of whom a unit takes a complaint down, where, and by which texts and rules."""

    name: str
    municipality: str
    born: date | None
    catalogue: Catalogue


JudgeTakenDown = Callable[[TakingDown], tuple[Record, str]]


class ComplaintBeginnings:
    """``standard``: the catalogue of which a municipality's own is made."""

    def __init__(self, database: Database, clock: Clock, standard: Catalogue) -> None:
        self._database, self._clock, self._standard = database, clock, standard

    async def begin(self, new: ComplaintId, wish: Beginning, judge: Callable[[date | None], Record]) -> None:
        """Raises ``NotFound`` for a municipality that is none, or whom they do not represent;
        ``LimitReached``, ``TooManyRequests``, ``NotNow`` for who is somebody else by now, and what ``judge``
        raises."""

        def work(connection: Connection) -> None:
            now, where = self._clock(), municipality_numbered(connection, wish.municipality)
            if where is None:
                raise NotFound
            standing = self._begun(connection, wish, where.id, now)
            hold_login(connection, wish.by)
            # Its row holds the person's, for which whoever moves their login waits.
            count(connection, now, wish.by)
            _require_room(connection, wish.by)
            born = complainants(connection, [standing])[standing].born
            begin_complaint(connection, new, standing, judge(born))

        await self._database.write(work)

    def _begun(
        self, connection: Connection, wish: Beginning, where: MunicipalityId, now: datetime
    ) -> Ownership:
        """Raises ``NotFound`` for whom they do not represent."""
        by, owner = wish.by, wish.owner
        if by != owner and not represented_by(connection, by, now).is_for(owner, wish.case):
            raise NotFound
        representative = by if by != owner else None
        if owner is not None:
            return Ownership(
                owner, representative, where, own_case(connection, where, owner), now, begun_for=owner
            )
        assert wish.case is not None, "they act in it"
        stored = living_case(connection, wish.case)
        if stored is None or stored.municipality != where:
            raise NotFound
        return Ownership(None, representative, where, wish.case, now, begun_for=None)

    async def take_down(
        self, by: PersonId, number: str, case: str, new: ComplaintId, judge: JudgeTakenDown
    ) -> None:
        """What came to the unit there for whoever ``case`` is about.

        Raises ``NotFound`` for who does not handle it, ``TooManyRequests``, and what ``judge`` raises.
        """

        def work(connection: Connection) -> None:
            now, where = self._clock(), municipality_numbered(connection, number)
            which = where.id if where else MunicipalityId("")
            require_right(connection, by, which, UnitRight.CASE_HANDLER)
            stored = handled_case(connection, by, which, case)
            if stored is None or where is None:
                raise NotFound
            count(connection, now, by)
            owner = stored.case.case.subject.person
            standing = Ownership(owner, None, where.id, stored.case.id, now, begun_for=None)
            whose = complainants(connection, [standing])[standing]
            own = own_catalogue(connection, where, self._standard)
            record, pack = judge(TakingDown(whose.name, where.name, whose.born, own))
            begin_complaint(connection, new, standing, record, pack)

        await self._database.write(work)


def _require_room(connection: Connection, person: PersonId) -> None:
    lock_names(connection, f"complaints of {person}")
    open_ = select(func.count()).where(complains(person), complaints.c.status.not_in(OVER))
    if int(connection.execute(open_).scalar_one()) >= MOST_OPEN:
        raise LimitReached
