"""A turn that fails ends everybody's document, also of those it was about to let in."""

from __future__ import annotations

import logging

import pytest

from server.domain.plan import PersonId
from server.ports.log import StorageUnavailable
from server.sync.part.inbox import JOIN
from server.sync.protocol import frames
from server.sync.protocol.closings import Token
from server.telemetry.counts import counts
from tests.unit.sync.fakes import ADDRESS, Heard, MemoryLog, Page
from tests.unit.sync.open_room import Open

NOT_BUILT_ON_WHAT_IS_HERE = b"\x01\x01\x63\x05\x84\x63\x04\x01x\x00"


async def let_in(opened: Open, heard: Heard) -> list[str]:
    """What somebody is told who joins and asks at once."""
    opened.room.submit(heard.member, JOIN)
    opened.room.submit(heard.member, frames.Step1(ADDRESS, b"\x00"))
    await opened.task
    return [str(frame.text) for frame in heard.frames()]


async def test_who_joins_while_the_log_cannot_be_read_is_told(caplog: pytest.LogCaptureFixture) -> None:
    opened = Open(MemoryLog())
    before = Heard("a")
    await opened.enter(before)
    opened.room.leave(before.member)
    opened.log.write(PersonId("c"), NOT_BUILT_ON_WHAT_IS_HERE)

    async def away(part: object) -> None:
        raise StorageUnavailable("away")

    opened.log.load = away  # type: ignore[method-assign]
    failures = counts.room_failures
    with caplog.at_level(logging.ERROR):
        assert await let_in(opened, Heard("b")) == [Token.OVERLOADED]
    # No defect, and no alarm that wakes somebody: the database itself is reported.
    assert (counts.room_failures - failures, caplog.messages) == (0, [])


async def test_who_joins_while_rights_cannot_be_asked_for_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Open(MemoryLog())

    async def broken() -> None:
        raise RuntimeError("not what the adapters foresee")

    monkeypatch.setattr(opened.rights, "fresh", False)
    monkeypatch.setattr(opened.rights, "confirm", broken)
    failures = counts.room_failures
    assert await let_in(opened, Heard("b")) == [Token.OVERLOADED]
    assert counts.room_failures - failures == 1


@pytest.mark.rule("P7")
async def test_who_asks_to_join_while_a_turn_fails_is_told() -> None:
    opened, writing, late = Open(MemoryLog()), Heard("a"), Heard("late")
    await opened.enter(writing)
    opened.log.answers.extend([StorageUnavailable("away")] * 3)
    opened.log.away = True
    opened.log.gate.clear()
    opened.room.submit(writing.member, frames.Update(ADDRESS, Page(opened.log, 11).type("1")))
    await opened.log.committing.wait()
    opened.room.submit(late.member, JOIN)
    opened.log.gate.set()
    await opened.task
    assert [frame.text for frame in late.frames()] == [Token.OVERLOADED]
