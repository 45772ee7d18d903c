"""Rows that are written once and say who somebody is and whose something is: each is sealed when first seen.

Of rows that change, only the columns that never do. What may change later gets an entry in the access log.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    bindparam,
    cast,
    exists,
    extract,
    func,
    literal,
    select,
    true,
)

from server.domain.audit import fingerprint
from server.domain.seals import MARK_BYTES
from server.storage.database.statements import Prepared
from server.storage.metadata import client_ids, participants, parts, persons, plans

from .tables import sealed_facts

AT_ONCE = 256


class Facts:
    """The rows of one table. ``name``: what one of them is called; ``key``: by which it is known.

    ``scope``: the column of the plan or part whose they are; ``None``: they are of no plan. ``later``: a
    column that came when there were seals: it is part of a mark only where it says something. ``where``: of
    rows that are finished later, those that are.
    """

    def __init__(
        self,
        name: str,
        key: Column[Any],
        scope: Column[Any] | None,
        *said: ColumnElement[Any],
        later: Column[Any] | None = None,
        where: ColumnElement[bool] | None = None,
    ) -> None:
        self.name, self._scope, self._table, self._later = name, scope, key.table, later is not None
        self._where = true() if where is None else where
        columns = [key.label("fact"), *said] if later is None else [key.label("fact"), *said, later]
        page = select(*columns).where(self._where).order_by(key).limit(bindparam("most", type_=Integer))
        if scope is not None:
            page = page.where(scope == bindparam("of"))
        self._first, self._next = (
            Prepared(page),
            Prepared(page.where(key > bindparam("after", type_=key.type))),
        )

    def about(self, of: str) -> str:
        """What their records are found by."""
        return f"{self.name} {of}"

    def page(self, connection: Connection, of: str, after: object | None) -> tuple[list[Any], object | None]:
        """A few rows, and after which the next ones come; ``None``: there are no more."""
        asked: dict[str, object] = {"of": of, "most": AT_ONCE}
        found = (self._first if after is None else self._next).rows(connection, asked | {"after": after})
        return [*found], found[-1].fact if len(found) == AT_ONCE else None

    def rows(self, connection: Connection, of: str) -> Iterator[Any]:
        page, after = self.page(connection, of, None)
        yield from page
        while after is not None:
            page, after = self.page(connection, of, after)
            yield from page

    def mark(self, of: str, row: Any) -> str:
        said = row[:-1] if self._later and row[-1] is None else row
        return fingerprint(self.name, of, *said)[: 2 * MARK_BYTES]

    def marks(self, of: str, rows: Iterable[Any], known: Container[str]) -> dict[str, str]:
        """By key, of those that are not ``known``."""
        return {str(row.fact): self.mark(of, row) for row in rows if str(row.fact) not in known}

    def counted(self, of: Any) -> Any:
        """How many there are, inside a statement."""
        found = select(func.count()).select_from(self._table).where(self._where)
        return (found if self._scope is None else found.where(self._scope == of)).scalar_subquery()

    def sealed(self, of: Any) -> Any:
        """How many of them are sealed, inside a statement."""
        newest = select(sealed_facts.c.last).where(sealed_facts.c.about == literal(f"{self.name} ") + of)
        found = newest.order_by(sealed_facts.c.block.desc()).limit(1).scalar_subquery()
        return func.coalesce(found, 0)

    def is_sealed(self, of: Any) -> Any:
        """Whether there is a record of them, inside a statement; it may say that there are none."""
        about = sealed_facts.c.about == literal(f"{self.name} ") + of
        return exists().where(about, sealed_facts.c.block == 0)


PERSONS = Facts(
    "person",
    persons.c.id,
    None,
    func.coalesce(persons.c.enrolled_as, persons.c.name).label("name"),
    persons.c.organisation,
    persons.c.demo_key,
    persons.c.coordinating_unit,
    where=persons.c.name != "",  # some providers do not say it: whoever logs in there gets it later, once
)
BIRTHS = Facts(
    "birth date",
    persons.c.id,
    None,
    cast(
        extract("year", persons.c.birth_date) * 10_000
        + extract("month", persons.c.birth_date) * 100
        + extract("day", persons.c.birth_date),
        Integer,
    ).label("day"),
    where=persons.c.birth_date.is_not(None),
)
"""A login says it, once. Persons were sealed before it was: it has records of its own, and one who is sealed
may have none yet."""
PLAN = Facts("plan", plans.c.id, plans.c.id, plans.c.owner_id, plans.c.created_at)
"""One row. It is sealed after everything else that was there when the plan was sealed first."""
PARTICIPANTS = Facts(
    "participant",
    participants.c.id,
    participants.c.plan_id,
    participants.c.person_id,
    participants.c.role,
    participants.c.organisation,
    participants.c.until,
    later=participants.c.organisation_number,
)
PARTS = Facts(
    "part",
    parts.c.id,
    parts.c.plan_id,
    parts.c.kind,
    parts.c.created_by,
    parts.c.created_after,
    later=parts.c.apart,
)
CLIENTS = Facts("client id", client_ids.c.client_id, client_ids.c.part_id, client_ids.c.person_id)
"""Written in the transaction of an edit, and sealed before it or with it."""
