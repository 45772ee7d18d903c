"""Several processes: what one withdraws, shows or ends reaches those in the others."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import weakref
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from server.domain.plan import Participant
from server.ports.log import StorageReadOnly, StorageUnavailable
from server.ports.processes import RowsStored
from server.sync import hub
from server.sync.document.ydoc import Incoherent
from server.sync.plan import open_plan, titles
from server.sync.plan.rights import PlanRights
from server.sync.protocol.closings import NotOpened, Token
from tests.support.at_rest import at_rest
from tests.support.clients import protocol
from tests.unit.sync.fakes import PART, PLAN
from tests.unit.sync.processes import CHANNEL, EVERYBODY, NAV, OWNER, SCHOOL, Person, World
from tests.unit.sync.slow_wire import SlowWire

PLAN_CHANGED = '{"type": "plan-changed"}'


async def test_a_withdrawal_told_by_another_process_cuts_who_is_in_here(world: World) -> None:
    one, two = world.process(), world.process()
    await one.enter(OWNER, 11)
    school = await two.enter(SCHOOL, 12)
    world.withdraw(SCHOOL)
    await one.hub.plan_changed(PLAN)
    two.open_mail()
    assert not two.hub.plans[PLAN].rights.fresh  # nothing goes out before they are read
    await world.settled()
    assert school.tokens() == [Token.CONSENT_WITHDRAWN]


async def test_a_change_is_noticed_once_by_each_page_it_concerns_and_rights_are_read_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(titles, "TITLE_NOTICE_SECONDS", 0.0)
    world.open_more(SCHOOL)
    one, two = world.process(), world.process()
    here = [await one.enter(who, client, CHANNEL) for client, who in enumerate((OWNER, SCHOOL), start=11)]
    there = await two.enter(NAV, 13, CHANNEL)
    world.withdraw(SCHOOL)
    before = [process.reads_of_rights for process in (one, two)]
    await one.hub.plan_changed(PLAN)
    assert [page.notices() for page in here] == [[PLAN_CHANGED]] * 2
    await world.settled()
    assert there.notices() == [PLAN_CHANGED]
    await world.settled()
    assert [page.notices() for page in (*here, there)] == [[]] * 3
    assert [process.reads_of_rights for process in (one, two)] == [count + 1 for count in before]


async def test_a_change_that_concerns_nobody_here_is_noticed_by_nobody(world: World) -> None:
    one = world.process()
    pages = [await one.enter(who, client, CHANNEL) for client, who in enumerate((OWNER, SCHOOL), start=11)]
    world.withdraw()
    await one.hub.plan_changed(PLAN)
    await world.settled()
    assert [page.notices() for page in pages] == [[], []]


async def test_a_plan_whose_rights_were_read_half_is_not_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = world.now + timedelta(hours=9)
    world.access = replace(world.access, decisions=tuple(replace(d, until=until) for d in EVERYBODY))
    one, half = world.process(), list[weakref.ref[PlanRights]]()

    async def failing(_: PlanRights) -> None:
        raise StorageUnavailable("away")

    def noted(*arguments: Any) -> PlanRights:
        rights = PlanRights(*arguments)
        half.append(weakref.ref(rights))
        return rights

    monkeypatch.setattr(open_plan, "PlanRights", noted)
    monkeypatch.setattr(PlanRights, "confirm", failing)
    with contextlib.suppress(StorageUnavailable):
        await one.enter(SCHOOL, 12)
    await at_rest()  # the task that read them is put away
    gc.collect()
    assert [each() for each in half] == [None]


async def test_a_notice_waits_until_it_is_known_who_may_be_told(world: World) -> None:
    one = world.process()
    nav = await one.enter(NAV, 13)
    one.hub.plans[PLAN].rights.invalidate()
    for _ in range(2):
        one.hub.comments_changed(PLAN, PART, 1)
    assert nav.listen() == []
    await one.hub.watcher.poll()
    one.hub.watcher.tick()
    assert [frame.type for frame in nav.listen()] == [protocol.STATELESS]


async def test_what_is_written_after_a_withdrawal_is_not_handed_to_whom_it_concerned(world: World) -> None:
    """Nothing told of the withdrawal, but the commit did."""
    world.arranged = lambda said: [one for one in said if isinstance(one[2], RowsStored)]
    one, two = world.process(), world.process()
    owner, nav, school = await one.enter(OWNER, 11), await two.enter(NAV, 13), await two.enter(SCHOOL, 12)
    world.withdraw(SCHOOL)
    nav.type("hemmelig")
    await world.settled()
    assert not any(frame.type == protocol.SYNC for frame in school.listen())
    assert "hemmelig" in nav.text
    assert "hemmelig" in owner.text


async def test_a_notice_reaches_the_part_in_every_process(world: World) -> None:
    one, two = world.process(), world.process()
    owner, school = await one.enter(OWNER, 11), await two.enter(SCHOOL, 12)
    one.hub.comments_changed(PLAN, PART, 1)
    await world.settled()
    for person in (owner, school):
        assert [frame.text for frame in person.listen()] == ['{"type": "comments-changed"}']


async def test_a_session_that_ends_closes_its_sockets_in_every_process(world: World) -> None:
    one, two = world.process(), world.process()
    wires = [SlowWire(), SlowWire()]
    for process, wire in zip((one, two), wires, strict=True):
        process.hub.sockets.opened("key", wire.outbox)
    one.hub.end_session("key")
    await world.settled()
    assert [wire.outbox.closing for wire in wires] == [Token.SESSION_EXPIRED] * 2
    for process, wire in zip((one, two), wires, strict=True):
        process.hub.sockets.closed("key", wire.outbox)


async def test_carets_are_shown_across_processes_and_taken_back(world: World) -> None:
    one, two = world.process(), world.process()
    owner, school = await one.enter(OWNER, 11), await two.enter(SCHOOL, 12)
    owner.show()
    await world.settled()
    late = await two.enter(NAV, 13)
    assert [f.type for f in school.listen()].count(protocol.AWARENESS) == 1
    owner.seat.leave()
    await world.settled()
    assert b"null" in school.listen()[-1].data
    assert b"null" in late.listen()[-1].data


async def test_who_comes_later_is_told_who_is_there_in_other_processes(world: World) -> None:
    one, two = world.process(), world.process()
    owner = await one.enter(OWNER, 11)
    owner.show()
    await world.settled()
    school = await two.enter(SCHOOL, 12)
    assert protocol.AWARENESS in [frame.type for frame in school.heard]


async def test_nothing_that_is_heard_is_said_again(world: World) -> None:
    one, two, three = world.process(), world.process(), world.process()
    people = [await one.enter(OWNER, 11), await two.enter(SCHOOL, 12), await three.enter(NAV, 13)]
    world.said.clear()
    people[0].type("én rad")
    people[0].show()
    await world.settled()
    assert len(world.said) == 2


@pytest.mark.alone
async def test_many_moves_at_once_are_one_message(world: World) -> None:
    one, two = world.process(), world.process()
    owner, _ = await one.enter(OWNER, 11), await two.enter(SCHOOL, 12)
    world.said.clear()
    for _ in range(20):
        owner.show()
    await world.settled()
    assert len(world.said) == 1


async def test_who_is_present_elsewhere_keeps_a_client_id_nobody_has_written_under(world: World) -> None:
    one, two = world.process(), world.process()
    owner, school = await one.enter(OWNER, 11), await two.enter(SCHOOL, 12)
    owner.show()
    await world.settled()
    school.listen()
    forged = Person(world.log, SCHOOL, 11, "part/part")
    school.send(forged.page.type("under eierens nummer"))
    await world.settled()
    assert school.tokens() == [Token.REFUSED]
    assert "under eierens nummer" not in world.log.text


async def test_in_the_channel_one_hears_only_of_those_one_may_know_of_elsewhere(world: World) -> None:
    one, two = world.process(), world.process()
    world.open_more(SCHOOL)
    world.withdraw(SCHOOL)  # then the school shares no part with NAV, and both still know the owner
    nav = await one.enter(NAV, 13, CHANNEL)
    school, owner = await two.enter(SCHOOL, 12, CHANNEL), await two.enter(OWNER, 11, CHANNEL)
    nav.show()
    await world.settled()
    assert [f.type for f in owner.listen()] == [protocol.AWARENESS]
    assert school.listen() == []
    nav.seat.leave()
    await world.settled()
    assert b"null" in owner.listen()[-1].data
    assert school.listen() == []


async def test_a_process_that_ends_says_who_is_gone(world: World) -> None:
    one, two = world.process(), world.process()
    owner, school = await one.enter(OWNER, 11), await two.enter(SCHOOL, 12)
    owner.show()
    await world.settled()
    school.listen()
    await one.hub.close()
    await world.settled()
    assert b"null" in school.listen()[-1].data


async def test_a_plan_is_followed_while_it_is_open(world: World) -> None:
    one = world.process(idle_seconds=0.0)
    owner = await one.enter(OWNER, 11)
    assert one.followed == {PLAN}
    owner.seat.leave()
    await one.hub.plans[PLAN].close(Token.GOING_DOWN)
    assert one.followed == set()


async def test_a_plan_whose_rights_cannot_be_read_is_not_left_half_open(world: World) -> None:
    one = world.process()
    one.blind = True
    with pytest.raises(StorageUnavailable):
        await one.enter(OWNER, 11, CHANNEL)
    assert one.followed == set()
    assert one.hub.plans == {}


async def test_a_part_that_was_not_read_whole_is_not_opened_empty(world: World) -> None:
    one, rows = world.process(), world.log.rows
    for damaged in ([], [rows[0].__class__(2, rows[0].person, rows[0].payload)]):
        world.log.rows = damaged
        with pytest.raises(Incoherent):
            await one.enter(OWNER, 11)
        assert not one.hub.plans
    world.log.rows = rows
    assert "block" in (await one.enter(OWNER, 11)).text


async def test_a_write_the_database_does_not_take_ends_its_authors_document_and_no_other(
    world: World,
) -> None:
    one = world.process()
    owner, school = await one.enter(OWNER, 11), await one.enter(SCHOOL, 12)
    world.log.answers.append(StorageReadOnly("full"))
    owner.type("ikke lagret")
    await world.settled()
    assert [(f.type, f.kind, f.text) for f in owner.listen()] == [
        (protocol.SYNC_STATUS, 0, ""),
        (protocol.CLOSE, -1, Token.OVERLOADED),
    ]
    assert school.listen() == []
    assert len(world.log.appended) == 1  # it was not repeated
    reader = await one.enter(NAV, 13)
    assert "ikke lagret" not in reader.text
    school.type("lagret")
    await world.settled()
    assert "lagret" in reader.text
    assert one.loads == 2  # the replica was built anew, once


async def test_budgets_refuse_new_documents_and_leave_others_alone(world: World) -> None:
    one = world.process(rooms=1, open_bytes=1)
    owner = await one.enter(OWNER, 11)
    with pytest.raises(NotOpened) as refusal, one.collaborators.budget.opening():
        pass
    assert refusal.value.token is Token.OVERLOADED
    await one.enter(SCHOOL, 12)  # it is open already
    owner.type("fortsatt")
    await world.settled()
    assert "fortsatt" in world.log.text


async def test_a_process_that_ends_lets_nobody_in_and_ends_its_sockets(world: World) -> None:
    one, wire = world.process(), SlowWire()
    owner = await one.enter(OWNER, 11)
    one.hub.sockets.opened("key", wire.outbox)
    closing = asyncio.create_task(one.hub.close())
    await wire.outbox.settled.wait()
    assert wire.outbox.closing is Token.GOING_DOWN
    with pytest.raises(NotOpened) as refusal:
        await one.hub.enter("part/part", owner.entrant)
    assert refusal.value.token is Token.GOING_DOWN
    one.hub.sockets.closed("key", wire.outbox)
    await closing


@pytest.mark.rule("P7")
async def test_who_asks_again_and_again_for_what_they_may_not_see_waits_and_nobody_else(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "MOST_TURNED_AWAY", (200.0, 1e-6))
    one = world.process()

    async def answer(who: Participant, document: str) -> Token | None:
        try:
            await one.hub.enter(document, Person(world.log, who, 12, document).entrant)
        except NotOpened as refusal:
            return refusal.token
        return None

    lost = [await answer(SCHOOL, f"part/lost-{number}") for number in range(200)]
    assert set(lost) == {Token.NOT_FOUND}  # a page that loses everything is told so of all it had
    before = one.reads_of_rights
    assert await answer(SCHOOL, "part/another") is Token.OVERLOADED
    assert one.reads_of_rights == before
    assert await answer(NAV, CHANNEL) is None
