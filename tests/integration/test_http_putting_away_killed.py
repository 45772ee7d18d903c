"""Put away while somebody types, and ``kill -9``: what is answered holds, and nothing is written after."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import sqlite3
from contextlib import closing
from typing import Any

import httpx
import pytest

from tests.support.clients.people import Person
from tests.support.servers.server import Server

SOAK = os.environ.get("TESTS_SOAK") == "1"
ROUNDS = 30 if SOAK else 2


ENTRIES = """SELECT count(*) FROM ledger
WHERE part_id = ? AND action IN ('part-put-away', 'part-brought-back')"""


def stored(server: Server, part: str) -> tuple[str | None, str, int, int]:
    """When it was put away, the last moment anybody wrote in it, how many edits there are, and how many
    entries say that it was put away or brought back."""
    with closing(sqlite3.connect(server.database)) as connection:

        def one(statement: str) -> tuple[Any, ...]:
            return tuple(connection.execute(statement, (part,)).fetchone())

        (away,) = one("SELECT put_away_at FROM parts WHERE id = ?")
        last, edits = one("SELECT max(committed_at), count(*) FROM updates WHERE part_id = ?")
        (entries,) = one(ENTRIES)
    return away, last, edits, entries


async def put_away(person: Person, part: str, away: bool) -> bool:
    """Whether it was answered."""
    with contextlib.suppress(httpx.HTTPError):
        answer = await person.post(f"/api/parts/{part}/put-away", {"put_away": away})
        assert answer.status_code == 204, answer.text
        return True
    return False


@pytest.mark.rule("P1", "P4")
@pytest.mark.timeout(1200 if SOAK else 600)
async def test_a_part_is_put_away_or_not_and_its_log_says_the_same(server: Server) -> None:
    owner, school = await Person(server, "owner").log_in(), await Person(server, "school").log_in()
    measure = await school.part("measure", "Studietid")
    part, chance = measure["id"], random.Random(7)
    for _ in range(ROUNDS):
        socket = await school.connect()
        document = await socket.open(measure["document"])

        async def type_on(document=document) -> None:  # type: ignore[no-untyped-def]
            while document.closed is None and document.scope == "read-write":
                document.type("a", at=0)
                await document.saved()

        typing = asyncio.create_task(type_on())
        await socket.until(lambda document=document: document.acked > 2)  # type: ignore[misc]
        asked = [asyncio.create_task(put_away(owner, part, True)) for _ in range(2)]
        if chance.random() < 0.5:
            await asked[0]
        await server.kill()
        answered = await asyncio.gather(*asked)
        typing.cancel()
        await asyncio.gather(typing, return_exceptions=True)
        away, last, edits, entries = stored(server, part)
        assert away is not None or not any(answered)
        assert away is None or last <= away
        assert entries % 2 == (away is not None)
        await server.start()
        assert (part in {each["id"] for each in (await owner.plan())["put_away"]}) is (away is not None)
        assert await put_away(owner, part, away=False)
    assert edits > ROUNDS, "nobody typed"
    await server.verified()
    for person in (owner, school):
        await person.close()
