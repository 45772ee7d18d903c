"""One server, its people and one Node program for all tests of this directory that only talk to it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.interop.node import Node
from tests.interop.page import Page
from tests.interop.provider import ProviderSocket, socket_of
from tests.support.clients.people import PERSONS, Person
from tests.support.servers.server import Server

in_session = pytest_asyncio.fixture(scope="session", loop_scope="session")
in_test = pytest_asyncio.fixture(loop_scope="session")


@dataclass
class Place:
    """A running server with everybody logged in."""

    server: Server
    people: dict[str, Person]

    def __getitem__(self, key: str) -> Person:
        return self.people[key]

    async def part(self, key: str, kind: str) -> dict[str, Any]:
        """The first part of ``kind`` as this person's plan answers it."""
        return next(part for part in (await self[key].plan())["parts"] if part["kind"] == kind)

    async def document(self, kind: str) -> str:
        return str((await self.part("owner", kind))["document"])

    async def sign(self, participant: str, document: str, level: str) -> None:
        """The owner decides; the answer has come when this returns."""
        plan, who = await self["owner"].plan(), await self[participant].plan()
        wish = {"participant": who["me"], "part": document.removeprefix("part/"), "level": level}
        answer = await self["owner"].send("POST", f"/api/plans/{plan['id']}/grants", wish)
        assert answer.status_code == 201, answer.text


async def settled_in(server: Server, keys: tuple[str, ...]) -> Place:
    return Place(server, {key: await Person(server, key).log_in() for key in keys})


@in_session
async def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demo plan, to be copied."""
    server = Server(tmp_path_factory.mktemp("demo"))
    await server.prepare()
    return server.database


@in_session
async def here(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    """The server all tests share; each uses parts of its own."""
    server = Server(tmp_path_factory.mktemp("shared"))
    shutil.copy(demo, server.database)
    await server.start()
    place = await settled_in(server, PERSONS)
    yield place
    for person in place.people.values():
        await person.close()
    await server.stop()


@in_test
async def alone(demo: Path, tmp_path: Path) -> AsyncIterator[Place]:
    """A server that the test may kill."""
    server = Server(tmp_path)
    shutil.copy(demo, server.database)
    await server.start()
    place = await settled_in(server, ("owner", "coordinator"))
    yield place
    for person in place.people.values():
        await person.close()
    await server.stop()


@in_session
async def node() -> AsyncIterator[Node]:
    """The Node program that runs the provider."""
    program = await Node.start("provider.mjs")
    yield program
    await program.stop()


@in_session
async def idle(here: Place, node: Node) -> AsyncIterator[ProviderSocket]:
    """A socket on which nothing happens from the first test on: a test at the end asks how it is.

    Its only document is written by nobody, and without awareness it has nothing to send itself.
    """
    plan = (await here["owner"].plan())["id"]
    answer = await here["owner"].send("POST", f"/api/plans/{plan}/parts", {"kind": "goal", "title": "Ro"})
    socket = await socket_of(node, here["owner"])
    await socket.open(answer.json()["document"], awareness=False)
    yield socket
    await socket.end()


Join = Callable[..., Awaitable[ProviderSocket]]


@in_test
async def join(node: Node, idle: ProviderSocket) -> AsyncIterator[Join]:
    """Connect somebody: ``await join(person)``; the sockets end with the test."""
    joined: list[ProviderSocket] = []

    async def connect(person: Person, url: str | None = None) -> ProviderSocket:
        joined.append(await socket_of(node, person, url))
        return joined[-1]

    yield connect
    for socket in joined:
        await socket.end()


@in_session
async def page_node() -> AsyncIterator[Node]:
    """The Node program that runs the page's connection."""
    program = await Node.start("page.mjs")
    yield program
    await program.stop()


Show = Callable[..., Awaitable[Page]]


@in_test
async def show(page_node: Node, idle: ProviderSocket) -> AsyncIterator[Show]:
    """Open the plan in a browser of one's own: ``await show(person)``; the pages close with the test."""
    opened: list[Page] = []

    async def open_page(person: Person, url: str | None = None) -> Page:
        opened.append(await Page(page_node).connect(person, url))
        return opened[-1]

    yield open_page
    for page in opened:
        await page.do("end")
