"""Two processes on one database that hear nothing of each other: looking at the database is enough."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.clients.people import Person
from tests.support.servers.postgres import Postgres
from tests.support.servers.server import Server


@pytest.fixture
async def two(tmp_path: Path, postgres: Postgres) -> AsyncIterator[tuple[Server, Server]]:
    """On PostgreSQL: a file of SQLite is served by one process only."""
    url = await postgres.create_database()
    one, other = [
        Server(tmp_path / name, SAMPLAN_DATABASE_URL=url, SAMPLAN_POLL_SECONDS="0.5")
        for name in ("one", "other")
    ]
    await one.command("demo", "--plan-only")
    await one.start()
    await other.start()
    yield one, other
    await one.stop()
    await other.stop()
    await postgres.drop_database(url)


async def test_what_one_commits_withdraws_and_ends_is_found_by_the_other(two: tuple[Server, Server]) -> None:
    owner, school = await Person(two[0], "owner").log_in(), await Person(two[1], "school").log_in()
    plan = await owner.plan()
    part = next(part for part in plan["parts"] if part["kind"] == "education")
    who = next(one["id"] for one in plan["participants"] if one["role"] == "school")
    here, there = await owner.connect(), await school.connect()
    mine, theirs = await here.open(part["document"]), await there.open(part["document"])

    for number in range(5):
        mine.type(f"eier {number} ")
        theirs.add_block(f"skole {number}")
        await asyncio.gather(mine.saved(), theirs.saved())
    await here.until(lambda: "skole 4" in mine.text)
    await there.until(lambda: "eier 4" in theirs.text)
    assert mine.content == theirs.content

    said = await owner.send("POST", f"/api/parts/{part['id']}/comments", {"text": "Ser dere dette?"})
    assert said.status_code == 201
    await there.until(lambda: '{"type": "comments-changed"}' in theirs.notices)

    wish = {"participant": who, "part": part["id"], "level": "none"}
    assert (await owner.send("POST", f"/api/plans/{plan['id']}/grants", wish)).status_code == 201
    assert await theirs.ended() == "consent-withdrawn"

    channel = await there.open(plan["channel"])
    ending = f"/api/plans/{plan['id']}/participants/{who}/end"
    assert (await owner.send("POST", ending, {})).status_code == 200
    assert await channel.ended() == "consent-withdrawn"

    school.http.base_url = two[0].url
    assert (await school.send("POST", "/logout", {})).status_code == 204
    await there.until(lambda: there.closed)
    for person in (owner, school):
        await person.close()
