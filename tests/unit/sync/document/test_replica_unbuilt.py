"""What the log has in one piece is handed out as it is; the document is built when it is asked for."""

from __future__ import annotations

from typing import Any

import pytest
from pycrdt import Doc

from server.sync.document.replica import Replica
from server.sync.document.ydoc import MAX_PENDING, Incoherent
from server.sync.part.inbox import JOIN
from server.sync.protocol import frames
from tests.unit.sync.fakes import ADDRESS, PART, Heard, MemoryLog, Page, a_writer
from tests.unit.sync.open_room import EMPTY_STATE, SAVED, STEP2, UPDATE, Open

NOTHING = b"\x00\x00"


@pytest.fixture
def log() -> MemoryLog:
    """One snapshot, and no rows after it."""
    log = MemoryLog()
    page = Page(log, 11)
    log.clients[11] = log.rows[0].person
    log.write(log.rows[0].person, page.type("Dette står der fra før. 😀"))
    log.snapshot = (log.rows[-1].seq, page.doc.get_update())
    return log


def replica_of(opened: Open) -> Replica:
    return opened.log_follower.replica


async def test_who_comes_new_is_handed_the_snapshot_and_nothing_is_built(log: MemoryLog) -> None:
    opened, heard = Open(log), Heard("a")
    opened.room.submit(heard.member, JOIN)
    opened.room.submit(heard.member, frames.Step1(ADDRESS, EMPTY_STATE))
    await opened.settled()
    *_, (kind, content) = [((frame.type, frame.kind), frame.data) for frame in heard.frames()]
    assert (kind, content) == (STEP2, log.snapshot[1])
    opened.send(heard, NOTHING)
    await opened.settled()
    assert heard.kinds() == [SAVED]
    assert not replica_of(opened).built


async def test_the_first_edit_is_judged_by_the_whole_document(log: MemoryLog) -> None:
    opened, heard, other, page = Open(log), Heard("a"), Heard("b"), Page(log, 12)
    await opened.enter(heard, other)
    assert not replica_of(opened).built
    opened.send(heard, page.type("Og dette er nytt."))
    await opened.settled()
    assert (heard.kinds(), other.kinds()) == ([SAVED], [UPDATE])
    assert replica_of(opened).encode() == page.doc.get_update()


async def test_who_has_something_already_is_told_what_it_lacks(log: MemoryLog) -> None:
    opened, heard = Open(log), Heard("a")
    seeded = Page(MemoryLog(), 13).doc.get_state()
    opened.room.submit(heard.member, JOIN)
    opened.room.submit(heard.member, frames.Step1(ADDRESS, seeded))
    await opened.settled()
    assert replica_of(opened).built
    assert 0 < len(heard.frames()[-1].data) < len(log.snapshot[1])


async def test_where_characters_have_halves_is_known_once_it_is_built(log: MemoryLog) -> None:
    opened, heard = Open(log), Heard("a")
    await opened.enter(heard)
    await opened.log_follower.build()
    assert replica_of(opened).halves


@pytest.mark.parametrize("damaged", [b"", b"\x00\x00", b"\x01", b"\xff" * 40])
async def test_a_part_that_is_not_whole_is_never_opened(log: MemoryLog, damaged: bytes) -> None:
    log.snapshot = (log.snapshot[0], damaged)
    with pytest.raises(Incoherent):
        a_writer(log)


async def test_a_cut_snapshot_is_never_opened(log: MemoryLog) -> None:
    seq, snapshot = log.snapshot
    for size in range(len(snapshot)):
        log.snapshot = (seq, snapshot[:size])
        with pytest.raises(Incoherent):
            a_writer(log)


async def test_what_was_typed_on_is_there_for_whoever_asks(
    log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, heard, page, applied = Open(log), Heard("a"), Page(log, 12), list[bytes]()
    await opened.enter(heard)

    async def type_on(letters: int) -> None:
        for _ in range(letters):
            opened.send(heard, page.type("x"))
            await opened.settled()

    def noted(doc: Doc[Any], update: bytes) -> None:
        applied.append(update)
        apply(doc, update)

    await type_on(1)
    apply, letters = Doc.apply_update, MAX_PENDING + 20
    monkeypatch.setattr(Doc, "apply_update", noted)
    await type_on(letters)
    assert letters - MAX_PENDING <= len(applied) < letters
    late = Heard("late")
    opened.room.submit(late.member, JOIN)
    opened.room.submit(late.member, frames.Step1(ADDRESS, EMPTY_STATE))
    await opened.settled()
    assert late.frames()[-1].data == page.doc.get_update()
    assert len(applied) == letters


async def test_rows_of_other_processes_build_it_first(log: MemoryLog) -> None:
    opened, heard, elsewhere = Open(log), Heard("a"), Page(log, 14)
    await opened.enter(heard)
    log.write(log.rows[0].person, elsewhere.type("Fra en annen prosess."))
    opened.room.add_rows(await log.since(PART, log.snapshot[0]))
    await opened.settled()
    assert heard.kinds() == [UPDATE]
    assert replica_of(opened).encode() == elsewhere.doc.get_update()
