"""Older rows of the log move to the history: nothing is lost, changed or forgotten by it (decision 0074)."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, insert, select, update

from bench.week import BEGIN, SEED, Id, Ledger, Step, Writing, at_once, week
from bench.week_cost import FIRST, KEYS, PART, PERSONS, PLACES, PLAN, Kept
from server.capabilities import witnessed_rows
from server.domain.plan import PersonId
from server.domain.seals import SealingKey
from server.features.comments.suggestions.tables import suggestions
from server.ports.log import Behind, Committed, Row, Submission
from server.storage.database.database import Database
from server.storage.history.mover import ROWS_TOGETHER, HistoryMover
from server.storage.history.payload import HistoryEntry, decode, encode
from server.storage.history.tables import update_history
from server.storage.keys import Keys, key_of
from server.storage.log import sealing
from server.storage.metadata import decisions, updates
from server.storage.seals.keys import SealingKeys
from server.storage.seals.outside import SealsFile
from server.storage.seals.tables import sealed_chains, sealed_edits, sealed_facts, seals
from server.storage.seals.verifying import LogVerifier
from server.sync.update.joining import joined, parse

DAY = timedelta(days=1)
Letters = dict[Id, tuple[str, PersonId, datetime]]


@pytest.fixture
async def kept(url: str, keys: Keys, tmp_path: Path) -> AsyncIterator[Kept]:
    """A part in which nothing was written yet."""
    database = await Database.open(url, keys=keys)
    part = Kept(database, tmp_path)
    await part.found()
    yield part
    await database.close()


async def typed(kept: Kept, letters: int, script: Callable[..., Iterator[Step]] = week) -> Ledger:
    """And one more letter two days later, so that all of the ledger is older than the newest row."""
    writing = Writing(FIRST.payload, random.Random(SEED))
    steps = list(script(writing, letters))
    ledger = Ledger(dict(writing.ledger.typed), dict(writing.ledger.deleted))
    await kept.write(steps)
    writing.opens(0)
    last = writing.strikes(0, steps[-1].at + 2 * DAY)
    await kept.write(last)
    await kept.rest(kept.clock.now)
    return ledger


async def history(database: Database) -> list[HistoryEntry]:
    key = await key_of(database.keys, PLAN)
    asked = select(update_history).where(update_history.c.part_id == PART)
    rows = await database.read(lambda c: c.execute(asked.order_by(update_history.c.first_seq)).all())
    found = list[HistoryEntry]()
    for row in rows:
        cell = PLAN, sealing.HISTORY, sealing.PAYLOAD, PART, row.first_seq
        entries = decode(sealing.open(row.payload, key, *cell))
        assert (entries[0].first, entries[-1].last) == (row.first_seq, row.last_seq)
        found += entries
    return found


async def left(database: Database) -> list[Any]:
    """The rows that have not moved."""
    asked = select(updates).where(updates.c.part_id == PART).order_by(updates.c.seq)
    return await database.read(lambda connection: list(connection.execute(asked)))


def letters_of(entries: Sequence[HistoryEntry]) -> Letters:
    found: Letters = {}
    for entry in entries:
        for run in parse(entry.update).runs:
            clock = run.start
            for struct in run.structs:
                text = struct.text.decode() if struct.text is not None else ""
                found.update(
                    ((run.client, clock + at), (letter, entry.person, entry.minute))
                    for at, letter in enumerate(text)
                )
                clock += struct.length
    return found


def deletions_of(entries: Sequence[HistoryEntry]) -> dict[Id, tuple[PersonId, datetime]]:
    found: dict[Id, tuple[PersonId, datetime]] = {}
    for entry in entries:
        for client, ranges in parse(entry.update).deletes.items():
            for first, length in ranges:
                for clock in range(first, first + length):
                    found.setdefault((client, clock), (entry.person, entry.minute))
    return found


def require_the_ledger(entries: Sequence[HistoryEntry], ledger: Ledger) -> None:
    """Who typed each letter and when, and of each that was deleted what it was, who did so and when."""
    said = {made: (letter, PERSONS[who], minute) for made, (letter, who, minute) in ledger.typed.items()}
    letters = letters_of(entries)
    assert letters == said
    gone = {made: (PERSONS[who], minute) for made, (who, minute) in ledger.deleted.items()}
    assert deletions_of(entries) == gone
    assert all(letters[made][0] == ledger.typed[made][0] for made in gone)


async def wrong(database: Database) -> list[str]:
    return [each async for each in LogVerifier(database, KEYS, witnessed_rows()).wrong()]


@pytest.mark.rule("P6")
@pytest.mark.rule("P8")
@pytest.mark.parametrize("script", [week, at_once])
async def test_every_letter_is_of_who_typed_it_when(
    kept: Kept, script: Callable[..., Iterator[Step]]
) -> None:
    ledger = await typed(kept, 300, script)
    entries = await history(kept.database)
    require_the_ledger(entries, ledger)
    assert [entry.first for entry in entries] == [1, *(entry.last + 1 for entry in entries[:-1])]
    assert (await left(kept.database))[0].seq == entries[-1].last + 1
    assert await wrong(kept.database) == []


async def test_no_entry_crosses_a_minute_or_somebody_elses_row(kept: Kept) -> None:
    steps = list(at_once(Writing(FIRST.payload, random.Random(SEED)), 1_100))
    await kept.write(steps)
    await kept.rest(kept.clock.now + 2 * DAY)
    entries = (await history(kept.database))[1:]
    assert len({entry.minute for entry in entries}) > 1
    assert len(entries) < len(steps)
    for entry in entries:
        rows = steps[entry.first - 2 : entry.last - 1]  # the first row of all is what the part began with
        assert {PERSONS[step.person] for step in rows} == {entry.person}
        assert {step.at.replace(second=0, microsecond=0) for step in rows} == {entry.minute}


async def test_nobody_is_let_in_within_an_entry(kept: Kept) -> None:
    """Nor where the clocks of two machines may differ."""
    signed = BEGIN + timedelta(seconds=20)
    change = update(decisions).where(decisions.c.number == 1).values(signed_at=signed)
    await kept.database.write(lambda connection: connection.execute(change) and None)
    await typed(kept, 300, at_once)
    near = [e for e in await history(kept.database) if abs(e.minute - BEGIN) <= timedelta(minutes=1)]
    assert len(near) > 50
    assert all(entry.first == entry.last for entry in near)


async def append(kept: Kept, *rows: bytes, after: int, who: int = 0) -> object:
    stored = [Row(PERSONS[who], None, row) for row in rows]
    (outcome,) = await kept.log.append([Submission(PLAN, PART, after, 1, f"b{after}-{who}", stored)])
    return outcome


async def as_old_as(kept: Kept, number: int) -> None:
    """That many rows, sealed and in a snapshot, more than a day ago."""
    assert await append(kept, *[b"row"] * number, after=1) == Committed(number + 1, kept.clock.now)
    await kept.log.save_snapshot(PART, number + 1, b"state")
    await kept.sealer.seal()
    kept.clock.now += DAY + timedelta(seconds=1)


async def test_the_newest_row_stays_and_numbers_go_on(kept: Kept) -> None:
    await as_old_as(kept, 9)
    assert await kept.mover.move() == 9
    assert [row.seq for row in await left(kept.database)] == [10]
    assert [row.seq for row in await kept.log.since(PART, 3)] == [10]
    assert await kept.log.heads([PART]) == {PART: 10}
    assert await append(kept, b"next", after=10) == Committed(11, kept.clock.now)
    assert await kept.mover.move() == 1
    assert [row.seq for row in await left(kept.database)] == [11]


async def test_what_was_suggested_stays_known_as_that(kept: Kept) -> None:
    """Its row had its id: who accepted these words stands with the suggestion alone."""
    await as_old_as(kept, 9)
    (third,) = [row.batch_id for row in await left(kept.database) if row.seq == 4]
    said = {"quote": "", "replacement": "", "status": "accepted", "word": "", "size": 0}
    made = {"id": third, "part_id": PART, "author_id": PLACES[0], "created_at": kept.clock.now}
    await kept.database.write(lambda c: c.execute(insert(suggestions).values(**made, **said)) and None)
    assert await kept.mover.move() == 9
    found = {entry.first: (entry.last, entry.suggestion) for entry in await history(kept.database)}
    assert found[4] == (4, third)
    assert [each for _, each in found.values() if each] == [third]


@pytest.mark.parametrize("what", ["young", "beyond the snapshot", "not sealed", "changed"])
async def test_what_stays(kept: Kept, what: str) -> None:
    assert await append(kept, b"a", b"b", b"c", after=1) == Committed(4, kept.clock.now)
    await kept.log.save_snapshot(PART, 2 if what == "beyond the snapshot" else 4, b"state")
    if what != "not sealed":
        await kept.sealer.seal()
    if what == "changed":
        other = update(updates).where(updates.c.part_id == PART, updates.c.seq == 1)
        await kept.database.write(lambda c: c.execute(other.values(person_id=PERSONS[2])) and None)
    kept.clock.now += DAY if what == "young" else DAY + timedelta(seconds=1)
    stays = {"young": 4, "beyond the snapshot": 2, "not sealed": 3, "changed": 4}[what]
    assert await kept.mover.move() == 4 - stays
    assert len(await left(kept.database)) == stays


async def test_a_row_of_the_history_grows_until_it_is_full(kept: Kept) -> None:
    await as_old_as(kept, ROWS_TOGETHER + 10)
    assert await kept.mover.move() == ROWS_TOGETHER + 10
    entries = await history(kept.database)
    assert [entry.last for entry in entries] == [*range(1, ROWS_TOGETHER + 11)]
    rows = await kept.database.read(lambda c: c.execute(select(update_history.c.last_seq)).all())
    assert len(rows) == 2
    assert await wrong(kept.database) == []


async def test_of_two_that_move_the_same_one_gives_up(kept: Kept, tmp_path: Path) -> None:
    await as_old_as(kept, 600)
    other = HistoryMover(kept.database, KEYS, SealsFile(tmp_path / "other"), joined, kept.clock, share=0)
    moved = await asyncio.gather(kept.mover.move(), other.move(), kept.sealer.seal())
    assert sum(moved[:2]) == 600
    assert [entry.last for entry in await history(kept.database)] == [*range(1, 601)]
    assert await wrong(kept.database) == []


@pytest.mark.rule("P6")
async def test_who_does_not_know_of_moved_rows_writes_nothing_beside_them(kept: Kept) -> None:
    """A process that stood still for days: who wrote since is not told by the rows that are left."""
    await as_old_as(kept, 9)
    assert await append(kept, b"of another", after=10, who=1) == Committed(11, kept.clock.now)
    await kept.mover.move()
    assert await append(kept, b"late", after=4, who=0) == Behind()
    assert await append(kept, b"late", after=4, who=2) == Behind()
    assert await append(kept, b"late", after=10, who=2) == Committed(12, kept.clock.now)


def emptied(connection: Connection, table: Table) -> None:
    connection.execute(table.delete())


def forged(connection: Connection) -> None:
    """Some of it is somebody else's."""
    row = connection.execute(select(update_history)).one()
    first, *others = decode(row.payload)
    payload = encode([replace(first, person=PERSONS[3]), *others])
    connection.execute(update(update_history).values(payload=payload))


