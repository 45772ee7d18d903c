"""Whose login is an entered owner's by now, on both databases, and vouched for."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

import server
import server.capabilities
from server.catalogue import standard
from server.domain.cases.case_transitions import Subject
from server.domain.cases.vocabulary import Actor, Consent, Wish
from server.domain.errors import NotNow
from server.domain.identity.keys import IdentityKey, IdentityKeys
from server.domain.plan import PersonId
from server.domain.seals import SealingKey
from server.features.cases.reports import Reports, ReportWish
from server.features.cases.store import ReportStore
from server.features.login.identities import Identities
from server.features.login.proven import ProvenIdentity
from server.ports.randomness import SystemChance
from server.storage.cases.tables import case_records
from server.storage.complaints.tables import complaint_records
from server.storage.database import postgresql_database
from server.storage.database.database import Database
from server.storage.database.locks import lock_names
from server.storage.founding import found_plan
from server.storage.identity.keys import begin
from server.storage.identity.moving import USED, has_no_login, has_only_logged_in, move_login
from server.storage.metadata import metadata
from server.storage.persons import ENROLLING
from server.storage.seals.keys import SealingKeys
from tests.acceptance.cases import municipality
from tests.acceptance.complaint_writer import service as complaining
from tests.acceptance.complaint_writer import signed_in
from tests.acceptance.founding import NOW, OWNER, SCHOOL, Clock, small_plan
from tests.acceptance.test_names import WAITED_FOR
from tests.support.models.sealed_plans import Sealing
from tests.unit.features.fakes import CountedChance

KEYS = IdentityKeys(IdentityKey.of("key 0123456789 abcdefghijklmnopqrst"))
PIN = ProvenIdentity("idporten", "https://idporten.no", "pin", "", NOW, "01874090022")
LATER = NOW + timedelta(days=1)


@pytest.fixture
async def sealing(url: str, tmp_path: Path) -> AsyncIterator[Sealing]:
    """A plan whose owner others entered, sealed."""
    database = await Database.open(url)
    plan = small_plan()
    await found_plan(database, replace(plan, persons=[replace(each, demo_key=None) for each in plan.persons]))
    await database.write(lambda connection: begin(connection, KEYS, NOW))
    sealing = Sealing(database, SealingKeys(SealingKey.of("the key of these tests")), tmp_path)
    await sealing.seal()
    yield sealing
    await database.close()


@pytest.mark.rule("P8")
async def test_each_way_in_is_the_owners_from_then_on(sealing: Sealing) -> None:
    here, database = Identities(sealing.database, KEYS, CountedChance()), sealing.database
    elsewhere = replace(PIN, provider="helseid", issuer="https://helseid.no", number=None)
    came = await here.person_of(PIN)
    assert await here.person_of(replace(elsewhere, number=PIN.number)) == came
    await sealing.seal()
    asked = [
        await database.read(lambda c: (has_no_login(c, OWNER), has_no_login(c, came))),
        await database.read(lambda c: (has_only_logged_in(c, came), has_only_logged_in(c, SCHOOL))),
    ]
    assert asked == [(True, False), (True, False)]
    await database.write(lambda connection: move_login(connection, came, OWNER, LATER))
    assert {await here.person_of(each) for each in (PIN, elsewhere)} == {OWNER}
    assert await here.person_of(replace(PIN, subject="another")) == OWNER
    assert not await database.read(lambda c: has_no_login(c, OWNER))
    assert not await database.read(lambda c: has_only_logged_in(c, came)), "nobody is moved twice"
    assert await sealing.wrong() == []
    await sealing.seal()
    assert await sealing.wrong() == []
    await run(database, f"UPDATE identities SET person_id = '{came}' WHERE subject = 'pin'")
    wrong = " ".join(await sealing.wrong())
    assert "was added beside the log" in wrong
    assert "is missing" in wrong


async def test_without_a_number_the_subject_alone_is_moved(sealing: Sealing) -> None:
    here = Identities(sealing.database, KEYS, CountedChance())
    came: PersonId = await here.person_of(replace(PIN, number=None))
    await sealing.database.write(lambda connection: move_login(connection, came, OWNER, LATER))
    assert await here.person_of(PIN) == OWNER  # whose number is known from now on
    assert await sealing.wrong() == []


async def report(database: Database, person: PersonId) -> None:
    store, subject = ReportStore(database, Clock(), standard()), Subject("Mia")
    wish = ReportWish(Actor.OWNER, "", "", "", subject, Wish.PLAN, "Trenger flere.", Consent.GIVEN, "")
    await Reports(store, standard(), Clock(), SystemChance()).report("9901", wish, signed_in(person), "nb")


async def begin_complaint(database: Database, person: PersonId) -> None:
    await complaining(database).begin(signed_in(person), "9901", None, None)


async def report_another(database: Database, person: PersonId) -> None:
    store, subject = ReportStore(database, Clock(), standard()), Subject("Mia")
    wish = ReportWish(
        Actor.RELATIVE, "Ola", "", "", subject, Wish.PLAN, "Trenger flere.", Consent.GIVEN, "Mia"
    )
    await Reports(store, standard(), Clock(), SystemChance()).report("9901", wish, signed_in(person), "nb")


Does = Callable[[Database, PersonId], Awaitable[None]]
FIRST: list[Does] = [report, report_another, begin_complaint]
"""What somebody of whom nothing is known does first."""


async def whose(database: Database) -> list[PersonId]:
    """By whom the records of cases and complaints are."""
    columns = case_records.c.person_id, complaint_records.c.person_id
    return await database.read(lambda c: [each for column in columns for each in c.scalars(select(column))])


@pytest.mark.parametrize("does", FIRST)
async def test_whoever_is_somebody_else_by_now_begins_nothing_as_who_they_were(
    sealing: Sealing, does: Does
) -> None:
    """Their session was looked up before their login was moved."""
    database = sealing.database
    came = await Identities(database, KEYS, CountedChance()).person_of(PIN)
    await municipality(database)
    await database.write(lambda connection: move_login(connection, came, OWNER, LATER))
    with pytest.raises(NotNow, match="login-moved"):
        await does(database, came)
    assert await whose(database) == []
    await does(database, OWNER)
    assert await whose(database) == [OWNER]


@pytest.mark.parametrize("does", FIRST)
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_who_begins_something_waits_for_who_moves_their_login_and_never_in_a_circle(
    sealing: Sealing, does: Does, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_database, "TRIES", 1)  # what a deadlock undid is not run again
    database, moves = sealing.database, asyncio.Event()
    came = await Identities(database, KEYS, CountedChance()).person_of(PIN)
    await municipality(database)

    def moved(connection: Connection) -> None:
        """As ``ArrivalStore`` locks."""
        lock_names(connection, ENROLLING)
        assert has_only_logged_in(connection, came)
        moves.set()
        while not connection.scalar(WAITED_FOR):
            pass
        move_login(connection, came, OWNER, LATER)

    async def begins() -> None:
        await moves.wait()
        await does(database, came)

    async with asyncio.timeout(20):
        done = await asyncio.gather(database.write(moved), begins(), return_exceptions=True)
    assert [type(each).__name__ for each in done] == ["NoneType", "NotNow"]
    assert await whose(database) == []


TAKES_PART = "only who takes part in a plan, or did: participants.person_id"
HAS_A_RIGHT = "only who has a right in a unit, or had: unit_rights.person_id"
ITSELF = "what a login is, and what is moved with it"
COUNTED = "how much they did today, of what stands in its own table"
TOLD = "how they are told, or that they were"
NOT_ASKED = {
    "identities.person_id": ITSELF,
    "sessions.person_id": ITSELF,
    "ledger.person_id": "every login is in it; whatever else is, is in its own table too",
    "invitations.redeemed_by": "asked of those that wait, by who moves the login: arriving/store.py",
    "invitations.invited_by": TAKES_PART,
    "plans.owner_id": TAKES_PART,
    "participants.ended_by": TAKES_PART + ", or what they joined by: participants.person_id",
    "assisted_sessions.begun_by": TAKES_PART,
    "papers.made_by": TAKES_PART,
    "papers.checked_by": HAS_A_RIGHT,
    "decisions.signed_by": TAKES_PART,
    "updates.person_id": TAKES_PART,
    "client_ids.person_id": TAKES_PART,
    "cases.handler_id": HAS_A_RIGHT,
    "municipality_texts.changed_by": HAS_A_RIGHT,
    "unit_rights.given_by": HAS_A_RIGHT,
    "unit_rights.ended_by": HAS_A_RIGHT,
    "year_reports.frozen_by": HAS_A_RIGHT,
    "messages.checked_by": HAS_A_RIGHT,
    "messages.person_id": TOLD,
    "contacts.person_id": TOLD,
    "contact_days.person_id": TOLD,
    "comment_days.person_id": COUNTED,
    "complaint_days.person_id": COUNTED,
    "coordinator_days.person_id": COUNTED,
    "invitation_days.person_id": COUNTED,
    "municipality_days.person_id": COUNTED,
    "paper_days.person_id": COUNTED,
    "part_days.person_id": COUNTED,
    "report_days.person_id": COUNTED,
}


PASSING = re.compile(r"delete\((participants|unit_rights|case_records|complaint_records)\b")


def test_rows_that_vouch_for_others_stay_for_good() -> None:
    """Else whoever ``TAKES_PART``, or ``HAS_A_RIGHT``, may be asked after no more by what they signed."""
    sources = Path(server.__file__).parent.rglob("*.py")
    assert [each for each in sources if PASSING.search(each.read_text())] == []


def test_whatever_names_a_person_is_asked_after_or_it_is_said_why_not() -> None:
    """Else a login is moved away from somebody whom a row still names."""
    columns = [column for table in metadata.sorted_tables for column in table.columns]
    naming = {
        str(each) for each in columns if any(key.column.table.name == "persons" for key in each.foreign_keys)
    }
    asked = {str(each) for each in USED}
    assert asked.isdisjoint(NOT_ASKED)
    assert naming == asked | NOT_ASKED.keys()


async def run(database: Database, statement: str) -> None:
    await database.write(lambda connection: connection.execute(text(statement)) and None)
