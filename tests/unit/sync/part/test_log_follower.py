"""Several processes: what one commits is taken in by the others, whatever becomes of the messages."""

from __future__ import annotations

import random

import pytest

from server.domain.plan import Kind
from server.ports.log import Committed
from tests.support.clients import protocol
from tests.unit.sync.fakes import NOW
from tests.unit.sync.processes import NAV, OWNER, SCHOOL, Person, Process, Said, World


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
        await process.hub.watcher.poll()
    await world.settled()
    assert {person.text for person in people} == {world.log.text}


@pytest.mark.rule("P5")
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
        await process.hub.watcher.poll()
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
    await two.hub.watcher.poll()
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
        await process.hub.watcher.poll()
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
    assert world.log.appended[-1].projection.title in ("en to", "to en")
    await world.close()
