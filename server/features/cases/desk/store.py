"""Cases as the unit and their owners read and change them; who may, is read in the same transaction."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Connection, and_, or_, select

from server.catalogue.catalogue import Catalogue
from server.domain import day_bounds
from server.domain.cases.records import Record, day_of
from server.domain.cases.state import Representation
from server.domain.cases.tracks.machine import OWNERS
from server.domain.cases.vocabulary import Actor, CaseId, CaseStatus
from server.domain.cases.waiting import coordinating
from server.domain.errors import LimitReached, NotFound, Outdated
from server.domain.plan import PersonId, PlanId
from server.domain.unit.rights import MunicipalityId
from server.features.cases.rules import rules_on
from server.ports.clock import Clock
from server.storage.cases.about import represented
from server.storage.cases.leaders import leaders_asked
from server.storage.cases.plans import Doing, begin_plan, follow, hold_plan_of
from server.storage.cases.records import StoredCase, add_record, require_newest, stored_case
from server.storage.cases.tables import cases
from server.storage.complaints.records import follow_merged
from server.storage.database.database import Database
from server.storage.founding import NewPlan
from server.storage.keys import key_of
from server.storage.municipality.records import Municipality, municipality, own_catalogue
from server.storage.persons import Person, enrol

from .acting.store import actor_in, hold_named, require_leaders_word, require_people
from .inbox.store import names_of
from .noting.store import note_reading, read_lately

MOST_RECORDS = 5_000
PAGE = 50
MOST_A_DAY = {Actor.OWNER: 100, Actor.REPRESENTATIVE: 100, Actor.CASE_HANDLER: 300, Actor.COORDINATOR: 100}
"""Records that one person adds to one case."""
NEVER_FULL = frozenset({"declined", "plan-ended", "coordinator-not-wanted", "representative-ended"})
"""With which somebody takes back what they let others do (rule 9): however much others have written."""


@dataclass(frozen=True, slots=True)
class SeenCase:
    """A case as somebody may see it, and what everybody who is in it is called."""

    stored: StoredCase
    actor: Actor
    municipality: str
    municipality_number: str
    catalogue: Catalogue
    names: Mapping[PersonId, str]
    led: bool = False
    """A leader is registered who answers for whom it asks."""
    stands_in: bool = False
    """They stand in for its coordinator, and are asked about nothing but its checklist."""

    def acting(self, person: PersonId, today: date) -> Representation | None:
        """What ``person`` acts for its owner by."""
        theirs = self.actor is Actor.REPRESENTATIVE
        return self.stored.case.representation.of(person, today) if theirs else None


@dataclass(frozen=True, slots=True)
class Acted:
    """``plan``: to which somebody's access has changed."""

    record: Record
    plan: PlanId | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one command adds, and by whom. ``founds``: the plan that begins with it; ``enrols``: its owner, if
    nobody knew them before."""

    records: tuple[Record, ...]
    doing: Doing
    founds: NewPlan | None = None
    enrols: Person | None = None


T = TypeVar("T")
WithCase = Callable[[Connection, SeenCase], T]
SeenAs = Callable[[Connection, PersonId, CaseId], SeenCase | None]
"""How else than as who acts in it somebody may see a case; ``None``: not so."""
JudgeRecords = Callable[[SeenCase], Judgement]
JudgeBoth = Callable[[SeenCase, SeenCase], tuple[Record, Record]]


class CaseStore:
    """``standard``: the catalogue of which a municipality's own is made."""

    def __init__(self, database: Database, clock: Clock, standard: Catalogue) -> None:
        self._database, self._clock, self._standard = database, clock, standard

    async def seen(self, person: PersonId, which: CaseId) -> SeenCase:
        """Raises ``NotFound``. That the unit read it is in the log when this returns."""

        def work(connection: Connection) -> SeenCase:
            seen = self._seen(connection, person, which)
            if seen.actor is Actor.CASE_HANDLER:
                note_reading(connection, person, which, self._clock())
            return seen

        return await self._database.write(work)

    async def mine(self, person: PersonId) -> list[SeenCase]:
        """The cases that are about this person, or about somebody they act for, newest first.

        That they read those of others is in the log when this returns; who did lately waits for no writer.
        """

        def work(connection: Connection) -> list[SeenCase]:
            whose = or_(cases.c.owner_id == person, cases.c.id.in_(represented(person)))
            mine = select(cases.c.id).where(whose, cases.c.status != CaseStatus.MERGED.value)
            found = connection.execute(mine.order_by(cases.c.created_at.desc(), cases.c.id)).scalars()
            seen = (self._if_seen(connection, person, CaseId(each)) for each in found)
            return [each for each in seen if each is not None and each.actor in OWNERS]

        def noted(connection: Connection) -> list[SeenCase]:
            seen = work(connection)
            for case in _of_others(seen):
                note_reading(connection, person, case, self._clock())
            return seen

        def looked(connection: Connection) -> tuple[list[SeenCase], bool]:
            seen, now = work(connection), self._clock()
            return seen, all(read_lately(connection, each, person, now) for each in _of_others(seen))

        seen, logged = await self._database.read(looked)
        return seen if logged else await self._database.write(noted)

    async def coordinated(self, person: PersonId, after: str) -> tuple[list[SeenCase], str | None]:
        """The cases that this person coordinates, after that id, and after which there are more.

        That they are read is in the log when this returns; whoever coordinates nothing waits for no writer.
        """
        until, today = cases.c.outgoing_until, day_of(self._clock())
        is_theirs = or_(cases.c.coordinator_id == person, and_(cases.c.outgoing_id == person, until > today))
        theirs = select(cases.c.id).where(is_theirs, cases.c.id > after)
        wanted = theirs.order_by(cases.c.id).limit(PAGE + 1)
        found = await self._database.read(lambda connection: connection.execute(wanted).scalars().all())

        def work(connection: Connection) -> list[SeenCase]:
            seen = [self._coordinated(connection, person, CaseId(each)) for each in found[:PAGE]]
            for each in (there := [each for each in seen if each is not None]):
                note_reading(connection, person, each.stored.case.id, self._clock())
            return there

        more = found[PAGE - 1] if len(found) > PAGE else None
        return (await self._database.write(work) if found else []), more

    async def act(
        self, person: PersonId, which: CaseId, expected: int | None, plan: PlanId, judge: JudgeRecords
    ) -> Acted:
        """``expected``: ``None`` where ``judge`` goes by what the case is now. ``plan``: what one that this
        founds is called. Who coordinates it, and its end, follow the records.

        Raises ``NotFound``, ``Outdated``, ``NotNow`` where the owner has a plan already, and what ``judge``
        raises.
        """
        await self.actor(person, which)
        key = await key_of(self._database.keys, plan)

        def work(connection: Connection) -> Acted:
            seen = self._seen(connection, person, which)
            if expected is not None and seen.stored.case.number != expected:
                raise Outdated
            judgement, stored = judge(seen), seen.stored
            require_room(seen, person, judgement.records, self._clock())
            if judgement.enrols is not None:
                enrol(connection, [judgement.enrols])
            hold_plan_of(connection, stored.case)
            if not judgement.records:
                require_newest(connection, stored)
            if judgement.founds is not None:
                begin_plan(connection, judgement.founds, key)
            hold_named(connection, stored, judgement.records)
            for record in judgement.records:
                require_people(connection, stored, record)
                require_leaders_word(connection, stored, record)
                stored = add_record(connection, stored, record, of=judgement.records[-1])
            return Acted(stored.records[-1], follow(connection, stored.case, judgement.doing))

        return await self._database.write(work)

    async def merge(self, person: PersonId, which: CaseId, into: CaseId, judge: JudgeBoth) -> None:
        """``judge`` gives the records of both. Raises ``NotFound``, ``Outdated``, and what it raises."""

        def work(connection: Connection) -> None:
            ours, theirs = (self._seen(connection, person, each) for each in (which, into))
            if {ours.actor, theirs.actor} != {Actor.CASE_HANDLER}:
                raise NotFound
            if ours.stored.municipality != theirs.stored.municipality:
                raise NotFound
            both = zip((ours.stored, theirs.stored), judge(ours, theirs), strict=True)
            # By id, so that two who merge crosswise do not wait for each other.
            for stored, record in sorted(both, key=lambda each: each[0].case.id):
                add_record(connection, stored, record)
            follow_merged(connection, which, into)

        await self.actor(person, which)
        await self._database.write(work)

    async def actor(self, person: PersonId, which: CaseId) -> Actor:
        """As what they may act in it. Raises ``NotFound``, before the one writer of SQLite is waited for."""

        def work(connection: Connection) -> Actor:
            actor = actor_in(connection, person, which)
            judged = actor in (Actor.COORDINATOR, Actor.REPRESENTATIVE)
            return self._seen(connection, person, which).actor if judged else actor

        return await self._database.read(work)

    async def reading(
        self, person: PersonId, which: CaseId, work: WithCase[T], seen_as: SeenAs | None = None
    ) -> T:
        """``work`` with the case as they see it. Raises ``NotFound``, and what it raises."""
        return await self._database.read(
            lambda connection: work(connection, self._seen(connection, person, which, seen_as))
        )

    async def writing(
        self, person: PersonId, which: CaseId, work: WithCase[T], seen_as: SeenAs | None = None
    ) -> T:
        """As ``reading``, and what ``work`` writes is stored."""
        return await self._database.write(
            lambda connection: work(connection, self._seen(connection, person, which, seen_as))
        )

    async def looked_at(self, person: PersonId, which: CaseId) -> SeenCase:
        """For what is shown of the municipality's texts alone. Raises ``NotFound``."""
        return await self.reading(person, which, lambda _, seen: seen)

    def _seen(
        self, connection: Connection, person: PersonId, which: CaseId, seen_as: SeenAs | None = None
    ) -> SeenCase:
        if seen_as is not None and (found := seen_as(connection, person, which)) is not None:
            return found
        actor = actor_in(connection, person, which)
        stored = stored_case(connection, which)
        if stored is None:
            raise NotFound
        facts = stored.case.case
        people = {record.command.by.person for record in stored.records}
        people |= {facts.handler, facts.subject.person}
        where = self._where(connection, stored.municipality)
        own = own_catalogue(connection, where, self._standard)
        if actor is Actor.COORDINATOR and self._coordinating(stored, own) != person:
            raise NotFound
        if actor is Actor.REPRESENTATIVE and self._acting(stored, person) is None:
            raise NotFound
        led = bool(leaders_asked(connection, stored.case, where.id))
        return SeenCase(stored, actor, where.name, where.number, own, names_of(connection, people), led)

    def _coordinated(self, connection: Connection, person: PersonId, which: CaseId) -> SeenCase | None:
        """``None`` if they are not in place: they may handle it all the same."""
        seen = self._if_seen(connection, person, which)
        there = seen is not None and self._coordinating(seen.stored, seen.catalogue) == person
        return seen if there else None

    def _if_seen(self, connection: Connection, person: PersonId, which: CaseId) -> SeenCase | None:
        with contextlib.suppress(NotFound):
            return self._seen(connection, person, which)
        return None

    def _acting(self, stored: StoredCase, person: PersonId) -> Representation | None:
        return stored.case.representation.of(person, day_of(self._clock()))

    def _coordinating(self, stored: StoredCase, own: Catalogue) -> PersonId | None:
        today = day_of(self._clock())
        return coordinating(stored.case, rules_on(own, today), today)

    def _where(self, connection: Connection, which: MunicipalityId) -> Municipality:
        found = municipality(connection, which)
        if found is None:
            raise NotFound
        return found


def _of_others(seen: Iterable[SeenCase]) -> list[CaseId]:
    return [each.stored.case.id for each in seen if each.actor is not Actor.OWNER]


def require_room(seen: SeenCase, person: PersonId, new: Iterable[Record], now: datetime) -> None:
    """Raises ``LimitReached``, ``TooManyRequests``: a record stays for good."""
    if seen.actor in OWNERS and not NEVER_FULL.isdisjoint(each.transition.action for each in new):
        return
    records, today = seen.stored.records, day_of(now)
    if len(records) >= MOST_RECORDS:
        raise LimitReached
    done = sum(each.command.by.person == person and each.day == today for each in records)
    day_bounds.require(done + 1, MOST_A_DAY[seen.actor], now)
