from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import replace

import pytest

from server.domain.access import Decision, Level, PlanAccess
from server.domain.plan import Kind, Participant, ParticipantId, PartId, PersonId, PlanId, Role
from server.fanout.alone import OneProcess
from server.ports.log import LoadedPart, StorageUnavailable
from server.storage.quarantine_file import Quarantine
from server.sync.part.committer import Committer
from server.sync.plan.budget import Budget, Limits
from server.sync.plan.collaborators import Engine
from server.sync.plan.entering import Entrant, Seat
from server.sync.plan.open_plan import OpenPlan
from server.sync.plan.rights import PlanRights
from server.sync.protocol import frames
from server.sync.protocol.closings import NotOpened, Token
from server.sync.socket.limits import Backlog
from tests.support.clients import protocol
from tests.unit.domain.people import NOW, a_part, a_plan, decided, taking_part
from tests.unit.sync.fakes import ADDRESS, PART, PLAN, MemoryLog, Page
from tests.unit.sync.processes import CHANNEL, World
from tests.unit.sync.slow_wire import SlowWire

OWNER, SCHOOL = taking_part(Role.OWNER), taking_part(Role.SCHOOL)
HOME = a_part(Kind.HOME, PART)
PLAN_CHANGED = '{"type": "plan-changed"}'


class Visitor:
    """Somebody's socket, as far as a plan sees it."""

    def __init__(self, who: Participant) -> None:
        self.wire, self.backlog = SlowWire(), Backlog()
        self.cut: list[str] = []
        self.entrant = Entrant(ADDRESS, who.person, self.wire.outbox, self.backlog, self.cut.append)

    def frames(self) -> list[protocol.Received]:
        return [protocol.read(data) for data in self.wire.read()]


class CountingLog(MemoryLog):
    loads = 0

    async def load(self, part: PartId) -> LoadedPart | None:
        self.loads += 1
        return await super().load(part)


class Opened:
    """An open plan with one part, and what it is told of the world."""

    def __init__(self) -> None:
        self.log = CountingLog()
        self.access_now: PlanAccess = a_plan([OWNER, SCHOOL], [HOME], [decided(1, SCHOOL, HOME, Level.EDIT)])
        self.reads: list[ParticipantId] = []
        self.emptied = asyncio.Event()
        self.rights = PlanRights(self.access_now, self, lambda: NOW)
        engine = Engine(
            log=self.log,
            book=self,
            clock=lambda: NOW,
            committer=Committer(self.log),
            limits=Limits(),
            record_read=self.record_read,
            fanout=OneProcess(),
            sessions_over=self.sessions_over,
            budget=Budget(Limits()),
            quarantine=Quarantine(None),
        )
        self.plan = OpenPlan(self.rights, engine, lambda _: self.emptied.set())

    async def access(self, plan: PlanId) -> PlanAccess:
        return self.access_now

    async def access_to(self, part: PartId) -> PlanAccess:
        return self.access_now

    async def titles(self, plans: Collection[PlanId]) -> Mapping[PlanId, frozenset[str]]:
        return {}

    async def access_versions(self, plans: Collection[PlanId]) -> Mapping[PlanId, int]:
        return {PLAN: self.access_now.plan.access_version}

    async def record_read(self, plan: PlanId, part: PartId, who: Participant) -> None:
        self.reads.append(who.id)

    async def sessions_over(self, hashes: Collection[bytes]) -> Collection[bytes]:
        return ()

    async def sign(self, *decisions: Decision) -> None:
        """Signed and told to this process."""
        self.sign_elsewhere(*decisions)
        await self.rights.refresh()

    def sign_elsewhere(self, *decisions: Decision) -> None:
        self.log.version += 1
        plan = replace(self.access_now.plan, access_version=self.log.version)
        self.access_now = replace(self.access_now, plan=plan, decisions=decisions)

    async def enter(self, who: Participant) -> tuple[Visitor, Seat]:
        visitor = Visitor(who)
        return visitor, await self.plan.enter(visitor.entrant, PART)

    async def settled(self) -> None:
        done = asyncio.Event()
        self.plan.rooms[PART].afterwards(done.set)
        await done.wait()


@pytest.fixture
async def opened() -> AsyncIterator[Opened]:
    opened = Opened()
    yield opened
    await opened.plan.close(Token.GOING_DOWN)
    opened.rights.close()


