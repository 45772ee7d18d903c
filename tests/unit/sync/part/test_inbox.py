from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from server.domain.plan import PersonId
from server.ports.log import Stored
from server.sync.part import inbox as inboxes
from server.sync.part.inbox import JOIN, TURN_WEIGHT, Inbox, Joining, release
from server.sync.part.turn import Join, Query, Sync
from server.sync.protocol import frames
from tests.support.at_rest import at_rest
from tests.unit.sync.fakes import ADDRESS, Heard

ROW = Stored(7, PersonId("a"), b"")


async def test_whoever_waits_is_woken_by_anything_that_comes() -> None:
    member = Heard("a").member
    comes: list[Callable[[Inbox], None]] = [
        lambda inbox: inbox.put(member, JOIN),
        lambda inbox: inbox.add_rows([ROW]),
        lambda inbox: inbox.when_processed(lambda: None),
        lambda inbox: inbox.wake(),
    ]
    for come in comes:
        inbox = Inbox()
        with pytest.raises(TimeoutError):
            await inbox.wait(0.0)
        come(inbox)
        async with asyncio.timeout(60):
            await inbox.wait(None)


async def test_who_waits_is_woken_and_what_came_before_is_not_missed() -> None:
    inbox = Inbox()
    waiting = asyncio.create_task(inbox.wait(None))
    await at_rest()
    assert not waiting.done()
    inbox.wake()
    async with asyncio.timeout(60):
        await waiting
    with pytest.raises(TimeoutError):
        await inbox.wait(0.0)
    inbox.wake()
    async with asyncio.timeout(60):
        await inbox.wait(None)


async def test_the_log_is_read_where_rows_are_too_many_or_unsaid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inboxes, "ROWS_AT_MOST", 2)
    inbox = Inbox()
    inbox.add_rows([ROW, ROW])
    assert inbox.take_rows(0) == ([ROW, ROW], False)
    inbox.add_rows([ROW, ROW, ROW])
    assert inbox.take_rows(0) == ([], True)
    inbox.add_rows([])
    assert inbox.take_rows(0) == ([], True)
    assert not inbox.has_newer(0)


async def test_the_log_is_read_where_rows_are_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inboxes, "ROWS_BYTES", 10)
    inbox, row = Inbox(), Stored(7, PersonId("a"), bytes(6))
    for _ in range(2):
        inbox.add_rows([row])
        assert inbox.take_rows(0) == ([row], False)
        inbox.add_rows([row])
        inbox.add_rows([row])
        assert inbox.take_rows(0) == ([], True)


async def test_the_log_is_read_only_where_it_goes_on() -> None:
    inbox = Inbox()
    inbox.head = 7
    assert inbox.has_newer(6)
    assert not inbox.has_newer(7)
    assert inbox.take_rows(7) == ([], False)
    assert not inbox.has_newer(0)


async def test_nobody_has_much_dealt_with_while_others_wait() -> None:
    """However many connections they have; and everything of theirs stays in its order."""
    inbox, one, two, other = Inbox(), Heard("a"), Heard("a2", person="a"), Heard("b")
    big = [frames.Update(ADDRESS, bytes([number]) * (TURN_WEIGHT // 4)) for number in range(10)]
    for number, frame in enumerate(big):
        inbox.put((one, two)[number % 2].member, frame)
    letter = frames.Update(ADDRESS, b"letter")
    inbox.put(other.member, letter)
    turns = []
    while inbox.weight:
        turn = inbox.take_turn()
        release(turn, inbox.take_callbacks())
        turns.append([edit.update for edit in turn.edits])
    assert letter.update in turns[0]
    assert max(map(len, turns)) <= 5
    sent = [update for turn in turns for update in turn if update is not letter.update]
    assert sent == [frame.update for frame in big]
    assert all(heard.all_released() for heard in (one, two, other))


async def test_who_waits_for_what_it_sent_does_not_wait_for_others() -> None:
    inbox, one, other, done = Inbox(), Heard("a"), Heard("b"), list[str]()
    for _ in range(4):
        inbox.put(one.member, frames.Update(ADDRESS, bytes(TURN_WEIGHT // 2)))
    inbox.put(other.member, frames.Update(ADDRESS, b"letter"))
    inbox.when_processed(lambda: done.append("one"), one.member)
    inbox.when_processed(lambda: done.append("other"), other.member)
    inbox.when_processed(lambda: done.append("all"))
    release(inbox.take_turn(), inbox.take_callbacks())
    assert done == ["other"]
    while inbox.weight:
        release(inbox.take_turn(), inbox.take_callbacks())
    assert done == ["other", "one", "all"]


async def test_what_comes_is_sorted_once_by_what_it_asks_for_and_all_is_released() -> None:
    heard, done = Heard("a"), list[str]()
    inbox = Inbox()
    sent: list[frames.DocumentFrame | Joining] = [
        frames.AwarenessUpdate(ADDRESS, b"caret"),
        frames.Update(ADDRESS, b"1"),
        JOIN,
        frames.Step1(ADDRESS, b"state"),
        frames.QueryAwareness(ADDRESS),
        frames.Step2(ADDRESS, b"2"),
        frames.LargeStep2(ADDRESS),
    ]
    for frame in sent:
        inbox.put(heard.member, frame)
    inbox.when_processed(lambda: done.append("later"))
    turn = inbox.take_turn()
    assert [type(read) for read in turn.reads] == [Join, Sync, Query]
    assert [(edit.update, edit.answer) for edit in turn.edits] == [(b"1", False), (b"2", True), (b"", True)]
    assert [edit.large for edit in turn.edits] == [False, False, True]
    assert [caret.payload for caret in turn.carets] == [b"caret"]
    assert not inbox.weight
    release(turn, inbox.take_callbacks())
    assert done == ["later"]
    assert heard.all_released()


async def test_a_caret_never_overtakes_the_edit_it_stands_in() -> None:
    inbox, one, other = Inbox(), Heard("a"), Heard("b")
    for _ in range(3):
        inbox.put(one.member, frames.Update(ADDRESS, bytes(TURN_WEIGHT // 2)))
    inbox.put(one.member, frames.AwarenessUpdate(ADDRESS, b"caret"))
    inbox.put(other.member, frames.Update(ADDRESS, b"letter"))
    turns = []
    while inbox.weight:
        turns.append(inbox.take_turn())
    assert [len(turn.carets) for turn in turns] == [0] * (len(turns) - 1) + [1]
    assert len(turns) > 1
