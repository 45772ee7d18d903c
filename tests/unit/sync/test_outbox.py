from __future__ import annotations

import asyncio
from collections.abc import Callable

from server.sync.closing import Token
from server.sync.outbox import Channel, Outbox


def sent(outbox: Outbox) -> list[bytes]:
    found = []
    while (data := outbox.next()) is not None:
        found.append(data)
    return found


def test_what_is_put_in_comes_out_in_order() -> None:
    outbox, channel = Outbox(100), Channel()
    outbox.put(b"1", channel)
    outbox.put(b"2")
    outbox.put(b"3", Channel())
    assert sent(outbox) == [b"1", b"2", b"3"]


def test_nothing_of_a_document_that_was_cut_is_sent_any_more() -> None:
    outbox, cut, other = Outbox(100), Channel(), Channel()
    outbox.put(b"secret", cut)
    outbox.put(b"open", other)
    cut.cut = True
    outbox.put(b"later", cut)
    outbox.put(b"closed")
    assert sent(outbox) == [b"open", b"closed"]


def test_a_reader_that_does_not_keep_up_is_closed_and_its_memory_freed() -> None:
    outbox = Outbox(10)
    outbox.put(b"12345")
    assert not outbox.overflowed.is_set()
    outbox.put(b"678901")
    assert outbox.closing is Token.SLOW_CONSUMER
    assert outbox.overflowed.is_set()
    assert sent(outbox) == []
    outbox.put(b"more")
    assert sent(outbox) == []


def test_what_was_sent_no_longer_counts() -> None:
    outbox = Outbox(10)
    for _ in range(100):
        outbox.put(b"123456")
        assert sent(outbox) == [b"123456"]
    assert outbox.closing is None


def test_what_was_queued_before_closing_is_still_sent() -> None:
    outbox = Outbox(100)
    outbox.put(b"1")
    outbox.close(Token.GOING_DOWN)
    outbox.put(b"2")
    assert sent(outbox) == [b"1"]


def test_the_first_reason_to_close_stays() -> None:
    outbox = Outbox(100)
    outbox.close(Token.SESSION_EXPIRED)
    outbox.close(Token.GOING_DOWN)
    assert outbox.closing is Token.SESSION_EXPIRED


async def test_waiting_ends_when_something_comes_or_the_outbox_closes() -> None:
    outbox = Outbox(100)
    ends: list[Callable[[], None]] = [lambda: outbox.put(b"1"), lambda: outbox.close(Token.GOING_DOWN)]
    for do in ends:
        waiting = asyncio.create_task(outbox.wait())
        await asyncio.sleep(0)
        assert not waiting.done()
        do()
        async with asyncio.timeout(1):
            await waiting
        sent(outbox)


async def test_what_is_there_already_is_not_waited_for() -> None:
    outbox = Outbox(100)
    outbox.put(b"1")
    async with asyncio.timeout(1):
        await outbox.wait()


def test_a_socket_is_quiet_until_something_is_queued() -> None:
    outbox = Outbox(100)
    outbox.quiet = True
    outbox.put(b"1")
    assert not outbox.quiet
