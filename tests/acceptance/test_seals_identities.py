"""Whoever was made somebody else beside the log is found: by subject or number, on each database."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Executable, delete, insert, select, update

from server.domain.audit import Event
from server.domain.identity.keys import IdentityKeys
from server.domain.identity.number import IdentityNumber
from server.domain.plan import PersonId
from server.domain.seals import SealedFacts, SealingKey
from server.features.login.entries import Enrolled
from server.features.login.identities import Identities
from server.features.login.proven import ProvenIdentity
from server.storage.database.database import Database
from server.storage.founding import found_plan
from server.storage.identity.keys import begin, forget
from server.storage.ledger import Ledger
from server.storage.metadata import identities, persons
from server.storage.seals.keys import SealingKeys
from tests.acceptance.founding import NOW, small_plan
from tests.support.models.sealed_plans import Sealing
from tests.unit.features.fakes import CountedChance

OLD, NEW = (f"{name} 0123456789 abcdefghijklmnopq" for name in ("old", "new"))
NUMBER, ANOTHER = "01874090022", "01413660099"
PEOPLE = [
    ProvenIdentity("idporten", "https://idporten.no", "a", "Kari", NOW, NUMBER),
    ProvenIdentity("idporten", "https://idporten.no", "b", "Ola", NOW, ANOTHER),
    ProvenIdentity("skole", "https://skole.no", "c", "Tor", NOW),
]
"""Enrolled as id-1, id-2 and id-3; the last one's provider says no number."""


@pytest.fixture
async def sealing(url: str, tmp_path: Path) -> AsyncIterator[Sealing]:
    """A plan, and nobody who has logged in."""
    database = await Database.open(url)
    await found_plan(database, small_plan())
    sealing = Sealing(database, SealingKeys(SealingKey.of("the key of these tests")), tmp_path)
    await sealing.seal()
    yield sealing
    await database.close()


def keys_of(setting: str) -> IdentityKeys:
    keys = IdentityKeys.of(setting)
    assert keys is not None
    return keys


async def logins(database: Database, setting: str = OLD) -> Identities:
    await database.write(lambda connection: begin(connection, keys_of(setting), NOW))
    return Identities(database, keys_of(setting), CountedChance())


async def enrolled(sealing: Sealing) -> Identities:
    here = await logins(sealing.database)
    assert [await here.person_of(each) for each in PEOPLE] == ["id-1", "id-2", "id-3"]
    return here


async def found(sealing: Sealing) -> list[str]:
    """Without the names of subjects' rows."""
    return [re.sub(r"/[0-9a-f]{32} ", "/ ", each) for each in await sealing.wrong()]


async def run(database: Database, *statements: Executable) -> None:
    def work(connection: Connection) -> None:
        for statement in statements:
            connection.execute(statement)

    await database.write(work)


def subject(person: str, **values: object) -> Executable:
    return update(identities).where(identities.c.person_id == person).values(**values)


def number(person: str, **values: object) -> Executable:
    return update(persons).where(persons.c.id == person).values(**values)


def hashed(of: str) -> bytes:
    return keys_of(OLD).current.hashed(IdentityNumber.read(of, synthetic_too=True))


NONE = {"identity_hash": None, "identity_key": None}
ADDED = {"issuer": "https://skole.no", "subject": "x", "person_id": "id-1", "since": NOW}
TAMPERING: list[tuple[Sequence[Executable], list[str]]] = [
    (
        [subject("id-3", person_id="id-1")],
        ["identity id-1/ was added beside the log", "identity id-3/ is missing"],
    ),
    (
        [subject("id-3", subject="x")],
        ["identity id-3/ was added beside the log", "identity id-3/ is missing"],
    ),
    (
        [subject("id-3", issuer="https://idporten.no")],
        ["identity id-3/ was added beside the log", "identity id-3/ is missing"],
    ),
    ([subject("id-3", since=NOW - timedelta(days=1))], ["identity id-3/ was changed"]),
    ([insert(identities).values(ADDED)], ["identity id-1/ was added beside the log"]),
    ([delete(identities).where(identities.c.person_id == "id-3")], ["identity id-3/ is missing"]),
    (
        [
            number("id-1", **NONE),
            number("id-2", identity_hash=hashed(NUMBER)),
            number("id-1", identity_hash=hashed(ANOTHER), identity_key=keys_of(OLD).current.name),
        ],
        ["identity number id-1 was changed", "identity number id-2 was changed"],
    ),
    (
        [number("id-1", **NONE), number("id-3", identity_hash=hashed(NUMBER), identity_key="x")],
        ["identity number id-3 was added beside the log", "identity number id-1 is missing"],
    ),
    ([number("id-2", **NONE)], ["identity number id-2 is missing"]),
    ([number("id-2", identity_key="x")], ["identity number id-2 was changed"]),
    ([number("id-2", identity_key=None)], ["identity number id-2 was changed"]),
]


