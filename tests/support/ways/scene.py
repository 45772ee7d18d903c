"""The ways, each once as a warm-up and once recorded, on the demo plan of one server.

Three people are logged in with a socket each. The owner and the coordinator have the part open that is
edited and commented on; all three have the plan's channel open, as a page does.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from tests.support.clients.people import WAIT_SECONDS, Document, Person, Socket

from .process import TracedServer
from .traced import Recording

AT_ONCE = 10
WRITTEN, WITHDRAWN, PRACTISED = "home", "education", "resources"


@dataclass
class Guest:
    """A person with a socket on which the plan's channel is open."""

    person: Person
    socket: Socket
    plan: dict[str, Any]
    channel: Document

    def document(self, kind: str) -> str:
        return str(self.part(kind)["document"])

    def part(self, kind: str) -> dict[str, Any]:
        return dict(next(part for part in self.plan["parts"] if part["kind"] == kind))

    async def noticed(self, count: int) -> None:
        await self.socket.until(lambda: len(self.channel.notices) >= count)


async def all_ways(server: TracedServer) -> dict[str, Recording]:
    """The recordings of letter, join, withdrawal and comment; also of a join while others are in the plan,
    which need not read its rights."""
    people = [await _log_in(server, key) for key in ("owner", "coordinator", "school")]
    await _warm_up(people[0])
    join = await _join(server, people[0])
    owner, coordinator, school = [await _enter(person) for person in people]
    joined = await recorded(server, lambda: owner.socket.open(owner.document(WRITTEN)))
    letter = await _letter(server, owner, coordinator)
    comment = await _comment(server, owner, coordinator)
    withdrawal = await _withdrawal(server, owner, school)  # the last: it lengthens the rights
    for guest in (owner, coordinator, school):
        await guest.socket.close()
        await guest.person.close()
    return {
        "letter": letter,
        "join": join,
        "withdrawal": withdrawal,
        "comment": comment,
        "join, plan open": joined,
    }


async def _log_in(server: TracedServer, key: str) -> Person:
    person = Person(server, key)
    # A new connection for each request: keep-alive is not part of any way.
    person.http = httpx.AsyncClient(
        base_url=server.url, timeout=WAIT_SECONDS, limits=httpx.Limits(max_keepalive_connections=0)
    )
    return await person.log_in()


async def _warm_up(person: Person) -> None:
    """So that every reading thread has a connection, and each connection its statements."""
    plan = f"/api/plans/{(await person.plan())['id']}"
    paths = [plan, f"{plan}/grants", "/api/plans", "/api/me"] * AT_ONCE
    await asyncio.gather(*map(person.get, paths))


async def _connect(person: Person) -> Socket:
    """Without pings, which would be recorded."""
    server = person.server
    return await Socket.connect(server, person.token, ping_interval=None)


async def _enter(person: Person) -> Guest:
    plan, socket = await person.plan(), await _connect(person)
    return Guest(person, socket, plan, await socket.open(plan["channel"]))


async def recorded(server: TracedServer, way: Callable[[], Awaitable[object]]) -> Recording:
    await server.tell("begin")
    await way()
    return await server.tell("end")


async def _join(server: TracedServer, person: Person) -> Recording:
    """Of a part that is not open, in a plan that is not open; another part of it was open before."""
    plan = await person.plan()
    documents = {part["kind"]: part["document"] for part in plan["parts"]}
    async with _left_empty(server, person) as socket:
        await socket.open(documents[PRACTISED])
    async with _left_empty(server, person) as socket:
        return await recorded(server, lambda: socket.open(documents[WRITTEN]))


@asynccontextmanager
async def _left_empty(server: TracedServer, person: Person) -> AsyncIterator[Socket]:
    """A socket; afterwards no plan is open in the server."""
    socket = await _connect(person)
    yield socket
    await server.tell("hurry")
    await socket.close()
    while "\nsamplan_open_plans 0.0\n" not in (await person.get("/metrics")).text:  # noqa: ASYNC110
        await asyncio.sleep(0.1)  # another process, whose state must be polled
    await server.tell("unhurry")


async def _letter(server: TracedServer, writer: Guest, reader: Guest) -> Recording:
    """Typed after letters of the same client."""
    written = writer.socket.documents[writer.document(WRITTEN)]
    read = await reader.socket.open(reader.document(WRITTEN))

    async def letter() -> None:
        written.type("a")
        await written.saved()
        await reader.socket.until(lambda: read.content == written.content)

    for _ in range(3):
        await letter()
    return await recorded(server, letter)


async def _comment(server: TracedServer, author: Guest, reader: Guest) -> Recording:
    path = f"/api/parts/{author.part(WRITTEN)['id']}/comments"
    documents = [guest.socket.documents[guest.document(WRITTEN)] for guest in (author, reader)]

    async def comment() -> None:
        counts = [len(document.notices) for document in documents]
        answer = await author.person.send("POST", path, {"text": "Fint."})
        assert answer.is_success, answer.text
        for document, count in zip(documents, counts, strict=True):
            await document.socket.until(lambda d=document, c=count: len(d.notices) > c)  # type: ignore[misc]

    await comment()
    return await recorded(server, comment)


async def _withdrawal(server: TracedServer, owner: Guest, school: Guest) -> Recording:
    """From a person who has the part open; both have the plan's channel open and get a notice there."""
    path = f"/api/plans/{owner.plan['id']}/grants"
    of_school = next(who["id"] for who in owner.plan["participants"] if "school" in str(who).lower())

    async def withdraw(kind: str, open_part: Document) -> None:
        noticed = [len(guest.channel.notices) for guest in (owner, school)]
        wish = {"participant": of_school, "part": owner.part(kind)["id"], "level": "none"}
        answer = await owner.person.send("POST", path, wish)
        assert answer.is_success, answer.text
        assert await open_part.ended() == "consent-withdrawn"
        for guest, count in zip((owner, school), noticed, strict=True):
            await guest.noticed(count + 1)

    one, two = [await school.socket.open(school.document(kind)) for kind in (PRACTISED, WITHDRAWN)]
    await withdraw(PRACTISED, one)
    return await recorded(server, lambda: withdraw(WITHDRAWN, two))
