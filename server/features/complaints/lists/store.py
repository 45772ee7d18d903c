"""Lists of complaints: as many statements for one as for a page of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from server.catalogue.catalogue import Catalogue
from server.domain.cases.vocabulary import Actor, CaseId
from server.domain.complaints.vocabulary import ComplaintId
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.features.complaints.rules import PAGE
from server.ports.clock import Clock
from server.storage.complaints.doors import actors, theirs
from server.storage.complaints.finding import (
    ActsFor,
    complainants,
    complaints_of,
    complaints_sent_to,
    home_of,
    represented_by,
)
from server.storage.complaints.records import StoredComplaint, stored_complaints
from server.storage.database.database import Database
from server.storage.municipality.records import municipality, municipality_numbered, own_catalogue
from server.storage.municipality.rights import require_right


@dataclass(frozen=True, slots=True)
class ListedComplaint:
    """``name``: its owner's. ``municipality``: its name."""

    stored: StoredComplaint
    actor: Actor
    municipality: str
    catalogue: Catalogue
    name: str


@dataclass(frozen=True, slots=True)
class Mine:
    """``acts_for``: whom they may complain for. ``home``: where they have a case, by its number, or ""."""

    complaints: Sequence[ListedComplaint]
    acts_for: ActsFor
    home: str


@dataclass(frozen=True, slots=True)
class SentPage:
    where: MunicipalityId
    complaints: Sequence[ListedComplaint]
    more: bool


class ComplaintLists:
    """``standard``: the catalogue of which a municipality's own is made."""

    def __init__(self, database: Database, clock: Clock, standard: Catalogue) -> None:
        self._database, self._clock, self._standard = database, clock, standard

    async def mine(self, person: PersonId) -> Mine:
        """Those that this person owns, makes for another or helps with, newest first."""

        def work(connection: Connection) -> Mine:
            found = [ComplaintId(each) for each in connection.execute(complaints_of(person)).scalars()]
            home = municipality(connection, home_of(connection, person))
            represented = represented_by(connection, person, self._clock())
            listed = self._listed(connection, person, found, represented)
            return Mine(tuple(listed), represented, home.number if home else "")

        return await self._database.read(work)

    async def sent_to(
        self, person: PersonId, number: str, case: CaseId | None, after: tuple[date, str] | None
    ) -> SentPage:
        """A page, oldest first. Raises ``NotFound`` without the right to handle cases."""

        def work(connection: Connection) -> SentPage:
            where = municipality_numbered(connection, number)
            which = where.id if where else MunicipalityId("")
            require_right(connection, person, which, UnitRight.CASE_HANDLER)
            asked = complaints_sent_to(which, case, after, PAGE + 1, theirs(connection, person))
            found = [ComplaintId(each) for each in connection.execute(asked).scalars()]
            represented = represented_by(connection, person, self._clock())
            listed = self._listed(connection, person, found[:PAGE], represented)
            answered = tuple(each for each in listed if each.actor is Actor.CASE_HANDLER)
            return SentPage(which, answered, len(found) > PAGE)

        return await self._database.read(work)

    def _listed(
        self,
        connection: Connection,
        person: PersonId,
        which: Sequence[ComplaintId],
        represented: ActsFor,
    ) -> Iterator[ListedComplaint]:
        """Those of ``which`` that this person may see, in their order."""
        found = stored_complaints(connection, which)
        seen, places = actors(connection, person, which, represented), self._places(connection, found)
        whose = complainants(connection, [each.standing for each in found])
        for stored in found:
            actor = seen.get(stored.complaint.id)
            if actor is not None:
                place = places[stored.standing.municipality]
                yield ListedComplaint(stored, actor, *place, whose[stored.standing].name)

    def _places(
        self, connection: Connection, found: Sequence[StoredComplaint]
    ) -> dict[MunicipalityId, tuple[str, Catalogue]]:
        places = {}
        for which in {each.standing.municipality for each in found}:
            where = municipality(connection, which)
            assert where is not None, "a complaint refers to it"
            places[which] = where.name, own_catalogue(connection, where, self._standard)
        return places
