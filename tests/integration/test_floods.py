"""Whatever somebody may do once is harmless 300 times (``make soak``: 10,000), whoever they are.

Every operation and every frame, by a person of each level, without a limit on the rate of requests: what is
left are bounds. Two others write to each other meanwhile, and a third looks at the plan.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pycrdt import Doc
from websockets.exceptions import ConnectionClosed

from server.features.comments.rules import MOST_A_DAY as COMMENTS_A_DAY
from server.features.comments.rules import MOST_IN_PART
from server.features.parts.rules import MOST_IN_PLAN
from tests.support.clients import protocol
from tests.support.clients.people import Person, Socket
from tests.support.hostile.arena import Arena, arena, undisturbed
from tests.support.operations import BODIES, OPERATIONS, address
from tests.support.servers.rated import UnlimitedServer

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.alone, pytest.mark.rule("P7")]
SOAK = os.environ.get("TESTS_SOAK") == "1"
TIMES = 10_000 if SOAK else 300
GROWN = 64 * 1024 * 1024
"""Bytes that the process may keep of all that one person did."""
LEVELS = {"none": "hospital", "read": "school", "comment": "nav", "edit": "gp"}
WHO = ("nobody", "stranger", *LEVELS, "owner")
PART_KIND = "home"
FRAMES = ("edit", "awareness", "step1", "query", "stateless", "open and close", "authentication")
REPEATED = sorted(OPERATIONS.keys() - {"log_out"}, key=lambda name: (name == "add_part", name))
"""What fills the plan comes last: the others would take longer."""
NOTHING_NEW = b"\x00\x00"
AT_ONCE = 50
"""Requests that are sent on one connection before the first is answered."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> AsyncIterator[Arena]:
    directory = tmp_path_factory.mktemp("floods")
    async with arena(directory, demo_database, crowd=1, kind=UnlimitedServer) as built:
        for level, key in LEVELS.items():
            who = await Person(built.server, key).log_in()
            part = built.document(PART_KIND).removeprefix("part/")
            wish = {"participant": await who.me_in(), "part": part, "level": level}
            signed = await built.owner.post(f"/api/plans/{built.plan['id']}/grants", wish)
            assert signed.status_code == 201, signed.text
            await who.close()
        yield built


async def somebody(place: Arena, who: str) -> Person:
    """In a session of their own, which they may end."""
    person = Person(place.server, LEVELS.get(who, who))
    return person if who == "nobody" else await person.log_in()


