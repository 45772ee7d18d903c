"""The contract of every ``ports.UpdateLog`` while several processes write to the same parts."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from server.domain.plan import SERVER, Kind, Part, PartId, PersonId
from server.ports.log import AccessChanged, Behind, Committed, Row, Submission, UpdateLog
from server.storage.database import postgresql_database
from server.storage.keys import key_of
from server.storage.parts import PartCreation, insert_part
from server.storage.rights import raise_version
from tests.acceptance.conftest import Process, Storage
from tests.acceptance.founding import (
    ABOUT_ME,
    NOW,
    OWNER,
    PLAN,
    READING_HELP,
    SCHOOL,
    withdrawal,
    written,
)

WRITERS = 4
ROUNDS = 15


async def append_one(log: UpdateLog, submission: Submission) -> object:
    (outcome,) = await log.append([submission])
    return outcome


async def payloads(log: UpdateLog, part: PartId = READING_HELP) -> list[bytes]:
    return [row.payload for row in await log.since(part, 1)]


async def test_others_rows_in_between_do_not_keep_a_persons_rows_back(
    process: Process, another: Process
) -> None:
    await append_one(another.log, written(b"owner 1", b"owner 2", after=1, person=OWNER))
    assert await append_one(process.log, written(b"school", after=1)) == Committed(4, NOW)
    assert await payloads(process.log) == [b"owner 1", b"owner 2", b"school"]


async def test_a_persons_own_rows_in_between_do(process: Process, another: Process) -> None:
    await append_one(another.log, written(b"elsewhere", after=1))
    await append_one(another.log, written(b"owner", after=2, person=OWNER))
    assert await append_one(process.log, written(b"here", after=1)) == Behind()
    both = written(b"x", after=1)
    both = replace(both, rows=[*written(b"y", after=1, person=OWNER).rows, *both.rows])
    assert await append_one(process.log, both) == Behind()
    assert await append_one(process.log, written(b"here", after=2)) == Committed(4, NOW)


async def test_a_title_is_taken_only_with_all_rows_before_it(process: Process, another: Process) -> None:
    await append_one(another.log, written(b"Les", after=1, person=OWNER, title="Les"))
    assert await append_one(process.log, written(b"Lek", after=1, title="Lek")) == Behind()
    access = await process.book.access(PLAN)
    assert access is not None
    assert access.parts[READING_HELP].title == "Les"


async def test_rows_in_between_may_come_in_the_same_call(process: Process) -> None:
    outcomes = await process.log.append(
        [
            written(b"a", after=1, person=OWNER),
            written(b"b", after=1),
            written(b"c", after=1),
            written(b"d", after=1, person=OWNER, title="d"),
        ]
    )
    assert outcomes == [Committed(2, NOW), Committed(3, NOW), Behind(), Behind()]
    assert await payloads(process.log) == [b"a", b"b"]


async def test_a_batch_that_came_after_others_rows_is_recognised(
    storage: Storage, process: Process, another: Process
) -> None:
    await append_one(another.log, written(b"owner", after=1, person=OWNER))
    batch = written(b"a", b"b", after=1)
    first = await append_one(process.log, batch)
    await append_one(another.log, written(b"owner", after=4, person=OWNER))
    storage.clock.advance(5)
    assert await process.log.append([batch, batch]) == [first, first] == [Committed(4, NOW)] * 2
    assert await payloads(process.log) == [b"owner", b"a", b"b", b"owner"]


async def test_a_withdrawal_refuses_also_rows_that_come_after_others(
    process: Process, another: Process
) -> None:
    await append_one(another.log, written(b"owner", after=1, person=OWNER))
    await another.sign(withdrawal())
    assert await append_one(process.log, written(b"school", after=1)) == AccessChanged()


async def test_the_heads_of_many_parts_are_one_question(process: Process) -> None:
    await append_one(process.log, written(b"a", b"b", after=1))
    strays = [PartId(f"nowhere-{n}") for n in range(300)]
    assert await process.log.heads([ABOUT_ME, *strays, READING_HELP]) == {ABOUT_ME: 1, READING_HELP: 3}
    assert await process.log.heads([]) == {}


async def write_on(log: UpdateLog, person: PersonId, rounds: int) -> list[tuple[int, bytes]]:
    """A person who never reads the others' rows, and knows only the last seq after each own commit."""
    after, mine = 1, []
    for number in range(rounds):
        payload = f"{person} {number}".encode()
        outcome = await append_one(log, written(payload, after=after, person=person))
        assert isinstance(outcome, Committed)
        after = outcome.last
        mine.append((outcome.last, payload))
    return mine


async def test_persons_in_different_processes_write_at_once_without_a_gap(storage: Storage) -> None:
    people = [OWNER, SCHOOL, PersonId("berit"), SERVER]
    logs = [(await storage.process()).log for _ in people]
    told = await asyncio.gather(*(write_on(log, who, ROUNDS) for log, who in zip(logs, people, strict=True)))
    rows = [(row.seq, row.payload) for row in await logs[0].since(READING_HELP, 1)]
    assert rows == sorted(place for mine in told for place in mine)
    assert [seq for seq, _ in rows] == list(range(2, 2 + len(people) * ROUNDS))


@pytest.fixture
async def measures(process: Process) -> list[PartId]:
    """More parts, so that transactions overlap in some of them."""
    ids = [PartId(f"measure-{n}") for n in range(6)]

    key = await key_of(process.database.keys, PLAN)

    def work(connection: Connection) -> None:
        for each in ids:
            new = PartCreation(Part(each, PLAN, Kind.MEASURE), Row(SERVER, None, b""), {})
            insert_part(connection, new, NOW, key)
            raise_version(connection, PLAN)

    await process.database.write(work)
    return ids


async def write_across(
    log: UpdateLog, version: int, name: str, ids: list[PartId], chance: random.Random
) -> None:
    """Each commit is on some parts, in any order; a submission that is behind is retried."""
    after = dict.fromkeys(ids, 1)
    for number in range(ROUNDS):
        waiting = chance.sample(ids, 4)
        while waiting:
            outcomes = await log.append(
                [
                    written(
                        name.encode(),
                        after=after[part],
                        part=part,
                        access_version=version,
                        batch=f"{name} {number}",
                    )
                    for part in waiting
                ]
            )
            assert set(map(type, outcomes)) <= {Committed, Behind}
            after |= await log.heads(waiting)
            waiting = [part for part, each in zip(waiting, outcomes, strict=True) if isinstance(each, Behind)]


async def test_commits_that_overlap_in_any_order_do_not_wait_in_a_circle(
    storage: Storage, process: Process, measures: list[PartId], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        postgresql_database, "TRIES", 1
    )  # otherwise work that a deadlock rolled back would be retried
    access = await process.book.access(PLAN)
    assert access is not None
    version = access.plan.access_version
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        for number in range(WRITERS):
            log = (await storage.process()).log
            chance = random.Random(number)
            group.create_task(write_across(log, version, f"writer {number}", measures, chance))
    rows = [row for part in measures for row in await process.log.since(part, 1)]
    assert len(rows) == WRITERS * ROUNDS * 4
    for part in measures:
        seqs = [row.seq for row in await process.log.since(part, 0)]
        assert seqs == list(range(1, len(seqs) + 1))
