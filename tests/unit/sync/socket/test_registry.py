from __future__ import annotations

import asyncio

from server.sync.protocol.closings import Token
from server.sync.socket.registry import SocketRegistry
from tests.support.at_rest import at_rest
from tests.unit.sync.slow_wire import SlowWire


async def test_a_session_ends_with_all_its_sockets_and_no_others() -> None:
    sockets, mine, mine_too, others = SocketRegistry(), SlowWire(), SlowWire(), SlowWire()
    for key, wire in (("me", mine), ("me", mine_too), ("other", others)):
        sockets.opened(key, wire.outbox)
    sockets.end_session("me")
    sockets.end_session("nobody")
    closing = [wire.outbox.closing for wire in (mine, mine_too, others)]
    assert closing == [Token.SESSION_EXPIRED, Token.SESSION_EXPIRED, None]


async def test_a_session_is_known_while_one_of_its_sockets_is_open() -> None:
    sockets, one, other = SocketRegistry(), SlowWire(), SlowWire()
    sockets.exists("me", b"hash")
    for wire in (one, other):
        sockets.opened("me", wire.outbox)
    assert sockets.sessions() == {}, "while it is looked up"
    sockets.exists("me", b"hash")
    sockets.closed("me", one.outbox)
    assert sockets.sessions() == {b"hash": "me"}
    assert list(sockets) == [other.outbox]
    sockets.closed("me", other.outbox)
    assert sockets.sessions() == {}


async def test_all_are_closed_and_waited_for() -> None:
    sockets, wire = SocketRegistry(), SlowWire()
    async with asyncio.timeout(60):
        await sockets.wait_until_empty()
    sockets.opened("me", wire.outbox)
    sockets.close(Token.GOING_DOWN)
    assert wire.outbox.closing is Token.GOING_DOWN
    gone = asyncio.create_task(sockets.wait_until_empty())
    await at_rest()
    assert not gone.done()
    sockets.closed("me", wire.outbox)
    async with asyncio.timeout(60):
        await gone
