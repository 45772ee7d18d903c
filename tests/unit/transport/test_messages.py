"""The parser fed byte by byte: what it takes for a message, what it keeps, and where the next may begin."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from server.transport.messages import LONGEST, SMALL, START, MessageReader, ProtocolBroken
from tests.unit.web.connections import masked

MASK = bytes(4)
MOST = 10_000


class Owner:
    """What came of a client's bytes, in order."""

    def __init__(self, may: int = MOST) -> None:
        self.came: list[object] = []
        self.asked: list[int] = []
        self._may = may

    def take_message(self, data: bytes) -> None:
        self.came.append(data)

    def take_control(self, frame: bytes) -> None:
        self.came.append(("control", frame))

    def take_text(self) -> None:
        self.came.append("text")

    def take_large(self, start: bytes) -> None:
        self.came.append(("large", start))

    def may_keep(self, size: int) -> bool:
        self.asked.append(size)
        return size <= self._may


def frame(head: int, content: bytes) -> bytes:
    """Of any length, masked with nothing."""
    size = len(content)
    if size < 126:
        return bytes((head, 0x80 | size)) + MASK + content
    if size < 65_536:
        return bytes((head, 0xFE)) + size.to_bytes(2) + MASK + content
    return bytes((head, 0xFF)) + size.to_bytes(8) + MASK + content


def read(owner: Owner, *frames: bytes, piece: int = 1) -> MessageReader:
    reader, data = MessageReader(owner, MOST), b"".join(frames)
    for at in range(0, len(data), piece):
        reader.read(data[at : at + piece])
    return reader


WHOLE = [
    pytest.param(frame(0x82, b"hello"), b"hello", id="binary"),
    pytest.param(masked(0x82, b"hello"), b"hello", id="masked"),
    pytest.param(frame(0x82, b""), b"", id="empty"),
    pytest.param(frame(0x82, bytes(126)), bytes(126), id="two bytes of length"),
    pytest.param(b"\x82\xff" + bytes(6) + b"\x00\x03" + MASK + b"hey", b"hey", id="eight bytes of length"),
    pytest.param(frame(0x02, b"h") + frame(0, b"") + frame(0x80, b"ey"), b"hey", id="in three parts"),
    pytest.param(masked(0x02, b"h") + masked(0x80, b"ey"), b"hey", id="in masked parts"),
    pytest.param(frame(0x02, b"h") + frame(0x80, b""), b"h", id="with an empty end"),
    pytest.param(frame(0x82, bytes(MOST)), bytes(MOST), id="as large as may be"),
]


@pytest.mark.parametrize("piece", [1, 7, 1024])
@pytest.mark.parametrize(("sent", "message"), WHOLE)
def test_a_message_is_put_together_however_it_is_cut(sent: bytes, message: bytes, piece: int) -> None:
    owner = Owner()
    assert read(owner, sent * 3, piece=piece).between
    assert owner.came == [message] * 3


@pytest.mark.parametrize(("sent", "message"), [each for each in WHOLE if len(each.values[0]) < 200])  # type: ignore[arg-type]
def test_a_message_begins_where_the_last_one_has_ended_and_nowhere_else(sent: bytes, message: bytes) -> None:
    reader = MessageReader(Owner(), MOST)
    places = []
    for place in range(3 * len(sent)):
        reader.read((sent * 3)[place : place + 1])
        if reader.between:
            places.append(place + 1)
    assert places == [len(sent), 2 * len(sent), 3 * len(sent)]


def test_control_frames_are_passed_on_whole_also_from_within_a_message() -> None:
    owner, ping = Owner(), masked(0x89, b"hi")
    read(owner, frame(0x02, b"h"), ping, frame(0x80, b"ey"), ping)
    assert owner.came == [("control", ping), b"hey", ("control", ping)]


def test_a_text_is_told_of_at_its_head_and_not_kept() -> None:
    owner = Owner()
    reader = read(owner, frame(0x81, bytes(5_000))[:2_000])
    assert (owner.came, owner.asked, reader.between) == (["text"], [], False)
    read(owner, frame(0x01, b"h") + frame(0x80, b"ey"))
    assert owner.came == ["text", "text"]


