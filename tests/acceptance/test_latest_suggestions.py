"""Which suggestions of a part are answered, and that the others are not read for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, insert, text

from server.features.comments.suggestions.rules import LATEST_DECIDED, MOST_OPEN, Status
from server.features.comments.suggestions.store import DECIDED_IN, HELD, OPEN_IN, SuggestionStore
from server.features.comments.suggestions.tables import suggestions
from server.storage.database.database import Database
from server.storage.database.statements import Prepared
from tests.acceptance.conftest import Process
from tests.acceptance.founding import ABOUT_ME, NOW, OWNER, OWNER_PLACE, READING_HELP, SCHOOL_PLACE, Clock
from tests.support.principals import demo

OF_EACH = 2_000
"""So many that no planner reads all of them because there are few."""
OPEN = 7


def suggested(status: Status, number: int) -> Iterator[dict[str, object]]:
    """Each a second after the one before."""
    for each in range(number):
        at = NOW + timedelta(seconds=each)
        decided = {} if status is Status.OPEN else {"decided_at": at, "decided_by": OWNER_PLACE}
        yield {
            "id": f"{status.value}-{each:05}",
            "part_id": READING_HELP,
            "author_id": SCHOOL_PLACE,
            "created_at": at,
            "field": "how",
            "quote": "a",
            "replacement": "b",
            "status": status.value,
            "decided_at": None,
            "decided_by": None,
            "word": "",
            "size": 2,
            **decided,
        }


async def full(database: Database) -> None:
    def work(connection: Connection) -> None:
        for status in Status:
            number = OPEN if status is Status.OPEN else OF_EACH
            rows = list(suggested(status, number))
            others = [{**row, "id": f"other {row['id']}", "part_id": ABOUT_ME} for row in rows]
            connection.execute(insert(suggestions), [*rows, *others])

    await database.write(work)
    await database.write(lambda connection: connection.execute(text("ANALYZE")) and None)


class Asked:
    """A connection whose statements are kept, with their values."""

    def __init__(self, connection: Connection) -> None:
        self._real, self.dialect, self.connection = connection, connection.dialect, self
        self.statements = list[tuple[str, Any]]()

    def cursor(self) -> Any:
        self._cursor = self._real.connection.cursor()
        return self

    def execute(self, sql: str, values: Any) -> None:
        self.statements.append((sql, values))
        self._cursor.execute(sql, values)

    def fetchall(self) -> Any:
        return self._cursor.fetchall()

    def close(self) -> None:
        self._cursor.close()


def explained(connection: Connection, statement: Prepared) -> list[Any]:
    asked = Asked(connection)
    statement.rows(asked, {"part": READING_HELP})  # type: ignore[arg-type]
    ((sql, values),) = asked.statements
    how = {
        "sqlite": "EXPLAIN QUERY PLAN",
        "postgresql": "EXPLAIN (ANALYZE, FORMAT JSON)",
    }[connection.dialect.name]
    cursor = connection.connection.cursor()
    cursor.execute(f"{how} {sql}", values)
    found = list(cursor.fetchall())
    cursor.close()
    return found


def scans(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if plan.get("Relation Name") == suggestions.name or "Index Cond" in plan:
        yield plan
    for below in plan.get("Plans", ()):
        yield from scans(below)


def require_only(connection: Connection, statement: Prepared, most: int) -> None:
    """It reads at most that many rows of each state it asks for."""
    found = explained(connection, statement)
    if connection.dialect.name == "sqlite":
        lines = [row[-1] for row in found]
        read = [line for line in lines if line.startswith(("SEARCH suggestions", "SCAN suggestions"))]
        index = "SEARCH suggestions USING INDEX ix_suggestions_latest (part_id=? AND status=?)"
        assert read, lines
        assert set(read) == {index}, lines
        return
    (plan,) = [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in found]
    read = list(scans(plan[0]["Plan"]))
    assert read
    for each in read:
        assert each["Actual Rows"] + each.get("Rows Removed by Filter", 0) <= most, plan


async def test_what_was_decided_long_ago_is_not_read(process: Process) -> None:
    await full(process.database)

    def work(connection: Connection) -> None:
        require_only(connection, OPEN_IN, MOST_OPEN)
        require_only(connection, HELD, MOST_OPEN)
        require_only(connection, DECIDED_IN, LATEST_DECIDED)
        if connection.dialect.name == "sqlite":
            # The index has the order: sorted is only what was found, of both states together.
            rows = explained(connection, DECIDED_IN)
            sorts = {row[1] for row in rows if "B-TREE" in row[-1]}
            assert sorts.isdisjoint(row[1] for row in rows if row[-1].startswith("SEARCH suggestions"))

    await process.database.read(work)


async def test_what_was_taken_back_leaves_what_was_declined_on_the_list(process: Process) -> None:
    await full(process.database)
    page = await SuggestionStore(process.database, Clock()).of_part(demo(OWNER), READING_HELP)
    found = [each.id for each in page.suggestions]
    half = range(OF_EACH - LATEST_DECIDED // 2, OF_EACH)
    decided = {f"{status}-{each:05}" for each in half for status in ("accepted", "declined")}
    assert set(found) == decided | {f"open-{each:05}" for each in range(OPEN)}
    assert len(found) == len(set(found))
    assert [each.created_at for each in page.suggestions] == sorted(e.created_at for e in page.suggestions)
