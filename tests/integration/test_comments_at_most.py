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
from tests.support.clients.anchors import BEFORE, Typed, position, typed
from tests.support.clients.people import Person
from tests.support.hostile.arena import arena

HELD_SECONDS = 0.02
"""The most of the event loop's time that passes before somebody else is answered."""
WORDS = "ord om det "
QUOTE = WORDS.strip()
PIECES = 3_000
MOST_ANCHOR = 220
"""Bytes of an anchor with its contexts."""


def anchor_of(number: int, written: list[Typed]) -> dict[str, object]:
    """On words that stand, far from each other; on all between the first and the last; or on none."""
    last = written[-1]
    first = written[number % len(written)]
    at = len(WORDS) * (number * 20)
    words = Typed(first.client, first.clock + at, first.text[at : at + len(WORDS)])
    around = {"before": first.text[at - 32 : at] if at else "", "after": first.text[at + 10 : at + 42]}
    everything = {"start": written[0].start(WORDS), "end": position(last.client, last.clock + 9, BEFORE)}
    nothing = {"start": "A" * 60, "end": "B" * 60}
    ends = (words.anchor(QUOTE), words.anchor(QUOTE), everything, nothing)[number % 4]
    return {**ends, **around}


def fill(database: Path, part: str, author: str, written: list[Typed]) -> int:
    """As many comments as there may be, made before anybody was let in. Returns their bytes."""
    text = WORDS * ((BYTES_IN_PART // MOST_IN_PART - MOST_ANCHOR - 20) // len(WORDS))
    size = len(text) + MOST_ANCHOR + len(QUOTE)
    with closing(sqlite3.connect(database, timeout=30)) as connection, connection:
        for number in range(MOST_IN_PART - 10):  # beside those of the demo
            anchor = json.dumps(anchor_of(number, written))
            values = (f"c{number}", part, author, text, anchor, QUOTE, size)
            connection.execute(
                "INSERT INTO comments (id, part_id, author_id, created_at, text, anchor, quote, size)"
                f" VALUES (?, ?, ?, '2001-01-01 00:00:00.{number:06}', ?, ?, ?, ?)",  # a number
                values,
            )
    return size * (MOST_IN_PART - 10)


async def write_much(owner: Person, document: str) -> list[Typed]:
    """The words are looked for in half a megabyte of text, of thousands of pieces."""
    opened = await (await owner.connect()).open(document)
    written = [typed(opened, WORDS * 12_000) for _ in range(4)]
    await opened.saved()
    for place in range(PIECES):
        opened.type("x", at=place * 30)
    await opened.saved()
    return written


@pytest.mark.alone
@pytest.mark.rule("P7")
async def test_six_who_read_it_three_times_at_once_hold_nobody_up(
    tmp_path: Path, demo_database: Path
) -> None:
    async with arena(tmp_path, demo_database, crowd=1) as place:
        part = place.document("health").removeprefix("part/")
        keys = ("owner", "gp", "hospital", "coordinator", "owner", "gp")
        readers = [await Person(place.server, key).log_in() for key in keys]
        written = await write_much(readers[0], place.document("health"))
        size = fill(place.server.database, part, place.plan["me"], written)
        address = f"/api/parts/{part}/comments"
        since = time.monotonic()
        answers = await asyncio.gather(*(reader.get(address) for reader in readers for _ in range(3)))
        await place.pulse.go_on(2)
        assert {answer.status_code for answer in answers} == {200}
        assert min(len(answer.content) for answer in answers) > size * 0.75
        shown = [sum(each["quote"] == QUOTE for each in answer.json()) for answer in answers]
        assert min(shown) > MOST_IN_PART * 0.4, "words that stand"
        assert max(shown[3:12]) < MOST_IN_PART * 0.7, "and words that do not"
        beats = place.pulse.pings(since)
        assert len(beats) > 3
        assert max(beat.cpu for beat in beats) < HELD_SECONDS
        for reader in readers:
            await reader.close()
