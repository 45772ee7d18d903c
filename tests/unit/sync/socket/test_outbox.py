from __future__ import annotations

import pytest

from server.sync.protocol.closings import Token
from server.sync.socket import outbox as outbox_module
from server.sync.socket.outbox import Outbox, Recipient
from tests.unit.sync.slow_wire import SlowWire


def test_a_wire_that_takes_everything_gets_it_at_once() -> None:
    wire: list[bytes] = []

    def write(data: bytes) -> bool:
        wire.append(data)
        return True

    outbox = Outbox(10, write)
    for _ in range(100):
        outbox.put(b"123456", Recipient())
    assert wire == [b"123456"] * 100
    assert outbox.size == 0


def test_what_is_put_in_comes_out_in_order() -> None:
    wire = SlowWire()
    wire.outbox.put(b"1", Recipient())
    wire.outbox.put(b"2")
    wire.outbox.put(b"3", Recipient())
    assert wire.read() == [b"1", b"2", b"3"]


def test_what_comes_while_something_waits_waits_behind_it() -> None:
    wire: list[bytes] = []
    room = [0]

    def write(data: bytes) -> bool:
        if room[0] == 0:
            return False
        room[0] -= 1
        wire.append(data)
        return True

    outbox = Outbox(100, write)
    outbox.put(b"1")
    room[0] = 1
    outbox.put(b"2")
    assert wire == []
    outbox.flush()
    assert wire == [b"1"]
    room[0] = 5
    outbox.put(b"3")
    outbox.flush()
    assert wire == [b"1", b"2", b"3"]


def test_nothing_of_a_document_that_was_cut_is_sent_any_more() -> None:
    wire, cut, other = SlowWire(), Recipient(), Recipient()
    wire.outbox.put(b"secret", cut)
    wire.outbox.put(b"open", other)
    cut.cut = True
    wire.outbox.put(b"later", cut)
    wire.outbox.put(b"closed")
    assert wire.read() == [b"open", b"closed"]


@pytest.mark.rule("P4")
def test_a_document_that_was_cut_is_sent_nothing_more_by_a_wire_that_takes_everything() -> None:
    wire: list[bytes] = []

    def write(data: bytes) -> bool:
        wire.append(data)
        return True

    outbox, cut = Outbox(100, write), Recipient()
    cut.cut = True
    outbox.put(b"secret", cut)
    outbox.put(b"closed")
    assert wire == [b"closed"]


def test_a_reader_that_does_not_keep_up_is_closed_and_its_memory_freed() -> None:
    wire = SlowWire(10)
    wire.outbox.put(b"12345")
    assert not wire.outbox.settled.is_set()
    wire.outbox.put(b"678901")
    assert wire.outbox.closing is Token.SLOW_CONSUMER
    assert wire.outbox.settled.is_set()
    assert wire.read() == []
    wire.outbox.put(b"more")
    assert wire.read() == []
    assert wire.outbox.size == 0


def test_what_was_sent_no_longer_counts() -> None:
    wire = SlowWire(10)
    for _ in range(100):
        wire.outbox.put(b"123456")
        assert wire.read() == [b"123456"]
    assert wire.outbox.closing is None


def test_what_was_queued_before_closing_is_still_sent_and_then_the_socket_may_close() -> None:
    wire = SlowWire()
    wire.outbox.put(b"1")
    wire.outbox.close(Token.GOING_DOWN)
    wire.outbox.put(b"2")
    assert not wire.outbox.settled.is_set()
    assert wire.read() == [b"1"]
    assert wire.outbox.settled.is_set()


def test_who_is_signed_out_is_sent_nothing_of_what_waited() -> None:
    """However slowly it reads: else it would stay, and go on being told, for as long as it liked."""
    wire = SlowWire()
    wire.outbox.put(b"secret")
    wire.outbox.close(Token.SESSION_EXPIRED)
    assert wire.outbox.settled.is_set()
    assert wire.read() == []
    assert wire.outbox.size == 0


def test_with_nothing_queued_the_socket_may_close_at_once() -> None:
    wire = SlowWire()
    wire.outbox.close(Token.GOING_DOWN)
    assert wire.outbox.settled.is_set()


def test_the_first_reason_to_close_stays() -> None:
    wire = SlowWire()
    wire.outbox.close(Token.SESSION_EXPIRED)
    wire.outbox.close(Token.GOING_DOWN)
    assert wire.outbox.closing is Token.SESSION_EXPIRED


def test_a_reader_of_many_tiny_frames_does_not_keep_up_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox_module, "MOST_FRAMES", 3)
    wire = SlowWire(1_000)
    for _ in range(3):
        wire.outbox.put(b"1")
    before = wire.outbox.closing
    wire.outbox.put(b"1")
    assert (before, wire.outbox.closing) == (None, Token.SLOW_CONSUMER)