@pytest.mark.rule(14)
async def test_a_part_is_loaded_once_however_many_come_at_the_same_time(opened: Opened) -> None:
    await asyncio.gather(*(opened.enter(who) for who in (OWNER, SCHOOL, OWNER, SCHOOL)))
    assert opened.log.loads == 1
    assert sorted(opened.reads) == ["owner", "owner", "school", "school"]


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
    entering = asyncio.create_task(opened.enter(SCHOOL))
    await asyncio.sleep(0)
    await opened.sign(decided(2, SCHOOL, HOME, Level.NONE))
    with pytest.raises(NotOpened):
        await entering


@pytest.mark.rule(10, "P4")
async def test_a_withdrawal_cuts_who_is_in_before_it_returns(opened: Opened) -> None:
    visitor, _ = await opened.enter(SCHOOL)
    await opened.settled()
    await opened.sign(decided(2, SCHOOL, HOME, Level.NONE))
    assert [(f.type, f.text) for f in visitor.frames()] == [(protocol.CLOSE, "consent-withdrawn")]
    assert visitor.cut == [ADDRESS]


async def test_a_change_of_level_is_told_and_an_upgrade_asks_for_what_was_written(opened: Opened) -> None:
    visitor, _ = await opened.enter(SCHOOL)
    await opened.settled()
    visitor.frames()
    await opened.sign(decided(2, SCHOOL, HOME, Level.READ))
    assert [(f.type, f.text) for f in visitor.frames()] == [(protocol.AUTH, "readonly")]
    await opened.sign(decided(3, SCHOOL, HOME, Level.EDIT))
    assert [(f.type, f.text) for f in visitor.frames()] == [
        (protocol.AUTH, "read-write"),
        (protocol.SYNC, ""),
    ]


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


async def test_who_is_nobody_here_is_refused_and_an_empty_plan_is_forgotten(opened: Opened) -> None:
    entrant = replace(Visitor(OWNER).entrant, person=PersonId("stranger"))
    with pytest.raises(NotOpened):
        await opened.plan.enter(entrant, PART)
    _, seat = await opened.enter(OWNER)
    await opened.settled()
    seat.leave()
    await opened.plan.close(Token.GOING_DOWN)
    assert opened.emptied.is_set()
    assert opened.plan.rooms == {}


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
    entering = asyncio.create_task(opened.plan.enter(Visitor(OWNER).entrant, PART))
    await reading.wait()
    entering.cancel()
    await asyncio.wait({entering})
    go_on.set()
    async with asyncio.timeout(5):
        await opened.emptied.wait()


async def test_a_part_that_is_being_read_when_all_ends_is_ended_too(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, go_on, load = asyncio.Event(), asyncio.Event(), opened.log.load

    async def slow(part: PartId) -> LoadedPart | None:
        reading.set()
        await go_on.wait()
        return await load(part)

    monkeypatch.setattr(opened.log, "load", slow)
    entering = asyncio.create_task(opened.plan.enter(Visitor(OWNER).entrant, PART))
    await reading.wait()
    closing = asyncio.create_task(opened.plan.close(Token.GOING_DOWN))
    await asyncio.sleep(0)
    go_on.set()
    async with asyncio.timeout(5):
        await asyncio.wait({closing, entering})
    assert opened.plan.rooms == {}


async def test_who_comes_while_a_title_waits_to_be_announced_is_not_told_of_what_it_has_just_read() -> None:
    """Its page reads the new title; a notice at the next change would tell that something hidden changed."""
    world = World(Kind.GOAL)
    one = world.process()
    owner = await one.enter(OWNER, 11, CHANNEL)
    world.name("Et nytt navn")
    one.hub.plans[PLAN].titles.moved()
    school = await one.enter(SCHOOL, 12, CHANNEL)
    assert owner.notices() == [PLAN_CHANGED]
    world.withdraw()
    await one.hub.plan_changed(PLAN)
    assert school.notices() == []
    await world.close()


async def test_who_comes_to_a_channel_whose_titles_cannot_be_read_now_comes_again() -> None:
    world = World(Kind.GOAL)
    one = world.process()
    await one.enter(OWNER, 11, CHANNEL)
    one.hub.plans[PLAN].titles.moved()
    one.blind = True
    with pytest.raises(StorageUnavailable):
        await one.enter(SCHOOL, 12, CHANNEL)
    one.blind = False
    await one.enter(SCHOOL, 12, CHANNEL)
    await world.close()


async def test_a_change_of_ones_own_level_is_noticed_in_the_channel(opened: Opened) -> None:
    visitor = Visitor(SCHOOL)
    await opened.plan.enter(replace(visitor.entrant, address=CHANNEL), None)
    visitor.frames()
    await opened.sign(decided(2, SCHOOL, HOME, Level.READ))
    assert [frame.text for frame in visitor.frames()] == [PLAN_CHANGED]
