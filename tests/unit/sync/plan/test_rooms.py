from __future__ import annotations

import asyncio

import pytest

from server.domain.plan import PartId
from server.ports.log import LoadedPart, StorageUnavailable
from server.ports.processes import RowsStored
from server.sync.protocol import frames
from server.sync.protocol.closings import Token
from tests.support.at_rest import at_rest
from tests.support.clients import protocol
from tests.unit.sync.fakes import ADDRESS, PART, Page
from tests.unit.sync.plan.opened import OWNER, SCHOOL, Opened


@pytest.mark.rule(14)
async def test_a_part_is_loaded_once_however_many_come_at_the_same_time(opened: Opened) -> None:
    await asyncio.gather(*(opened.enter(who) for who in (OWNER, SCHOOL, OWNER, SCHOOL)))
    assert opened.log.loads == 1
    assert sorted(opened.reads) == ["owner", "owner", "school", "school"]


async def test_a_plan_is_forgotten_also_where_a_part_could_not_be_read_and_nobody_waits(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = asyncio.Event()

    async def hang(_: PartId) -> LoadedPart | None:
        reading.set()
        await go_on.wait()
        raise StorageUnavailable("away")

    go_on = asyncio.Event()
    monkeypatch.setattr(opened.log, "load", hang)
    entering = asyncio.create_task(opened.plan.enter(opened.person(OWNER).entrant, PART))
    await reading.wait()
    entering.cancel()
    await asyncio.wait({entering})
    go_on.set()
    async with asyncio.timeout(60):
        await opened.emptied.wait()


async def test_a_part_that_is_being_read_when_all_ends_is_ended_too(opened: Opened) -> None:
    opened.log.may_load.clear()
    entering = asyncio.create_task(opened.plan.enter(opened.person(OWNER).entrant, PART))
    await opened.log.loading.wait()
    closing = asyncio.create_task(opened.plan.close(Token.GOING_DOWN))
    await at_rest()
    opened.log.may_load.set()
    async with asyncio.timeout(60):
        await asyncio.wait({closing, entering})
    assert opened.plan.rooms == {}


async def test_what_others_store_while_a_part_is_loaded_is_read_before_anybody_is_answered(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded, go_on, load = asyncio.Event(), asyncio.Event(), opened.log.load

    async def slow(part: PartId) -> LoadedPart | None:
        found = await load(part)
        loaded.set()
        await go_on.wait()
        return found

    monkeypatch.setattr(opened.log, "load", slow)
    person, page = opened.person(OWNER), Page(opened.log, 11)
    entering = asyncio.create_task(opened.plan.enter(person.entrant, PART))
    await loaded.wait()
    opened.log.write(OWNER.person, page.type("andres"))
    opened.plan.receive("another process", RowsStored(PART, ()))
    go_on.set()
    seat = await entering
    seat.deliver(frames.Step1(ADDRESS, b"\x00"))
    await opened.settled()
    (answer,) = [f for f in person.listen() if (f.type, f.kind) == (protocol.SYNC, protocol.STEP2)]
    assert b"andres" in answer.data
