from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Select, func, select

from server.domain.audit import Event
from server.domain.plan import PersonId
from server.features.login import store as people_module
from server.features.login.entries import LoggedIn, LoggedOut
from server.features.login.store import MOST_SESSIONS, People, Session
from server.storage.database.database import Database
from server.storage.database.statements import Among
from server.storage.ledger import Ledger
from server.storage.metadata import sessions
from server.storage.persons import Person, enrol
from tests.acceptance.founding import NOW

KARI = Person(PersonId("kari"), "Kari Nordmann", "nb", "owner")
UNIT = Person(PersonId("unit"), "Koordinerende enhet", "en", "unit", "Lia kommune")
REAL = Person(PersonId("real"), "Ola", organisation="Lia skole")
TOKEN, OTHER_TOKEN = b"\x01" * 32, b"\x02" * 32
TOMORROW = NOW + timedelta(days=1)
LOGIN = Event(NOW, KARI.id, LoggedIn.action)
LOGOUT = Event(NOW, KARI.id, LoggedOut.action)


async def enrolled(database: Database, *people: Person) -> None:
    await database.write(lambda connection: enrol(connection, people))


@pytest.fixture
async def people(database: Database) -> People:
    await enrolled(database, UNIT, KARI, REAL)
    return People(database)


async def test_persons_come_back_as_they_were_enrolled(people: People) -> None:
    for person in (KARI, UNIT, REAL):
        assert await people.person(person.id) == person
    assert await people.person(PersonId("nobody")) is None


async def test_enrolling_again_changes_nobody(people: People, database: Database) -> None:
    await enrolled(database, Person(KARI.id, "Somebody else"), Person(PersonId("new"), "New"))
    assert await people.person(KARI.id) == KARI
    assert await people.person(PersonId("new")) == Person(PersonId("new"), "New")


async def test_demo_persons_are_found_by_their_key(people: People) -> None:
    assert await people.demo_people() == [KARI, UNIT]
    assert await people.person_by_demo_key("unit") == UNIT
    assert await people.person_by_demo_key("nobody") is None


async def test_a_person_chooses_a_language(people: People) -> None:
    await people.set_locale(KARI.id, "en")
    changed, untouched = await people.person(KARI.id), await people.person(REAL.id)
    assert changed is not None
    assert untouched is not None
    assert (changed.locale, untouched.locale) == ("en", "nb")


async def test_a_session_is_found_by_its_token_until_it_expires(people: People) -> None:
    await people.open_session(KARI.id, TOKEN, "csrf", NOW, TOMORROW)
    assert await people.session(TOKEN, NOW) == Session(KARI, "csrf", TOMORROW, NOW)
    assert await people.session(TOKEN, TOMORROW - timedelta(microseconds=1)) is not None
    assert await people.session(TOKEN, TOMORROW) is None
    assert await people.session(OTHER_TOKEN, NOW) is None


async def test_an_ended_session_is_gone_and_the_others_stay(people: People) -> None:
    await people.open_session(KARI.id, TOKEN, "a", NOW, TOMORROW)
    await people.open_session(KARI.id, OTHER_TOKEN, "b", NOW, TOMORROW)
    await people.end_session(TOKEN)
    assert await people.session(TOKEN, NOW) is None
    assert await people.session(OTHER_TOKEN, NOW) == Session(KARI, "b", TOMORROW, NOW)


async def test_logging_in_and_out_is_logged_with_the_session(people: People, database: Database) -> None:
    await people.open_session(KARI.id, TOKEN, "csrf", NOW, TOMORROW, LOGIN)
    await people.end_session(TOKEN, LOGOUT)
    await people.end_session(TOKEN, LOGOUT)  # there is no session left to end
    assert [entry.event for entry in await Ledger(database).entries(None)] == [LOGIN, LOGOUT]
    assert await Ledger(database).verify(None) is None


async def test_a_session_that_is_not_opened_is_not_logged(people: People, database: Database) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"):
        await people.open_session(PersonId("nobody"), TOKEN, "csrf", NOW, TOMORROW, LOGIN)
    assert await Ledger(database).entries(None) == []


async def test_sessions_that_are_over_do_not_pile_up(people: People, database: Database) -> None:
    await people.open_session(KARI.id, TOKEN, "csrf", NOW, TOMORROW)
    await people.open_session(KARI.id, OTHER_TOKEN, "csrf", TOMORROW, TOMORROW + timedelta(days=1))
    counted = select(func.count()).select_from(sessions)
    assert await database.read(lambda connection: connection.execute(counted).scalar_one()) == 1


async def test_sessions_that_have_ended_or_expired_are_told_from_those_that_go_on(people: People) -> None:
    await people.open_session(KARI.id, TOKEN, "csrf", NOW, TOMORROW)
    asked = {TOKEN, OTHER_TOKEN, *(b"never" + bytes([n % 256, n // 256]) for n in range(1_500))}
    assert await people.sessions_over(asked, NOW) == asked - {TOKEN}
    assert await people.sessions_over({TOKEN}, TOMORROW) == {TOKEN}
    assert await people.sessions_over([], NOW) == set()
    await people.end_session(TOKEN)
    assert await people.sessions_over({TOKEN}, NOW) == {TOKEN}


@pytest.mark.parametrize("crowd", [1, 2, 3, 12, 64, 100])
async def test_after_a_rehearsal_no_crowd_waits_for_its_statement(
    people: People, crowd: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = people_module.SESSIONS
    monkeypatch.setattr(people_module, "SESSIONS", Among(known.statement, known.column))
    await people.rehearse(NOW)
    monkeypatch.setattr(Select, "compile", None)
    await people.open_session(KARI.id, TOKEN, "csrf", NOW, TOMORROW)
    asked = [TOKEN, *(bytes([number]) for number in range(1, crowd))]
    assert await people.sessions(asked, NOW) == {TOKEN: Session(KARI, "csrf", TOMORROW, NOW)}


async def test_of_a_persons_sessions_the_oldest_ends_where_there_are_as_many_as_may_be(
    people: People, database: Database
) -> None:
    tokens = [number.to_bytes(32, "big") for number in range(MOST_SESSIONS)]
    rows = [
        {
            "token_hash": token,
            "person_id": KARI.id,
            "csrf_token": "csrf",
            "opened_at": NOW - timedelta(seconds=number),
            "expires_at": TOMORROW,
        }
        for number, token in enumerate(tokens)
    ]
    await database.write(lambda connection: connection.execute(sessions.insert(), rows) and None)
    assert await people.open_session(REAL.id, b"real" * 8, "csrf", NOW, TOMORROW) == []
    assert await people.open_session(KARI.id, b"more" * 8, "csrf", NOW, TOMORROW) == [tokens[-1]]
    assert await people.sessions_over([*tokens, b"real" * 8, b"more" * 8], NOW) == {tokens[-1]}
