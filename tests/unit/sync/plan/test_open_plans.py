"""A plan is opened once for all who ask at the same time, and again for whoever comes after the last left."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping

import pytest

from server.domain.access import PlanAccess
from server.domain.plan import Participant, PlanId, Role
from server.sync.plan import open_plans
from server.sync.plan.budget import EngineLimits
from server.sync.protocol.closings import NotOpened, Token
from tests.support.at_rest import at_rest
from tests.unit.domain.people import taking_part
from tests.unit.sync.fakes import ADDRESS, PLAN
from tests.unit.sync.processes import CHANNEL, SCHOOL, Person, Process, World

NOBODY = taking_part(Role.GP)
"""Not in the plan."""


class Slow(Process):
    """Rights are read when ``answered`` says so."""

    def __init__(self, world: World) -> None:
        super().__init__(world, "slow", EngineLimits())
        world.processes.append(self)
        self.answered = asyncio.get_running_loop().create_future()
        self.asked = asyncio.Event()

    async def access(self, plan: PlanId) -> PlanAccess | None:
        self.asked.set()
        await self.answered
        return await super().access(plan)


class SlowToConfirm(Slow):
    """Rights are read at once, and confirmed when ``answered`` says so."""

    async def access(self, plan: PlanId) -> PlanAccess | None:
        return await Process.access(self, plan)

    async def access_versions(self, plans: Collection[PlanId]) -> Mapping[PlanId, int]:
        self.asked.set()
        await self.answered
        return await super().access_versions(plans)


class Overtaken(Process):
    """The school's rights end, told to nobody, when they have just been read."""

    async def access(self, plan: PlanId) -> PlanAccess | None:
        found = await super().access(plan)
        if self.reads_of_rights == 1:
            self.world.withdraw(SCHOOL)
        return found


async def test_a_decision_signed_while_a_plan_is_opened_counts_for_who_waits(world: World) -> None:
    process = Overtaken(world, "overtaken", EngineLimits())
    world.processes.append(process)
    with pytest.raises(NotOpened):
        await process.enter(SCHOOL, 12)
    assert process.reads_of_rights == 2


@pytest.mark.timeout(20)
async def test_who_is_refused_while_others_wait_for_the_plan_holds_nobody_up() -> None:
    """All come in one turn of the loop, the reading first: the plan is empty again before anybody is told."""
    world = World()
    process = Slow(world)

    async def turned_away(client: int, after: asyncio.Future[None] | None = None) -> Token:
        if after is not None:
            await after
        with pytest.raises(NotOpened) as refused:
            await process.hub.enter(CHANNEL, Person(world.log, NOBODY, client, CHANNEL).entrant)
        return refused.value.token

    first = asyncio.create_task(turned_away(1))
    await process.asked.wait()
    others = [asyncio.create_task(turned_away(client, process.answered)) for client in (2, 3)]
    await at_rest()
    process.answered.set_result(None)
    assert set(await asyncio.gather(first, *others)) == {Token.NOT_FOUND}
    assert PLAN not in process.hub.plans
    await world.close()


@pytest.mark.parametrize("address", [CHANNEL, ADDRESS])
async def test_nobody_is_let_into_a_plan_that_was_closed_while_they_waited(
    world: World, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Changes of rights would not reach them there."""
    process = world.process()
    closed = list[PlanId]()

    def unfollow(plan: PlanId) -> None:
        closed.append(plan)
        monkeypatch.setattr(open_plans, "EMPTY_SECONDS", 60.0)

    monkeypatch.setattr(open_plans, "EMPTY_SECONDS", 0.0)  # it is found empty before who waits comes in
    monkeypatch.setattr(process, "unfollow", unfollow)
    await process.enter(SCHOOL, 12, address)
    assert closed == [PLAN]
    assert process.hub.plans[PLAN].rights.fresh


async def test_a_plan_is_not_kept_for_who_left_while_it_was_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_plans, "EMPTY_SECONDS", 0.01)
    world = World()
    process = SlowToConfirm(world)
    forgotten = asyncio.Event()
    monkeypatch.setattr(process, "unfollow", lambda _: forgotten.set())
    entering = asyncio.create_task(process.hub.enter(CHANNEL, Person(world.log, SCHOOL, 1, CHANNEL).entrant))
    await process.asked.wait()
    entering.cancel()
    await asyncio.wait([entering])
    process.answered.set_result(None)
    async with asyncio.timeout(10):
        await forgotten.wait()
    assert PLAN not in process.hub.plans
    await world.close()


@pytest.mark.rule("P7")
@pytest.mark.parametrize("address", [CHANNEL, ADDRESS, "part/none", "plan/none"])
@pytest.mark.parametrize("who", [NOBODY, SCHOOL])
async def test_no_plan_is_opened_for_who_may_not_see_it(world: World, who: Participant, address: str) -> None:
    """Each that was left 100 kB behind until they were collected."""
    process = world.process()
    world.withdraw(SCHOOL)
    followed = list[PlanId]()

    async def follow(plan: PlanId) -> None:
        followed.append(plan)

    process.follow = follow  # type: ignore[method-assign]
    with pytest.raises(NotOpened) as refused:
        await process.enter(who, 12, address)
    assert refused.value.token is Token.NOT_FOUND
    assert followed == []
    assert PLAN not in process.hub.plans


class Older(Slow):
    """The first to ask is answered what was so when they asked."""

    async def access(self, plan: PlanId) -> PlanAccess | None:
        found = self.world.access
        self.asked.set()
        await self.answered
        return found


async def test_nobody_is_refused_by_rights_that_were_read_before_they_came() -> None:
    world = World()
    process = Older(world)
    world.withdraw(SCHOOL)
    stranger, school = (Person(world.log, who, 12, CHANNEL).entrant for who in (NOBODY, SCHOOL))
    early = asyncio.create_task(process.hub.enter(CHANNEL, stranger))
    await process.asked.wait()
    world.open_more(SCHOOL)
    late = asyncio.create_task(process.hub.enter(CHANNEL, school))
    await at_rest()
    process.answered.set_result(None)
    await late
    with pytest.raises(NotOpened):
        await early
    await world.close()
