"""Reading comments is logged before they are shown: how often, and what is remembered of it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from server.domain.audit import ONE_READING
from server.domain.errors import NotFound
from server.domain.plan import Kind, ParticipantId, PartId, Role
from server.features.comments.entries import CommentsRead
from server.features.comments.lateness import Looking
from server.features.comments.service import CommentWish, Conversations, Readings
from server.features.comments.store import Comments
from server.ports.log import StorageUnavailable
from server.ports.texts import Words
from server.storage.metadata import participants
from server.sync.update.letters import Letters
from tests.support.principals import demo
from tests.unit.features.fakes import NOON, CountedChance, HeldLedger, ListeningHub, NoTexts, SetClock
from tests.unit.features.family import Family, part, person, place

GP, NAV = ParticipantId("gp"), ParticipantId("nav")
CRISIS, WORK = PartId("crisis"), PartId("work")


class Reader:
    """The GP's, with the comments of one part open."""

    def __init__(self, family: Family) -> None:
        self.ledger, self.clock, self.texts = HeldLedger(), SetClock(), NoTexts()
        comments = Comments(family.database, self.clock)
        told, looking = (self.ledger, ListeningHub()), Looking(family.database, self.clock)
        self.conversations = Conversations(comments, *told, self.texts, looking, CountedChance())

    async def read(self) -> None:
        await self.conversations.of_part(demo(person(Role.GP)), part(Kind.HEALTH))


@pytest.fixture
def reader(family: Family) -> Reader:
    return Reader(family)


async def test_an_open_page_is_logged_once(reader: Reader) -> None:
    await reader.read()
    await reader.read()
    assert [event.action for event in reader.ledger.recorded] == [CommentsRead.action]


@pytest.mark.rule(14, "P8")
async def test_words_of_others_are_never_read_without_an_entry_and_ones_own_need_none(
    reader: Reader,
) -> None:
    """Whatever was logged before them (security, 12a)."""
    await reader.read()
    health = part(Kind.HEALTH)
    mine = await reader.conversations.add(demo(person(Role.GP)), health, CommentWish("Notert."))
    await reader.read()
    assert reader.ledger.parts == [health]
    reader.clock.forward(seconds=1)
    theirs = await reader.conversations.add(demo(person(Role.OWNER)), health, CommentWish("Takk."))
    for _ in range(2):
        await reader.read()
    assert reader.ledger.parts == [health] * 2
    reader.clock.forward(seconds=1)
    await reader.conversations.edit(demo(person(Role.OWNER)), theirs.id, "Takk!")
    await reader.conversations.edit(demo(person(Role.GP)), mine.id, "Notert!")
    for _ in range(2):
        await reader.read()
    assert reader.ledger.parts == [health] * 3


@pytest.mark.rule("P4")
async def test_a_right_that_ends_while_the_text_is_looked_at_shows_nothing(
    reader: Reader, family: Family
) -> None:
    reader.clock.now = NOON - timedelta(days=400)
    await reader.conversations.add(
        demo(person(Role.OWNER)), part(Kind.HEALTH), CommentWish("Hei", quote="ord")
    )
    reader.clock.now = NOON

    async def withdrawn(asked: PartId) -> Words:
        over = update(participants).where(participants.c.id == place(Role.GP)).values(until=NOON)
        await family.database.write(lambda connection: connection.execute(over) and None)
        return Letters()

    reader.texts.words = withdrawn  # type: ignore[method-assign,assignment]
    with pytest.raises(NotFound):
        await reader.read()


async def test_as_long_as_a_reading_cannot_be_logged_nothing_is_shown(reader: Reader) -> None:
    reader.ledger.takes_nothing = True
    for _ in range(2):
        with pytest.raises(StorageUnavailable):
            await reader.read()
    reader.ledger.takes_nothing = False
    await reader.read()
    assert reader.ledger.parts == [part(Kind.HEALTH)]


async def test_who_reads_at_the_same_time_is_not_answered_before_an_entry_is_durable(reader: Reader) -> None:
    reader.ledger.may_go_on.clear()
    first = asyncio.create_task(reader.read())
    await reader.ledger.attempts.get()
    second = asyncio.create_task(reader.read())
    asked = asyncio.create_task(reader.ledger.attempts.get())
    await asyncio.wait([second, asked], return_when=asyncio.FIRST_COMPLETED)
    assert not second.done()
    reader.ledger.may_go_on.set()
    await asyncio.gather(first, second)
    assert reader.ledger.parts == [part(Kind.HEALTH)] * 2, "twice is harmless, not at all is not"


async def test_a_reader_who_leaves_meanwhile_leaves_none_unlogged(reader: Reader) -> None:
    reader.ledger.may_go_on.clear()
    leaving = asyncio.create_task(reader.read())
    await reader.ledger.attempts.get()
    leaving.cancel()
    await asyncio.wait([leaving])
    reader.ledger.may_go_on.set()
    await reader.read()
    assert reader.ledger.parts == [part(Kind.HEALTH)]


@pytest.mark.rule("P4")
async def test_a_right_that_ends_while_the_reading_is_logged_shows_nothing(
    reader: Reader, family: Family
) -> None:
    reader.ledger.may_go_on.clear()
    reading = asyncio.create_task(reader.read())
    await reader.ledger.attempts.get()
    over = update(participants).where(participants.c.id == place(Role.GP)).values(until=NOON)
    await family.database.write(lambda connection: connection.execute(over) and None)
    reader.ledger.may_go_on.set()
    with pytest.raises(NotFound):
        await reading


def test_one_reading_is_logged_once_for_each_who_and_what() -> None:
    readings = Readings()
    assert readings.begins(GP, CRISIS, NOON)
    readings.logged(GP, CRISIS, NOON)
    assert not readings.begins(GP, CRISIS, NOON)
    assert readings.begins(NAV, CRISIS, NOON)
    assert readings.begins(GP, WORK, NOON)


def test_what_was_written_since_is_another_reading() -> None:
    readings = Readings()
    readings.logged(GP, CRISIS, NOON, NOON)
    assert not readings.begins(GP, CRISIS, NOON + timedelta(seconds=1), NOON)
    assert readings.begins(GP, CRISIS, NOON + timedelta(seconds=1), NOON + timedelta(microseconds=1))


def test_asking_whether_it_is_new_notes_nothing() -> None:
    readings = Readings()
    assert [readings.begins(GP, CRISIS, NOON) for _ in range(2)] == [True, True]


def test_after_a_while_it_is_another_reading() -> None:
    readings = Readings()
    readings.logged(GP, CRISIS, NOON)
    assert not readings.begins(GP, CRISIS, NOON + ONE_READING - timedelta(seconds=1))
    assert readings.begins(GP, CRISIS, NOON + ONE_READING)


def test_what_is_forgotten_is_logged_once_more_never_less() -> None:
    readings = Readings(most=1)
    readings.logged(GP, CRISIS, NOON)
    readings.logged(NAV, CRISIS, NOON)
    assert not readings.begins(NAV, CRISIS, NOON)
    assert readings.begins(GP, CRISIS, NOON)
