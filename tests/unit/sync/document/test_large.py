"""A large part is handed out as the log has it, and encoded elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from pycrdt import Doc

from server.ports.log import Outcome, Stored, Submission
from server.sync.document import replica as replicas
from server.sync.document import ydoc as documents
from server.sync.document.large import MERGE_EVERY, LargeState
from server.sync.document.replica import Replica
from server.sync.document.ydoc import Document, Incoherent
from server.sync.part import snapshots
from server.sync.part.inbox import JOIN
from server.sync.protocol import frames
from server.sync.update.admission import exhausted
from tests.unit.sync.fakes import PART, Heard, MemoryLog, Page
from tests.unit.sync.open_room import EMPTY_STATE, STEP2, UPDATE, Open


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> MemoryLog:
    """Of a part with a snapshot, that counts as large."""
    monkeypatch.setattr(replicas, "LARGE", 100)
    monkeypatch.setattr(documents, "AT_ONCE", 50)
    monkeypatch.setattr(replicas, "MAX_DIFF", 20)
    monkeypatch.setattr(snapshots, "SNAPSHOT_EVERY", 3)
    log = MemoryLog()
    page = Page(log, 11)
    write(log, page, "En hel del tekst som står i øyeblikksbildet, så langt at det er langt. 😀")
    log.snapshot = (log.rows[-1].seq, page.doc.get_update())
    write(log, page, "og litt til 😁")
    return log


def write(log: MemoryLog, page: Page, words: str) -> None:
    log.clients[11] = log.rows[0].person
    log.write(log.rows[0].person, page.type(words))


async def loaded(log: MemoryLog) -> Replica:
    part = await log.load(PART)
    assert part is not None
    return exhausted(Replica.loading(part))


def applied(updates: list[bytes]) -> bytes:
    doc: Doc[Any] = Doc()
    for update in updates:
        doc.apply_update(update)
    return doc.get_update()


def test_many_small_updates_are_handed_out_as_few() -> None:
    log = MemoryLog()
    page, whole = Page(log, 11), LargeState(log.rows[0].payload)
    for _ in range(2 * MERGE_EVERY + 5):
        whole.add(page.type("ord "))
    assert len(whole.updates()) == 1 + 2 + 5
    assert applied(whole.updates()) == page.doc.get_update()


def test_a_new_snapshot_takes_the_place_of_what_it_holds() -> None:
    log = MemoryLog()
    page, whole = Page(log, 11), LargeState(log.rows[0].payload)
    for _ in range(MERGE_EVERY - 1):
        whole.add(page.type("før "))
    whole.mark()
    snapshot = page.doc.get_update()
    for _ in range(MERGE_EVERY - 1):
        whole.add(page.type("etter "))
    whole.replace(snapshot)
    assert whole.updates()[0] is snapshot
    assert len(whole.updates()) == MERGE_EVERY
    assert whole.size == sum(map(len, whole.updates()))
    assert applied(whole.updates()) == page.doc.get_update()


async def test_who_lacks_much_gets_the_logs_own_bytes_and_nothing_is_encoded(
    log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    replica = await loaded(log)
    monkeypatch.setattr(Document, "encode", None)
    assert replica.missing_updates(EMPTY_STATE) == [log.snapshot[1], log.rows[-1].payload]
    assert applied(replica.missing_updates(EMPTY_STATE)) == log.doc.get_update()
    assert replica.measured_size() == replica.size == len(log.snapshot[1]) + len(log.rows[-1].payload)


async def test_who_lacks_little_gets_that(log: MemoryLog) -> None:
    replica = await loaded(log)
    log.rows.pop()
    behind = log.doc
    (diff,) = replica.missing_updates(behind.get_state())
    assert len(diff) < 40
    behind.apply_update(diff)
    assert behind.get_update() == replica.encode()


async def test_places_inside_a_character_are_known_of_the_snapshot_and_of_rows(
    log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    replica = await loaded(log)
    assert len(replica.halves) == 2
    monkeypatch.setattr(replicas, "LARGE", 10**6)
    assert replica.halves == (await loaded(log)).halves


async def test_a_row_that_does_not_continue_a_large_part_is_no_part_of_it(log: MemoryLog) -> None:
    last = log.rows.pop()
    log.rows.append(Stored(last.seq, last.person, last.payload.replace(b"og litt", b"\xff" * 7)))
    with pytest.raises(Incoherent):
        await loaded(log)


async def test_a_large_part_is_encoded_elsewhere_once_it_has_grown_by_much(log: MemoryLog) -> None:
    opened, writer, reader = Open(log), Heard("writer", person=log.rows[0].person), Heard("reader")
    page = Page(log, 11)
    await opened.enter(writer)
    for _ in range(2):
        opened.send(writer, page.type("mye mer som er skrevet siden sist"))
        await opened.settled()
    opened.send(writer, page.type(" til sist"))
    await opened.settled()
    await log.storing.wait()
    assert log.snapshot[0] in (5, 6)
    opened.room.submit(reader.member, JOIN)
    opened.room.submit(reader.member, frames.Step1(reader.member.address, EMPTY_STATE))
    await opened.settled()
    received = [frame for frame in reader.frames() if (frame.type, frame.kind) in (STEP2, UPDATE)]
    assert (received[0].type, received[0].kind) == STEP2
    assert received[0].data == log.snapshot[1]
    assert applied([frame.data for frame in received]) == page.doc.get_update()
    opened.room.retire()


async def test_what_is_not_committed_when_an_encoding_begins_is_no_part_of_it(
    log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next turn may begin before anything else gets its turn of the loop."""
    opened, writer, reader = Open(log), Heard("writer", person=log.rows[0].person), Heard("reader")
    page, begun, commits, append = Page(log, 11), asyncio.Semaphore(0), asyncio.Semaphore(0), log.append
    await opened.enter(writer)

    async def append_one_by_one(submissions: Sequence[Submission]) -> Sequence[Outcome]:
        begun.release()
        await commits.acquire()
        return await append(submissions)

    monkeypatch.setattr(log, "append", append_one_by_one)
    opened.send(writer, page.type("mye mer som er skrevet siden sist"))
    await begun.acquire()
    opened.send(writer, page.type("og enda mer som er skrevet siden sist"))
    commits.release()
    await begun.acquire()
    opened.send(writer, page.type("mens det lagres"))
    commits.release()
    await begun.acquire()
    await log.storing.wait()
    commits.release()
    await opened.settled()
    opened.room.submit(reader.member, JOIN)
    opened.room.submit(reader.member, frames.Step1(reader.member.address, EMPTY_STATE))
    await opened.settled()
    received = [frame for frame in reader.frames() if (frame.type, frame.kind) in (STEP2, UPDATE)]
    assert applied([frame.data for frame in received]) == page.doc.get_update()
    opened.room.retire()


async def test_what_ends_a_room_does_not_wait_for_an_encoding(log: MemoryLog) -> None:
    opened, writer = Open(log, idle_seconds=0.0), Heard("writer", person=log.rows[0].person)
    log.snapshot_gate.clear()
    page = Page(log, 11)
    await opened.enter(writer)
    for _ in range(3):
        opened.send(writer, page.type("mye mer som er skrevet siden sist"))
    await opened.settled()
    before = log.snapshot
    opened.room.leave(writer.member)
    await opened.task
    assert log.snapshot == before
