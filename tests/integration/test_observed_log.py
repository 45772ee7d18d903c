"""The server's log through errors: what happened is told, and nothing of what people are called or wrote."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support.clients import protocol
from tests.support.clients.people import Document, Person
from tests.support.models.canaries import Canaries, numbers_in
from tests.support.servers.demo import demo_server
from tests.support.servers.server import Server

BROKEN = """
CREATE TRIGGER no_comment BEFORE INSERT ON comments BEGIN SELECT RAISE(ABORT, 'no comment'); END;
CREATE TRIGGER no_update BEFORE INSERT ON updates BEGIN SELECT RAISE(ABORT, 'no update'); END;
"""
"""Not what the adapters foresee: SQLAlchemy's error quotes all that was to be stored."""


def lines_of(server: Server) -> list[dict[str, Any]]:
    assert sum("is ready on" in line for line in server.log) == 1
    return [json.loads(line) for line in server.log if "is ready on" not in line]


async def fail_to_comment(owner: Person, part: str, word: str) -> None:
    answer = await owner.send("POST", f"/api/parts/{part}/comments", {"text": word, "quote": word})
    assert answer.status_code == 500


async def fail_to_write(owner: Person, document: str, word: str) -> None:
    socket = await owner.connect()
    opened: Document = await socket.open(document)
    opened.type(word)
    await opened.flush()
    await opened.ended()
    await socket.close()


async def send_nonsense(owner: Person, document: str, word: str) -> None:
    """Refusals, which are not errors, and bytes that are no protocol at all."""
    for path in (f"/api/plans/{word}", f"/{word}", f"/api/parts/{word}/comments?{word}"):
        await owner.get(path)
    for body in ({"text": {word: word}}, {word: word}, word):
        assert (await owner.send("POST", f"/api/plans/{word}/parts", body)).status_code >= 400
    async with owner.http.stream("GET", f"/{word}", headers={"Cookie": f"samplan_session={word}"}):
        pass
    for data in (word.encode(), protocol.auth(f"part/{word}", word), protocol.auth(document, word)):
        socket = await owner.connect()
        await socket.send(data)
        await socket.send(b"\x7f" + word.encode())
        await socket.until(lambda socket=socket: socket.closed)  # type: ignore[misc]
        await socket.close()
    await send_no_request(owner.server.url, word)


async def send_no_request(url: str, word: str) -> None:
    """What is not even HTTP: the server beneath ours says so in our log."""
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(url).port)
    writer.write(f"{word}\r\n\r\n".encode())
    assert (await reader.read()).startswith(b"HTTP/1.1 400")
    writer.close()


@pytest.mark.rule(15)
async def test_errors_are_logged_without_a_word_a_name_or_an_id(tmp_path: Path, demo_database: Path) -> None:
    canaries = Canaries()
    async with demo_server(tmp_path, demo_database, BROKEN) as server:
        owner = await Person(server, "owner").log_in()
        plan, me = await owner.plan(), (await owner.get("/api/me")).json()
        part = next(part for part in plan["parts"] if part["kind"] == "home")
        await fail_to_comment(owner, part["id"], canaries.release(None, 0, "comment").text)
        await fail_to_write(owner, part["document"], canaries.release(None, 0, "text").text)
        await send_nonsense(owner, part["document"], canaries.release(None, 0, "nonsense").word)
        await owner.close()
    lines = lines_of(server)
    events = [line["event"] for line in lines]
    assert "a request failed" in events
    assert "a room failed" in events
    assert "Invalid HTTP request received." in events
    assert all(
        line["exception"].startswith("Traceback: IntegrityError")
        for line in lines
        if "failed" in line["event"]
    )
    assert all({"time", "level", "logger", "event"} <= set(line) for line in lines)
    text = "\n".join(server.log)
    assert list(numbers_in(text.encode())) == []
    people = plan["participants"]
    names = {word for person in people for word in person["name"].split() if len(word) > 3}
    ids = {plan["id"], me["id"], owner.token, owner.csrf, *(p["id"] for p in (*people, *plan["parts"]))}
    assert len(names) > 5
    assert [word for word in names | ids if word in text] == []
