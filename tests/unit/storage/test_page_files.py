"""Files of the page are kept for processes of other builds, and forgotten long after the last of this one."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from server.storage.database.database import Database
from server.storage.page_files import KEPT, PageFiles
from tests.unit.features.fakes import NOON


async def test_a_file_is_found_by_its_name_and_kept_while_processes_are_started_with_it(
    database: Database,
) -> None:
    files = PageFiles(database)
    await files.keep({"index-1.js": b"one", "inter.woff2": b"font"}, NOON)
    await files.keep({"index-2.js": b"two", "inter.woff2": b"font"}, NOON + KEPT)
    assert [await files.content(f"index-{n}.js") for n in (1, 2, 3)] == [b"one", b"two", None]
    await files.keep({}, NOON + KEPT + timedelta(seconds=1))
    assert await files.content("index-1.js") is None
    assert (await files.content("index-2.js"), await files.content("inter.woff2")) == (b"two", b"font")


async def test_several_processes_may_begin_at_once(database: Database) -> None:
    files = PageFiles(database)
    await asyncio.gather(*(files.keep({"index-1.js": b"one"}, NOON) for _ in range(5)))
    assert await files.content("index-1.js") == b"one"
