"""Rows that are stored with something beside them: both or neither, and once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from server.domain.errors import Outdated, Refusal
from server.domain.plan import PersonId
from server.ports.log import AccessChanged, Behind, BesideRefused, Committed, Submission, UpdateLog
from server.storage.metadata import client_ids, parts
from tests.acceptance.conftest import Process
from tests.acceptance.founding import ABOUT_ME, NOW, OWNER, READING_HELP, SCHOOL, withdrawal, written

CLIENT = 77


class Beside:
    """Counts up the position of the part, which nothing else here touches."""

    def __init__(self, refusal: Refusal | None = None) -> None:
        self.refusal, self.called = refusal, 0

    def __call__(self, connection: Connection, now: datetime) -> None:
        self.called += 1
        assert now == NOW
        counted = parts.c.position + 1
        connection.execute(update(parts).where(parts.c.id == READING_HELP).values(position=counted))
        if self.refusal is not None:
            raise self.refusal


def with_beside(beside: Beside, *, after: int = 1, client: int = CLIENT, **more: Any) -> Submission:
    return replace(
        written(b"words", after=after, batch="suggestion", clients={client: SCHOOL}, **more), beside=beside
    )


async def append_one(log: UpdateLog, submission: Submission) -> object:
    (outcome,) = await log.append([submission])
    return outcome


async def stored(process: Process) -> tuple[int, int, set[tuple[int, PersonId]]]:
    """How many rows there are after the first, the position, and the client ids beside those of the seed."""

    def work(connection: Connection) -> tuple[int, set[tuple[int, PersonId]]]:
        position = connection.execute(select(parts.c.position).where(parts.c.id == READING_HELP)).scalar_one()
        bound = select(client_ids.c.client_id, client_ids.c.person_id).where(client_ids.c.client_id < 1000)
        return position, {(row.client_id, row.person_id) for row in connection.execute(bound)}

    position, clients = await process.database.read(work)
    return len(await process.log.since(READING_HELP, 1)), position, clients


async def test_both_are_stored(process: Process) -> None:
    _, before, _ = await stored(process)
    assert await append_one(process.log, with_beside(Beside())) == Committed(2, NOW)
    assert await stored(process) == (1, before + 1, {(CLIENT, SCHOOL)})


async def test_neither_is_stored_if_what_is_beside_is_refused(process: Process) -> None:
    before = await stored(process)
    outcome = await append_one(process.log, with_beside(Beside(Outdated())))
    assert isinstance(outcome, BesideRefused)
    assert isinstance(outcome.refusal, Outdated)
    assert await stored(process) == before


async def test_a_refusal_costs_those_nothing_who_commit_at_the_same_time(process: Process) -> None:
    other = written(b"a", after=1, part=ABOUT_ME, person=OWNER)
    outcomes = await process.log.append([with_beside(Beside(Outdated())), other])
    assert [type(each) for each in outcomes] == [BesideRefused, Committed]
    assert [row.payload for row in await process.log.since(ABOUT_ME, 1)] == [b"a"]


async def test_repeated_after_a_commit_of_unknown_outcome_it_is_stored_once(process: Process) -> None:
    submission, (_, before, _) = with_beside(Beside()), await stored(process)
    first = await append_one(process.log, submission)
    await append_one(process.log, written(b"later", after=2, person=OWNER))
    assert await append_one(process.log, submission) == first == Committed(2, NOW)
    assert await stored(process) == (2, before + 1, {(CLIENT, SCHOOL)})


async def test_the_same_batch_of_another_process_is_not_taken_for_ones_own(
    process: Process, another: Process
) -> None:
    await append_one(another.log, with_beside(Beside()))
    second = with_beside(Beside(Outdated()), client=78)
    assert await append_one(process.log, second) == Behind()
    outcome = await append_one(process.log, replace(second, after=2))
    assert isinstance(outcome, BesideRefused)
    assert [row.seq for row in await process.log.since(READING_HELP, 1)] == [2]


async def test_nothing_comes_between_what_was_compared_and_what_is_stored(
    process: Process, another: Process
) -> None:
    await append_one(another.log, written(b"by another person", after=1, person=OWNER))
    beside = Beside()
    assert await append_one(process.log, with_beside(beside)) == Behind()
    assert beside.called == 0


@pytest.mark.rule("P4")
async def test_nothing_is_stored_after_a_withdrawal(process: Process, another: Process) -> None:
    await another.sign(withdrawal())
    beside = Beside()
    assert await append_one(process.log, with_beside(beside)) == AccessChanged()
    assert beside.called == 0


async def test_without_a_client_id_nobody_could_tell_whose_batch_it_is(process: Process) -> None:
    with pytest.raises(ValueError, match="client"):
        await process.log.append([replace(written(b"a", after=1), beside=Beside())])


async def test_of_many_at_once_in_two_processes_one_is_stored(process: Process, another: Process) -> None:
    class First(Beside):
        def __call__(self, connection: Connection, now: datetime) -> None:
            position = select(parts.c.position).where(parts.c.id == READING_HELP)
            if connection.execute(position).scalar_one() > before:
                raise Outdated
            super().__call__(connection, now)

    _, before, _ = await stored(process)

    async def accepting(log: UpdateLog, client: int) -> object:
        after = 1
        while (
            outcome := await append_one(log, with_beside(First(), after=after, client=client))
        ) == Behind():
            after = max(row.seq for row in await log.since(READING_HELP, 0))
        return outcome

    logs = [process.log, another.log] * 4
    outcomes = await asyncio.gather(*(accepting(log, 100 + n) for n, log in enumerate(logs)))
    assert sorted(type(each).__name__ for each in outcomes) == ["BesideRefused"] * 7 + ["Committed"]
    rows, position, clients = await stored(process)
    assert (rows, position, len(clients)) == (1, before + 1, 1)
