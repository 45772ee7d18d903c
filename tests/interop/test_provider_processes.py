"""Providers on two processes that tell each other through Redis."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.interop.conftest import Join, Place, in_test, settled_in
from tests.interop.provider import ProviderDocument, contains
from tests.interop.test_provider_presence import caret, names, shown
from tests.support.servers.postgres import Postgres
from tests.support.servers.redis import RedisServer
from tests.support.servers.server import Server

SECRET = "en hemmelighet som bare prøvene har"
pytestmark = pytest.mark.asyncio(loop_scope="session")
SOAK = os.environ.get("TESTS_SOAK") == "1"
MOVES, MILLISECONDS_APART = (600, 16) if SOAK else (400, 0)
SHOWN_SECONDS = 0.3 if SOAK else 8.0
"""For the last place; a page repeats its own after 15 s."""


@in_test
async def two(postgres: Postgres, tmp_path: Path) -> AsyncIterator[tuple[Place, Place]]:
    """On PostgreSQL: a file of SQLite is served by one process only."""
    redis = RedisServer(tmp_path)
    await redis.start()
    url = await postgres.create_database()
    one, other = [
        Server(
            tmp_path / name, SAMPLAN_DATABASE_URL=url, SAMPLAN_REDIS_URL=redis.url, SAMPLAN_SECRET_KEY=SECRET
        )
        for name in ("one", "other")
    ]
    await one.command("demo", "--plan-only")
    await one.start()
    await other.start()
    places = [await settled_in(server, ("owner", "coordinator", "mother")) for server in (one, other)]
    yield places[0], places[1]
    for place in places:
        for person in place.people.values():
            await person.close()
        await place.server.stop()
    await redis.stop()
    await postgres.drop_database(url)


async def test_what_is_written_and_synced_again_in_two_processes_is_saved(
    two: tuple[Place, Place], join: Join
) -> None:
    name = await two[0].document("home")
    owner = await (await join(two[0]["owner"])).open(name)
    coordinator = await (await join(two[1]["coordinator"])).open(name)
    for number in range(5):
        for opened, who in ((owner, "eier"), (coordinator, "koordinator")):
            await opened.do("addBlock", words=f"{who}, runde {number}.")
            await opened.do("call", methods=["startSync", "forceSync"])
    for opened, other in ((owner, "koordinator"), (coordinator, "eier")):
        await opened.until(text=contains(f"{other}, runde 4."))
        await opened.saved()
    assert await owner.content() == await coordinator.content()
    assert (await owner.state())["text"].count("runde 4.") == 2


async def test_of_carets_that_move_too_fast_the_last_place_is_shown_in_every_process(
    two: tuple[Place, Place], join: Join
) -> None:
    name, people = await two[0].document("home"), await names(two[0])
    moving, beside, elsewhere = [
        await (await join(place[key])).open(name)
        for place, key in ((two[0], "owner"), (two[0], "coordinator"), (two[1], "mother"))
    ]

    async def sees(opened: ProviderDocument) -> None:
        async with asyncio.timeout(SHOWN_SECONDS):
            await shown(opened, people["owner"], caret(MOVES))

    moves = [{"cursor": caret(number)} for number in range(MOVES + 1)]
    await moving.do("showMany", states=moves, millisecondsApart=MILLISECONDS_APART)
    await asyncio.gather(sees(beside), sees(elsewhere))
    for opened in (beside, elsewhere):
        await opened.do("show", state=None)
    await moving.do("showMany", states=[*moves, None], millisecondsApart=MILLISECONDS_APART)
    for opened in (beside, elsewhere):
        await opened.until(SHOWN_SECONDS, others=[])