def earlier(connection: Connection) -> None:
    connection.execute(update(update_history).values(first_at=BEGIN - 9 * DAY))


def gone(connection: Connection) -> None:
    connection.execute(update_history.delete())


def brought_back(connection: Connection) -> None:
    row = dict(connection.execute(select(updates).where(updates.c.part_id == PART)).mappings().one())
    connection.execute(insert(updates).values(**{**row, "seq": 3, "batch_id": "other"}))


def added(connection: Connection) -> None:
    row = dict(connection.execute(select(update_history)).mappings().one())
    connection.execute(insert(update_history).values(**{**row, "first_seq": 900, "last_seq": 901}))


@pytest.mark.rule("P8")
@pytest.mark.parametrize(
    ("changing", "said"),
    [
        (forged, "edits 1 to 9 were changed in the history"),
        (earlier, "edits 1 to 9 were changed in the history"),
        (gone, "the history from edit 1 is missing"),
        (brought_back, "edit 3 was added beside the history"),
        (added, "edits 900 to 901 were added beside the log"),
    ],
)
@pytest.mark.parametrize("keys", ["plain"], indirect=True)
async def test_what_is_changed_in_the_history_is_found(
    kept: Kept, changing: Callable[[Connection], None], said: str
) -> None:
    await as_old_as(kept, 9)
    await kept.mover.move()
    assert await wrong(kept.database) == []
    await kept.database.write(changing)
    assert f"plan {PLAN}, part {PART}: {said}" in await wrong(kept.database)
    before = await left(kept.database)
    assert await append(kept, b"next", after=10) == Committed(11, kept.clock.now)
    await kept.sealer.seal()
    kept.clock.now += 2 * DAY
    if changing is not brought_back:
        assert await kept.mover.move() == 0, "what was changed would be vouched for"
        assert len(await left(kept.database)) == len(before) + 1


