"""The contract of every ``ports.AccessBook``."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from server.domain.access import Level
from server.domain.errors import NotFound
from server.domain.plan import CommentId, Kind, Part, Participant, PartId, Plan, PlanId, Role
from server.domain.sight import PlanSight
from server.features.comments.store import Comments
from server.features.login.store import People
from server.features.plans.store import PlanStore
from tests.acceptance.conftest import Process
from tests.acceptance.founding import (
    ABOUT_ME,
    COORDINATOR_PLACE,
    NOW,
    OWNER,
    OWNER_PLACE,
    PLAN,
    READING_HELP,
    SCHOOL,
    SCHOOL_PLACE,
    everything_signed,
    opening,
    withdrawal,
)
from tests.support.principals import demo


async def level(process: Process, part: PartId) -> Level:
    access = await process.book.access(PLAN)
    assert access is not None
    return PlanSight(access, NOW).access_of(SCHOOL_PLACE, part).level


async def test_a_part_leads_to_the_rights_of_its_plan(process: Process) -> None:
    assert await process.book.access_to(READING_HELP) == await process.book.access(PLAN)
    assert await process.book.access_to(PartId("nowhere")) is None


async def test_a_plan_that_does_not_exist_has_no_rights(process: Process) -> None:
    assert await process.book.access(PlanId("nowhere")) is None


async def test_titles_are_those_the_parts_have(process: Process) -> None:
    access = await process.book.access(PLAN)
    assert access is not None
    expected = frozenset(f"{part.id} {part.title}" for part in access.parts.values())
    assert len(expected) > 1
    assert await process.book.titles([PLAN, PlanId("nowhere")]) == {PLAN: expected}
    assert await process.book.titles([]) == {}


@pytest.mark.parametrize("strange", ["", "a\x00b", "\ud800", "å", "x" * 100_000])
async def test_what_strangers_ask_for_is_nothing(process: Process, strange: str) -> None:
    assert await process.book.access_to(PartId(strange)) is None
    assert await process.book.access(PlanId(strange)) is None
    comments = Comments(process.database, lambda: NOW)
    with pytest.raises(NotFound):
        await comments.of_part(demo(OWNER), PartId(strange))
    with pytest.raises(NotFound):
        await comments.change(demo(OWNER), CommentId(strange), lambda _, comment: None)
    with pytest.raises(NotFound):
        await PlanStore(process.database, lambda: NOW).sight(demo(OWNER), PlanId(strange))
    assert await People(process.database).person_by_demo_key(strange) is None


async def test_everything_rights_follow_from_comes_back_as_it_was_stored(process: Process) -> None:
    access = await process.book.access(PLAN)
    assert access is not None
    assert access.plan == Plan(PLAN, OWNER, "Kari", 1, NOW)
    assert access.participants.keys() == {OWNER_PLACE, SCHOOL_PLACE, COORDINATOR_PLACE}
    school = Participant(SCHOOL_PLACE, PLAN, SCHOOL, "Tor", Role.SCHOOL, "Lia skole")
    assert access.participants[SCHOOL_PLACE] == school
    assert access.parts[ABOUT_ME] == Part(ABOUT_ME, PLAN, Kind.ABOUT_ME, created_by=OWNER_PLACE)
    first, second = access.decisions
    assert (first.number, first.part, first.kind, first.level) == (1, READING_HELP, None, Level.EDIT)
    assert (second.number, second.part, second.kind, second.level) == (2, None, Kind.ABOUT_ME, Level.READ)
    assert (first.signed_by, first.signed_at) == (OWNER, NOW)
    read = (await everything_signed(process.database))[0]
    assert (read.purpose, read.text) == ("leksehjelp", "Skolen får skrive.")


async def test_a_decision_holds_in_every_process_once_it_is_signed(
    process: Process, another: Process
) -> None:
    assert await level(another, READING_HELP) is Level.EDIT
    assert await process.sign(withdrawal()) == 2
    assert await level(another, READING_HELP) is Level.NONE
    assert await another.sign(opening(Level.COMMENT, part=READING_HELP)) == 3
    assert await level(process, READING_HELP) is Level.COMMENT


async def test_a_period_comes_back_to_the_microsecond(process: Process) -> None:
    until = NOW + timedelta(days=30, microseconds=1)
    await process.sign(opening(Level.EDIT, part=READING_HELP, until=until))
    access = await process.book.access(PLAN)
    assert access is not None
    assert PlanSight(access, NOW).access_of(SCHOOL_PLACE, READING_HELP).until == until


async def test_decisions_signed_at_once_are_numbered_densely(process: Process, another: Process) -> None:
    signing = [
        each.sign(opening(Level.READ, part=READING_HELP)) for _ in range(10) for each in (process, another)
    ]
    await asyncio.gather(*signing)
    access = await process.book.access(PLAN)
    assert access is not None
    signed = await everything_signed(process.database)
    assert [decision.number for decision in signed] == list(range(1, 23))
    assert [decision.number for decision in access.decisions] == [2, 22]
    assert access.plan.access_version == 21
