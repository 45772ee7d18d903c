"""The owner's word that a plan is valid, written in an assisted session: read and stored as one act."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from server.catalogue.catalogue import Catalogue
from server.domain.cases.contents import Contained, gaps
from server.domain.cases.records import Record, day_of
from server.domain.cases.rules import CaseRules
from server.domain.cases.vocabulary import Actor
from server.domain.errors import LimitReached, NotNow, Outdated
from server.domain.plan import PlanId
from server.domain.sight import Sight
from server.features.cases.desk.plan_contents import PlanContents
from server.features.cases.desk.store import MOST_RECORDS
from server.features.cases.desk.wording import ShownTo, ending_words, require_shown
from server.features.cases.rules import rules_on
from server.ports.clock import Clock
from server.ports.live import Live
from server.ports.randomness import Chance
from server.ports.sessions import SignedIn
from server.storage import ledger
from server.storage.cases.of_plans import case_with_plan
from server.storage.cases.plans import Doing, follow
from server.storage.cases.records import StoredCase, add_record
from server.storage.database.database import Database
from server.storage.municipality.records import catalogue_of_plan
from server.storage.rights import Hold, sight_in, write_as

from .entries import SaidToBeValid
from .rules import (
    NOTHING_TO_SAY,
    Declared,
    next_revision,
    require_in_place,
    said_text,
    said_valid,
    session_of,
)


@dataclass(frozen=True, slots=True)
class Declaration:
    """``expected``: the number of the case's newest record. ``text``: what is read out and kept. Where it
    cannot be said now, ``lacks`` says why, as a token, and nothing else is said."""

    expected: int
    next_revision: date | None
    text: str
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A plan that waits for its owner's word, as who writes it down sees it."""

    sight: Sight
    stored: StoredCase
    catalogue: Catalogue
    today: date

    @property
    def rules(self) -> CaseRules:
        return rules_on(self.catalogue, self.today)

    def reader(self, language: str) -> ShownTo:
        return ShownTo(Actor.COORDINATOR, self.catalogue, language, self.today)

    def text(self, day: date, lacks: Collection[str], language: str) -> str:
        return said_text(self.sight, day, lacks, self.reader(language))


class Declarations:
    """``standard``: the catalogue of which a municipality's own is made."""

    def __init__(
        self,
        database: Database,
        contents: PlanContents,
        live: Live,
        clock: Clock,
        chance: Chance,
        standard: Catalogue,
    ) -> None:
        self._database, self._contents, self._live = database, contents, live
        self._clock, self._chance, self._standard = clock, chance, standard

    async def shown(self, who: SignedIn, plan: PlanId, day: date | None) -> Declaration:
        """``day``: of the next revision; ``None``: the usual one.

        Raises ``NotFound``; ``Forbidden`` outside of an assisted session; ``NotNow`` where that is over.
        """
        try:
            here, lacks = await self._lacking(who, plan)
        except NotNow as error:
            if error.detail not in NOTHING_TO_SAY:
                raise
            return Declaration(0, None, "", error.detail)
        chosen = day or next_revision(here.stored.case, here.rules, here.today)
        return Declaration(here.stored.case.number, chosen, here.text(chosen, lacks, who.locale))

    async def declare(self, who: SignedIn, plan: PlanId, declared: Declared) -> Record:
        """Open connections follow it before this returns.

        Raises as ``shown``, and ``Outdated``, ``TextChanged``, ``LimitReached``.
        """
        _, lacks = await self._lacking(who, plan)

        def work(connection: Connection) -> Record:
            here = self._drafted(connection, who, plan)
            require_shown(declared.shown, here.text(declared.next_revision, lacks, who.locale))
            if here.stored.case.number != declared.expected:
                raise Outdated
            if len(here.stored.records) >= MOST_RECORDS:
                raise LimitReached
            record = said_valid(here.sight, here.stored.case, declared, lacks, here.rules)
            # Nobody ends the session from here on.
            held = sight_in(connection, plan, who.principal, here.sight.now, Hold.READERS)
            after = add_record(connection, here.stored, record)
            ledger.append(connection, [held.event(SaidToBeValid(record.number))])
            words = ending_words(here.catalogue, here.today)
            doing = Doing(who.person, record.command.at, self._chance.id, words, here.rules)
            follow(connection, after.case, doing)
            return record

        record = await write_as(self._database, who.principal, work)
        await self._live.plan_changed(plan)
        return record

    async def _lacking(self, who: SignedIn, plan: PlanId) -> tuple[Drafted, tuple[str, ...]]:
        """What it lacks of what the writer sees: nothing that is hidden from them is read for it."""
        here = await self._database.read(lambda connection: self._drafted(connection, who, plan))
        content = await self._contents.of(who.principal, plan)
        stored = here.stored
        return here, gaps(Contained(content, stored.case, stored.records, here.rules, here.today))

    def _drafted(self, connection: Connection, who: SignedIn, plan: PlanId) -> Drafted:
        sight = sight_in(connection, plan, who.principal, self._clock())
        session_of(sight)
        stored, today = case_with_plan(connection, plan), day_of(sight.now)
        if stored is None:
            raise NotNow("no-case")
        catalogue = catalogue_of_plan(connection, plan, self._standard)
        require_in_place(stored.case, sight, rules_on(catalogue, today), today)
        return Drafted(sight, stored, catalogue, today)
