"""Whatever somebody may do once is harmless 10 times (``make wide``: 100 times, what fills 300 times;
``make soak``: 10,000 times), and every frame 300 times.

Every operation and every frame, by a person of each level, without a limit on the rate of requests: what is
left are bounds. Two others write to each other meanwhile, and a third looks at the plan.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pycrdt import Doc
from websockets.exceptions import ConnectionClosed

from server.demo.municipality import NUMBER
from server.web.runner import PER_PERSON
from tests.support.clients import protocol
from tests.support.clients.people import Person, Socket
from tests.support.cluster.processes import eventually
from tests.support.hostile.arena import Arena, arena, undisturbed
from tests.support.hostile.bounds import bounds
from tests.support.hostile.meanwhile import Meanwhile, in_words, slower
from tests.support.operations import BODIES, COMMANDS, OPERATIONS, address
from tests.support.servers.rated import UnlimitedServer
from tests.support.servers.server import Server
from tests.support.wide import few_or_many, one_now

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.rule("P7")]
SOAK = os.environ.get("TESTS_SOAK") == "1"
FEW, TIMES = 10, 10_000 if SOAK else 100
FILLING = 10_000 if SOAK else 300
"""Of what adds something: comments come to more than a part has room for."""
GROWN = (64 if SOAK else 20) * 1024 * 1024
"""Bytes that the process may keep of all that everybody did."""
LEVELS = {"none": "hospital", "read": "school", "comment": "nav", "edit": "gp"}
WHO = ("nobody", "stranger", *LEVELS, "owner")
PART_KIND = "home"
ABOUT_THE_PLAN = ("{plan}", "{part}", "{comment}", "{suggestion}")
FRAMES = ("edit", "awareness", "step1", "query", "stateless", "open and close", "authentication")
ENDING = {"log_out", "end_sessions"}
ADDING = "add_"
BOUNDS = bounds(people=len(WHO) + 3, repeated=FILLING)
"""``people``: who floods, and who of the place writes meanwhile."""
REPEATED = sorted(OPERATIONS.keys() - ENDING, key=lambda name: (name.startswith(ADDING), name))
"""What fills a part or the plan comes last: the others would take longer."""
NOTHING_NEW = b"\x00\x00"
SECONDS = 30.0
"""That a process takes at most to close what others have closed."""
QUIET_LETTERS = 100 if SOAK else 2
"""That others write to each other between two floods."""
AT_ONCE = 50
"""Requests that are sent on one connection before the first is answered."""


def rows(database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=60)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


@asynccontextmanager
async def levels_given(directory: Path, demo_database: Path, kind: type[Server]) -> AsyncIterator[Arena]:
    async with arena(directory, demo_database, crowd=1, kind=kind, looking=True) as built:
        part = built.document(PART_KIND).removeprefix("part/")
        for level, key in LEVELS.items():
            who = await Person(built.server, key).log_in()
            wish = {"participant": await who.me_in(), "part": part, "level": level}
            signed = await built.owner.post(f"/api/plans/{built.plan['id']}/grants", wish)
            assert signed.status_code == 201, signed.text
            await who.close()
        built.rows = rows(built.server.database)
        yield built


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> AsyncIterator[Arena]:
    async with levels_given(tmp_path_factory.mktemp("floods"), demo_database, UnlimitedServer) as built:
        yield built


async def somebody(place: Arena, who: str) -> Person:
    """In a session of their own, which they may end."""
    person = Person(place.server, LEVELS.get(who, who))
    return person if who == "nobody" else await person.log_in()


async def put_away(people: Iterable[Person]) -> None:
    for person in people:
        await person.close()


def memory(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def open_files(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


# Requests.


async def comment_of(place: Arena, person: Person) -> str:
    """One's own if one may write one, else one that nobody made."""
    part = place.document(PART_KIND).removeprefix("part/")
    made = await person.post(f"/api/parts/{part}/comments", {"text": "Hei"})
    return str(made.json()["id"]) if made.status_code == 201 else "x"


async def suggestion_of(place: Arena, person: Person) -> str:
    """Likewise."""
    part = place.document(PART_KIND).removeprefix("part/")
    made = await person.post(f"/api/parts/{part}/suggestions", BODIES["suggest"][0])
    return str(made.json()["id"]) if made.status_code == 201 else "x"


async def requests_of(place: Arena, person: Person, name: str) -> list[bytes]:
    operation = OPERATIONS[name]
    ids = {"plan": place.plan["id"], "part": place.document(PART_KIND).removeprefix("part/"), "number": "3"}
    ids["municipality"] = NUMBER
    if "{comment}" in operation.path:
        ids["comment"] = await comment_of(place, person)
    if "{suggestion}" in operation.path:
        ids["suggestion"] = await suggestion_of(place, person)
    bodies = BODIES[name] if name in COMMANDS else (None,)
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


