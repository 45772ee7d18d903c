"""What providers call a person is their name, on both databases, and vouched for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from server.domain.identity.keys import IdentityKey, IdentityKeys
from server.domain.plan import Participant, ParticipantId, PersonId, PlanId, Role
from server.domain.seals import SealingKey
from server.features.login.identities import Identities
from server.features.login.naming.service import Naming
from server.features.login.naming.store import NameStore
from server.features.login.proven import ProvenIdentity
from server.storage.database import postgresql_database
from server.storage.database.database import Database
from server.storage.database.locks import lock_names
from server.storage.founding import found_plan
from server.storage.identity import names
from server.storage.identity.keys import begin
from server.storage.ledger import Ledger
from server.storage.metadata import identities, persons, plans
from server.storage.persons import ENROLLING
from server.storage.plan.participations import insert_participant
from server.storage.rights import hold_plan
from server.storage.seals.keys import SealingKeys
from tests.acceptance.founding import NOW, OWNER, PLAN, SCHOOL, small_plan
from tests.support.models.sealed_plans import Sealing
from tests.unit.features.fakes import CountedChance, ListeningHub

KEYS = IdentityKeys(IdentityKey.of("key 0123456789 abcdefghijklmnopqrst"))
HELSEID = ProvenIdentity("helseid", "https://helseid.no", "her", "Kari Vik", NOW, "01874090022")
SKOLE = replace(HELSEID, provider="skole", issuer="https://skole.no", name="Vik Kari")
MARRIED = replace(HELSEID, name="Kari Berg", at=NOW + timedelta(days=1))
VERSION = select(plans.c.access_version).where(plans.c.id == PLAN)


async def run(database: Database, statement: str) -> None:
    await database.write(lambda connection: connection.execute(text(statement)) and None)


class Here:
    """Where people log in. ``hub`` hears whose pages are told."""

    def __init__(self, sealing: Sealing) -> None:
        self.sealing, self.database, self.hub = sealing, sealing.database, ListeningHub()
        self.identities = Identities(self.database, KEYS, CountedChance())
        self.naming = Naming(NameStore(self.database), self.hub)

    async def log_in(self, proven: ProvenIdentity) -> PersonId:
        person = await self.identities.person_of(proven)
        await self.naming.follow(person, proven)
        return person

    async def name(self, person: PersonId) -> str:
        wanted = select(persons.c.name).where(persons.c.id == person)
        return await self.database.read(lambda connection: connection.execute(wanted).scalar_one())

    async def changes(self) -> int:
        entries = await Ledger(self.database).entries(None)
        return sum(entry.event.action == "name-changed" for entry in entries)


@pytest.fixture
async def here(url: str, tmp_path: Path) -> AsyncIterator[Here]:
    database = await Database.open(url)
    await found_plan(database, small_plan())
    await database.write(lambda connection: begin(connection, KEYS, NOW))
    yield Here(Sealing(database, SealingKeys(SealingKey.of("the key of these tests")), tmp_path))
    await database.close()


async def known_as_owner(here: Here, proven: ProvenIdentity) -> None:
    """A provider means the plan's owner by this subject from now on, and has said no name yet."""
    await run(
        here.database,
        "INSERT INTO identities (issuer, subject, person_id, since) VALUES"
        f" ('{proven.issuer}', '{proven.subject}', '{OWNER}', '2026-03-04 12:00:00.000000')",
    )


async def test_a_name_follows_what_the_provider_says_and_stays_as_it_was_sealed(here: Here) -> None:
    person = await here.log_in(HELSEID)
    await here.sealing.seal()
    assert await here.log_in(MARRIED) == person
    assert (await here.name(person), await here.changes()) == ("Kari Berg", 1)
    assert await here.sealing.wrong() == []
    await here.log_in(MARRIED)
    assert await here.changes() == 1
    await here.log_in(replace(MARRIED, name="Kari Lund"))
    kept = select(persons.c.enrolled_as).where(persons.c.id == person)
    assert await here.database.read(lambda c: c.execute(kept).scalar_one()) == "Kari Vik"
    await here.sealing.seal()
    assert await here.sealing.wrong() == []


async def test_everybody_who_knows_them_is_told(here: Here) -> None:
    """Their plans have another version, so that other processes read them anew."""
    proven = replace(HELSEID, number=None)
    await known_as_owner(here, proven)
    before = await here.database.read(lambda c: c.execute(VERSION).scalar_one())
    assert await here.log_in(replace(proven, name="Kari Berg")) == OWNER
    assert here.hub.heard == [("plan_changed", PLAN)]
    assert await here.database.read(lambda c: c.execute(VERSION).scalar_one()) == before + 1
    assert await here.name(OWNER) == "Kari Berg"
    assert await here.name(SCHOOL) == "Tor"


async def test_another_providers_spelling_renames_nobody(here: Here) -> None:
    person = await here.log_in(HELSEID)
    for spelled in (SKOLE, replace(SKOLE, name="VIK, KARI"), replace(SKOLE, subject="x", name="Kari V.")):
        assert await here.log_in(spelled) == person
    assert (await here.name(person), await here.changes()) == ("Kari Vik", 0)
    assert await here.log_in(replace(SKOLE, name="Berg Kari")) == person  # which it never said before
    await here.log_in(MARRIED)
    assert (await here.name(person), await here.changes()) == ("Berg Kari", 1)


