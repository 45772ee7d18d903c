"""Many decisions signed at once on a running server: one change of rights, and one notice for each page."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from tests.support.clients.listener import Listener
from tests.support.servers.demo import demo_server
from tests.support.servers.server import Server

DECISIONS = 300
PLAN_CHANGED = '{"type": "plan-changed"}'


def access_version(server: Server) -> int:
    with closing(sqlite3.connect(server.database)) as connection:
        return int(connection.execute("SELECT access_version FROM plans").fetchone()[0])


@asynccontextmanager
async def arrived(server: Server, *keys: str) -> AsyncIterator[list[Listener]]:
    people = [await Listener(server, key).arrive() for key in keys]
    try:
        yield people
    finally:
        for person in people:
            await person.close()


@pytest.mark.rule(10)
async def test_three_hundred_signed_at_once_are_one_change_and_one_notice_for_each_page(
    tmp_path: Path, demo_database: Path
) -> None:
    async with demo_server(tmp_path, demo_database) as server, arrived(server, "owner", "school") as people:
        owner, school = people
        plan = await owner.plan()
        whom = next(who["id"] for who in plan["participants"] if who["role"] == "school")
        kinds = {"education", "health", "about-me"}
        parts = [part["id"] for part in plan["parts"] if part["kind"] in kinds]
        choices = [
            {"participant": whom, "part": parts[place % len(parts)], "level": level}
            for place, level in enumerate(["none", "edit", "read"] * (DECISIONS // 3))
        ]
        grants = f"/api/plans/{plan['id']}/grants"
        texts = (await owner.send("POST", f"{grants}/preview", {"decisions": choices})).json()["texts"]
        shown = [choice | {"text": text} for choice, text in zip(choices, texts, strict=True)]
        channels = [await person.socket.open(plan["channel"]) for person in people]
        version = access_version(server)
        answer = await owner.send("POST", grants, {"decisions": shown})
        assert answer.status_code == 201, answer.text
        for person, channel in zip(people, channels, strict=True):
            await person.barrier()
            assert channel.notices == [PLAN_CHANGED]
        assert access_version(server) == version + 1
        kept = (await owner.get(grants)).json()["decisions"][:DECISIONS]
        assert [decision["text"] for decision in reversed(kept)] == texts
        levels = {part["id"]: part["level"] for part in (await school.plan())["parts"]}
        last = {choice["part"]: choice["level"] for choice in choices}
        assert {part: levels.get(part, "none") for part in last} == last
