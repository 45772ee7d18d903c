"""Who a proven identity is, on both databases and for several processes that log the same person in."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from server.domain.identity.keys import IdentityKeys
from server.domain.identity.number import NotAnIdentityNumber
from server.domain.plan import PersonId
from server.features.login.identities import Identities
from server.features.login.proven import ProvenIdentity
from server.ports.log import StorageUnavailable
from server.ports.randomness import SystemChance
from server.storage.database.database import Database
from server.storage.identity.keys import WrongIdentityKey, begin, check, forget
from server.storage.ledger import Ledger
from server.storage.metadata import persons
from tests.acceptance.conftest import Process, Storage
from tests.acceptance.founding import NOW

OLD, NEW, LOST = (f"{name} 0123456789 abcdefghijklmnopq" for name in ("old", "new", "lost"))
NUMBER, ANOTHER = "01874090022", "01413660099"
PIN = ProvenIdentity("idporten", "https://idporten.no", "pin", "", NOW, NUMBER)
HELSEID = ProvenIdentity("helseid", "https://helseid.no", "her", "Kari Nordmann", NOW, NUMBER)
NUMBERLESS = ProvenIdentity("skole", "https://skole.no", "k", "Kari", NOW, birth_date=date(1940, 7, 1))
SAID = ("how", "other")


async def identities(database: Database, setting: str = OLD) -> Identities:
    keys = IdentityKeys.of(setting)
    assert keys is not None
    await database.write(lambda connection: begin(connection, keys, NOW))
    return Identities(database, keys, SystemChance())


async def of(database: Database, person: PersonId) -> tuple[str, date | None]:
    wanted = select(persons.c.name, persons.c.birth_date).where(persons.c.id == person)
    return tuple(await database.read(lambda connection: connection.execute(wanted).one()))


async def logged(database: Database) -> list[tuple[str, PersonId, dict[str, object]]]:
    """Without what vouches for rows (``test_seals_identities.py``)."""
    entries = [entry.event for entry in await Ledger(database).entries(None)]
    assert await Ledger(database).verify(None) is None
    return [
        (event.action, event.person, {key: said for key, said in event.details.items() if key in SAID})
        for event in entries
    ]


async def test_somebody_unknown_is_enrolled_and_known_from_then_on(process: Process) -> None:
    here = await identities(process.database)
    person = await here.person_of(HELSEID)
    assert await here.person_of(HELSEID) == person
    assert await of(process.database, person) == ("Kari Nordmann", date(1940, 7, 1))
    assert await logged(process.database) == [("enrolled", person, {"how": "helseid"})]


async def test_the_same_number_is_the_same_person_with_every_provider(process: Process) -> None:
    here = await identities(process.database)
    person = await here.person_of(PIN)
    assert await of(process.database, person) == ("", date(1940, 7, 1))
    assert await here.person_of(HELSEID) == person
    assert (await of(process.database, person))[0] == "Kari Nordmann"
    assert await here.person_of(replace(HELSEID, name="NORDMANN KARI")) == person
    assert (await of(process.database, person))[0] == "Kari Nordmann"
    assert await here.person_of(replace(PIN, number=ANOTHER, subject="another")) != person
    assert ("identity-added", person, {"how": "helseid"}) in await logged(process.database)


async def test_without_a_number_issuer_and_subject_are_who_it_is(process: Process) -> None:
    here = await identities(process.database)
    person = await here.person_of(NUMBERLESS)
    assert await here.person_of(NUMBERLESS) == person
    assert await of(process.database, person) == ("Kari", date(1940, 7, 1))
    others = [replace(NUMBERLESS, subject="K"), replace(NUMBERLESS, issuer="https://skole.no/")]
    assert len({person, *[await here.person_of(each) for each in others]}) == 3


async def test_a_number_that_nobody_has_is_added_to_who_logs_in_with_it(process: Process) -> None:
    here = await identities(process.database)
    person = await here.person_of(NUMBERLESS)
    assert await here.person_of(replace(NUMBERLESS, number=NUMBER)) == person
    assert await here.person_of(PIN) == person
    assert ("identity-number-added", person, {"how": "skole"}) in await logged(process.database)


async def test_two_persons_who_prove_to_be_one_are_not_merged(process: Process) -> None:
    """The number decides, and who has no number keeps the only way in."""
    here = await identities(process.database)
    numberless, numbered = await here.person_of(NUMBERLESS), await here.person_of(PIN)
    assert await here.person_of(replace(NUMBERLESS, number=NUMBER)) == numbered
    assert await here.person_of(NUMBERLESS) == numberless
    said = ("identity-differs", numbered, {"how": "skole", "other": numberless})
    assert said in await logged(process.database)


async def test_a_name_at_a_provider_that_is_another_persons_by_now_leads_to_that_person(
    process: Process,
) -> None:
    here = await identities(process.database)
    first = await here.person_of(PIN)
    second = await here.person_of(replace(PIN, number=ANOTHER))
    assert second != first
    assert await here.person_of(replace(PIN, number=None)) == second
    assert await here.person_of(HELSEID) == first
    assert ("identity-differs", second, {"how": "idporten", "other": first}) in await logged(process.database)


async def test_what_is_no_number_is_nobody(process: Process) -> None:
    here = await identities(process.database)
    with pytest.raises(NotAnIdentityNumber):
        await here.person_of(replace(PIN, number="01874090023"))
    assert await logged(process.database) == []


@pytest.mark.parametrize("numbered", [True, False])
async def test_whoever_logs_in_for_the_first_time_at_once_is_one_person(
    process: Process, another: Process, numbered: bool
) -> None:
    places = [await identities(each.database) for each in (process, another)]
    proven = [PIN, HELSEID] if numbered else [NUMBERLESS, NUMBERLESS]
    at_once = [places[n % 2].person_of(proven[n // 2 % 2]) for n in range(12)]
    assert len(set(await asyncio.gather(*at_once))) == 1
    enrolled = [action for action, *_ in await logged(process.database) if action == "enrolled"]
    assert len(enrolled) == 1


async def test_a_number_is_hashed_anew_when_its_person_logs_in(storage: Storage, process: Process) -> None:
    person = await (await identities(process.database)).person_of(PIN)
    await (await identities(process.database)).person_of(replace(PIN, number=ANOTHER, subject="x"))
    changing = await identities((await storage.process()).database, f"{NEW},{OLD}")
    assert await changing.person_of(HELSEID) == person
    with pytest.raises(WrongIdentityKey, match="1 identity numbers are hashed under the key before"):
        await identities(process.database, NEW)
    await changing.person_of(replace(PIN, number=ANOTHER, subject="x"))
    assert await (await identities(process.database, NEW)).person_of(PIN) == person


async def test_a_process_with_the_key_before_enrols_nobody(process: Process, another: Process) -> None:
    old = await identities(process.database)
    person = await old.person_of(PIN)
    new = await identities(another.database, f"{NEW},{OLD}")
    assert await old.person_of(PIN) == person  # known as ever, and nothing of it is written
    with pytest.raises(StorageUnavailable, match="SAMPLAN_IDENTITY_KEY"):
        await old.person_of(replace(PIN, number=ANOTHER, subject="x"))
    await new.person_of(PIN)
    with pytest.raises(StorageUnavailable, match="SAMPLAN_IDENTITY_KEY"):
        await old.person_of(PIN)


async def test_a_lost_key_is_noticed_and_people_are_known_where_they_log_in(process: Process) -> None:
    database = process.database
    person = await (await identities(database, LOST)).person_of(PIN)
    for keys, why in ((None, "is not set"), (IdentityKeys.of(NEW), "if it is lost")):
        with pytest.raises(WrongIdentityKey, match=why):
            await database.read(lambda connection, keys=keys: check(connection, keys))  # type: ignore[misc]
    keys = IdentityKeys.of(NEW)
    assert keys is not None
    assert await database.write(lambda connection: forget(connection, keys, NOW)) == 1
    here = await identities(database, NEW)
    assert await here.person_of(PIN) == person
    assert await here.person_of(HELSEID) == person
    actions = [action for action, *_ in await logged(database)]
    assert actions == ["enrolled", "identity-numbers-forgotten", "identity-number-added", "identity-added"]


async def test_without_a_key_a_database_that_knows_none_begins(process: Process) -> None:
    await process.database.write(lambda connection: begin(connection, None, NOW))
    await identities(process.database)