@pytest.mark.rule("P8")
async def test_who_was_made_somebody_else_is_named(sealing: Sealing) -> None:
    await enrolled(sealing)
    await sealing.seal()
    assert await sealing.wrong() == []
    for statements, wrong in TAMPERING:
        before = await sealing.database.read(rows_of)
        await run(sealing.database, *statements)
        assert await found(sealing) == [f"logins: {each}" for each in wrong]
        await put_back(sealing.database, *before)
    assert await sealing.wrong() == []


Rows = list[dict[str, object]]


def rows_of(connection: Connection) -> tuple[Rows, Rows]:
    known = select(persons.c.id, persons.c.identity_hash, persons.c.identity_key)
    subjects, numbers = (connection.execute(each).mappings() for each in (select(identities), known))
    return [dict(row) for row in subjects], [dict(row) for row in numbers]


async def put_back(database: Database, subjects: Rows, numbers: Rows) -> None:
    nobody = update(persons).values(NONE)
    each = [number(str(row.pop("id")), **row) for row in numbers]
    await run(database, delete(identities), insert(identities).values(subjects), nobody, *each)


async def test_what_logins_change_is_vouched_for(sealing: Sealing) -> None:
    """A subject is another person's by now, a number is added, and somebody logs in elsewhere as well."""
    here = await enrolled(sealing)
    first, second, third = PEOPLE
    assert await here.person_of(replace(first, subject="b")) == "id-1"  # it was the second one's
    assert await here.person_of(replace(third, number=ANOTHER)) == "id-2"  # and stays the third one's
    assert await here.person_of(replace(third, subject="d", number="01010000110")) == "id-4"
    assert await here.person_of(replace(second, issuer="https://helseid.no")) == "id-2"
    assert await sealing.wrong() == []
    await run(sealing.database, subject("id-4", person_id="id-2"))
    assert await found(sealing) == [
        "logins: identity id-2/ was added beside the log",
        "logins: identity id-4/ is missing",
    ]


async def test_a_number_under_a_new_key_is_vouched_for_and_one_under_a_lost_key_is_gone(
    sealing: Sealing,
) -> None:
    await enrolled(sealing)
    changing = await logins(sealing.database, f"{NEW},{OLD}")
    assert await changing.person_of(PEOPLE[0]) == "id-1"
    assert await sealing.wrong() == []
    await sealing.database.write(lambda connection: forget(connection, keys_of(NEW), NOW))
    await sealing.seal()
    assert await sealing.wrong() == []
    back = number("id-2", identity_hash=hashed(ANOTHER), identity_key=keys_of(OLD).current.name)
    await run(sealing.database, back)
    assert await found(sealing) == ["logins: identity number id-2 was added beside the log"]
    await run(sealing.database, number("id-1", **NONE))
    assert "logins: identity number id-1 is missing" in await found(sealing)


async def as_before(database: Database, subjects: int) -> None:
    """Enrolled by a process of the release before, whose entries say nothing of rows."""
    people = [{"id": f"p{n}", "name": "P", "locale": "nb", "organisation": ""} for n in range(subjects)]
    rows = [{"issuer": "i", "subject": f"s{n}", "person_id": f"p{n}", "since": NOW} for n in range(subjects)]
    numbers = number("p0", identity_hash=hashed(NUMBER), identity_key=keys_of(OLD).current.name)
    await run(database, insert(persons).values(people), insert(identities).values(rows), numbers)
    events = [Event.of(Enrolled("skole"), NOW, PersonId(f"p{n}")) for n in range(subjects)]
    await Ledger(database).record(events)


