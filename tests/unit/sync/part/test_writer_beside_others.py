"""Writing where other processes write, too."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from server.domain.plan import PartId, PersonId
from server.ports.log import Behind, Committed, StorageUnavailable, Stored
from server.sync.part import writer
from server.sync.part.turn import Edit, Settled, Verdict
from server.sync.protocol.closings import Token
from tests.unit.sync.fakes import NOW, Heard, MemoryLog, Page, a_writer
from tests.unit.sync.writing import settle, verdicts


async def test_rows_of_another_process_are_read_and_told(log: MemoryLog) -> None:
    w = a_writer(log)
    elsewhere, here = Page(log, 11), Page(log, 12)
    update = elsewhere.type("der ")
    log.clients[11] = PersonId("c")
    log.write(PersonId("c"), update)
    edits = [Edit(Heard("a").member, here.type("her "))]
    settled = await settle(w, edits)
    assert verdicts(edits) == [Verdict.ACCEPTED]
    assert settled.foreign
    reader = Page(MemoryLog(), 13)
    reader.doc.apply_update(settled.update)
    assert str(reader.body) == log.text


async def test_nobody_is_shown_an_edit_while_what_was_committed_before_it_cannot_be_read(
    log: MemoryLog,
) -> None:
    w = a_writer(log)
    elsewhere, here = Page(log, 11), Page(log, 12)
    edits = [Edit(Heard("a").member, here.type("her "))]

    def committed_after_another() -> Committed:
        log.clients[11] = PersonId("c")
        log.write(PersonId("c"), elsewhere.type("der "))
        log.write(PersonId("a"), edits[0].change.payloads[0])
        log.away = True
        return Committed(3, NOW)

    log.answers.append(committed_after_another)
    settled = await settle(w, edits)
    assert verdicts(edits) == [Verdict.ACCEPTED]
    assert (settled.update, [row.seq for row in settled.stored()]) == (b"", [3])

    log.away = False
    reader = Page(MemoryLog(), 13)
    reader.doc.apply_update(await w.log_follower.follow([], read_log=True))
    assert str(reader.body) == log.text
    assert w.log_follower.replica.seq == 3


async def test_rows_found_by_a_rebuild_are_told_also_when_the_database_went_away_in_its_midst(
    log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    w, since, refusals = a_writer(log), log.since, iter([StorageUnavailable("away")] * 3)
    violation = Page(log, 12).misplace()
    log.write(PersonId("c"), Page(log, 11).type("der "))

    async def away_twice(part: PartId, seq: int) -> Sequence[Stored]:
        for refusal in refusals:
            raise refusal
        return await since(part, seq)

    monkeypatch.setattr(log, "since", away_twice)
    settled = await settle(w, [Edit(Heard("a").member, violation)])
    assert next(refusals, None) is None
    assert b"der " in settled.update


async def test_a_turn_that_others_always_forestall_is_given_back_in_the_end(
    log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "ATTEMPTS", 3)
    log.answers.extend([Behind()] * 3)
    page, member = Page(log, 11), Heard("a").member
    edits = [Edit(member, page.type("Hei"))]
    w = a_writer(log)
    assert await settle(w, edits) == Settled()
    assert (edits[0].verdict, edits[0].token, len(log.appended)) == (Verdict.REFUSED, Token.OVERLOADED, 3)
    again = [Edit(Heard("a").member, page.doc.get_update(), answer=True)]
    await settle(w, again)
    assert verdicts(again) == [Verdict.ACCEPTED]
    assert "Hei" in log.text
