"""Every operation, asked by everybody who stands in some relation to a case or its plan."""

from __future__ import annotations

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

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]
LAST = ("ha", "ow")
"""Whoever may do it, after everybody who may not."""


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


@pytest.mark.rule(9, 11, 15, 17, 21, "P3")
@pytest.mark.parametrize("row", cells())
async def test_everybody_is_answered_as_it_is_written(asker: Asker, row: str) -> None:
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