@pytest.mark.parametrize("sealed", [False, True])
async def test_rows_of_before_are_vouched_for_from_the_first_seal_on(
    sealing: Sealing, monkeypatch: pytest.MonkeyPatch, sealed: bool
) -> None:
    """``sealed``: a process of the release before has sealed their entries, so the next start finds them."""
    await as_before(sealing.database, 450)
    added = {**ADDED, "subject": "y", "person_id": "kari"}  # of whom no entry says so
    await run(sealing.database, insert(identities).values(added))
    with monkeypatch.context() as before:
        if sealed:
            before.setattr("server.storage.seals.changed.uncovered", lambda _: False)
            await sealing.seal()
    beside = ["logins: identity kari/ was added beside the log"]
    assert await found(sealing) == beside
    assert sealing.vouched.facts >= 451
    await sealing.seal()
    assert await found(sealing) == beside
    assert (sealing.vouched.facts > 0) == sealed
    again = Sealing(sealing.database, sealing.keys, sealing.copy.parent)
    await again.seal()
    assert await found(again) == beside
    assert again.vouched.facts == 0
    said = [entry.event.action for entry in await Ledger(sealing.database).entries(None)]
    assert said.count("identities-covered") == 6  # 450 subjects in five, a number, and nothing twice
    await run(sealing.database, subject("p7", person_id="p8"))
    assert sorted({*await found(again)} - {*beside}) == [
        "logins: identity p7/ is missing",
        "logins: identity p8/ was added beside the log",
    ]


def born(person: str, day: date | None) -> Executable:
    return update(persons).where(persons.c.id == person).values(birth_date=day)


BORN = date(1940, 7, 1)
"""As ``NUMBER`` says."""


@pytest.mark.rule("P8")
async def test_a_birth_date_that_was_changed_beside_the_log_is_named(sealing: Sealing) -> None:
    """Who consents to a plan, and who complains, goes by it."""
    await enrolled(sealing)
    await sealing.seal()
    assert await sealing.wrong() == []
    assert sealing.vouched.facts == 0
    for day, wrong in ((BORN + timedelta(days=1), "was changed"), (None, "is missing")):
        await run(sealing.database, born("id-1", day))
        assert await found(sealing) == [f"birth date id-1 {wrong}"]
        await sealing.seal()  # vouches for nothing of it
        assert await found(sealing) == [f"birth date id-1 {wrong}"]
    await run(sealing.database, born("id-1", BORN), born("kari", BORN))
    assert await found(sealing) == ["birth date kari was added beside the log"]  # who never logged in


async def test_a_birth_date_that_a_later_login_says_is_vouched_for(sealing: Sealing) -> None:
    here = await enrolled(sealing)
    await sealing.seal()
    assert await here.person_of(replace(PEOPLE[2], birth_date=BORN)) == "id-3"
    assert await sealing.wrong() == []
    assert sealing.vouched.facts == 1
    await sealing.seal()
    assert await sealing.wrong() == []
    await run(sealing.database, born("id-3", BORN + timedelta(days=1)))
    assert await found(sealing) == ["birth date id-3 was changed"]


async def test_birth_dates_of_before_are_partly_covered_until_they_are_sealed(
    sealing: Sealing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the release before sealed: nobody is accused, more of them than one page are covered, and it is
    said how many are not yet."""
    with monkeypatch.context() as before:
        before.setattr("server.storage.seals.new_facts.NewFacts.of_births", nothing)
        await enrolled(sealing)
        people = [
            {"id": f"p{n}", "name": "P", "locale": "nb", "organisation": "", "birth_date": BORN}
            for n in range(600)
        ]
        await run(sealing.database, insert(persons).values(people))
        await Ledger(sealing.database).record(
            [Event.of(Enrolled("skole", identity=""), NOW, PersonId(f"p{n}")) for n in range(600)]
        )
        await sealing.seal()
        assert await sealing.wrong() == []
        assert sealing.vouched.facts == 602
    again = Sealing(sealing.database, sealing.keys, sealing.copy.parent)
    await again.seal()
    assert await again.wrong() == []
    assert again.vouched.facts == 0
    await run(again.database, born("p599", BORN + timedelta(days=1)))
    assert await again.wrong() == ["birth date p599 was changed"]


async def nothing(*_: object) -> AsyncIterator[SealedFacts]:
    none: list[SealedFacts] = []
    for each in none:
        yield each
