from __future__ import annotations

import asyncio

import pytest

from server.domain.access import Level
from server.domain.plan import Kind, Role
from server.ports.log import StorageUnavailable
from server.sync.protocol import frames
from server.sync.protocol.closings import NotOpened, Token
from tests.support.clients import protocol
from tests.unit.domain.people import decided, taking_part
from tests.unit.sync.fakes import ADDRESS, PART, PLAN, Page
from tests.unit.sync.plan.opened import HOME, OWNER, PLAN_CHANGED, SCHOOL, Opened
from tests.unit.sync.processes import CHANNEL, World


@pytest.mark.rule(9, "P3")
async def test_a_part_one_may_not_read_is_not_there(opened: Opened) -> None:
    await opened.sign(decided(2, SCHOOL, HOME, Level.NONE))
    for who in (SCHOOL, taking_part(Role.NAV)):
        with pytest.raises(NotOpened) as refusal:
            await opened.enter(who)
        assert refusal.value.token is Token.NOT_FOUND
    assert opened.log.loads == 0


async def test_who_was_let_in_elsewhere_is_let_in_before_this_process_has_heard(opened: Opened) -> None:
    await opened.sign(decided(2, SCHOOL, HOME, Level.NONE))
    opened.sign_elsewhere(decided(3, SCHOOL, HOME, Level.READ))
    await opened.enter(SCHOOL)
    assert opened.reads == ["school"]


async def test_a_right_that_ends_while_the_part_is_loaded_lets_nobody_in(opened: Opened) -> None:
    opened.log.may_load.clear()
    entering = asyncio.create_task(opened.enter(SCHOOL))
    await opened.log.loading.wait()
    await opened.sign(decided(2, SCHOOL, HOME, Level.NONE))
    opened.log.may_load.set()
    with pytest.raises(NotOpened):
        await entering


async def test_a_withdrawal_also_reaches_what_somebody_sent_before_leaving(opened: Opened) -> None:
    """The frame waits behind a commit; its sender is gone; two decisions are signed meanwhile."""
    _, first = await opened.enter(OWNER)
    _, second = await opened.enter(SCHOOL)
    await opened.settled()
    opened.log.gate.clear()
    first.deliver(frames.Update(ADDRESS, Page(opened.log, 11).type("eierens ")))
    await opened.log.committing.wait()
    second.deliver(frames.Update(ADDRESS, Page(opened.log, 12).type("skolens ")))
    second.leave()
    await opened.sign(decided(2, SCHOOL, HOME, Level.EDIT))
    await opened.sign(decided(3, SCHOOL, HOME, Level.NONE))
    opened.log.gate.set()
    await opened.settled()
    assert "eierens" in opened.log.text
    assert "skolens" not in opened.log.text


async def test_who_comes_to_a_channel_whose_titles_cannot_be_read_now_comes_again() -> None:
    world = World(Kind.GOAL)
    one = world.process()
    await one.enter(OWNER, 11, CHANNEL)
    one.hub.plans[PLAN].titles.changed()
    one.blind = True
    with pytest.raises(StorageUnavailable):
        await one.enter(SCHOOL, 12, CHANNEL)
    one.blind = False
    await one.enter(SCHOOL, 12, CHANNEL)
    await world.close()


async def test_who_comes_while_a_title_waits_to_be_announced_is_not_told_of_what_it_has_just_read() -> None:
    """Its page reads the new title; a notice at the next change would tell that something hidden changed."""
    world = World(Kind.GOAL)
    one = world.process()
    owner = await one.enter(OWNER, 11, CHANNEL)
    world.name("Et nytt navn")
    one.hub.plans[PLAN].titles.changed()
    school = await one.enter(SCHOOL, 12, CHANNEL)
    assert owner.notices() == [PLAN_CHANGED]
    world.withdraw()
    await one.hub.plan_changed(PLAN)
    assert school.notices() == []
    await world.close()


async def test_nothing_is_shown_until_the_opening_is_logged(opened: Opened) -> None:
    person = opened.person(SCHOOL)
    opened.may_log.clear()
    entering = asyncio.create_task(opened.plan.enter(person.entrant, PART))
    await opened.logging.wait()
    await opened.plan.rooms.opened(PART)
    assert person.listen() == []
    opened.may_log.set()
    await entering
    await opened.settled()
    assert [frame.type for frame in person.listen()] == [protocol.AUTH, protocol.SYNC]
