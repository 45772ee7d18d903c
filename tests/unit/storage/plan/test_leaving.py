"""Who has left an organisation: what ends, what goes on, and what the log says of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import update

from server.domain.identity.principal import Principal
from server.domain.plan import SERVER, Role
from server.features.login.store import People, Proof
from server.storage.ledger import Ledger
from server.storage.metadata import participants
from server.storage.plan.leaving import Leaver, end_for_organisation
from tests.unit.features.fakes import NOON
from tests.unit.features.family import PLAN, Family, family, person, place

NUMBER, ANOTHER = "987654325", "912345678"
LEAVER = Leaver(person(Role.SCHOOL), NUMBER, SERVER, NOON, "Sluttet.")


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[Family]:
    """The teacher is there for the school, and the doctor for the same number, as a municipality has it."""
    async with family(tmp_path) as built:
        both = participants.c.id.in_([place(Role.SCHOOL), place(Role.GP)])
        numbered = update(participants).where(both).values(organisation_number=NUMBER)
        await built.database.write(lambda connection: connection.execute(numbered) and None)
        yield built


async def acting(home: Family, who: Role) -> bool:
    access = await home.book.access(PLAN)
    assert access
    return access.participant_of(Principal(person(who), NUMBER), NOON) is not None


async def test_their_own_participation_for_it_ends_and_nobody_elses(home: Family) -> None:
    before = (await home.book.access_versions([PLAN]))[PLAN]
    assert await home.database.write(lambda c: end_for_organisation(c, LEAVER)) == [PLAN]
    assert not await acting(home, Role.SCHOOL)
    assert await acting(home, Role.GP)
    assert (await home.book.access_versions([PLAN]))[PLAN] > before
    said = [entry.event.action for entry in await Ledger(home.database).entries(PLAN)][-1:]
    assert said == ["participation-ended"]
    assert await Ledger(home.database).verify(PLAN) is None
    assert await home.database.write(lambda c: end_for_organisation(c, LEAVER)) == []


async def test_of_another_organisation_nothing_ends(home: Family) -> None:
    elsewhere = Leaver(person(Role.SCHOOL), ANOTHER, SERVER, NOON, "Sluttet.")
    assert await home.database.write(lambda c: end_for_organisation(c, elsewhere)) == []
    assert await acting(home, Role.SCHOOL)


async def test_sessions_that_proved_it_end_and_others_stay(home: Family) -> None:
    people, teacher = People(home.database), person(Role.SCHOOL)
    for token, number in ((b"a" * 32, NUMBER), (b"b" * 32, ANOTHER), (b"c" * 32, None)):
        proof = Proof("work", organisation_number=number)
        await people.open_session(teacher, token, "", NOON, NOON.replace(year=3000), proof=proof)
    await home.database.write(lambda c: end_for_organisation(c, LEAVER))
    kept = await people.sessions([b"a" * 32, b"b" * 32, b"c" * 32], NOON)
    assert set(kept) == {b"b" * 32, b"c" * 32}
