"""Every operation, asked by everybody who stands in some relation to a case or its plan."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.clients.vouched import VouchingServer
from tests.support.relations.asking import Asker
from tests.support.relations.questions import question
from tests.support.relations.table import cells
from tests.support.relations.world import World
from tests.support.servers.demo import demo_server
from tests.support.servers.restoring import back_up, put_back

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]
LAST = ("ha", "ow")
"""Whoever may do it, after everybody who may not."""
SOAK = os.environ.get("TESTS_SOAK") == "1"
"""In the long form each row is asked as if it were the first: its answers do not rest on those before it."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def asker(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> AsyncIterator[Asker]:
    directory = tmp_path_factory.mktemp("relations")
    async with demo_server(directory, demo_database, kind=VouchingServer) as server:
        world = World(server)
        await world.begin()
        asker = Asker(world)
        yield asker
        await asker.close()
        await world.end()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def begun(asker: Asker) -> Begun:
    return Begun(asker.world)


class Begun:
    """The world as it was before anybody was asked."""

    def __init__(self, world: World) -> None:
        self._server, self._backup = world.server, back_up(world.server)
        self._sessions = [(each, each.token, each.csrf) for each in world.people.values()]

    async def again(self) -> None:
        await self._server.stop()
        put_back(self._backup, self._server.database)
        await self._server.start()
        for person, token, csrf in self._sessions:
            person.token, person.csrf = token, csrf
            person.http.cookies.set("samplan_session", token)


@pytest.mark.rule(9, 11, 15, 17, 21, "P3")
@pytest.mark.parametrize("row", cells())
async def test_everybody_is_answered_as_it_is_written(asker: Asker, begun: Begun, row: str) -> None:
    if SOAK:
        await begun.again()
    written, asked = cells()[row], question(row)
    heard = {}
    for column in sorted(written, key=lambda each: each in LAST and LAST.index(each) + 1):
        heard[column] = await asker.asks(column, asked)
    found = {column: each.answer for column, each in heard.items()}
    assert found == written, _shown(written, found)
    hidden = [column for column, each in written.items() if each == "-"]
    for column in hidden:
        nothing = await asker.asks(column, asked, about_nothing=True)
        assert nothing.whole == heard[column].whole, column


def _shown(written: dict[str, str], found: dict[str, str]) -> str:
    others = [each for each in written if found[each] != written[each]]
    return ", ".join(f"{each}: {written[each]} is {found[each]}" for each in others)
