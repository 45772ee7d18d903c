"""The demo's cases, lived through once: each where it is to be, and the log vouches for all of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select

from server.capabilities import witnessed_rows
from server.catalogue import standard
from server.demo import found_demo, found_demo_cases
from server.demo.cases.people import CASE_PEOPLE
from server.demo.cases.story import Story
from server.domain.cases.leaders import asked_for
from server.domain.cases.records import day_of
from server.domain.cases.state import Case
from server.domain.cases.waiting import waiting, without_coordinator_since
from server.features.cases.rules import rules_on
from server.features.login.store import People
from server.ports.randomness import SystemChance
from server.storage.cases.records import stored_cases
from server.storage.cases.tables import cases
from server.storage.database.database import Database
from server.storage.database.migrate import migrate
from server.storage.municipality.rights import rights_of
from server.storage.seals.verifying import LogVerifier
from tests.unit.features.fakes import SetClock


async def test_a_day_is_so_many_before_today_also_late_in_the_evening_after_the_clocks_went_back(
    database: Database,
) -> None:
    story = Story(database, datetime(2026, 11, 30, 22, 30, tzinfo=UTC), SystemChance(), {})
    assert story.day(53) == date(2026, 10, 8)
    story.clock.back(53)
    assert day_of(story.clock()) == story.day(53)


async def test_each_case_is_where_its_person_says_they_are(tmp_path: Path) -> None:
    url, clock = f"sqlite+aiosqlite:///{tmp_path / 'samplan.db'}", SetClock()
    migrate(url)
    database = await Database.open(url)
    try:
        await found_demo(database, clock, SystemChance())
        assert await found_demo_cases(database, clock, SystemChance())
        assert not await found_demo_cases(database, clock, SystemChance())
        known = {person.demo_key for person in await People(database).demo_people()}
        assert {each.key for each in CASE_PEOPLE} <= known
        found = await database.read(
            lambda connection: stored_cases(connection, list(connection.scalars(select(cases.c.id))))
        )
        leader = await People(database).person_by_demo_key("leader")
        assert leader is not None
        led = await database.read(lambda connection: rights_of(connection, leader.id))
        verifier = LogVerifier(database, None, witnessed_rows())
        assert [wrong async for wrong in verifier.wrong()] == []
    finally:
        await database.close()
    by_name = {each.case.case.subject.name: each.case for each in found}
    today, rules = day_of(clock()), rules_on(standard(), day_of(clock()))

    def steps(case: Case) -> list[str]:
        return [each.step for each in waiting(case, rules, today)]

    assert len(by_name) == len(found) == 14
    assert by_name["Runa Elvestad"].plan.status == "active"
    assert (today - (without_coordinator_since(by_name["Samira Farah"], rules, today) or today)).days == 75
    assert by_name["Nils Bråten"].coordinator.status == "handing-over"
    asked = [asked_for(by_name[name]) for name in ("Samira Farah", "Nils Bråten")]
    assert [each.name for each in asked if each is not None] == ["Hilde Brekke"] * 2
    assert [each.workplace for each in led] == ["Helse og mestring"]
    assert by_name["Nils Bråten"].plan.status == "none"
    assert by_name["Aisha Noor"].responsibility.status == "disputed"
    assert by_name["Oskar Myrvold"].coordinator.appointments[-1].kind == "child-coordinator"
    assert by_name["Familien Sand"].case.subject.expected is not None
    assert "choose-at-age" in steps(by_name["Mikkel Strand"])
    assert "notify-delay" in steps(by_name["Thea Lunde"])
    assert by_name["Kjell Nordgård"].case.status == "decided"
    assert by_name["Turid Haug"].case.status == "declined"
    assert by_name["Ole Gran"].case.status == "closed"
    assert by_name["Hanna Berg"].case.subject.protected
    assert steps(by_name["Ingrid Solvang"]) == ["take", "check-consent"]
