from __future__ import annotations

from websockets.http11 import Request
from websockets.server import ServerProtocol

from server.transport.handshake import Handshake

REQUEST = (
    b"GET /sync HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\n%s\r\n"
)
KEY = b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"


def answered(request: bytes) -> tuple[int, str | None]:
    handshake = Handshake.of(ServerProtocol(), {"X-Frame-Options": "DENY"})
    handshake.receive_data(request)
    (asked,) = handshake.events_received()
    assert isinstance(asked, Request)
    answer = handshake.accept(asked)
    return answer.status_code, answer.headers.get("X-Frame-Options")


def test_a_refused_handshake_carries_the_headers_and_an_accepted_one_does_not() -> None:
    assert answered(REQUEST % b"") == (400, "DENY")
    assert answered(REQUEST % KEY) == (101, None)