async def asked(place: Arena, requests: list[bytes], times: int) -> Counter[int]:
    """``times`` in all, the next before the last is answered; how often which status was the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", place.server.port, limit=1 << 24)
    answers: Counter[int] = Counter()
    at_once = min(times, AT_ONCE)
    try:
        for _ in range(0, times, at_once * len(requests)):
            for request in requests:
                writer.write(request * at_once)
            for _ in range(at_once * len(requests)):
                answers[await answered(reader)] += 1
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
    assert max(answers) < 500, (requests, answers)
    return answers


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
        for number, frame in zip(range(FILLING), frames_of(opened, person, frames), strict=False):
            await socket.send(frame)
            if number % AT_ONCE == 0:
                await socket.heard_out()
        await socket.heard_out()
        if frames == "edit" and opened.scope == "read-write":
            await socket.until(lambda: opened.acked >= FILLING or opened.closed or socket.closed)
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


async def floods(place: Arena, by: dict[str, Callable[[], Awaitable[object]]]) -> None:
    """One after the other; a delay counts that three runs of three have."""
    measured = []
    for _ in range(3):
        meanwhile = Meanwhile(place.pulse)
        for flood in by.values():
            await undisturbed(place, partial(meanwhile.last, flood), letters=QUIET_LETTERS)
        waited = meanwhile.waited()
        measured.append(in_words(waited))
        if not slower(waited):
            if SOAK:
                print(f"others' p99, quiet → flooded: {measured[-1]}")
            return
    raise AssertionError(measured)


def assert_bounded(place: Arena) -> None:
    """Every table that has more rows than when the place was built has a bound, and keeps it."""
    before, found = place.rows, rows(place.server.database)
    grown = {table: number - before[table] for table, number in found.items() if number > before[table]}
    assert {table: by for table, by in grown.items() if by > BOUNDS.get(table, 0)} == {}, grown


def whose_level_matters(name: str, many: bool) -> tuple[str, ...]:
    """Of those with a level only the owner, where the plan does not come into it, and of few times one more
    where it does; in the long form all."""
    about_it = any(each in OPERATIONS[name].path for each in ABOUT_THE_PLAN)
    if SOAK or (about_it and many):
        return WHO
    left_out = LEVELS.keys() - {each for each, later in one_now(name, *LEVELS) if about_it and not later}
    return tuple(who for who in WHO if who not in left_out)


@few_or_many
@pytest.mark.parametrize("name", REPEATED)
async def test_every_operation_may_be_repeated_by_anybody(place: Arena, name: str, many: bool) -> None:
    times = (FILLING if name.startswith(ADDING) else TIMES) if many else FEW
    people = {who: await somebody(place, who) for who in whose_level_matters(name, many)}
    requests = {who: await requests_of(place, person, name) for who, person in people.items()}
    before = memory(place.server.pid)
    await floods(place, {who: partial(asked, place, requests[who], times) for who in people})
    await put_away(people.values())
    assert_bounded(place)
    assert memory(place.server.pid) - before < GROWN


@pytest.mark.parametrize("frames", FRAMES)
async def test_every_frame_may_be_repeated_by_anybody(place: Arena, frames: str) -> None:
    people = {who: await somebody(place, who) for who in WHO}
    before = memory(place.server.pid)
    await floods(place, {who: partial(sent, place, person, frames) for who, person in people.items()})
    await put_away(people.values())
    assert_bounded(place)
    assert memory(place.server.pid) - before < GROWN


async def test_sockets_may_be_opened_again_as_fast_as_they_end(place: Arena) -> None:
    """By somebody who asks for a document on each, and by somebody who says nothing."""
    people = {who: await somebody(place, who) for who in ("stranger", "gp")}

    async def reopened(person: Person) -> None:
        for _ in range(FILLING):
            socket = await Socket.connect(place.server, person.token)
            if person.key == "gp":
                await socket.ask(place.document(PART_KIND))
            await socket.abandon()

    before = memory(place.server.pid), open_files(place.server.pid)
    await floods(place, {who: partial(reopened, person) for who, person in people.items()})

    async def closed() -> bool:
        return open_files(place.server.pid) <= before[1] + AT_ONCE

    await eventually(closed, SECONDS)
    await put_away(people.values())
    assert_bounded(place)
    assert memory(place.server.pid) - before[0] < GROWN


@few_or_many
@pytest.mark.parametrize("name", sorted(ENDING))
async def test_sessions_may_be_ended_again_and_again(place: Arena, name: str, many: bool) -> None:
    """Not the owner's: who of the arena writes meanwhile would be logged out with them."""
    times = TIMES if many else FEW
    people = {who: await somebody(place, who) for who in WHO if who != "owner"}
    requests = {who: await requests_of(place, person, name) for who, person in people.items()}
    await floods(place, {who: partial(asked, place, requests[who], times) for who in people})
    await put_away(people.values())


@pytest.mark.parametrize("name", REPEATED if SOAK else ["me", pytest.param("plan", marks=pytest.mark.wide)])
async def test_with_the_usual_limits_most_of_a_flood_is_refused(
    tmp_path: Path, demo_database: Path, name: str
) -> None:
    times = TIMES if SOAK else 2 * int(PER_PERSON.burst)
    answers: Counter[int] = Counter()

    async def flood(place: Arena, requests: list[bytes]) -> None:
        answers.update(await asked(place, requests, times))

    async with levels_given(tmp_path, demo_database, Server) as place:
        people = {who: await somebody(place, who) for who in WHO}
        requests = {who: await requests_of(place, person, name) for who, person in people.items()}
        before = memory(place.server.pid)
        await floods(place, {who: partial(flood, place, requests[who]) for who in WHO})
        await put_away(people.values())
        if SOAK:
            print(f"answers: {dict(answers)}")
        assert answers[429] > 0, answers
        assert_bounded(place)
        assert memory(place.server.pid) - before < GROWN
