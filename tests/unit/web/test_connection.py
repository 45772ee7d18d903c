"""One socket's way to its documents, where the answers of others come in an order of their own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from server.domain.plan import PersonId
from server.ports.log import StorageUnavailable
from server.ports.sessions import SignedIn
from server.sync.hub import Hub
from server.sync.plan.entering import Entrant, Seat
from server.sync.protocol import frames
from server.sync.protocol.closings import NotOpened, Token
from server.sync.protocol.lib0 import varstring, varuint
from server.sync.socket.limits import SocketLimits
from server.sync.socket.registry import SocketRegistry
from server.sync.socket.shares import FEW, SocketShare, SocketShares
from server.web.connection import Connection, Shown
from tests.support.at_rest import at_rest
from tests.support.principals import demo

KARI, KEY = PersonId("kari"), "key"
OUTBOX_BYTES = 1024 * 1024
NOTHING_SHOWN = Shown()


def found() -> SignedIn:
    ends = datetime.now(UTC) + timedelta(hours=1)
    return SignedIn(demo(KARI), "Kari", "csrf", "nb", KEY, ends, ends, b"hash")


class Lookups:
    """Is ``ports.Sessions``: each lookup is answered by the test."""

    def __init__(self) -> None:
        self.asked: asyncio.Queue[asyncio.Future[SignedIn | None]] = asyncio.Queue()

    def known_as(self, token: str) -> tuple[str, bytes]:
        return KEY, b"hash"

    def seen(self, signed_in: SignedIn) -> SignedIn:
        return signed_in

    async def session(self, token: str) -> SignedIn | None:
        answer: asyncio.Future[SignedIn | None] = asyncio.get_running_loop().create_future()
        self.asked.put_nowait(answer)
        return await answer


class FakeHub:
    """As much of ``Hub`` as a socket sees: nobody is ever let in."""

    def __init__(self) -> None:
        self.sockets = SocketRegistry()
        self.entered: asyncio.Queue[str] = asyncio.Queue()

    async def enter(self, document: str, entrant: Entrant) -> Seat:
        self.entered.put_nowait(document)
        await asyncio.Event().wait()
        raise AssertionError


class Taken:
    """Is ``Seat``: of somebody who is let in and says nothing."""

    def deliver(self, frame: frames.Frame) -> None: ...

    def leave(self) -> None: ...


class Wire:
    """Is ``socket.Frames``, and takes everything."""

    def __init__(self) -> None:
        self.written: asyncio.Queue[bytes] = asyncio.Queue()

    def listen(self, listener: object) -> None: ...

    def write(self, data: bytes) -> bool:
        self.written.put_nowait(data)
        return True

    def go_on(self) -> None: ...


class Here:
    serving: asyncio.Task[None]

    def __init__(self, limits: SocketLimits, shown: Shown = NOTHING_SHOWN) -> None:
        self.hub, self.lookups, self.wire = FakeHub(), Lookups(), Wire()
        hub = cast(Hub, self.hub)
        self.shares = SocketShares(100, limits.message_bytes)
        share = SocketShare(self.shares, "192.0.2.1")
        self.sent: list[object] = []
        self.connection = Connection(
            hub, self.lookups, limits, share, OUTBOX_BYTES, shown, self.wire, self.send
        )

    async def send(self, message: object) -> None:
        self.sent.append(message)

    @asynccontextmanager
    async def served(self) -> AsyncIterator[None]:
        self.serving = asyncio.create_task(self.connection.serve())
        await at_rest()
        yield
        self.connection.gone()
        await self.serving

    def ask(self, address: str) -> None:
        self.connection.receive(varstring(address) + varuint(frames.AUTH) + varuint(0) + varstring("token"))

    def close(self, address: str) -> None:
        self.connection.receive(varstring(address) + varuint(frames.CLOSE))

    @property
    def closing(self) -> Token | None:
        (outbox,) = self.hub.sockets
        return outbox.closing


LIMITS = SocketLimits(documents=3, openings=8, openings_per_second=0.0)


@pytest.fixture
async def here() -> AsyncIterator[Here]:
    here = Here(LIMITS)
    async with here.served():
        yield here


@pytest.mark.parametrize("second", [None, StorageUnavailable("away")], ids=["not found", "not asked"])
async def test_who_was_found_stays_known_whatever_is_asked_of_the_same_session_later(
    here: Here, second: StorageUnavailable | None
) -> None:
    """Else the socket would outlive its session: nobody who ends that would find it."""
    here.ask("part/one")
    (await here.lookups.asked.get()).set_result(found())
    while here.hub.entered.empty():
        here.ask(f"part/{here.hub.entered.qsize()}")
        await at_rest()
    while not here.lookups.asked.empty():
        answer = here.lookups.asked.get_nowait()
        answer.set_exception(second) if second else answer.set_result(None)
    await at_rest()
    assert here.hub.sockets.sessions() == {b"hash": KEY}
    here.hub.sockets.end_session(KEY)
    assert here.closing is Token.SESSION_EXPIRED


async def test_what_is_closed_while_it_is_opened_counts_until_that_has_come_to_an_end(here: Here) -> None:
    here.ask("part/0")
    (await here.lookups.asked.get()).set_result(found())
    await here.hub.entered.get()
    for number in range(1, LIMITS.documents):
        here.close(f"part/{number - 1}")
        here.ask(f"part/{number}")
        await here.hub.entered.get()
    assert here.closing is None
    here.close(f"part/{LIMITS.documents - 1}")
    here.ask("part/more")
    assert here.closing is Token.OVERLOADED


async def test_who_opens_and_closes_without_end_is_stopped(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each opening is written in the log that the owner reads."""

    asked = asyncio.Semaphore(0)

    async def entered(*_: object) -> Seat:
        asked.release()
        return cast(Seat, Taken())

    monkeypatch.setattr(here.hub, "enter", entered)
    here.ask("part/0")
    (await here.lookups.asked.get()).set_result(found())
    for _ in range(LIMITS.openings):
        await asked.acquire()
        assert here.closing is None
        here.close("part/0")
        here.ask("part/0")
    assert here.closing is Token.OVERLOADED


