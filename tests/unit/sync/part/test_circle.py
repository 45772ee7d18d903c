"""Who is shown to whom in one part."""

from __future__ import annotations

import pytest

from server.sync.part.awareness import decode
from server.sync.part.inbox import JOIN
from server.sync.protocol import frames
from server.sync.protocol.lib0 import varuint
from tests.unit.sync.fakes import ADDRESS, Heard, Page
from tests.unit.sync.open_room import (
    AUTHENTICATED,
    PRESENCE,
    STEP1,
    Open,
)


def caret(client: int, clock: int = 1, state: str = '{"cursor":null}') -> bytes:
    return b"\x01" + varuint(client) + varuint(clock) + varuint(len(state)) + state.encode()


async def test_presence_is_told_to_others_and_taken_back_when_somebody_leaves(opened: Open) -> None:
    a, b, late = Heard("a"), Heard("b"), Heard("late")
    await opened.enter(a, b)
    opened.room.submit(a.member, frames.AwarenessUpdate(ADDRESS, caret(11)))
    await opened.settled()
    assert a.kinds() == []
    assert b.kinds() == [PRESENCE]
    opened.room.submit(late.member, JOIN)
    await opened.settled()
    assert late.kinds() == [AUTHENTICATED, STEP1, PRESENCE]
    opened.room.leave(a.member)
    (gone,) = b.frames()
    assert gone.data == caret(11, 1, "null")


async def test_a_caret_that_moves_while_nobody_knows_who_may_see_it_is_shown_afterwards(opened: Open) -> None:
    a, b = Heard("a"), Heard("b")
    await opened.enter(a, b)
    opened.rights.fresh, opened.log.away = False, True
    for clock in (1, 2):
        opened.room.submit(a.member, frames.AwarenessUpdate(ADDRESS, caret(11, clock)))
    await opened.settled()
    opened.room.circle.expire()
    assert b.kinds() == []
    opened.rights.fresh, opened.log.away = True, False
    opened.room.circle.expire()
    (shown,) = b.frames()
    assert [(entry.client, entry.clock) for entry in decode(shown.data)] == [(11, 2)]
    opened.room.circle.expire()
    assert b.frames() == []


@pytest.mark.rule("P6")
async def test_nobody_shows_a_caret_under_a_client_id_that_somebody_else_writes_under(opened: Open) -> None:
    a, b = Heard("a"), Heard("b")
    await opened.enter(a, b)
    opened.send(a, Page(opened.log, 11).type("1"))
    await opened.settled()
    a.frames(), b.frames()
    opened.room.submit(b.member, frames.AwarenessUpdate(ADDRESS, caret(11)))
    await opened.settled()
    assert a.kinds() == []


@pytest.mark.rule(16)
async def test_whose_presence_is_hidden_is_shown_to_nobody_also_who_was_before(opened: Open) -> None:
    a, b = Heard("a"), Heard("b")
    await opened.enter(a, b)
    opened.room.submit(a.member, frames.AwarenessUpdate(ADDRESS, caret(11)))
    await opened.settled()
    assert b.kinds() == [PRESENCE]
    opened.hidden.add(a.member.participant.id)
    opened.room.circle.rights_changed()
    (gone,) = b.frames()
    assert gone.data == caret(11, 1, "null")
    opened.room.submit(a.member, frames.AwarenessUpdate(ADDRESS, caret(11, 3)))
    opened.room.submit(b.member, frames.AwarenessUpdate(ADDRESS, caret(12)))
    await opened.settled()
    assert b.frames() == []
    assert a.kinds() == [PRESENCE]
