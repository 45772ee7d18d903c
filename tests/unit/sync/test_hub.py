"""Several processes: what one commits, withdraws or ends reaches those in the others."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import random
import weakref
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from server.domain.plan import Kind
from server.ports import Committed, RowsStored, StorageReadOnly, StorageUnavailable
from server.sync import following, hub
from server.sync.closing import Token
from server.sync.engine import Refusal
from server.sync.replica import Incoherent
from server.sync.rights import PlanRights
from tests.harness import protocol
from tests.unit.sync.fakes import NOW, PART, PLAN
from tests.unit.sync.processes import CHANNEL, EVERYBODY, NAV, OWNER, SCHOOL, Person, Process, Said, World
from tests.unit.sync.slow_wire import SlowWire


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "RETRY_DELAYS", (0.0, 0.0))


@pytest.fixture
async def world() -> AsyncIterator[World]:
    world = World()
    yield world
    await world.close()


async def three_write(world: World, *processes: Process) -> list[Person]:
    people = [
        await process.enter(who, client)
        for process, who, client in zip(processes, (OWNER, SCHOOL, NAV), (11, 12, 13), strict=True)
    ]
    for number in range(5):
        for person in people:
            person.type(f"{person.client}:{number} ")
        await world.settled()
        for person in people:
            person.listen()
    return people


async def test_who_is_in_the_same_part_in_two_processes_reads_each_other(world: World) -> None:
    one, two = world.process(), world.process()
    owner, school = await one.enter(OWNER, 11), await two.enter(SCHOOL, 12)
    owner.type("fra eieren ")
    await world.settled()
    school.type("fra skolen ")
    await world.settled()
    assert owner.text == school.text == world.log.text
    assert "fra eieren" in owner.text
    assert "fra skolen" in owner.text


async def test_what_is_heard_is_taken_in_without_loading_the_part_again(world: World) -> None:
    one, two = world.process(), world.process()
    owner, school = await one.enter(OWNER, 11), await two.enter(SCHOOL, 12)
    two.looks = 0
    for number in range(20):
        owner.type(str(number))
        await world.settled()
    assert school.text == world.log.text
    assert (two.loads, two.looks) == (1, 0)


async def test_all_converge_with_every_message(world: World) -> None:
    people = await three_write(world, world.process(), world.process(), world.process())
    assert {person.text for person in people} == {world.log.text}


async def test_all_converge_without_any_message_as_soon_as_each_has_looked(world: World) -> None:
    world.arranged = lambda _: []
    processes = world.process(), world.process(), world.process()
    people = await three_write(world, *processes)
    for process in processes:
        await process.hub.watcher.look()
    await world.settled()
    assert {person.text for person in people} == {world.log.text}


@pytest.mark.parametrize("seed", range(5))
async def test_all_converge_when_messages_are_lost_repeated_and_out_of_order(seed: int) -> None:
    world, chance = World(), random.Random(seed)

    def arranged(said: list[Said]) -> list[Said]:
        kept = [one for one in said for _ in range(chance.choice((0, 1, 1, 2)))]
        return chance.sample(kept, len(kept))

    world.arranged = arranged
    processes = world.process(), world.process(), world.process()
    people = await three_write(world, *processes)
    world.arranged = lambda said: said
    for process in processes:
        await process.hub.watcher.look()
    await world.settled()
    assert {person.text for person in people} == {world.log.text}
    assert len(world.log.rows) == 16
    await world.close()


async def test_a_message_beyond_a_gap_is_answered_from_the_log_at_once(world: World) -> None:
    lost: list[Said] = []
    world.arranged = lambda said: [one for one in said if lost or lost.append(one)]  # type: ignore[func-returns-value]
    one, two = world.process(), world.process()
    owner, school = await one.enter(OWNER, 11), await two.enter(SCHOOL, 12)
    lost.clear()
    for word in ("tapt ", "hørt "):
        owner.type(word)
        await world.settled()
    assert lost
    assert school.text == world.log.text


async def test_a_commit_beside_others_rows_takes_those_in(world: World) -> None:
    """The log says so with the number it gives: those rows had not been heard of."""
    world.arranged = lambda _: []
    one, two = world.process(), world.process()
    owner, school = await one.enter(OWNER, 11), await two.enter(SCHOOL, 12)
    owner.type("A")
    await world.settled()
    school.type("B")
    await world.settled()
    assert school.text == world.log.text
    assert two.loads == 1


async def test_where_others_rows_cannot_be_read_after_a_commit_it_is_acknowledged_all_the_same(
    world: World,
) -> None:
    world.arranged = lambda _: []
    one, two = world.process(), world.process()
    owner, school = await one.enter(OWNER, 11), await two.enter(SCHOOL, 12)
    owner.type("A")
    await world.settled()
    school.type("B")
    world.log.answers.append(lambda: two_goes_blind(world, two))
    await world.settled()
    assert [(f.type, f.kind) for f in school.listen()] == [(protocol.SYNC_STATUS, 1)]
    two.blind = False
    await two.hub.watcher.look()
    await world.settled()
    assert school.text == world.log.text


def two_goes_blind(world: World, process: Process) -> Committed:
    submission = world.log.appended[-1]
    for row in submission.rows:
        world.log.write(row.person, row.payload)
    process.blind = True
    return Committed(world.log.rows[-1].seq, NOW)


async def test_one_person_in_two_processes_writes_on_in_order(world: World) -> None:
    """Their rows may not pass each other: the log refuses the later ones until the earlier are known."""
    world.arranged = lambda _: []
    one, two = world.process(), world.process()
    here, there = await one.enter(OWNER, 11), await two.enter(OWNER, 12)
    for word in ("a", "b", "c"):
        here.type(word)
        await world.settled()
        there.type(word.upper())
        await world.settled()
        here.listen(), there.listen()
    for process in (one, two):
        await process.hub.watcher.look()
    await world.settled()
    assert here.text == there.text == world.log.text


async def test_a_title_written_beside_others_rows_is_the_title_of_all_of_them() -> None:
    world = World(Kind.GOAL)
    world.arranged = lambda _: []
    one, two = world.process(), world.process()
    owner, school = await one.enter(OWNER, 11), await two.enter(SCHOOL, 12)

    def put(person: Person, words: str) -> None:
        title = person.page.fields["title"]
        update = person.page.made(lambda: title.insert(0, words))
        person.send(update)

    put(owner, "en ")
    await world.settled()
    put(school, "to ")
    await world.settled()
    assert world.log.appended[-1].title in ("en to", "to en")
    await world.close()


async def test_a_withdrawal_told_by_another_process_cuts_who_is_in_here(world: World) -> None:
    one, two = world.process(), world.process()
    await one.enter(OWNER, 11)
    school = await two.enter(SCHOOL, 12)
    world.withdraw(SCHOOL)
    await one.hub.access_changed(PLAN)
    two.open_mail()
    assert not two.hub.plans[PLAN].rights.fresh  # nothing goes out before they are read
    await world.settled()
    assert school.tokens() == [Token.CONSENT_WITHDRAWN]


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

    monkeypatch.setattr(hub, "PlanRights", noted)
    monkeypatch.setattr(PlanRights, "refresh", failing)
    with contextlib.suppress(StorageUnavailable):
        await one.enter(SCHOOL, 12)
    await asyncio.sleep(0)  # the task that read them is put away
    gc.collect()
    assert [each() for each in half] == [None]


async def test_a_notice_waits_until_it_is_known_who_may_be_told(world: World) -> None:
    one = world.process()
    nav = await one.enter(NAV, 13)
    one.hub.plans[PLAN].rights.doubt()
    for _ in range(2):
        one.hub.announce(PLAN, PART, {"type": "comments-changed"})
    assert nav.listen() == []
    await one.hub.watcher.look()
    one.hub.watcher.tend()
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
    one.hub.announce(PLAN, PART, {"type": "comments-changed"})
    await world.settled()
    for person in (owner, school):
        assert [frame.text for frame in person.listen()] == ['{"type": "comments-changed"}']


async def test_a_session_that_ends_closes_its_sockets_in_every_process(world: World) -> None:
    one, two = world.process(), world.process()
    wires = [SlowWire(), SlowWire()]
    for process, wire in zip((one, two), wires, strict=True):
        process.hub.sockets.opened("key", b"hash", wire.outbox)
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
    forged = Person(world, SCHOOL, 11, "part/part")
    school.send(forged.page.type("under eierens nummer"))
    await world.settled()
    assert school.tokens() == [Token.REFUSED]
    assert "under eierens nummer" not in world.log.text


async def test_in_the_channel_one_hears_only_of_those_one_may_know_of_elsewhere(world: World) -> None:
    one, two = world.process(), world.process()
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
    with pytest.raises(Refusal) as refusal, one.engine.budget.opening():
        pass
    assert refusal.value.token is Token.OVERLOADED
    await one.enter(SCHOOL, 12)  # it is open already
    owner.type("fortsatt")
    await world.settled()
    assert "fortsatt" in world.log.text
