"""Rights that end while a turn is under way: what was admitted before is not committed after."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from typing import Any

import pytest
from pycrdt import XmlElement, XmlText

from server.domain.access import Access, Level
from server.sync.part.turn import Edit, Verdict
from server.sync.update import admission
from tests.unit.sync.fakes import PART, PLAN, Heard, MemoryLog, Page, SomeRights, a_writer
from tests.unit.sync.processes import NAV, SCHOOL, World
from tests.unit.sync.writing import a_turn

STRUCTS = 400
"""So many that they are not read in one go."""


def long_frame(page: Page) -> bytes:
    block = page.body.children[0]
    assert isinstance(block, XmlElement)
    text = block.children[0]
    assert isinstance(text, XmlText)

    def many() -> None:
        for _ in range(STRUCTS):
            text.insert(0, "x")

    return page.made(many)


async def being_read(monkeypatch: pytest.MonkeyPatch, frame: bytes) -> None:
    """Returns when reading ``frame``, which comes next, has begun."""
    begun = asyncio.Event()
    read_sliced = admission.read_sliced

    def noted(update: bytes, *rest: Any) -> Generator[None, None, admission.Admitted]:
        if update == frame:
            begun.set()
        return (yield from read_sliced(update, *rest))

    monkeypatch.setattr(admission, "read_sliced", noted)
    await begun.wait()


@pytest.mark.rule("P4")
async def test_what_was_admitted_before_a_withdrawal_is_not_committed_after_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = world.process()
    school = await process.enter(SCHOOL, 11)
    nav = await process.enter(NAV, 12)
    frame = long_frame(nav.page)
    school.type("for sent")
    nav.send(frame)
    room = process.hub.plans[PLAN].rooms[PART]
    await being_read(monkeypatch, frame)  # so the school's letters are admitted
    assert room.busy
    world.withdraw(SCHOOL)
    await process.hub.plan_changed(PLAN)
    assert school.cut
    assert not world.log.appended
    await process.settled()
    assert "for sent" not in world.log.text
    assert "xxx" in world.log.text


async def test_what_was_admitted_before_a_period_ended_is_not_committed_after_it(
    log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    loser, other = Heard("a"), Heard("b")
    frame = long_frame(Page(log, 12))
    edits = [Edit(loser.member, Page(log, 11).type("for sent")), Edit(other.member, frame)]
    writing = asyncio.create_task(a_writer(log, SomeRights(log)).write(a_turn(edits)))
    await being_read(monkeypatch, frame)
    assert edits[0].verdict is Verdict.ACCEPTED
    loser.member.regrant(Access(Level.NONE))  # as when a period ends, without a new version
    await writing
    assert "for sent" not in log.text
    assert [edit.verdict is Verdict.ACCEPTED for edit in edits] == [False, True]
