"""Every hazard of the parts we build on, and all that our documents may not hold, from somebody who may edit.

Each is refused with its token, the part is the same to a newcomer and in the database file, the process
goes on, no frame cost the event loop 50 ms, and two people who write elsewhere notice nothing.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.hostile import fields, updates
from tests.support.hostile.arena import Arena, arena, undisturbed
from tests.support.hostile.ground import GROUND

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.rule("P7")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> AsyncIterator[Arena]:
    async with arena(tmp_path_factory.mktemp("hostile"), demo_database, crowd=60) as built:
        socket = await built.somebody()
        ground = await socket.open(built.document("home"))
        await ground.send_update(GROUND)
        await ground.saved()
        await socket.close()
        yield built
        built.assert_no_attack_stalled()


@pytest.mark.parametrize("what", updates.IN_A_SECTION)
async def test_what_no_document_may_hold_is_refused(place: Arena, what: str) -> None:
    attacks = updates.IN_A_SECTION[what]
    await undisturbed(place, lambda: place.attack(place.document("home"), attacks))


@pytest.mark.parametrize("what", fields.IN_A_MEASURE)
async def test_what_no_measure_may_hold_is_refused(place: Arena, what: str) -> None:
    attacks = fields.IN_A_MEASURE[what]
    await undisturbed(place, lambda: place.attack(place.document("measure"), attacks))


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        *(("home", name) for name in updates.ALLOWED),
        *(("measure", name) for name in fields.ALLOWED_IN_A_MEASURE),
    ],
)
async def test_beside_every_attack_stands_an_edit_that_is_accepted(
    place: Arena, kind: str, what: str
) -> None:
    document = place.document(kind)
    seed, before = await place.seed(document), await place.witnessed(document)
    build = {**updates.ALLOWED, **fields.ALLOWED_IN_A_MEASURE}[what]
    socket = await place.somebody()
    opened = await socket.open(document)
    await opened.send_update(build(1_000 + len(before.state), seed))
    await opened.saved()
    await socket.close()
    after = await place.witnessed(document)
    assert after.rows == before.rows + 1