async def test_what_is_refused_is_no_opening(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may read little may ask for much."""

    async def refused(*_: object) -> Seat:
        raise NotOpened(Token.NOT_FOUND)

    monkeypatch.setattr(here.hub, "enter", refused)
    here.ask("part/0")
    (await here.lookups.asked.get()).set_result(found())
    for _ in range(2 * LIMITS.openings):
        assert Token.NOT_FOUND.value.encode() in await here.wire.written.get()
        here.ask("part/0")
    assert here.closing is None


@pytest.mark.parametrize("person", [None, KARI], ids=["unsaid", "the same"])
async def test_a_page_is_let_in_as_whom_it_was_made_for(person: PersonId | None) -> None:
    here = Here(LIMITS, Shown("cookie", person))
    async with here.served():
        here.ask("part/one")
        (await here.lookups.asked.get()).set_result(found())
        assert await here.hub.entered.get() == "part/one"


async def test_a_page_of_another_person_opens_nothing_with_this_ones_cookie() -> None:
    here = Here(LIMITS, Shown("cookie", PersonId("per")))
    async with here.served():
        here.ask("part/one")
        (await here.lookups.asked.get()).set_result(found())
        assert Token.SESSION_EXPIRED.value.encode() in await here.wire.written.get()
        assert here.hub.entered.empty()


# Shares.

OVERLOADED = {"type": "websocket.close", "code": 4529, "reason": "overloaded"}


@pytest.fixture
async def with_cookie() -> AsyncIterator[Here]:
    here = Here(LIMITS, Shown("token"))
    async with here.served():
        yield here


async def test_a_cookie_says_whose_the_socket_is_before_anything_is_asked(with_cookie: Here) -> None:
    answer = await with_cookie.lookups.asked.get()
    full_while_asking = with_cookie.connection.full
    answer.set_result(found())
    with_cookie.ask("part/one")
    await with_cookie.hub.entered.get()
    assert (full_while_asking, with_cookie.connection.full) == (True, False)
    assert with_cookie.lookups.asked.empty(), "nor is it asked again"


async def test_who_has_sockets_enough_is_told_to_come_again(here: Here) -> None:
    for _ in range(FEW):
        assert SocketShare(here.shares, "192.0.2.1").belongs_to(KARI)
    here.ask("part/one")
    (await here.lookups.asked.get()).set_result(found())
    await here.serving
    assert here.sent == [OVERLOADED]


async def test_who_says_nothing_makes_room_for_others(here: Here) -> None:
    waiting = [SocketShare(here.shares, "192.0.2.1") for _ in range(25)]
    for share in waiting:
        share.enter(lambda: None)
    await here.serving
    assert here.sent == [OVERLOADED]


async def test_what_is_not_whole_in_time_ends_the_socket(here: Here) -> None:
    assert here.connection.may_keep(5_000)
    here.connection.refuse_unfinished()
    await here.serving
    assert here.sent == [OVERLOADED]


async def test_what_may_not_be_kept_ends_the_socket(here: Here) -> None:
    assert not here.connection.may_keep(100_000)
    await here.serving
    assert here.sent == [OVERLOADED]
