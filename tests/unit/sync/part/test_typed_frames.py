"""Typing on passes most of admission by; what may not be typed on must not be, however it was prepared."""

from __future__ import annotations

from typing import Any

import pytest
from pycrdt import Doc

from server.sync.document import ydoc
from server.sync.part.turn import Edit, Verdict
from server.sync.protocol.lib0 import MAX_CLOCK
from tests.unit.sync import handmade as h
from tests.unit.sync.fakes import SEEDED, Heard, MemoryLog, Page, a_writer
from tests.unit.sync.writing import settle, verdicts

MINE = 99
BLOCK, KIND, TEXT = (SEEDED, 0), (SEEDED, 1), (SEEDED, 2)


async def verdict_of_typing_on(log: MemoryLog, *frames: bytes) -> list[Verdict]:
    writer, member, found = a_writer(log), Heard("a").member, list[Verdict]()
    for frame in frames:
        edits = [Edit(member, frame)]
        await settle(writer, edits)
        found += verdicts(edits)
    return found


@pytest.mark.parametrize("beside", [BLOCK, KIND])
async def test_nothing_is_typed_on_to_text_that_was_deleted_in_its_own_frame(
    log: MemoryLog, beside: tuple[int, int]
) -> None:
    """No event tells of such text, so nobody has seen that it may not stand there."""
    hidden = h.update(h.run(MINE, 0, h.text("ab", left=beside)), deletes={MINE: [(0, 2)]})
    on = h.update(h.run(MINE, 2, h.text("LØST", left=(MINE, 1))))
    assert (await verdict_of_typing_on(log, hidden, on))[-1] is Verdict.REFUSED
    assert "LØST" not in log.text


@pytest.mark.rule("P6")
async def test_nobody_types_on_in_the_text_of_somebody_else(log: MemoryLog) -> None:
    writer, page = a_writer(log), Page(log, MINE)
    edits = [Edit(Heard("a").member, page.type("mitt")), Edit(Heard("b").member, page.type("ditt"))]
    for edit in edits:
        await settle(writer, [edit])
    assert verdicts(edits) == [Verdict.ACCEPTED, Verdict.REFUSED]
    assert "ditt" not in log.text


async def test_what_the_document_does_not_take_is_refused_and_never_stored(
    log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Letters typed on are applied some at a time; where they do not fit, the replica is built anew."""
    monkeypatch.setattr(ydoc, "MAX_PENDING", 1)
    apply, refusals = Doc.apply_update, iter([ValueError("does not fit")] * 2)

    def refusing(doc: Doc[Any], update: bytes) -> None:
        for refusal in refusals if update == typed[1] else ():
            raise refusal
        apply(doc, update)

    writer, one, other = a_writer(log), Heard("a").member, Heard("b").member
    page, another = Page(log, MINE), Page(log, MINE + 1)
    typed = [page.type(letter) for letter in "abc"]
    monkeypatch.setattr(Doc, "apply_update", refusing)
    found = []
    for edit in [*(Edit(one, update) for update in typed), Edit(other, another.type("hei"))]:
        await settle(writer, [edit])
        found.append(edit.verdict)
    assert found == [Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.REFUSED, Verdict.ACCEPTED]
    assert next(refusals, None) is None
    assert "ab" in log.text
    assert "hei" in log.text
    assert "c" not in log.text.replace("block", "")


async def test_nobody_types_past_the_last_clock(log: MemoryLog) -> None:
    """Clocks beyond are refused by whoever loads the part: it could never be opened again."""
    last = MAX_CLOCK - 1
    frames = [
        h.update(h.run(MINE, 0, h.text("x", parent=TEXT))),
        h.update(h.run(MINE, 1, h.gc(last - 1))),
        h.update(h.run(MINE, last, h.text("y", left=(MINE, 0)))),
        h.update(h.run(MINE, MAX_CLOCK, h.text("zzzz", left=(MINE, last)))),
    ]
    assert (await verdict_of_typing_on(log, *frames))[2:] == [Verdict.ACCEPTED, Verdict.REFUSED]
    assert a_writer(log).log_follower.replica.known[MINE] == MAX_CLOCK
