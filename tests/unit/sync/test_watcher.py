"""What a process finds out although nobody tells it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from server.domain.access import Level
from server.domain.plan import Kind
from server.sync import watcher
from server.sync.part import awareness
from server.sync.plan import titles
from server.sync.protocol.closings import NotOpened, Token
from server.sync.watcher import BLIND_SECONDS, Watcher
from server.telemetry.counts import counts
from tests.support.clients import protocol
from tests.unit.domain.people import decided
from tests.unit.sync.fakes import PART, PLAN
from tests.unit.sync.processes import CHANNEL, EVERYBODY, HOME, NAV, OWNER, SCHOOL, Person, World
from tests.unit.sync.slow_wire import SlowWire


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """Whose processes hear nothing of each other."""
    world = World()
    world.arranged = lambda _: []
    yield world
    await world.close()


async def test_a_withdrawal_is_found_and_cuts_who_is_in(world: World) -> None:
    world.open_more(SCHOOL)
    one = world.process()
    school, channel = await one.enter(SCHOOL, 12), await one.enter(SCHOOL, 14, CHANNEL)
    world.withdraw(SCHOOL)
    await one.hub.watcher.poll()
    await world.settled()
    assert school.tokens() == [Token.CONSENT_WITHDRAWN]
    assert channel.tokens() == []  # who takes part in the plan stays there


@pytest.mark.rule(17, "P4")
async def test_who_is_found_to_have_lost_everything_is_told_nothing_more(world: World) -> None:
    one = world.process()
    channel, owner = await one.enter(SCHOOL, 14, CHANNEL), await one.enter(OWNER, 11, CHANNEL)
    owner.show()
    channel.listen()
    world.withdraw(SCHOOL)
    await one.hub.watcher.poll()
    owner.show()
    owner.seat.leave()
    await world.settled()
    told = [(frame.type, frame.text) for frame in channel.listen()]
    assert told == [(protocol.CLOSE, Token.CONSENT_WITHDRAWN)]
    with pytest.raises(NotOpened):
        await one.enter(SCHOOL, 15, CHANNEL)


async def test_a_period_ends_also_when_the_clock_was_put_forward(world: World) -> None:
    ending = replace(decided(1, SCHOOL, HOME, Level.EDIT), until=world.now + timedelta(hours=1))
    world.access = replace(world.access, decisions=(ending, *EVERYBODY[1:]))
    one = world.process()
    owner, school = await one.enter(OWNER, 11), await one.enter(SCHOOL, 12)
    world.now += timedelta(hours=2)
    one.hub.watcher.tick()
    owner.type("etterpå")
    await world.settled()
    assert school.tokens() == [Token.CONSENT_WITHDRAWN]
    assert "etterpå" not in school.text


@pytest.fixture
async def goals() -> AsyncIterator[World]:
    """The same with a part whose title people write."""
    world = World(Kind.GOAL)
    world.arranged = lambda _: []
    yield world
    await world.close()


async def test_a_title_nobody_told_of_is_found_and_told_once(
    goals: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = goals
    monkeypatch.setattr(titles, "TITLE_NOTICE_SECONDS", 0.0)
    one = world.process()
    channel = await one.enter(SCHOOL, 14, CHANNEL)

    async def told_after_polls() -> list[str]:
        for _ in range(watcher.TITLES_EVERY):
            await one.hub.watcher.poll()
        await world.settled()
        return [frame.text for frame in channel.listen() if frame.type == protocol.STATELESS]

    assert await told_after_polls() == []
    world.name("Et nytt navn")
    assert await told_after_polls() == ['{"type": "plan-changed"}']
    assert await told_after_polls() == []
    assert one.looks_at_titles == 3


async def test_a_title_that_could_not_be_told_is_told_later(
    goals: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = goals
    monkeypatch.setattr(titles, "TITLE_NOTICE_SECONDS", 0.0)
    one = world.process()
    channel = await one.enter(SCHOOL, 14, CHANNEL)
    plan = one.hub.plans[PLAN]
    world.name("Et nytt navn")
    named = (await one.titles([PLAN]))[PLAN]
    one.blind = True
    plan.check_titles(named)
    await world.settled()
    one.blind = False
    plan.check_titles(named)
    await world.settled()
    assert "plan-changed" in "".join(frame.text for frame in channel.listen())


async def test_rows_are_found_only_where_somebody_is(world: World) -> None:
    one, two = world.process(), world.process()
    owner, school = await one.enter(OWNER, 11), await two.enter(SCHOOL, 12)
    school.seat.leave()
    owner.type("A")
    await world.settled()
    two.looks = 0
    await two.hub.watcher.poll()
    await world.settled()
    assert two.looks == 0
    again = await two.enter(SCHOOL, 13)
    assert two.looks == 1
    assert "A" in again.text


async def test_nothing_is_read_where_nothing_has_changed(world: World) -> None:
    one = world.process()
    owner = await one.enter(OWNER, 11)
    owner.type("A")
    await world.settled()
    await one.hub.watcher.poll()
    await world.settled()
    assert (one.looks, one.loads) == (0, 1)


async def test_a_session_that_ended_elsewhere_closes_its_sockets(world: World) -> None:
    one, over, going_on = world.process(), SlowWire(), SlowWire()
    for key, wire in (("over", over), ("going-on", going_on)):
        one.hub.sockets.opened(key, wire.outbox)
        one.hub.sockets.exists(key, key.encode())
    world.over.add(b"over")
    await one.hub.watcher.poll()
    assert over.outbox.closing is Token.SESSION_EXPIRED
    assert going_on.outbox.closing is None
    one.hub.sockets.closed("over", over.outbox)
    one.hub.sockets.closed("going-on", going_on.outbox)


async def test_it_goes_on_when_the_database_fails_and_looks_at_once_when_messages_may_be_lost(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = world.process(), world.process()
    owner, school = await one.enter(OWNER, 11), await two.enter(SCHOOL, 12)
    looked = asyncio.Queue[bool]()
    poll = two.hub.watcher.poll

    async def noted() -> None:
        try:
            await poll()
        finally:
            looked.put_nowait(two.blind)

    monkeypatch.setattr(two.hub.watcher, "poll", noted)
    await two.hub.start()
    owner.type("A")
    await world.settled()
    for blind in (True, False):
        two.blind = blind
        two.hub.resumed()
        async with asyncio.timeout(30):
            while await looked.get() is not blind:  # it may also have looked by itself
                pass
    await world.settled()
    assert "A" in school.text


async def test_it_goes_on_also_when_something_fails_that_time_brings_about(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, tended = world.process(), asyncio.Queue[None]()

    def fails() -> None:
        tended.put_nowait(None)
        raise RuntimeError("a bug")

    monkeypatch.setattr(one.hub.watcher, "tick", fails)
    await one.hub.start()
    async with asyncio.timeout(30):
        for _ in range(3):
            one.hub.watcher.poll_soon()
            await tended.get()


async def test_whoever_has_seen_nothing_for_long_sends_its_sockets_elsewhere(world: World) -> None:
    one, wire, seconds = world.process(), SlowWire(), [1_000.0]
    one.hub.sockets.opened("key", wire.outbox)
    one.hub.sockets.exists("key", b"hash")
    looking = Watcher(one.hub.plans, one.hub.sockets, one.collaborators, 2.0, lambda: seconds[0])
    closing = []
    for one.blind in (True, False, True, True):
        seconds[0] += BLIND_SECONDS - 1
        await looking.poll_safely()
        looking.tick()
        closing.append(wire.outbox.closing)
    assert closing == [None, None, None, Token.OVERLOADED]
    one.hub.sockets.closed("key", wire.outbox)


async def test_nothing_goes_out_while_rights_cannot_be_confirmed_and_everything_afterwards(
    world: World,
) -> None:
    one, two = world.process(), world.process()
    owner, school, nav = await one.enter(OWNER, 11), await two.enter(SCHOOL, 12), await two.enter(NAV, 13)
    world.arranged = lambda said: said
    two.blind = True
    two.hub.plans[PLAN].rights.invalidate()
    owner.type("bare der man vet hvem som får lese")
    owner.show()
    await world.settled()
    assert "vet hvem" in world.log.text
    assert school.listen() == nav.listen() == []
    nav.type("tapt")
    await world.settled()
    assert [(f.type, f.kind, f.text) for f in nav.listen()] == [
        (protocol.SYNC_STATUS, 0, ""),
        (protocol.CLOSE, -1, Token.OVERLOADED),
    ]
    two.blind = False
    await two.hub.watcher.poll()
    await world.settled()
    assert school.text == world.log.text


async def test_a_room_asks_itself_where_nobody_has_looked_for_long(world: World) -> None:
    one = world.process()
    school = await one.enter(SCHOOL, 12)
    world.withdraw(SCHOOL)
    plan_rights = one.hub.plans[PLAN].rights
    plan_rights.invalidate()
    school.type("for sent")
    await world.settled()
    assert school.tokens() == [Token.CONSENT_WITHDRAWN]
    assert plan_rights.fresh
    assert "for sent" not in world.log.text


async def test_who_is_no_longer_told_of_is_gone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.arranged = lambda said: said
    one, two = world.process(), world.process()
    owner, school = await one.enter(OWNER, 11), await two.enter(SCHOOL, 12)
    owner.show()
    await world.settled()
    school.listen()
    one.blind = True  # it dies
    monkeypatch.setattr(awareness, "REMOTE_SECONDS", -1.0)
    two.hub.plans[PLAN].expire_awareness()
    assert b"null" in school.listen()[-1].data


COMMENTED = ['{"type": "comments-changed"}']


def told(person: Person) -> list[str]:
    return [frame.text for frame in person.listen() if frame.type == protocol.STATELESS]


async def test_a_comment_nobody_told_of_is_found_and_told_once(world: World) -> None:
    one = world.process()
    school = await one.enter(SCHOOL, 12)
    world.comment()
    world.now += timedelta(hours=1)
    found = counts.comment_changes_found
    await one.hub.watcher.poll()
    assert told(school) == [], "the page has read it when it opened the part"
    world.comment()
    for expected in (COMMENTED, []):
        await one.hub.watcher.poll()
        assert told(school) == expected
    assert counts.comment_changes_found == found + 1


async def test_a_comment_made_just_before_the_first_look_is_told(world: World) -> None:
    """It may be younger than what the page has read."""
    one = world.process()
    school = await one.enter(SCHOOL, 12)
    world.comment()
    for expected in (COMMENTED, []):
        await one.hub.watcher.poll()
        assert told(school) == expected


async def test_what_was_told_is_not_found_again(world: World) -> None:
    world.arranged = lambda said: said
    one, two = world.process(), world.process()
    people = await one.enter(OWNER, 11), await two.enter(SCHOOL, 12)
    found = counts.comment_changes_found
    for _ in range(2):
        one.hub.comments_changed(PLAN, PART, world.comment())
        await world.settled()
        await asyncio.gather(one.hub.watcher.poll(), two.hub.watcher.poll())
        assert [told(person) for person in people] == [COMMENTED] * 2
    assert counts.comment_changes_found == found


async def test_of_several_changes_the_lost_one_is_found(world: World) -> None:
    one, two = world.process(), world.process()
    await one.enter(OWNER, 11)
    school = await two.enter(SCHOOL, 12)
    for arrives, expected in ((True, COMMENTED), (False, []), (True, COMMENTED), (False, [])):
        world.arranged = lambda said, arrives=arrives: said if arrives else []  # type: ignore[misc]
        one.hub.comments_changed(PLAN, PART, world.comment())
        await world.settled()
        assert told(school) == expected
    await two.hub.watcher.poll()
    assert told(school) == COMMENTED
