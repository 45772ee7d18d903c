from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from server.domain.access import Level
from server.domain.plan import PartId, PersonId
from server.ports.log import StorageUnavailable, Stored
from server.sync.part import snapshots
from server.sync.part.inbox import JOIN
from server.sync.protocol import frames
from server.sync.protocol.closings import Token
from tests.unit.sync.fakes import ADDRESS, Heard, MemoryLog, Page
from tests.unit.sync.open_room import (
    AUTHENTICATED,
    CLOSED,
    EMPTY_STATE,
    NOT_SAVED,
    SAVED,
    STEP1,
    STEP2,
    UPDATE,
    Open,
)


async def test_who_joins_is_let_in_asked_and_served_when_it_asks(opened: Open) -> None:
    heard = Heard("a")
    opened.room.submit(heard.member, JOIN)
    await opened.settled()
    assert heard.kinds() == [AUTHENTICATED, STEP1]
    opened.room.submit(heard.member, frames.Step1(ADDRESS, EMPTY_STATE))
    await opened.settled()
    assert heard.kinds() == [STEP2]


async def test_an_author_is_acknowledged_and_the_others_are_told(opened: Open) -> None:
    a, b, page = Heard("a"), Heard("b"), Page(opened.log, 11)
    await opened.enter(a, b)
    opened.send(a, page.type("1"))
    opened.send(a, page.type("2"))
    await opened.settled()
    assert a.kinds() == [SAVED, SAVED]
    assert b.kinds() == [UPDATE]


async def test_two_authors_of_one_turn_are_told_of_each_other(opened: Open) -> None:
    a, b = Heard("a"), Heard("b")
    await opened.enter(a, b)
    opened.send(a, Page(opened.log, 11).type("1"))
    opened.send(b, Page(opened.log, 12).type("2"))
    await opened.settled()
    assert a.kinds() == b.kinds() == [SAVED, UPDATE]


@pytest.mark.rule("P1", "P2")
async def test_nobody_is_told_or_served_anything_while_a_commit_is_open(opened: Open) -> None:
    a, b, late = Heard("a"), Heard("b"), Heard("late")
    await opened.enter(a, b)
    opened.log.gate.clear()
    opened.send(a, Page(opened.log, 11).type("udekket"))
    await opened.log.committing.wait()
    opened.room.submit(late.member, JOIN)
    opened.room.submit(late.member, frames.Step1(ADDRESS, EMPTY_STATE))
    opened.room.submit(b.member, frames.Step1(ADDRESS, EMPTY_STATE))
    elsewhere = Open(MemoryLog(), idle_seconds=0.0)
    await elsewhere.enter(Heard("c"))  # who comes to another part is served meanwhile
    assert a.kinds() == b.kinds() == late.kinds() == []
    opened.log.gate.set()
    await opened.settled()
    assert a.kinds() == [SAVED]
    assert b.kinds() == [UPDATE, STEP2, STEP1]
    (_, _, step2) = late.frames()
    assert b"udekket" in step2.data
    elsewhere.room.finish(Token.GOING_DOWN)
    await elsewhere.task


async def test_a_broadcast_never_comes_before_the_step2_it_builds_on(opened: Open) -> None:
    a, joining = Heard("a"), Heard("joining")
    await opened.enter(a)
    opened.room.submit(joining.member, JOIN)
    opened.send(a, Page(opened.log, 11).type("1"))
    await opened.settled()
    assert joining.kinds() == [AUTHENTICATED, STEP1]


@pytest.mark.rule("P7")
async def test_a_refused_frame_is_answered_and_ends_the_document_for_its_sender_only(opened: Open) -> None:
    bad, good = Heard("bad"), Heard("good")
    await opened.enter(bad, good)
    opened.send(bad, Page(opened.log, 11).misplace())
    opened.send(good, Page(opened.log, 12).type("1"))
    await opened.settled()
    assert bad.kinds() == [NOT_SAVED, CLOSED]
    assert bad.closed == [ADDRESS]
    assert good.kinds() == [SAVED]
    opened.send(good, Page(opened.log, 13).type("2"))
    await opened.settled()
    assert bad.kinds() == []


