"""The handshake of /sync by itself; what comes after has a process (tests/integration)."""

from __future__ import annotations

from typing import cast
from urllib.parse import parse_qs

import pytest
from starlette.types import Message

from server.ports.sessions import Sessions
from server.sync.document.schema import SCHEMA
from server.sync.hub import Hub
from server.sync.protocol.closings import Token
from server.sync.socket.limits import SocketLimits
from server.web.endpoint import SocketSettings, SyncEndpoint, misfit

OURS = b"https://plan.example"


async def answered(*headers: tuple[bytes, bytes]) -> Message:
    """What a handshake with these headers is told; its page is too old for more."""
    settings = SocketSettings(frozenset({OURS.decode()}), SocketLimits())
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "websocket", "query_string": b"schema=0", "headers": list(headers)}
    # Neither is asked before somebody is let in.
    await SyncEndpoint(cast(Hub, None), cast(Sessions, None), settings)(scope, receive, send)
    return sent[0]


COOKIES = [
    pytest.param([b"samplan_session=abc"], id="alone"),
    pytest.param([b"samplan_session="], id="empty"),
    pytest.param([b"samplan_session=" + b"a" * 4_000], id="too long for a token"),
    pytest.param([b"no sense; samplan_session=abc"], id="beside no cookie"),
    pytest.param([b"samplan_session=abc", b"theme=dark"], id="in the first of two headers"),
]


@pytest.mark.parametrize("cookies", COOKIES)
async def test_whoever_has_the_cookie_must_be_our_page(cookies: list[bytes]) -> None:
    shown = [(b"cookie", cookie) for cookie in cookies]
    refused = {"type": "websocket.close", "code": 1008}
    assert await answered(*shown, (b"origin", b"https://evil.example")) == refused
    assert await answered(*shown) == refused
    assert (await answered(*shown, (b"origin", OURS)))["type"] == "websocket.accept"


async def test_without_the_cookie_the_origin_does_not_matter() -> None:
    assert (await answered())["type"] == "websocket.accept"
    shown = (b"cookie", b"theme=dark"), (b"origin", b"https://evil.example")
    assert (await answered(*shown))["type"] == "websocket.accept"


@pytest.mark.parametrize(
    ("query", "token"),
    [
        ("", None),
        (f"schema={SCHEMA}", None),
        ("epoch=now", None),
        (f"schema={SCHEMA + 1}&epoch=now", None),
        (f"schema={SCHEMA - 1}&epoch=now", Token.SCHEMA_TOO_OLD),
        ("schema=one", Token.SCHEMA_TOO_OLD),
        ("schema=%C2%B2", Token.SCHEMA_TOO_OLD),  # a small 2
        ("schema=%D9%A9", Token.SCHEMA_TOO_OLD),  # an Arabic 9
        ("schema=99999", None),
        ("schema=100000", Token.SCHEMA_TOO_OLD),
        ("schema=" + "9" * 5_000, Token.SCHEMA_TOO_OLD),
        (f"schema={SCHEMA}%0A", Token.SCHEMA_TOO_OLD),
        ("schema=-1", Token.SCHEMA_TOO_OLD),
        (f"schema={SCHEMA}&epoch=before", Token.RESTORED),
        ("epoch=No", Token.RESTORED),
        ("epoch=%00", Token.RESTORED),
        (f"schema={SCHEMA - 1}&epoch=before", Token.SCHEMA_TOO_OLD),
    ],
)
def test_what_a_page_says_of_itself(query: str, token: Token | None) -> None:
    assert misfit(parse_qs(query), "now") is token
