"""HTTP through the real server process: what only a real socket shows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.clients.people import PERSONS, Person
from tests.support.servers.rated import SpentServer
from tests.support.servers.server import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """One process for all tests here; each leaves the plan as the next can use it."""
    server = Server(tmp_path_factory.mktemp("process"))
    await server.prepare()
    await server.start()
    yield server
    await server.stop()


async def exchange(server: Server, request: bytes) -> bytes:
    """One raw request on a connection of its own; every byte of the answer but the date."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(request)
    await writer.drain()
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    lines = answer.split(b"\r\n")
    return b"\r\n".join(line for line in lines if not line.lower().startswith(b"date:"))


def get(path: str, person: Person) -> bytes:
    lines = (f"GET {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: samplan_session={person.token}")
    return "\r\n".join((*lines, "Connection: close", "", "")).encode()


async def test_nine_people_log_in_and_each_finds_their_own(server: Server) -> None:
    everybody = await asyncio.gather(*(Person(server, key).log_in() for key in PERSONS))
    try:
        for person in everybody:
            plans = (await person.get("/api/plans")).json()
            assert len(plans) == (0 if person.key in ("unit", "stranger") else 1)
        counts = [len((await person.plan())["parts"]) for person in everybody[:7]]
        assert counts[0] == max(counts)
        assert counts[0] > max(counts[1:])
    finally:
        for person in everybody:
            await person.close()


async def test_hidden_and_non_existing_answer_with_the_same_bytes_on_the_wire(server: Server) -> None:
    owner, school = await Person(server, "owner").log_in(), await Person(server, "school").log_in()
    stranger = await Person(server, "stranger").log_in()
    plan = await owner.plan()
    notes = next(part["id"] for part in plan["parts"] if part["kind"] == "own-notes")
    nowhere = "A" * len(notes)
    for person, there, missing in (
        (school, f"/api/parts/{notes}/comments", f"/api/parts/{nowhere}/comments"),
        (stranger, f"/api/parts/{notes}/comments", f"/api/parts/{nowhere}/comments"),
        (stranger, f"/api/plans/{plan['id']}", f"/api/plans/{nowhere}"),
        (stranger, f"/api/plans/{plan['id']}/grants", f"/api/plans/{nowhere}/grants"),
    ):
        hidden = await exchange(server, get(there, person))
        assert hidden.startswith(b"HTTP/1.1 404")
        assert hidden == await exchange(server, get(missing, person))
    for person in (owner, school, stranger):
        await person.close()


async def test_the_demo_command_may_be_repeated_while_the_server_runs(server: Server) -> None:
    owner = await Person(server, "owner").log_in()
    before = await owner.plan()
    await server.command("demo", "--plan-only")
    assert await owner.plan() == before
    await owner.close()


async def test_a_session_outlives_a_restart_and_the_log_is_whole(server: Server) -> None:
    gp = await Person(server, "gp").log_in()
    await server.kill()
    await server.start()
    assert (await gp.get("/api/me")).status_code == 200
    await server.verified()
    await gp.close()


async def test_whoever_is_no_proxy_cannot_choose_an_address(tmp_path: Path) -> None:
    """With a new one for each request everything was answered, however much it was."""
    server = SpentServer(tmp_path)
    await server.prepare()
    await server.start()
    asked, refused = 120, 0
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    for number in range(asked):
        lines = ("GET /api/me HTTP/1.1", "Host: 127.0.0.1", f"X-Forwarded-For: 192.0.2.{number}")
        writer.write("\r\n".join((*lines, "", "")).encode())
    for _ in range(asked):
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
        await reader.readexactly(int(length.split(b":")[1]))
        refused += head.startswith(b"HTTP/1.1 429")
    writer.close()
    await server.stop()
    assert refused == 20