async def test_nobody_is_served_once_rights_have_become_unknown_while_the_log_was_read(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, late = Heard("here"), Heard("late")
    await opened.enter(here)
    opened.log.write(PersonId("c"), Page(opened.log, 99).type("hemmelig"))
    since = opened.log.since

    async def slowly(part: PartId, seq: int) -> Sequence[Stored]:
        rows = await since(part, seq)
        opened.rights.fresh, opened.log.away = False, True
        return rows

    monkeypatch.setattr(opened.log, "since", slowly)
    opened.room.log_reached(2)
    opened.room.submit(late.member, JOIN)
    opened.room.submit(late.member, frames.Step1(ADDRESS, EMPTY_STATE))
    await opened.settled()
    assert here.kinds() == [CLOSED]
    assert STEP2 not in late.kinds()
    assert late.closed == [ADDRESS]
    opened.log.away = False


async def test_what_was_saved_is_acknowledged_also_when_the_next_frame_ends_the_document(
    opened: Open,
) -> None:
    heard, page = Heard("a"), Page(opened.log, 11)
    await opened.enter(heard)
    opened.send(heard, page.type("1"))
    opened.send(heard, page.misplace())
    await opened.settled()
    assert heard.kinds() == [SAVED, NOT_SAVED, CLOSED]


async def test_what_is_early_is_asked_about_once_for_each_frame(opened: Open) -> None:
    heard, page = Heard("a"), Page(opened.log, 11)
    await opened.enter(heard)
    page.type("ikke sendt ")
    opened.send(heard, page.type("1"))
    opened.send(heard, page.type("2"))
    await opened.settled()
    assert heard.kinds() == [STEP1, STEP1]
    opened.room.submit(heard.member, frames.Step2(ADDRESS, page.doc.get_update()))
    await opened.settled()
    assert heard.kinds() == [SAVED]


async def test_a_reader_is_told_that_its_change_was_not_saved_and_stays(opened: Open) -> None:
    reader = Heard("r", Level.READ)
    await opened.enter(reader)
    opened.send(reader, Page(opened.log, 11).type("1"))
    await opened.settled()
    assert reader.kinds() == [NOT_SAVED]
    assert reader.closed == []


async def test_who_asks_without_end_is_stopped(opened: Open) -> None:
    heard = Heard("a")
    await opened.enter(heard)
    for _ in range(40):
        opened.room.submit(heard.member, frames.Step1(ADDRESS, EMPTY_STATE))
    await opened.settled()
    received = heard.frames()
    assert received[-1].text == Token.OVERLOADED
    assert len(received) < 40


async def test_an_idle_room_stores_its_state_and_ends() -> None:
    opened = Open(MemoryLog(), idle_seconds=0.0)
    heard = Heard("a")
    await opened.enter(heard)
    opened.send(heard, Page(opened.log, 11).type("1"))
    await opened.settled()
    opened.room.leave(heard.member)
    await opened.task
    assert opened.told == ["end"]
    seq, payload = opened.log.snapshot
    assert seq == 2
    assert payload


async def test_who_comes_while_the_state_is_stored_keeps_the_room_open() -> None:
    log = MemoryLog()
    log.snapshot_gate.clear()
    opened, heard = Open(log, idle_seconds=0.0), Heard("a")
    await log.storing.wait()
    opened.room.submit(heard.member, JOIN)
    log.snapshot_gate.set()
    await opened.settled()
    assert heard.kinds() == [AUTHENTICATED, STEP1]
    assert not opened.task.done()
    opened.room.leave(heard.member)
    await opened.task
    assert opened.told == ["end"]


async def test_a_busy_room_stores_its_state_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "SNAPSHOT_EVERY", 3)
    opened, heard = Open(MemoryLog()), Heard("a")
    page = Page(opened.log, 11)
    await opened.enter(heard)
    for number in range(4):
        opened.send(heard, page.type(str(number)))
        await opened.settled()
    await opened.log.storing.wait()
    await opened.settled()
    assert opened.log.snapshot[0] == 3
    opened.room.finish(Token.GOING_DOWN)
    await opened.task


async def test_finishing_settles_what_had_arrived_and_leaves_the_farewell_to_the_socket(opened: Open) -> None:
    heard = Heard("a")
    await opened.enter(heard)
    opened.send(heard, Page(opened.log, 11).type("sist"))
    opened.room.finish(Token.GOING_DOWN)
    await opened.task
    (saved,) = heard.frames()
    assert (saved.type, saved.kind) == SAVED
    assert "sist" in opened.log.text


async def test_finishing_waits_for_nobody_who_writes_on_and_on(opened: Open) -> None:
    heard, page, elsewhere = Heard("a"), Page(opened.log, 11), Page(opened.log, 12)
    await opened.enter(heard)

    async def write_on() -> None:
        for _ in range(10_000):
            opened.send(heard, page.type("a"))
            opened.log.write(PersonId("c"), elsewhere.type("c"))
            opened.room.add_rows(opened.log.rows[-1:])
            await asyncio.sleep(0)

    writing = asyncio.create_task(write_on())
    await opened.log.committing.wait()
    opened.room.finish(Token.GOING_DOWN)
    await asyncio.wait({writing, opened.task}, return_when=asyncio.FIRST_COMPLETED)
    assert not writing.done()
    writing.cancel()


async def test_a_room_that_fails_says_try_again_and_frees_its_sockets() -> None:
    """The backlog counts frames nobody dealt with; were it not freed, the socket would be read no more."""
    opened, heard, waiting = Open(MemoryLog()), Heard("a"), Heard("b")
    await opened.enter(heard, waiting)
    opened.log.answers.extend([StorageUnavailable("away")] * 3)
    opened.log.away = True
    opened.log.gate.clear()
    opened.send(heard, Page(opened.log, 11).type("1"))
    await opened.log.committing.wait()
    for _ in range(5_000):
        opened.send(waiting, b"\x00\x00")
    opened.log.gate.set()
    await opened.task
    assert [frame.text for frame in heard.frames()] == [Token.OVERLOADED]
    assert [frame.text for frame in waiting.frames()] == [Token.OVERLOADED]
    assert not heard.backlog.full
    assert not waiting.backlog.full
    assert opened.told == ["end"]


async def test_who_comes_to_a_room_that_has_ended_is_told_to_try_again() -> None:
    opened, heard = Open(MemoryLog(), idle_seconds=0.0), Heard("late")
    await opened.task
    opened.room.submit(heard.member, JOIN)
    assert [frame.text for frame in heard.frames()] == [Token.OVERLOADED]


async def test_afterwards_waits_for_what_was_handed_in_and_for_nothing_else(opened: Open) -> None:
    heard, order = Heard("a"), list[str]()
    await opened.enter(heard)
    opened.room.when_processed(lambda: order.append("idle"))
    assert order == ["idle"]
    opened.log.gate.clear()
    opened.send(heard, Page(opened.log, 11).type("1"))
    opened.room.when_processed(lambda: order.append("first"))
    await opened.log.committing.wait()
    opened.room.when_processed(lambda: order.append("second"))
    assert order == ["idle"]
    opened.log.gate.set()
    await opened.settled()
    assert order == ["idle", "first", "second"]
