"""The contract of every ``ports.UpdateLog``."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from server.domain.access import Level
from server.domain.plan import SERVER, PartId, PlanId
from server.ports.log import (
    AccessChanged,
    Behind,
    ClientTaken,
    Committed,
    Projection,
    Stored,
    Submission,
    UpdateLog,
)
from server.storage.metadata import parts
from tests.acceptance.conftest import Process, Storage
from tests.acceptance.founding import (
    ABOUT_ME,
    FIRST_CONTENT,
    NOW,
    OWNER,
    PLAN,
    READING_HELP,
    SCHOOL,
    SEEDED_BY,
    opening,
    withdrawal,
    written,
)


async def payloads(log: UpdateLog, part: PartId = READING_HELP) -> list[bytes]:
    return [row.payload for row in await log.since(part, 1)]


async def append_one(log: UpdateLog, submission: Submission) -> object:
    (outcome,) = await log.append([submission])
    return outcome


async def test_a_part_is_loaded_with_its_first_content(process: Process) -> None:
    loaded = await process.log.load(READING_HELP)
    assert loaded is not None
    assert (loaded.plan, loaded.kind, loaded.snapshot, loaded.snapshot_seq) == (PLAN, "measure", b"", 0)
    assert loaded.rows == [Stored(1, SERVER, FIRST_CONTENT)]
    assert loaded.clients == {SEEDED_BY: SERVER}


async def test_what_does_not_exist_loads_as_nothing(process: Process) -> None:
    assert await process.log.load(PartId("nowhere")) is None
    assert await process.log.since(PartId("nowhere"), 0) == []


async def test_rows_are_numbered_densely_and_come_back_in_order(process: Process) -> None:
    first = await append_one(process.log, written(b"a", b"b", after=1))
    second = await append_one(process.log, written(b"c", after=3, person=OWNER))
    assert first == Committed(3, NOW)
    assert second == Committed(4, NOW)
    assert await process.log.since(READING_HELP, 2) == [Stored(3, SCHOOL, b"b"), Stored(4, OWNER, b"c")]


async def test_what_is_committed_is_there_for_another_process_and_after_a_restart(
    storage: Storage, process: Process, another: Process
) -> None:
    await append_one(process.log, written(b"\x00\xff" * 70_000, after=1))
    assert await payloads(another.log) == [b"\x00\xff" * 70_000]
    await storage.stop()
    assert await payloads((await storage.process()).log) == [b"\x00\xff" * 70_000]


@pytest.mark.rule("P4")
async def test_a_withdrawal_committed_elsewhere_refuses_the_rows(process: Process, another: Process) -> None:
    assert await append_one(process.log, written(b"before", after=1)) == Committed(2, NOW)
    await another.sign(withdrawal())
    assert await append_one(process.log, written(b"after", after=2)) == AccessChanged()
    assert await payloads(process.log) == [b"before"]


async def test_rows_admitted_under_the_new_version_are_taken(process: Process, another: Process) -> None:
    version = await another.sign(opening(Level.EDIT, part=ABOUT_ME))
    assert await append_one(process.log, written(b"a", after=1, access_version=version)) == Committed(2, NOW)


async def test_a_level_that_has_ended_by_itself_refuses_the_rows(storage: Storage, process: Process) -> None:
    end = NOW + timedelta(seconds=10)
    assert await append_one(process.log, written(b"a", after=1, valid_until=end)) == Committed(2, NOW)
    storage.clock.advance(10)
    assert await append_one(process.log, written(b"b", after=2, valid_until=end)) == AccessChanged()
    assert await payloads(process.log) == [b"a"]


@pytest.mark.parametrize(
    "stray", [written(b"x", after=0, part=PartId("nowhere")), written(b"x", after=1, plan=PlanId("another"))]
)
async def test_a_part_that_is_not_in_the_plan_takes_nothing(process: Process, stray: Submission) -> None:
    assert await append_one(process.log, stray) == AccessChanged()
    assert await payloads(process.log) == []


@pytest.mark.parametrize("after", [2, 99])
async def test_a_room_that_is_ahead_of_the_log_is_told_so(process: Process, after: int) -> None:
    assert await append_one(process.log, written(b"x", after=after)) == Behind()
    assert await payloads(process.log) == []


@pytest.mark.rule("P6")
async def test_a_client_id_belongs_to_the_person_who_brought_it(process: Process) -> None:
    mine = 2**53 - 1
    assert await append_one(process.log, written(b"a", after=1, clients={mine: SCHOOL})) == Committed(2, NOW)
    assert await append_one(process.log, written(b"b", after=2, clients={mine: SCHOOL})) == Committed(3, NOW)
    stolen = written(b"c", after=3, clients={5: OWNER, mine: OWNER}, person=OWNER)
    assert await append_one(process.log, stolen) == ClientTaken()
    loaded = await process.log.load(READING_HELP)
    assert loaded is not None
    assert loaded.clients == {SEEDED_BY: SERVER, mine: SCHOOL}


async def test_a_client_id_in_one_part_says_nothing_about_another(process: Process) -> None:
    here = written(b"a", after=1, clients={5: SCHOOL})
    there = written(b"b", after=1, part=ABOUT_ME, clients={5: OWNER}, person=OWNER)
    assert await process.log.append([here, there]) == [Committed(2, NOW), Committed(2, NOW)]


async def test_two_who_bring_one_client_id_in_the_same_commit_do_not_both_get_it(process: Process) -> None:
    first = written(b"a", after=1, clients={5: SCHOOL})
    second = written(b"b", after=2, clients={5: OWNER}, person=OWNER)
    assert await process.log.append([first, second]) == [Committed(2, NOW), ClientTaken()]


async def test_a_refused_submission_takes_no_number_and_keeps_none_of_the_others_back(
    process: Process,
) -> None:
    outcomes = await process.log.append(
        [
            written(b"stale", after=1, part=ABOUT_ME, access_version=0, title="stale", clients={8: SCHOOL}),
            written(b"kept", after=1, part=ABOUT_ME),
            written(b"behind", after=7),
            written(b"forged", after=1, clients={SEEDED_BY: SCHOOL}),
            written(b"kept too", after=1),
        ]
    )
    assert outcomes == [AccessChanged(), Committed(2, NOW), Behind(), ClientTaken(), Committed(2, NOW)]
    assert await payloads(process.log, ABOUT_ME) == [b"kept"]
    assert await payloads(process.log) == [b"kept too"]
    loaded = await process.log.load(ABOUT_ME)
    access = await process.book.access(PLAN)
    assert loaded is not None
    assert access is not None
    assert loaded.clients == {SEEDED_BY: SERVER}
    assert access.parts[ABOUT_ME].title == ""


async def test_the_title_changes_with_the_rows_that_changed_it(process: Process) -> None:
    await append_one(process.log, written(b"a", after=1, title="Leksehjelp"))
    await append_one(process.log, written(b"b", after=2))
    access = await process.book.access(PLAN)
    assert access is not None
    assert access.parts[READING_HELP].title == "Leksehjelp"


async def test_the_day_something_is_due_is_stored_with_the_rows_that_changed_it(process: Process) -> None:
    due = Projection("Leksehjelp", "2026-03-04")
    await append_one(process.log, replace(written(b"a", after=1), projection=due))
    await append_one(process.log, written(b"b", after=2))
    found = select(parts.c.due).where(parts.c.id == READING_HELP)
    assert await process.database.read(lambda connection: connection.scalar(found)) == "2026-03-04"


async def test_one_submission_may_bring_very_many_client_ids(process: Process) -> None:
    """Otherwise a hostile frame would fail the commit of all rooms that share the transaction."""
    many = dict.fromkeys(range(1, 40_001), SCHOOL)
    assert await append_one(process.log, written(b"a", after=1, clients=many)) == Committed(2, NOW)
    last_is_taken = {**dict.fromkeys(range(50_000, 90_000), OWNER), 40_000: OWNER}
    stolen = written(b"b", after=2, clients=last_is_taken, person=OWNER)
    assert await append_one(process.log, stolen) == ClientTaken()


async def test_more_parts_than_fit_one_question_are_committed_together(process: Process) -> None:
    strays = [written(b"x", after=0, part=PartId(f"nowhere-{n}")) for n in range(200)]
    outcomes = await process.log.append([*strays, written(b"a", after=1)])
    assert outcomes == [AccessChanged()] * 200 + [Committed(2, NOW)]


async def test_a_batch_sent_again_is_committed_once(storage: Storage, process: Process) -> None:
    """The COMMIT may have succeeded although its answer was lost; the room then repeats the same call."""
    batch = written(b"a", b"b", after=1, title="Leksehjelp", clients={5: SCHOOL}, batch="sent-twice")
    first = await append_one(process.log, batch)
    storage.clock.advance(3)
    assert await append_one(process.log, batch) == first == Committed(3, NOW)
    await append_one(process.log, written(b"c", after=3))
    assert await append_one(process.log, batch) == first
    assert await payloads(process.log) == [b"a", b"b", b"c"]


async def test_a_batch_sent_again_is_committed_even_if_access_ended_between(process: Process) -> None:
    batch = written(b"a", after=1)
    first = await append_one(process.log, batch)
    await process.sign(withdrawal())
    assert await append_one(process.log, batch) == first
    assert await payloads(process.log) == [b"a"]


async def test_a_batch_given_twice_in_one_call_is_committed_once(process: Process) -> None:
    batch = written(b"a", after=1)
    assert await process.log.append([batch, batch]) == [Committed(2, NOW), Committed(2, NOW)]
    assert await process.log.append([written(b"b", after=2), written(b"c", after=2)]) == [
        Committed(3, NOW),
        Behind(),
    ]
    assert await payloads(process.log) == [b"a", b"b"]


async def test_nothing_to_commit_is_no_commit(process: Process) -> None:
    assert await process.log.append([]) == []
    with pytest.raises(ValueError, match="at least one row"):
        await process.log.append([written(b"a", after=1), written(after=1)])
    assert await payloads(process.log) == []


async def test_a_snapshot_stands_for_the_rows_before_it(process: Process) -> None:
    await append_one(process.log, written(b"a", b"b", after=1))
    await process.log.save_snapshot(READING_HELP, 2, b"state at two")
    loaded = await process.log.load(READING_HELP)
    assert loaded is not None
    assert (loaded.snapshot, loaded.snapshot_seq) == (b"state at two", 2)
    assert loaded.rows == [Stored(3, SCHOOL, b"b")]
    assert len(await process.log.since(READING_HELP, 0)) == 3


async def test_an_older_snapshot_does_not_replace_a_newer_one(process: Process) -> None:
    await append_one(process.log, written(b"a", b"b", after=1))
    for seq in (2, 3, 2):
        await process.log.save_snapshot(READING_HELP, seq, b"state at %d" % seq)
    loaded = await process.log.load(READING_HELP)
    assert loaded is not None
    assert (loaded.snapshot, loaded.snapshot_seq, loaded.rows) == (b"state at 3", 3, [])


@pytest.mark.parametrize(("part", "seq"), [(READING_HELP, 2), (READING_HELP, 0), (PartId("nowhere"), 1)])
async def test_a_snapshot_of_what_nobody_committed_is_refused(
    process: Process, part: PartId, seq: int
) -> None:
    with pytest.raises(ValueError, match="does not reach"):
        await process.log.save_snapshot(part, seq, b"too early")


async def write_many(log: UpdateLog, name: str, rounds: int) -> list[tuple[int, str]]:
    """Writes as a room whose part other processes write to as well: falls behind, rereads, retries."""
    seen, mine = 1, []
    for number in range(rounds):
        batch = f"{name}-{number}"
        while True:
            outcome = await append_one(log, written(batch.encode(), after=seen, batch=batch))
            if isinstance(outcome, Committed):
                break
            assert outcome == Behind()
            seen = max(row.seq for row in await log.since(READING_HELP, 0))
        mine.append((outcome.last, batch))
        seen = outcome.last
    return mine


async def test_writers_who_contend_get_each_number_once(process: Process, another: Process) -> None:
    logs = [process.log, another.log, process.log, another.log]
    written_by = await asyncio.gather(*(write_many(log, f"writer{n}", 25) for n, log in enumerate(logs)))
    told = sorted(place for mine in written_by for place in mine)
    stored = [(row.seq, row.payload.decode()) for row in await process.log.since(READING_HELP, 1)]
    assert stored == told
    assert [seq for seq, _ in stored] == list(range(2, 102))


async def test_no_row_is_committed_after_access_has_changed(process: Process, another: Process) -> None:
    """Each round, one process withdraws while the other writes as fast as it can."""
    seen = 1
    for version in range(1, 41):
        changed = asyncio.create_task(another.change_access(READING_HELP))
        while True:
            outcome = await append_one(process.log, written(b"x", after=seen, access_version=version))
            if not isinstance(outcome, Committed):
                break
            seen = outcome.last
        assert outcome == AccessChanged()
        assert seen == await changed
