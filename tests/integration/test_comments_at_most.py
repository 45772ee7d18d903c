"""The largest answer about comments that there may be holds nobody up."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from server.features.comments.rules import BYTES_IN_PART, MOST_IN_PART
from tests.support.clients.people import Person
from tests.support.hostile.arena import arena

HELD_SECONDS = 0.02
"""The most of the event loop's time that passes before somebody else is answered."""
WORDS = "ord om det "
ANCHOR = {"start": "A" * 60, "end": "B" * 60, "before": "f" * 32, "after": "g" * 32}


def fill(database: Path, part: str, author: str) -> int:
    """As many comments as there may be, made before anybody was let in, on words that are gone.

    Returns their bytes."""
    anchor = json.dumps(ANCHOR)
    text = WORDS * ((BYTES_IN_PART // MOST_IN_PART - len(anchor) - 20) // len(WORDS))
    size = len(text) + len(anchor) + len("ord nummer 000")
    with closing(sqlite3.connect(database, timeout=30)) as connection, connection:
        for number in range(MOST_IN_PART - 10):  # beside those of the demo
            values = (f"c{number}", part, author, text, anchor, f"ord nummer {number:03}", size)
            connection.execute(
                "INSERT INTO comments (id, part_id, author_id, created_at, text, anchor, quote, size)"
                f" VALUES (?, ?, ?, '2001-01-01 00:00:00.{number:06}', ?, ?, ?, ?)",  # a number
                values,
            )
    return size * (MOST_IN_PART - 10)


async def write_much(owner: Person, document: str) -> None:
    """The words are looked for in half a megabyte of text."""
    opened = await (await owner.connect()).open(document)
    for _ in range(4):
        opened.type(WORDS * 12_000)
    await opened.saved()


@pytest.mark.alone
@pytest.mark.rule("P7")
async def test_six_who_read_it_three_times_at_once_hold_nobody_up(
    tmp_path: Path, demo_database: Path
) -> None:
    async with arena(tmp_path, demo_database, crowd=1) as place:
        part = place.document("health").removeprefix("part/")
        size = fill(place.server.database, part, place.plan["me"])
        keys = ("owner", "gp", "hospital", "coordinator", "owner", "gp")
        readers = [await Person(place.server, key).log_in() for key in keys]
        await write_much(readers[0], place.document("health"))
        address = f"/api/parts/{part}/comments"
        since = time.monotonic()
        answers = await asyncio.gather(*(reader.get(address) for reader in readers for _ in range(3)))
        await place.pulse.go_on(2)
        assert {answer.status_code for answer in answers} == {200}
        assert min(len(answer.content) for answer in answers) > size * 0.75
        beats = place.pulse.pings(since)
        assert len(beats) > 3
        assert max(beat.cpu for beat in beats) < HELD_SECONDS
        for reader in readers:
            await reader.close()