async def test_a_name_that_was_typed_gives_way_to_the_first_that_is_proven(here: Here) -> None:
    """ID-porten says none: whoever let them in typed it."""
    person = await here.log_in(replace(HELSEID, name=""))
    await run(here.database, f"UPDATE persons SET name = 'Runa' WHERE id = '{person}'")
    await here.log_in(replace(HELSEID, name=""))
    assert await here.name(person) == "Runa"
    await here.log_in(SKOLE)
    assert (await here.name(person), await here.changes()) == ("Vik Kari", 1)


@pytest.mark.parametrize("name", ["Kari): Tor får lese «Helse»", "Kari: Berg", "Kari “Berg", "K" * 121])
async def test_a_name_that_could_be_the_rest_of_a_sentence_is_not_taken(here: Here, name: str) -> None:
    person = await here.log_in(HELSEID)
    await here.log_in(replace(MARRIED, name=name))
    assert (await here.name(person), await here.changes()) == ("Kari Vik", 0)
    await here.log_in(replace(MARRIED, name="Kari\u202e  Berg"))
    assert await here.name(person) == "Kari Berg"


async def test_two_logins_at_once_change_a_name_once(here: Here) -> None:
    person = await here.log_in(HELSEID)
    await asyncio.gather(*(here.log_in(MARRIED) for _ in range(4)))
    assert (await here.name(person), await here.changes()) == ("Kari Berg", 1)


WAITED_FOR = text(
    "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_who_is_renamed_waits_for_who_joins_their_plan_in_a_row_and_never_in_a_circle(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_database, "TRIES", 1)  # what a deadlock undid is not run again
    proven = replace(HELSEID, number=None)
    await known_as_owner(here, proven)
    held = asyncio.Event()

    def joins(connection: Connection) -> None:
        """As ``joined_in`` locks."""
        hold_plan(connection, PLAN)
        held.set()
        while not connection.scalar(WAITED_FOR):
            pass
        lock_names(connection, ENROLLING)

    async def renamed() -> None:
        await held.wait()
        await here.naming.follow(OWNER, replace(proven, name="Kari Berg"))

    async with asyncio.timeout(20):
        await asyncio.gather(here.database.write(joins), renamed())
    assert await here.name(OWNER) == "Kari Berg"


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_a_plan_that_is_joined_while_the_names_are_waited_for_is_held_before_its_version_is_raised(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, waits, held = await here.log_in(HELSEID), asyncio.Event(), list[PlanId]()

    def holds(connection: Connection, plan: PlanId) -> None:
        held.append(plan)
        hold_plan(connection, plan)

    def joins(connection: Connection) -> None:
        """As ``joined_in`` locks."""
        hold_plan(connection, PLAN)
        lock_names(connection, ENROLLING)
        waits.set()
        while not connection.scalar(WAITED_FOR):
            pass
        joined = Participant(ParticipantId("new"), PLAN, person, "", Role.GP, "Legene")
        insert_participant(connection, joined)

    async def renamed() -> None:
        await waits.wait()
        await here.naming.follow(person, MARRIED)

    monkeypatch.setattr(names, "hold_plan", holds)
    async with asyncio.timeout(20):
        await asyncio.gather(here.database.write(joins), renamed())
    assert held == [PLAN]
    assert here.hub.heard == [("plan_changed", PLAN)]
    assert await here.name(person) == "Kari Berg"


async def test_whom_a_subject_means_by_now_is_not_called_as_who_had_it(here: Here) -> None:
    first = await here.log_in(HELSEID)
    second = await here.log_in(replace(HELSEID, number="01413660099", name="Ola"))
    assert (await here.name(first), await here.name(second)) == ("Kari Vik", "Ola")
    said = select(identities.c.person_id, identities.c.name)
    assert [tuple(row) for row in await here.database.read(lambda c: c.execute(said).all())] == [
        (second, "Ola")
    ]


@pytest.mark.rule("P8")
@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("UPDATE persons SET name = 'X' WHERE id = 'id-1'", "logins: name id-1 was changed"),
        ("UPDATE persons SET enrolled_as = NULL WHERE id = 'id-1'", "logins: name id-1 is missing"),
        ("UPDATE persons SET enrolled_as = name WHERE id = 'id-2'", "logins: name id-2 was added"),
        ("UPDATE persons SET name = 'X' WHERE id = 'id-2'", "person id-2 was changed"),
    ],
)
async def test_a_name_that_was_changed_beside_the_log_is_found(
    here: Here, statement: str, wrong: str
) -> None:
    await here.log_in(HELSEID)
    await here.log_in(replace(HELSEID, number="01413660099", subject="o", name="Ola"))
    await here.log_in(MARRIED)
    await here.sealing.seal()
    assert await here.sealing.wrong() == []
    await run(here.database, statement)
    assert wrong in " ".join(await here.sealing.wrong())
