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


def missing(replica: Replica, state_vector: bytes = EMPTY_STATE) -> list[bytes]:
    return exhausted(replica.missing(state_vector))


async def test_who_lacks_much_gets_the_snapshot_and_what_came_since_and_nothing_is_encoded(
    log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    replica = await loaded(log)
    monkeypatch.setattr(Document, "encode", None)
    snapshot, since = missing(replica)
    assert snapshot == log.snapshot[1]
    assert len(since) < 60
    assert applied([snapshot, since]) == log.doc.get_update()
    assert replica.measured_size() == replica.size == len(log.snapshot[1]) + len(log.rows[-1].payload)


OLD, NEW = "står i øyeblikksbildet", "HEMMELIG"


async def deleting(log: MemoryLog, words: str) -> None:
    """Somebody writes and deletes ``NEW``, or deletes ``OLD``, which the snapshot holds."""
    page = Page(log, 12)
    log.clients[12] = log.rows[0].person
    if words == NEW:
        log.write(log.rows[0].person, page.type(NEW))
    text = page.block_text(0)
    start = str(text).encode().index(words.encode())
    log.write(
        log.rows[0].person, page.made(lambda: text.__delitem__(slice(start, start + len(words.encode()))))
    )


@pytest.mark.rule("P3")
@pytest.mark.parametrize("words", [OLD, NEW])
async def test_what_was_deleted_is_not_handed_out_to_newcomers(log: MemoryLog, words: str) -> None:
    await deleting(log, words)
    assert any(words.encode() in row.payload for row in log.rows)
    for _ in range(2):
        updates = missing(await loaded(log))
        assert words.encode() not in b"".join(updates)
        assert applied(updates) == log.doc.get_update()
    assert (updates[0] == log.snapshot[1]) == (words == NEW)


async def test_what_is_deleted_while_a_snapshot_is_made_is_not_handed_out_with_it(log: MemoryLog) -> None:
    replica = await loaded(log)
    assert replica.large_state is not None
    replica.large_state.mark(replica.extent())
    snapshot = log.doc.get_update()
    await deleting(log, OLD)
    exhausted(replica.absorbing(log.rows[replica.seq :]))
    replica.large_state.replace(snapshot)
    updates = missing(replica)
    assert OLD.encode() not in b"".join(updates)
    assert applied(updates) == log.doc.get_update()
    assert missing(replica)[0] is updates[0], "it was encoded once"


async def test_who_lacks_little_gets_that(log: MemoryLog) -> None:
    replica = await loaded(log)
    log.rows.pop()
    behind = log.doc
    (diff,) = missing(replica, behind.get_state())
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
