"""websockets' parser fed byte by byte: after which of them a message may begin."""

from __future__ import annotations

import pytest
from websockets.http11 import Request
from websockets.server import ServerProtocol

from server.transport.boundary import between_messages

UPGRADE = (
    b"GET /sync HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
MASK = bytes(4)


def opened() -> ServerProtocol:
    conn = ServerProtocol()
    conn.receive_data(UPGRADE)
    (request,) = conn.events_received()
    assert isinstance(request, Request)
    conn.send_response(conn.accept(request))
    return conn


def places(conn: ServerProtocol, data: bytes) -> list[int]:
    """How many bytes have come whenever a message may begin."""
    found = []
    for place in range(len(data)):
        conn.receive_data(data[place : place + 1])
        if between_messages(conn):
            found.append(place + 1)
    return found


def test_no_message_begins_before_the_handshake_is_answered() -> None:
    conn = ServerProtocol()
    assert not between_messages(conn)
    assert places(conn, UPGRADE) == []


def test_the_first_message_may_begin_after_the_handshake() -> None:
    assert between_messages(opened())


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(b"\x82\x85" + MASK + b"hello", id="binary"),
        pytest.param(b"\x82\x80" + MASK, id="empty"),
        pytest.param(b"\x81\x85" + MASK + b"hello", id="text"),
        pytest.param(b"\x82\xfe\x00\x7e" + MASK + bytes(126), id="two bytes of length"),
        pytest.param(b"\x82\xff" + bytes(6) + b"\x00\x03" + MASK + bytes(3), id="eight bytes of length"),
        pytest.param(b"\x89\x82" + MASK + b"hi", id="ping"),
        pytest.param(
            b"\x02\x81" + MASK + b"h\x00\x80" + MASK + b"\x80\x82" + MASK + b"ey", id="in three parts"
        ),
        pytest.param(b"\x02\x81" + MASK + b"h\x89\x80" + MASK + b"\x80\x80" + MASK, id="a ping inside it"),
    ],
)
def test_a_message_begins_where_the_last_one_has_ended_and_nowhere_else(frame: bytes) -> None:
    assert places(opened(), frame * 3) == [len(frame), 2 * len(frame), 3 * len(frame)]


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(b"\x88\x82" + MASK + b"\x03\xe8", id="a goodbye"),
        pytest.param(b"\x82\x05", id="a frame that is not masked"),
    ],
)
def test_no_message_begins_after_the_end(end: bytes) -> None:
    assert places(opened(), end + b"\x82\x80" + MASK) == []
