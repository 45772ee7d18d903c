"""Whom a unit finds by name, in each database: whoever works for somebody, however the name is spelled."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, Table, insert

from server.domain.plan import PersonId
from server.features.coordinators.known.store import known
from server.storage.database.database import Database
from server.storage.metadata import sessions
from server.storage.municipality.directory import coordinators
from server.storage.persons import Person, enrol
from tests.acceptance.cases import municipality
from tests.acceptance.founding import Clock

NOW = Clock()()
PEOPLE = {"listed": "Ola Li", "works": "Kari Berg", "private": "Per Vik", "nameless": ""}
LISTED = {"version": 1, "workplace": "Helse", "leader": "", "most_cases": 0, "languages": "", "area": ""}


def fill(table: Table, row: dict[str, Any], connection: Connection) -> None:
    connection.execute(insert(table).values(row))


@pytest.mark.rule(15)
async def test_known_are_those_who_work_for_somebody_and_those_whom_the_unit_has_listed(url: str) -> None:
    database = await Database.open(url)
    where = await municipality(database)
    people = [Person(PersonId(each), name) for each, name in PEOPLE.items()]
    session = {"csrf_token": "", "opened_at": NOW, "expires_at": NOW + timedelta(hours=1), "provider": "x"}
    proved = {"organisation_number": "974760673", "organisation": "Skolen"}
    said = LISTED | {
        "experience": "",
        "service": "",
        "substitute": "",
        "municipality_id": where,
        "person_id": "listed",
    }

    async def found(name: str, later: timedelta = timedelta()) -> list[Any]:
        return await database.read(lambda c: [tuple(row) for row in known(c, where, name, NOW + later)])

    try:
        await database.write(lambda c: enrol(c, people))
        for person, more in (("works", proved), ("nameless", proved), ("private", {})):
            row = session | more | {"person_id": person, "token_hash": person.encode()}
            await database.write(partial(fill, sessions, row))
        await database.write(partial(fill, coordinators, said))
        assert await found(" kari  BERG") == [("works", "Kari Berg", "Skolen")]
        assert await found("Ola Li") == [("listed", "Ola Li", "")]
        for name in ("Per Vik", "Kari", "Kari%", " "):
            assert await found(name) == []
        assert await found("Kari Berg", timedelta(hours=2)) == []
    finally:
        await database.close()
