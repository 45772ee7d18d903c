from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, insert, update

from server.domain.access import Level
from server.domain.plan import Kind, PartId, PersonId
from server.features.plans.store import PlanStore, Waiting
from server.storage.counts.open_threads import begin_change, comment_changes, count_again
from server.storage.database.database import Database
from server.storage.founding import found_plan
from server.storage.metadata import comments, parts
from tests.acceptance.founding import (
    ABOUT_ME,
    COORDINATOR,
    COORDINATOR_PLACE,
    NOW,
    OWNER,
    OWNER_PLACE,
    READING_HELP,
    SCHOOL,
    SCHOOL_PLACE,
    Clock,
    first_part,
    opening,
    small_plan,
)
from tests.support.principals import demo

HIDDEN = PartId("hidden")
"""A measure that only its owner may read."""


@pytest.fixture
async def plan(database: Database) -> Database:
    plan = small_plan()
    coordinator = replace(opening(Level.READ, part=READING_HELP, participant=COORDINATOR_PLACE), number=3)
    await found_plan(
        database,
        replace(
            plan,
            parts=[*plan.parts, first_part(HIDDEN, Kind.MEASURE)],
            decisions=[*plan.decisions, coordinator],
        ),
    )
    return database


async def due(database: Database, part: PartId, day: str) -> None:
    stored = update(parts).where(parts.c.id == part).values(due=day)
    await database.write(lambda connection: connection.execute(stored) and None)


async def say(database: Database, *said: dict[str, object]) -> None:
    usual = {
        "part_id": READING_HELP,
        "author_id": SCHOOL_PLACE,
        "created_at": NOW,
        "text": "Når?",
        "quote": "",
    }

    def work(connection: Connection) -> None:
        for each in said:
            part = PartId(str((usual | each)["part_id"]))
            begin_change(connection, part, NOW)
            connection.execute(insert(comments).values(usual | each))
            count_again(connection, part)

    await database.write(work)


async def waits(database: Database, person: PersonId, now: datetime = NOW) -> Waiting:
    (mine,) = await PlanStore(database, Clock(now)).plans_of(demo(person))
    return mine.waiting


async def test_a_measure_is_late_from_the_day_after_its_day_in_norway(plan: Database) -> None:
    await due(plan, READING_HELP, "2026-03-04")
    assert (await waits(plan, SCHOOL)).late == 0
    assert (await waits(plan, SCHOOL, datetime(2026, 3, 4, 22, 59, tzinfo=UTC))).late == 0
    assert (await waits(plan, SCHOOL, datetime(2026, 3, 4, 23, 0, tzinfo=UTC))).late == 1
    for none in ("", "2026-03-05"):
        await due(plan, READING_HELP, none)
        assert (await waits(plan, SCHOOL)).late == 0


@pytest.mark.rule(17)
async def test_what_waits_in_a_part_that_one_may_not_read_is_not_counted(plan: Database) -> None:
    for part in (READING_HELP, HIDDEN):
        await due(plan, part, "2026-03-01")
    await say(
        plan,
        {"id": "seen", "author_id": OWNER_PLACE},
        {"id": "unseen", "part_id": HIDDEN, "author_id": OWNER_PLACE},
        {"id": "not open to the coordinator", "part_id": ABOUT_ME, "author_id": OWNER_PLACE},
    )
    assert await waits(plan, OWNER) == Waiting(unanswered=0, late=2)
    assert await waits(plan, SCHOOL) == Waiting(unanswered=2, late=1)
    assert await waits(plan, COORDINATOR) == Waiting(unanswered=1, late=1)


MORE = {"id": "more", "reply_to": "asked"}
GONE = {"id": "more", "reply_to": "asked", "author_id": OWNER_PLACE, "removed_at": NOW}


@pytest.mark.parametrize(
    ("said", "unanswered"),
    [
        (({"id": "asked"},), 1),
        (({"id": "mine", "author_id": OWNER_PLACE},), 0),
        (({"id": "done", "resolved_at": NOW, "resolved_by": SCHOOL_PLACE},), 0),
        (({"id": "removed", "removed_at": NOW, "removed_by": SCHOOL_PLACE},), 0),
        (({"id": "asked"}, {"id": "answer", "reply_to": "asked", "author_id": OWNER_PLACE}), 0),
        (({"id": "asked"}, {"id": "answer", "reply_to": "asked", "author_id": COORDINATOR_PLACE}), 0),
        (({"id": "asked"}, {"id": "more", "reply_to": "asked"}), 1),
        (
            (
                {"id": "asked"},
                {"id": "answer", "reply_to": "asked", "author_id": OWNER_PLACE, "removed_at": NOW},
            ),
            1,
        ),
        (({"id": "asked"}, {"id": "another"}), 2),
        (({"id": "asked"}, MORE, {"id": "answer", "reply_to": "more", "author_id": OWNER_PLACE}), 0),
        (({"id": "asked"}, MORE, {"id": "even more", "reply_to": "more"}), 1),
        (({"id": "asked"}, GONE, {"id": "answer", "reply_to": "more", "author_id": OWNER_PLACE}), 0),
        (({"id": "asked"}, GONE, {"id": "another", "reply_to": "more"}), 1),
        (({"id": "asked", "removed_at": NOW, "listed": False},), 0),
        (({"id": "asked", "removed_at": NOW}, MORE), 0),
    ],
)
async def test_unanswered_is_what_others_said_and_nobody_has_answered(
    plan: Database, said: Sequence[dict[str, object]], unanswered: int
) -> None:
    await say(plan, *said)
    assert (await waits(plan, OWNER)).unanswered == unanswered


async def test_what_an_older_process_changed_is_counted_all_the_same(plan: Database) -> None:
    """It raises the number of the change, and knows of no counts."""
    await say(plan, {"id": "asked"}, {"id": "mine", "part_id": ABOUT_ME, "author_id": OWNER_PLACE})

    def work(connection: Connection) -> None:
        usual = {"part_id": READING_HELP, "author_id": SCHOOL_PLACE, "created_at": NOW, "quote": ""}
        connection.execute(insert(comments).values(usual | {"id": "another", "text": "Og når?"}))
        changed = update(comment_changes).where(comment_changes.c.part_id == READING_HELP)
        connection.execute(changed.values(number=comment_changes.c.number + 1))

    await plan.write(work)
    assert (await waits(plan, OWNER)).unanswered == 2
    assert (await waits(plan, SCHOOL)).unanswered == 1


async def test_nothing_waits_in_what_is_put_away(plan: Database) -> None:
    await due(plan, READING_HELP, "2026-03-01")
    await say(plan, {"id": "asked"})
    assert await waits(plan, OWNER) == Waiting(unanswered=1, late=1)
    away = update(parts).where(parts.c.id == READING_HELP).values(put_away_at=NOW, put_away_by=OWNER_PLACE)
    await plan.write(lambda connection: connection.execute(away) and None)
    assert await waits(plan, OWNER) == Waiting(unanswered=0, late=0)
