"""A sealed payload is not readable on the disk, and opens only in the cell it was stored in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from server.domain.plan import SERVER, Kind, Part, PartId
from server.features.parts.entries import PartAdded
from server.features.parts.store import PartStore
from server.ports.log import Committed, Row, SealBroken
from server.storage.keys import Keys, NoKeys
from server.storage.log.sealing import MARK, is_sealed
from server.storage.metadata import snapshots, updates
from server.storage.parts import PartCreation
from tests.acceptance.conftest import Process, Storage
from tests.acceptance.founding import (
    ABOUT_ME,
    FIRST_CONTENT,
    NOW,
    OWNER,
    PLAN,
    READING_HELP,
    SCHOOL,
    Clock,
    written,
)
from tests.support.models.encrypting import EncryptingKeys
from tests.support.principals import demo
from tests.support.servers.postgres import Postgres

SECRET = b"everybody's secret"
MEASURE = PartId("measure")
sealed_only = pytest.mark.parametrize("keys", ["sealed"], indirect=True)


async def everywhere(process: Process, words: bytes) -> None:
    """Stores ``words`` through every code path that writes to the log."""
    row = Row(SERVER, None, words + b" at first")
    new = PartCreation(Part(MEASURE, PLAN, Kind.MEASURE), row, {9: SERVER})
    parts = PartStore(process.database, Clock())
    await parts.add(demo(OWNER), PLAN, lambda sight: (new, sight.event(PartAdded("measure"), MEASURE)))
    version = (await process.book.access_versions([PLAN]))[PLAN]

    async def append(*payloads: bytes, after: int, **more: Any) -> None:
        submission = written(*payloads, after=after, part=MEASURE, access_version=version, **more)
        assert await process.log.append([submission]) == [Committed(after + len(payloads), NOW)]

    await append(words + b" at once", after=1)
    await append(words + b" two", words + b" at once", after=2)
    await append(words + b" the", words + b" long way", after=4, clients={5: SCHOOL}, title="Lese")
    await process.log.save_snapshot(MEASURE, 5, words + b" as a whole")


@pytest.fixture
async def places(url: str, tmp_path: Path, postgres: Postgres) -> list[Path]:
    """The directories on a stolen disk."""
    if url.startswith("sqlite"):
        return [tmp_path]
    asked = "SELECT oid FROM pg_database WHERE datname = $1"
    (found,) = await postgres.run(asked, url.rsplit("/", 1)[1])
    return [postgres.data / "base" / str(found[0]), postgres.data / "pg_wal"]


def everything_in(places: list[Path]) -> bytes:
    return b"".join(file.read_bytes() for place in places for file in place.iterdir() if file.is_file())


async def test_what_is_sealed_is_nowhere_on_the_disk(
    process: Process, keys: Keys, places: list[Path], url: str, postgres: Postgres
) -> None:
    words = os.urandom(12).hex().encode()
    await everywhere(process, words)
    if url.startswith("postgresql"):
        await postgres.run("CHECKPOINT")
    found = everything_in(places)
    assert MEASURE.encode() in found
    assert (words in found) == isinstance(keys, NoKeys)
    loaded = await process.log.load(MEASURE)
    assert loaded is not None
    assert loaded.snapshot == words + b" as a whole"
    assert [row.payload for row in loaded.rows] == [words + b" long way"]
    whole = [
        words + said for said in (b" at first", b" at once", b" two", b" at once", b" the", b" long way")
    ]
    assert [row.payload for row in await process.log.since(MEASURE, 0)] == whole
    assert [row.payload for row in await process.log.since(MEASURE, 3)] == whole[3:]


async def test_without_a_key_payloads_are_stored_byte_for_byte(process: Process, keys: Keys) -> None:
    await everywhere(process, b"words")

    def work(connection: Connection) -> list[bytes]:
        stored = [
            *connection.scalars(select(updates.c.payload)),
            *connection.scalars(select(snapshots.c.payload)),
        ]
        return [bytes(each) for each in stored]

    stored = await process.database.read(work)
    assert len(stored) == 9
    if isinstance(keys, NoKeys):
        assert {FIRST_CONTENT, b"words at once", b"words long way", b"words as a whole"} <= set(stored)
    else:
        assert all(map(is_sealed, stored))


def payload_at(part: PartId, seq: int) -> Any:
    return select(updates.c.payload).where(updates.c.part_id == part, updates.c.seq == seq).scalar_subquery()


async def put(process: Process, value: Any, part: PartId = MEASURE, seq: int = 6) -> None:
    """Directly into the database, bypassing our code."""
    there = update(updates).where(updates.c.part_id == part, updates.c.seq == seq)
    await process.database.write(lambda connection: connection.execute(there.values(payload=value)) and None)


@sealed_only
@pytest.mark.parametrize(
    "value",
    [
        payload_at(MEASURE, 2),  # of another batch
        payload_at(MEASURE, 5),  # of the same batch
        payload_at(MEASURE, 1),
        payload_at(ABOUT_ME, 1),
        select(snapshots.c.payload).scalar_subquery(),
        b"put there in the clear",
        b"",
        MARK,
        MARK + b"\x01",
        MARK + b"\x01" + bytes(40),
        MARK + b"\x02" + bytes(40),
    ],
)
async def test_what_stands_elsewhere_than_it_was_stored_is_not_served(process: Process, value: Any) -> None:
    await everywhere(process, b"words")
    await put(process, value)
    with pytest.raises(SealBroken):
        await process.log.load(MEASURE)
    with pytest.raises(SealBroken):
        await process.log.since(MEASURE, 0)
    assert await process.log.load(ABOUT_ME) is not None


@sealed_only
async def test_a_snapshot_is_one_of_its_part_and_row(process: Process) -> None:
    await everywhere(process, b"words")
    await process.database.write(
        lambda connection: connection.execute(update(snapshots).values(seq=snapshots.c.seq - 1)) and None
    )
    with pytest.raises(SealBroken):
        await process.log.load(MEASURE)
    assert len(await process.log.since(MEASURE, 0)) == 6


@sealed_only
@pytest.mark.parametrize("keys_of_another", [NoKeys(), EncryptingKeys(b"another secret")])
async def test_who_has_not_the_key_is_handed_nothing(
    storage: Storage, process: Process, keys_of_another: Keys
) -> None:
    await everywhere(process, b"words")
    stranger = await storage.process(keys_of_another)
    with pytest.raises(SealBroken):
        await stranger.log.load(MEASURE)
    with pytest.raises(SealBroken):
        await stranger.log.since(READING_HELP, 0)


@pytest.mark.parametrize("keys", ["plain"], indirect=True)
async def test_what_was_stored_before_there_was_a_key_opens_beside_what_is_sealed(
    storage: Storage, process: Process
) -> None:
    assert await process.log.append([written(b"before", after=1)]) == [Committed(2, NOW)]
    later = await storage.process(EncryptingKeys(SECRET, sealed_only=False))
    assert await later.log.append([written(b"after", after=2, person=OWNER)]) == [Committed(3, NOW)]
    loaded = await later.log.load(READING_HELP)
    assert loaded is not None
    assert [row.payload for row in loaded.rows] == [FIRST_CONTENT, b"before", b"after"]
    with pytest.raises(SealBroken):
        await process.log.since(READING_HELP, 1)