def memory(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


# Requests.


async def comment_of(place: Arena, person: Person) -> str:
    """One's own if one may write one, else one that nobody made."""
    part = place.document(PART_KIND).removeprefix("part/")
    made = await person.post(f"/api/parts/{part}/comments", {"text": "Hei"})
    return str(made.json()["id"]) if made.status_code == 201 else "x"


async def requests_of(place: Arena, person: Person, name: str) -> list[bytes]:
    operation = OPERATIONS[name]
    ids = {"plan": place.plan["id"], "part": place.document(PART_KIND).removeprefix("part/"), "number": "3"}
    if "{comment}" in operation.path:
        ids["comment"] = await comment_of(place, person)
    bodies = BODIES[name] if operation.is_command else (None,)
    return [as_sent(person, operation.method, address(operation, **ids), body) for body in bodies]


def as_sent(person: Person, method: str, path: str, body: object) -> bytes:
    content = b"" if body is None else json.dumps(body).encode()
    cookie = (
        f"Cookie: samplan_session={person.token}\r\nX-CSRF-Token: {person.csrf}\r\n" if person.token else ""
    )
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: {person.server.url}\r\n{cookie}"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


async def asked(place: Arena, requests: list[bytes]) -> None:
    """``TIMES`` in all, the next before the last is answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", place.server.port, limit=1 << 24)
    try:
        for _ in range(0, TIMES, AT_ONCE * len(requests)):
            for request in requests:
                writer.write(request * AT_ONCE)
            for _ in range(AT_ONCE * len(requests)):
                status = await answered(reader)
                assert status < 500, requests
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def answered(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    size = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            size = int(line.split(b":")[1])
    await reader.readexactly(size)
    return int(head.split()[1])


# Frames.


async def sent(place: Arena, person: Person, frames: str) -> None:
    document = place.document(PART_KIND)
    socket = await Socket.connect(place.server, person.token)
    opened = await socket.ask(document)
    await socket.until(lambda: opened.synced or opened.denied is not None or socket.closed)
    with contextlib.suppress(ConnectionClosed):  # who floods may be closed
        for number, frame in zip(range(TIMES), frames_of(opened, person, frames), strict=False):
            await socket.send(frame)
            if number % AT_ONCE == 0:
                await socket.heard_out()
        await socket.heard_out()
        if frames == "edit" and opened.scope == "read-write":
            await socket.until(lambda: opened.acked >= TIMES or opened.closed or socket.closed)
    await socket.abandon()


def frames_of(opened: Any, person: Person, frames: str) -> Iterator[bytes]:
    at, doc = opened.address, Doc[Any]()
    number = 0
    while True:
        number += 1
        match frames:
            case "edit":
                update = opened.type("x") if opened.synced else NOTHING_NEW
                yield protocol.sync(at, protocol.UPDATE, update)
            case "awareness":
                state = json.dumps({"cursor": {"anchor": number}})
                payload = protocol.varuint(1) + protocol.varuint(doc.client_id) + protocol.varuint(number)
                yield protocol.awareness(at, payload + protocol.varstring(state))
            case "step1":
                yield protocol.sync(at, protocol.STEP1, b"\x00")
            case "query":
                yield protocol.varstring(at) + protocol.varuint(protocol.QUERY_AWARENESS)
            case "stateless":
                yield protocol.stateless(at, "Hei")
            case "open and close":
                yield protocol.auth(f"{at}\0{number}", person.token)
                yield protocol.close(f"{at}\0{number}")
            case "authentication":
                yield protocol.auth(at, person.token)


# Others meanwhile.


class Onlooker:
    """Asks for what a page asks for, again and again; keeps how long it took."""

    def __init__(self, person: Person, plan: str) -> None:
        self._person, self._plan = person, plan
        self.taken: list[float] = []

    async def look(self) -> None:
        while True:
            began = time.perf_counter()
            for path in ("/healthz", f"/api/plans/{self._plan}"):
                assert (await self._person.get(path)).status_code == 200
            self.taken.append(time.perf_counter() - began)


async def meanwhile(place: Arena, flood: Callable[[], Awaitable[object]]) -> None:
    onlooker = Onlooker(place.coordinator, place.plan["id"])
    looking = asyncio.create_task(onlooker.look())
    try:
        await undisturbed(place, flood)
    finally:
        looking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await looking
    if SOAK and onlooker.taken:
        taken = sorted(onlooker.taken)
        print(f"an onlooker waited {taken[len(taken) * 99 // 100] * 1e3:.0f} ms (p99)")


def rows(database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=60)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


def assert_bounded(place: Arena) -> None:
    found = rows(place.server.database)
    assert found["parts"] <= MOST_IN_PLAN, found
    assert found["comments"] <= MOST_IN_PART * len(WHO) + COMMENTS_A_DAY, found


@pytest.mark.parametrize("name", REPEATED)
async def test_every_operation_may_be_repeated_by_anybody(place: Arena, name: str) -> None:
    people = [await somebody(place, who) for who in WHO]
    before = memory(place.server.pid)
    for person in people:
        requests = await requests_of(place, person, name)
        await meanwhile(place, lambda requests=requests: asked(place, requests))  # type: ignore[misc]
        await person.close()
    assert_bounded(place)
    assert memory(place.server.pid) - before < GROWN


@pytest.mark.parametrize("frames", FRAMES)
async def test_every_frame_may_be_repeated_by_anybody(place: Arena, frames: str) -> None:
    people = [await somebody(place, who) for who in WHO]
    before = memory(place.server.pid)
    for person in people:
        await meanwhile(place, lambda person=person: sent(place, person, frames))  # type: ignore[misc]
        await person.close()
    assert_bounded(place)
    assert memory(place.server.pid) - before < GROWN


async def test_sessions_may_be_ended_again_and_again(place: Arena) -> None:
    for who in WHO:
        person = await somebody(place, who)
        requests = await requests_of(place, person, "log_out")
        await meanwhile(place, lambda requests=requests: asked(place, requests))  # type: ignore[misc]
        await person.close()
