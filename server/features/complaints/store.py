"""Complaints as whoever may see them reads and changes them; who may, is read in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from server.catalogue.catalogue import Catalogue
from server.domain import day_bounds
from server.domain.audit import Event
from server.domain.cases.records import Record, day_of
from server.domain.cases.rules import CaseRules
from server.domain.cases.tracks.machine import OWNERS, UNIT
from server.domain.cases.vocabulary import Actor
from server.domain.complaints.evidence import Item, of_complaint
from server.domain.complaints.transitions import HelperNamed
from server.domain.complaints.vocabulary import ComplaintId
from server.domain.errors import Invalid, LimitReached, NotFound, Outdated
from server.domain.plan import PersonId
from server.domain.sentences.signed import MayReadWords
from server.domain.unit.rights import UnitRight
from server.ports.clock import Clock
from server.storage import ledger
from server.storage.complaints.doors import actors
from server.storage.complaints.evidence import EvidenceTerms, FoundEvidence, evidence_for, may_help
from server.storage.complaints.finding import (
    complainants,
    did_lately,
    names_of,
    represented_by,
)
from server.storage.complaints.records import (
    StoredComplaint,
    add_record,
    pack_of,
    stored_complaint,
    weight_of,
)
from server.storage.counts.day_counts import count_act, day_table
from server.storage.database.database import Database
from server.storage.database.told import may_be_an_id
from server.storage.municipality.records import municipality, own_catalogue
from server.storage.municipality.rights import rights_in

from .entries import ComplaintExported, ComplaintRead
from .rules import (
    KEPT,
    KEPT_FOR,
    MOST_A_DAY,
    MOST_BYTES,
    MOST_HELPERS,
    MOST_RECORDS,
)

complaint_days = day_table("complaint_days")
WHO_COMPLAINS = frozenset({*OWNERS, Actor.HELPER})


@dataclass(frozen=True, slots=True)
class SeenComplaint:
    """A complaint as somebody may see it. ``name``, ``born``: its owner's. ``names``: of everybody who is in
    it."""

    stored: StoredComplaint
    actor: Actor
    municipality: str
    catalogue: Catalogue
    name: str
    born: date | None
    names: Mapping[PersonId, str]
    evidence: Sequence[Item] = ()
    pack: str | None = None
    found: FoundEvidence | None = None
    """What of ``evidence`` was read elsewhere; ``None``: nothing is any more, or nothing was asked for."""

    @property
    def unseen(self) -> int:
        """How many records come before the first that is theirs."""
        return self.stored.complaint.unseen if self.actor in UNIT else 0


Judge = Callable[[SeenComplaint], tuple[Record, str | None]]
"""The record, and what is sent by it."""


@dataclass(frozen=True, slots=True)
class JudgedElsewhere:
    """What other capabilities say of evidence: whether a consent's words are somebody's to read, and the
    rules of cases."""

    may_read_words: MayReadWords
    case_rules_on: Callable[[Catalogue, date], CaseRules]


class ComplaintStore:
    """``standard``: the catalogue of which a municipality's own is made."""

    def __init__(
        self, database: Database, clock: Clock, standard: Catalogue, elsewhere: JudgedElsewhere
    ) -> None:
        self._database, self._clock, self._standard = database, clock, standard
        self._elsewhere = elsewhere

    async def seen(self, person: PersonId, which: ComplaintId, *, evidence: bool = False) -> SeenComplaint:
        """Raises ``NotFound``. That somebody else than its owner read it is in the log when this returns."""

        def read(connection: Connection) -> tuple[SeenComplaint, bool]:
            seen = self._seen(connection, person, which, evidence=evidence)
            owns = seen.actor is Actor.OWNER
            logged = owns or did_lately(connection, which, person, ComplaintRead.action, self._clock())
            return seen, logged

        seen, logged = await self._database.read(read)
        if not logged:
            event = Event.of(ComplaintRead(), self._clock(), person, complaint=which)
            await self._database.write(lambda connection: ledger.append(connection, [event]))
        return seen

    async def export(
        self, person: PersonId, which: ComplaintId, digest: Callable[[SeenComplaint], str]
    ) -> SeenComplaint:
        """With what was sent, or could be; that they took it out is in the log when this returns.

        Raises ``NotFound``, ``TooManyRequests``, and what ``digest`` raises.
        """

        def work(connection: Connection) -> SeenComplaint:
            seen = self._seen(connection, person, which, evidence=True)
            count(connection, self._clock(), person, KEPT if seen.actor in OWNERS else 0)
            event = ComplaintExported(digest(seen))
            ledger.append(connection, [Event.of(event, self._clock(), person, complaint=which)])
            return seen

        await self.actor(person, which)
        return await self._database.write(work)

    async def act(
        self, person: PersonId, which: ComplaintId, expected: int, judge: Judge, *, evidence: bool
    ) -> tuple[SeenComplaint, Record]:
        """As they saw it, and the record after that.

        Raises ``NotFound``, ``Outdated``, ``LimitReached``, ``TooManyRequests``, and what ``judge`` raises.
        """

        def work(connection: Connection) -> tuple[SeenComplaint, Record]:
            seen = self._seen(connection, person, which, evidence=evidence)
            if seen.stored.complaint.number != expected + seen.unseen:
                raise Outdated
            record, pack = judge(seen)
            self._require_helper(connection, seen, record)
            more = KEPT if seen.actor in OWNERS and record.transition.action in KEPT_FOR else 0
            _require_room(connection, seen, more)
            count(connection, self._clock(), person, more)
            add_record(connection, seen.stored, record, pack)
            return seen, record

        await self.actor(person, which)
        return await self._database.write(work)

    async def actor(self, person: PersonId, which: ComplaintId) -> Actor:
        """As what they may act in it. Raises ``NotFound``, before the one writer of SQLite is waited for."""
        return await self._database.read(lambda connection: self._actor(connection, person, which))

    # -- within a transaction -------------------------------------------------------------------------

    def _seen(
        self, connection: Connection, person: PersonId, which: ComplaintId, *, evidence: bool = False
    ) -> SeenComplaint:
        actor = self._actor(connection, person, which)
        stored = stored_complaint(connection, which)
        where = None if stored is None else municipality(connection, stored.standing.municipality)
        if stored is None or where is None:
            raise NotFound
        standing = stored.standing
        people = {record.command.by.person for record in stored.records} | {*stored.complaint.helpers}
        people |= {standing.owner, standing.representative}
        own = own_catalogue(connection, where, self._standard)
        whose = complainants(connection, [standing])[standing]
        found = self._evidence(connection, person, stored, own) if evidence else None
        return SeenComplaint(
            stored=stored,
            actor=actor,
            municipality=where.name,
            catalogue=own,
            name=whose.name,
            born=whose.born,
            names=names_of(connection, people),
            evidence=() if found is None else [*of_complaint(stored.complaint), *found.items],
            pack=pack_of(connection, which),
            found=found,
        )

    def _evidence(
        self, connection: Connection, person: PersonId, stored: StoredComplaint, own: Catalogue
    ) -> FoundEvidence | None:
        """Until it is sent; then what was attached is what it was."""
        if stored.complaint.was_sent:
            return None
        now = self._clock()
        terms = EvidenceTerms(
            self._elsewhere.case_rules_on(own, day_of(now)), self._elsewhere.may_read_words, now
        )
        return evidence_for(connection, person, stored.standing, terms)

    def _actor(self, connection: Connection, person: PersonId, which: ComplaintId) -> Actor:
        """The same statements for a complaint that is hidden and for one that does not exist."""
        asked = which if may_be_an_id(which) else ComplaintId("")
        represented = represented_by(connection, person, self._clock())
        found = actors(connection, person, [asked], represented).get(asked)
        if found is None:
            raise NotFound
        return found

    def _require_helper(self, connection: Connection, seen: SeenComplaint, record: Record) -> None:
        """Raises ``LimitReached``; ``Invalid`` for whom they cannot name, and for who would answer it."""
        if not isinstance(record.transition, HelperNamed):
            return
        helper, standing, by = record.transition.person, seen.stored.standing, record.command.by.person
        if len(seen.stored.complaint.helpers) >= MOST_HELPERS:
            raise LimitReached
        answers = UnitRight.CASE_HANDLER in rights_in(connection, helper, standing.municipality)
        assert by is not None
        if answers or helper not in may_help(connection, by, standing, self._clock()):
            raise Invalid("person: nobody who may help")

    async def may_help(self, person: PersonId, which: ComplaintId) -> Mapping[PersonId, str]:
        """Those of the owner's plan whom this person knows of. Raises ``NotFound``."""

        def work(connection: Connection) -> Mapping[PersonId, str]:
            self._actor(connection, person, which)
            stored = stored_complaint(connection, which)
            assert stored is not None
            return names_of(connection, may_help(connection, person, stored.standing, self._clock()))

        return await self._database.read(work)


def count(connection: Connection, now: datetime, person: PersonId, more: int = 0) -> None:
    """Raises ``TooManyRequests``."""
    day_bounds.require(count_act(connection, complaint_days, person, now), MOST_A_DAY + more, now)


def _require_room(connection: Connection, seen: SeenComplaint, more: int) -> None:
    """Raises ``LimitReached`` where their side has done or said as much as it may."""
    side = UNIT if seen.actor in UNIT else WHO_COMPLAINS
    records = [each for each in seen.stored.records if each.command.by.actor in side]
    full = len(records) >= MOST_RECORDS + more
    heavy = not more and weight_of(connection, seen.stored.complaint.id, side) >= MOST_BYTES
    if full or heavy:
        raise LimitReached
