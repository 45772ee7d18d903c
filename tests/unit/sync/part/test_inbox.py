from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from server.domain.plan import PersonId
from server.ports.log import Stored
from server.sync.part import inbox as inboxes
from server.sync.part.inbox import JOIN, ONE_TURN, Inbox, Joining, edits_of, release
from server.sync.protocol import frames
from tests.unit.sync.fakes import ADDRESS, Heard

ROW = Stored(7, PersonId("a"), b"")


async def test_whoever_waits_is_woken_by_anything_that_comes() -> None:
    member = Heard("a").member
    comes: list[Callable[[Inbox], None]] = [
        lambda inbox: inbox.put(member, JOIN),
        lambda inbox: inbox.hear([ROW]),
        lambda inbox: inbox.afterwards(lambda: None),
        lambda inbox: inbox.wake(),
    ]
    for come in comes:
        inbox = Inbox()
        with pytest.raises(TimeoutError):
            await inbox.wait(0.0)
        come(inbox)
        async with asyncio.timeout(5):
            await inbox.wait(None)


async def test_the_log_is_read_where_rows_are_too_many_or_unsaid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inboxes, "HEARD_AT_MOST", 2)
    inbox = Inbox()
    inbox.hear([ROW, ROW])
    assert inbox.take_heard(0) == ([ROW, ROW], False)
    inbox.hear([ROW, ROW, ROW])
    assert inbox.take_heard(0) == ([], True)
    inbox.hear([])
    assert inbox.take_heard(0) == ([], True)
    assert not inbox.news(0)


async def test_the_log_is_read_where_rows_are_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inboxes, "HEARD_BYTES", 10)
    inbox, row = Inbox(), Stored(7, PersonId("a"), bytes(6))
    for _ in range(2):
        inbox.hear([row])
        assert inbox.take_heard(0) == ([row], False)
        inbox.hear([row])
        inbox.hear([row])
        assert inbox.take_heard(0) == ([], True)


async def test_the_log_is_read_only_where_it_goes_on() -> None:
    inbox = Inbox()
    inbox.head = 7
    assert inbox.news(6)
    assert not inbox.news(7)
    assert inbox.take_heard(7) == ([], False)
    assert not inbox.news(0)


async def test_nobody_has_much_dealt_with_while_others_wait() -> None:
    """However many connections they have; and everything of theirs stays in its order."""
    inbox, one, two, other = Inbox(), Heard("a"), Heard("a2", person="a"), Heard("b")
    big = [frames.Update(ADDRESS, bytes([number]) * (ONE_TURN // 4)) for number in range(10)]
    for number, frame in enumerate(big):
        inbox.put((one, two)[number % 2].member, frame)
    letter = frames.Update(ADDRESS, b"letter")
    inbox.put(other.member, letter)
    turns = []
    while inbox.items:
        items = inbox.take_items()
        release(items, inbox.take_callbacks())
        turns.append([item for _, item in items])
    assert letter in turns[0]
    assert max(map(len, turns)) <= 5
    assert [item for turn in turns for item in turn if item is not letter] == big
    assert [heard.backlog._waiting for heard in (one, two, other)] == [0, 0, 0]


async def test_who_waits_for_what_it_sent_does_not_wait_for_others() -> None:
    inbox, one, other, done = Inbox(), Heard("a"), Heard("b"), list[str]()
    for _ in range(4):
        inbox.put(one.member, frames.Update(ADDRESS, bytes(ONE_TURN // 2)))
    inbox.put(other.member, frames.Update(ADDRESS, b"letter"))
    inbox.afterwards(lambda: done.append("one"), one.member)
    inbox.afterwards(lambda: done.append("other"), other.member)
    inbox.afterwards(lambda: done.append("all"))
    release(inbox.take_items(), inbox.take_callbacks())
    assert done == ["other"]
    while inbox.items:
        release(inbox.take_items(), inbox.take_callbacks())
    assert done == ["other", "one", "all"]


async def test_updates_and_answers_are_works_in_order_and_all_are_released() -> None:
    heard, done = Heard("a"), list[str]()
    inbox = Inbox()
    sent: list[frames.Frame | Joining] = [
        JOIN,
        frames.Step1(ADDRESS, b""),
        frames.Update(ADDRESS, b"1"),
        frames.Step2(ADDRESS, b"2"),
    ]
    for frame in sent:
        inbox.put(heard.member, frame)
    inbox.afterwards(lambda: done.append("later"))
    items = inbox.take_items()
    assert [(edit.update, edit.answer) for edit in edits_of(items)] == [(b"1", False), (b"2", True)]
    release(items, inbox.take_callbacks())
    assert done == ["later"]
    assert heard.backlog._waiting == 0