@pytest.mark.parametrize("piece", [1, 1024])
@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(frame(0x82, b"address" + bytes(MOST)), id="at once"),
        pytest.param(frame(0x02, b"address") + frame(0x80, bytes(MOST)), id="in parts"),
        pytest.param(frame(0x02, b"address" + bytes(MOST - 7)) + frame(0x80, b"x"), id="by its last letter"),
        pytest.param(frame(0x02, b"address" + bytes(MOST)) + frame(0x80, bytes(MOST)), id="and goes on"),
    ],
)
def test_a_message_too_large_is_named_once_by_its_first_bytes(sent: bytes, piece: int) -> None:
    owner = Owner()
    reader = read(owner, sent, frame(0x82, b"next"), piece=piece)
    assert owner.came == [("large", b"address" + bytes(START - 7)), b"next"]
    assert reader.between


def test_no_more_is_kept_of_a_large_message_than_its_first_bytes() -> None:
    reader = MessageReader(Owner(), MOST)
    head = bytes((0x82, 0xFF)) + LONGEST.to_bytes(8) + MASK
    reader.read(head)
    with kept_less_than(10_000):
        for _ in range(1_000):
            reader.read(bytes(1_024))


def test_fragments_of_nothing_are_not_kept() -> None:
    """Each was an object of its own: 6 bytes sent filled 65 of memory, without bound."""
    reader = MessageReader(Owner(), MOST)
    sent = frame(0x02, b"h") + frame(0, b"") * 10_000
    with kept_less_than(10_000):
        reader.read(sent)


@contextmanager
def kept_less_than(most: int) -> Iterator[None]:
    """Bytes that are kept of what is read in between."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[0] < most
    finally:
        tracemalloc.stop()


def test_before_much_of_a_message_is_kept_its_owner_is_asked() -> None:
    owner = Owner()
    read(owner, frame(0x82, bytes(SMALL)), piece=1024)
    assert owner.asked == []
    read(owner, frame(0x82, bytes(SMALL + 1))[:20], piece=1024)
    assert owner.asked == [SMALL + 1], "at its head"
    read(owner, frame(0x02, bytes(5_000)), frame(0, bytes(100)), frame(0x80, bytes(100)), piece=1024)
    assert owner.asked == [SMALL + 1, 5_000, 5_100, 5_200]


@pytest.mark.parametrize(
    "sent", [frame(0x82, bytes(6_000)), frame(0x02, bytes(3_000)) + frame(0x80, bytes(3_000))]
)
def test_what_may_not_be_kept_is_passed_over(sent: bytes) -> None:
    owner = Owner(may=5_000)
    assert read(owner, sent, frame(0x82, b"next")).between
    assert owner.came == [b"next"]


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        pytest.param(b"\x82\x05", 1002, id="not masked"),
        pytest.param(b"\xc2\x85", 1002, id="compressed"),
        pytest.param(b"\x83\x80" + MASK, 1002, id="no such kind"),
        pytest.param(b"\x80\x80" + MASK, 1002, id="the end of nothing"),
        pytest.param(frame(0x02, b"h") + frame(0x82, b"h"), 1002, id="a message within another"),
        pytest.param(b"\x09\x80" + MASK, 1002, id="a ping in parts"),
        pytest.param(frame(0x89, bytes(126)), 1002, id="a long ping"),
        pytest.param(bytes((0x82, 0xFF)) + (LONGEST + 1).to_bytes(8) + MASK, 1009, id="larger than is read"),
        pytest.param(bytes((0x82, 0xFF)) + b"\xff" * 8 + MASK, 1009, id="the largest there is"),
    ],
)
def test_what_breaks_the_protocol_says_how(sent: bytes, code: int) -> None:
    owner = Owner()
    with pytest.raises(ProtocolBroken) as broken:
        read(owner, frame(0x82, b"before"), sent)
    assert broken.value.code == code
    assert owner.came == [b"before"]
