"""Sessions end by themselves on open sockets, within a second, and in no other moment."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.clients.people import Person, Socket
from tests.support.servers.brief import ABSOLUTE_SECONDS, IDLE_SECONDS, BriefSessions
from tests.support.servers.demo import demo_server
from tests.support.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.alone]
ONE_SECOND = 1.0
PAUSE = 0.3
"""Between two letters of somebody who writes."""
JUST_BEFORE = 0.3
"""Of the end; what was seen is stored 0.4 s later (``SessionTimes.noted_every``)."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> AsyncIterator[Server]:
    async with demo_server(tmp_path_factory.mktemp("brief"), demo_database, kind=BriefSessions) as server:
        yield server


@pytest_asyncio.fixture(loop_scope="module")
async def person(server: Server) -> AsyncIterator[Person]:
    person = await Person(server, "school").log_in()
    yield person
    await person.close()


async def opened(person: Person, kind: str = "education") -> Socket:
    socket = await person.connect()
    document = await socket.open((await person.part(kind))["document"])
    assert document.denied is None
    return socket


async def until_closed(socket: Socket, seconds: float) -> float:
    """The moment at which the server closed it for its session."""
    await socket.until(lambda: socket.closed, seconds)
    assert socket.closed == (4401, "session-expired")
    return time.monotonic()


async def test_a_socket_of_whom_nobody_sees_ends_with_the_session(person: Person) -> None:
    socket, began = await opened(person), time.monotonic()
    ended = await until_closed(socket, 3 * IDLE_SECONDS)
    assert ended - began < IDLE_SECONDS + ONE_SECOND
    assert (await person.get("/api/me")).status_code == 401


async def test_what_a_page_asks_for_by_itself_does_not_keep_a_session(person: Person) -> None:
    """It asks again whenever somebody else changes something: that would keep a page open for nobody."""
    socket, began = await opened(person), time.monotonic()
    while socket.closed is None and time.monotonic() < began + 3 * IDLE_SECONDS:
        await person.get("/api/plans")
        with suppress(TimeoutError):
            await socket.until(lambda: socket.closed, PAUSE)
    assert time.monotonic() - began < IDLE_SECONDS + ONE_SECOND


@pytest.mark.wide
async def test_whoever_writes_stays_until_the_session_ends_in_any_case(person: Person) -> None:
    began = time.monotonic()
    socket = await person.connect()
    document = await socket.open((await person.part("education"))["document"])
    while socket.closed is None and time.monotonic() < began + 2 * ABSOLUTE_SECONDS:
        document.type("x")
        await document.flush()
        with suppress(TimeoutError):
            await socket.until(lambda: socket.closed, PAUSE)
    ended = time.monotonic()
    assert socket.closed == (4401, "session-expired")
    assert ABSOLUTE_SECONDS - ONE_SECOND < ended - began < ABSOLUTE_SECONDS + ONE_SECOND


@pytest.mark.wide
async def test_who_writes_a_moment_before_the_end_has_written_in_time(server: Server) -> None:
    """What was seen is stored later than that, unless the end is near."""
    began = time.monotonic()  # before they were seen: on a busy machine the answers take a while
    person = await Person(server, "school").log_in()
    socket = await person.connect()
    document = await socket.open((await person.part("education"))["document"])
    with suppress(TimeoutError):
        await socket.until(lambda: socket.closed, began + IDLE_SECONDS - JUST_BEFORE - time.monotonic())
    assert socket.closed is None
    document.type("x")
    written = time.monotonic()
    await document.flush()
    ended = await until_closed(socket, 3 * IDLE_SECONDS)
    assert ended - written > IDLE_SECONDS - JUST_BEFORE
    await person.close()


@pytest.mark.wide
async def test_a_session_is_renewed_by_who_says_that_they_are_there(person: Person) -> None:
    socket, began = await opened(person), time.monotonic()
    me = (await person.get("/api/me")).json()
    assert me["warn_before"] == IDLE_SECONDS / 2
    while time.monotonic() < began + 1.5 * IDLE_SECONDS:
        with suppress(TimeoutError):
            await socket.until(lambda: socket.closed, PAUSE)
        answer = await person.post("/api/me/session")
        assert answer.status_code == 200, answer.text
        assert answer.json()["idle_in"] <= IDLE_SECONDS
    assert socket.closed is None
    renewed = time.monotonic()
    ended = await until_closed(socket, 3 * IDLE_SECONDS)
    assert IDLE_SECONDS - ONE_SECOND < ended - renewed < IDLE_SECONDS + ONE_SECOND
