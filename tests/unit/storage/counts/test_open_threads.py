"""What is kept of comments; that it follows whatever is done: tests/acceptance/test_comment_counts.py."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, insert, select, update

from server.domain.plan import PartId
from server.storage.counts.open_threads import (
    begin_change,
    comment_changes,
    comment_counts,
    count_again,
    counts_in,
    wrongly_counted,
)
from server.storage.database.database import Database
from server.storage.metadata import comments
from server.storage.rights import SqlAccessBook
from tests.acceptance.founding import ABOUT_ME, NOW, OWNER_PLACE, PLAN, READING_HELP, SCHOOL_PLACE

COUNTED = [(READING_HELP, OWNER_PLACE, 2, 1), (READING_HELP, SCHOOL_PLACE, 1, 1)]


def say(connection: Connection, part: PartId, *said: tuple[str, str, str | None]) -> None:
    for name, author, reply_to in said:
        row = {"id": name, "part_id": part, "author_id": author, "reply_to": reply_to}
        connection.execute(insert(comments).values(row | {"created_at": NOW, "text": "Ja", "quote": ""}))


@pytest.fixture
async def said(book: SqlAccessBook, database: Database) -> Database:
    def work(connection: Connection) -> None:
        assert begin_change(connection, READING_HELP, NOW) == 1
        mine, theirs = ("mine", OWNER_PLACE, None), ("theirs", SCHOOL_PLACE, None)
        say(connection, READING_HELP, mine, theirs, ("another", OWNER_PLACE, None))
        say(connection, READING_HELP, ("answer", SCHOOL_PLACE, "mine"), ("more", SCHOOL_PLACE, "theirs"))
        count_again(connection, READING_HELP)

    await database.write(work)
    return database


async def counts(database: Database) -> list[tuple[object, ...]]:
    """As they are read."""
    return await database.read(
        lambda connection: sorted(tuple(row) for row in connection.execute(counts_in(connection, [PLAN])))
    )


async def test_open_and_unanswered_threads_are_kept_by_author(said: Database) -> None:
    assert await counts(said) == COUNTED


async def test_changes_are_numbered(said: Database) -> None:
    def work(connection: Connection) -> list[tuple[object, ...]]:
        assert begin_change(connection, READING_HELP, NOW) == 2
        assert begin_change(connection, ABOUT_ME, NOW) == 1
        asked = select(comment_changes.c.number, comment_changes.c.counted).order_by(comment_changes.c.number)
        return [tuple(row) for row in connection.execute(asked)]

    assert await said.write(work) == [(1, 1), (2, 2)]


async def test_what_an_older_process_did_is_counted_where_it_is_read(said: Database) -> None:
    def older(connection: Connection) -> None:
        say(connection, READING_HELP, ("theirs too", SCHOOL_PLACE, None))
        connection.execute(update(comment_changes).values(number=comment_changes.c.number + 1))

    await said.write(older)
    assert await counts(said) == [COUNTED[0], (READING_HELP, SCHOOL_PLACE, 2, 2)]
    assert await said.read(lambda connection: list(wrongly_counted(connection, PLAN))) == []


@pytest.mark.rule("P8")
async def test_numbers_that_are_not_those_of_the_comments_are_found(said: Database) -> None:
    assert await said.read(lambda connection: list(wrongly_counted(connection, PLAN))) == []
    wrong = update(comment_counts).where(comment_counts.c.author_id == OWNER_PLACE).values(unanswered=2)
    await said.write(lambda connection: connection.execute(wrong) and None)
    assert await said.read(lambda connection: list(wrongly_counted(connection, PLAN))) == [
        f"the comments of part {READING_HELP} were counted wrongly"
    ]


async def test_replies_and_listed_comments_are_found_by_an_index(database: Database) -> None:
    """Else what one person wrote and removed again would be read with every comment of the part."""

    def plan(connection: Connection, asked: str) -> str:
        return " ".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}"))

    listed = "SELECT size FROM comments WHERE part_id = 'x' AND listed = 1 ORDER BY created_at DESC, id DESC"
    replies = "SELECT id FROM comments WHERE reply_to = 'x' AND listed = 1"
    first, second = await database.read(
        lambda connection: [plan(connection, each) for each in (listed, replies)]
    )
    assert "ix_comments_listed" in first
    assert "TEMP B-TREE" not in first
    assert "ix_comments_replies" in second
