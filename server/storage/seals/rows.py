"""Rows outside the access log that its entries witness: decisions, comments, ends, and parts put away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Integer, Row, Select, Table, bindparam, select

from server.domain.audit import Details, Event
from server.storage.database.statements import Prepared
from server.storage.metadata import parts

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class RowsCovered(Details):
    """Rows whose entries are of a release without fingerprints: each as its key, a colon and its digest."""

    action = "rows-covered"
    decisions: str
    comments: str


class HasFingerprint(Protocol):
    @property
    def fingerprint(self) -> str: ...


class WitnessedRows:
    """The rows of one table. ``name``: what one of them is called; ``key``: the column that entries name.

    ``wrong_marks``: of a plan, what its derived columns, which no fingerprint covers, say that does not
    follow from the others. ``where``: which of the rows.
    """

    def __init__(
        self,
        name: str,
        table: Table,
        key: str,
        read: Callable[[Row[Any]], HasFingerprint],
        wrong_marks: Callable[[Connection, str], Iterable[str]] = lambda *_: (),
        where: ColumnElement[bool] | None = None,
    ) -> None:
        self.name, self._key, self._read, self.wrong_marks = name, key, read, wrong_marks
        column = table.c[key]
        found = _of_plan(table) if where is None else _of_plan(table).where(where)
        found = found.order_by(column).limit(bindparam("most", type_=Integer))
        self._first = Prepared(found)
        self._next = Prepared(found.where(column > bindparam("after", type_=column.type)))

    def digests(self, connection: Connection, plan: str) -> Iterator[tuple[str, str]]:
        """The key and fingerprint of each row of ``plan``, a few in memory at a time."""
        asked: dict[str, object] = {"plan": plan, "most": AT_ONCE}
        rows = self._first.rows(connection, asked)
        while rows:
            for row in rows:
                yield str(getattr(row, self._key)), self._read(row).fingerprint
            after = getattr(rows[-1], self._key)
            rows = self._next.rows(connection, asked | {"after": after}) if len(rows) == AT_ONCE else []


def _of_plan(table: Table) -> Select[Any]:
    if "plan_id" in table.c:
        return select(table).where(table.c.plan_id == bindparam("plan"))
    return (
        select(table).join(parts, parts.c.id == table.c.part_id).where(parts.c.plan_id == bindparam("plan"))
    )


PUT_AWAY = "put away part"
Witnessed = dict[tuple[str, str], str]
"""By the name of its table's rows and its key, the digest of each; "" where its entry has none."""


def witness(event: Event, rows: Witnessed) -> bool:
    """Take in what an entry of a chain says about rows. Returns whether it names one without a digest."""
    details = event.details
    if event.action == RowsCovered.action:
        rows.update(_covered(details))
        return False
    if event.action == "part-brought-back":
        rows.pop((PUT_AWAY, str(event.part)), None)
        return False
    if event.action == "part-put-away":
        rows[PUT_AWAY, str(event.part)] = str(details.get("digest") or "")
        return False
    if event.action == "decision-signed":
        about, named = "decision", "decision"
    elif event.action == "participation-ended":
        about, named = "end of participant", "participant"
    elif event.action.startswith("comment-"):
        about, named = "comment", "comment"
    else:
        return False
    digest = str(details.get("digest") or "")
    if named in details:  # an altered entry may say nothing
        rows[about, str(details[named])] = digest
    return not digest


def _covered(details: Mapping[str, object]) -> Iterator[tuple[tuple[str, str], str]]:
    for about in ("decision", "comment"):
        for each in str(details.get(f"{about}s", "")).split():
            key, _, digest = each.rpartition(":")
            yield (about, key), digest


def covering(
    connection: Connection, plan: str, tables: Iterable[WitnessedRows], known: Witnessed
) -> RowsCovered:
    """The rows of ``plan`` that no entry has a digest of."""
    found = {
        table.name: " ".join(
            f"{key}:{digest}"
            for key, digest in table.digests(connection, plan)
            if not known.get((table.name, key))
        )
        for table in tables
    }
    return RowsCovered(found.get("decision", ""), found.get("comment", ""))
