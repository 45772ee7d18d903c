"""Whose login is an entered owner's by now, on both databases, and vouched for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from server.domain.identity.keys import IdentityKey, IdentityKeys
from server.domain.plan import PersonId
from server.domain.seals import SealingKey
from server.features.login.identities import Identities
from server.features.login.proven import ProvenIdentity
from server.storage.database.database import Database
from server.storage.founding import found_plan
from server.storage.identity.keys import begin
from server.storage.identity.moving import has_no_login, has_only_logged_in, move_login
from server.storage.seals.keys import SealingKeys
from tests.acceptance.founding import NOW, OWNER, SCHOOL, small_plan
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


async def run(database: Database, statement: str) -> None:
    await database.write(lambda connection: connection.execute(text(statement)) and None)
