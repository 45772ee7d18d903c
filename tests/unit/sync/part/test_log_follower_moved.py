"""A process that finds rows gone, moved to the history, reloads and tells its members what they lack."""

from __future__ import annotations

from server.ports.log import Committed
from tests.support.clients import protocol
from tests.support.models.struct_units import units
from tests.unit.sync.fakes import NOW
from tests.unit.sync.processes import OWNER, SCHOOL, Person, World


async def written(world: World, person: Person, *words: str) -> None:
    for word in words:
        person.type(word)
        await world.settled()


async def test_members_are_told_the_difference_and_no_error(world: World) -> None:
    world.arranged = lambda _: []
    one, two = world.process(), world.process()
    owner, school = await one.enter(OWNER, 11), await two.enter(SCHOOL, 12)
    await written(world, owner, "en ", "to ", "tre ")
    world.log.move()
    school.listen()
    await two.hub.watcher.poll()
    await world.settled()
    (told,) = school.listen()
    assert (told.type, told.kind) == (protocol.SYNC, protocol.UPDATE)
    assert {client for client, _ in units(told.data)} == {11}, "what they had is not sent again"
    assert school.text == owner.text == world.log.text
    await written(world, owner, "fire ")
    await two.hub.watcher.poll()
    await world.settled()
    assert school.text == world.log.text
    assert two.loads == 2


async def test_words_that_were_deleted_meanwhile_are_sent_to_nobody(world: World) -> None:
    world.arranged = lambda _: []
    one, two = world.process(), world.process()
    owner, school = await one.enter(OWNER, 11), await two.enter(SCHOOL, 12)
    await written(world, owner, "hemmelig")
    text = owner.page.block_text(0)
    owner.send(owner.page.made(lambda: text.__delitem__(slice(0, len("hemmelig")))))
    await world.settled()
    await written(world, owner, "åpent")
    world.log.move()
    school.listen()
    await two.hub.watcher.poll()
    await world.settled()
    told = b"".join(frame.data for frame in school.listen())
    assert "åpent".encode() in told
    assert b"hemmelig" not in told
    assert school.text == world.log.text


async def test_who_writes_there_is_acknowledged_and_nothing_comes_twice(world: World) -> None:
    world.arranged = lambda _: []
    one, two = world.process(), world.process()
    owner, school = await one.enter(OWNER, 11), await two.enter(SCHOOL, 12)
    await written(world, owner, "en ", "to ", "tre ")
    world.log.move()
    school.listen()
    await written(world, school, "fra skolen ")
    assert (protocol.SYNC_STATUS, 1) in [(frame.type, frame.kind) for frame in school.listen()]
    await one.hub.watcher.poll()
    await world.settled()
    assert school.text == owner.text == world.log.text
    assert world.log.text.count("fra skolen") == 1


async def test_rows_that_move_while_a_commit_is_told_are_found(world: World) -> None:
    """Those before it were there when it was committed, and gone when they were asked for."""
    world.arranged = lambda _: []
    one, two = world.process(), world.process()
    owner, school = await one.enter(OWNER, 11), await two.enter(SCHOOL, 12)
    await written(world, owner, "en ", "to ")
    school.listen()

    def committed_and_moved() -> Committed:
        submission = world.log.appended[-1]
        for row in submission.rows:
            world.log.write(row.person, row.payload)
        world.log.move()
        return Committed(world.log.rows[-1].seq, NOW)

    world.log.answers.append(committed_and_moved)
    await written(world, school, "fra skolen ")
    assert school.text == world.log.text
    await one.hub.watcher.poll()
    await world.settled()
    assert owner.text == world.log.text