async def test_after_its_key_was_lost_the_history_is_sealed_anew(kept: Kept, tmp_path: Path) -> None:
    await as_old_as(kept, 300)
    await kept.mover.move()
    for table in (seals, sealed_chains, sealed_edits, sealed_facts):
        await kept.database.write(partial(emptied, table=table))
    keys = SealingKeys(SealingKey.of("another key"))
    anew = Kept(kept.database, tmp_path, keys)
    anew.clock.now = kept.clock.now
    while await anew.sealer.seal():
        pass
    found = [each async for each in LogVerifier(kept.database, keys, witnessed_rows()).wrong()]
    assert found == ["logins: sealing began more than once: earlier seals were thrown away"]
    assert await append(kept, b"next", after=301) == Committed(302, kept.clock.now)
    await anew.sealer.seal()
    assert await anew.mover.move() == 1
    assert [each async for each in LogVerifier(kept.database, keys, witnessed_rows()).wrong()] == found


async def test_with_a_key_that_did_not_make_the_seals_nothing_moves(kept: Kept, tmp_path: Path) -> None:
    await as_old_as(kept, 9)
    for keys in (None, SealingKeys(SealingKey.of("another key"))):
        mover = HistoryMover(kept.database, keys, SealsFile(tmp_path / "other"), joined, kept.clock, share=0)
        assert await mover.move() == 0
    assert await kept.mover.move() == 9
