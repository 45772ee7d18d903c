"""Whose case it is, so that no list of a unit shows somebody their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, or_, select

from server.domain.cases.state import Case
from server.domain.plan import PersonId
from server.domain.unit.names import folded_name
from server.storage.database.statements import Among
from server.storage.metadata import persons

from .tables import case_representatives, cases


def about(connection: Connection, person: PersonId) -> ColumnElement[bool]:
    """Whether a case is about ``person``, or about somebody they act for: they log in as whom it is about, or
    have that name and birthday.

    A report by somebody else knows no more of them. The names between the first and the last may be missing.
    """
    own = or_(func.coalesce(cases.c.owner_id == person, false()), cases.c.id.in_(represented(person)))
    row = connection.execute(
        select(persons.c.name, persons.c.birth_date).where(persons.c.id == person)
    ).first()
    if row is None or row.birth_date is None or not row.name.strip():
        return own
    names, name = folded_name(row.name).split(), cases.c.name
    spelled = and_(name.startswith(names[0], autoescape=True), name.endswith(names[-1], autoescape=True))
    return or_(own, func.coalesce(and_(cases.c.born == row.birth_date, spelled), false()))


def represented(person: PersonId) -> Select[Any]:
    """The cases in which ``person`` is registered as acting for the owner, also once that is over."""
    return select(case_representatives.c.case_id).where(case_representatives.c.person_id == person)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody as their login says them; "" and ``None`` where it does not."""

    person: PersonId
    name: str = ""
    born: date | None = None


def is_about(case: Case, who: Known) -> bool:
    """As ``about`` finds it in many cases at once."""
    if who.person in case.whose:
        return True
    subject, names = case.case.subject, folded_name(who.name).split()
    if who.born is None or not names or subject.born != who.born:
        return False
    said = folded_name(subject.name)
    return said.startswith(names[0]) and said.endswith(names[-1])


def known(connection: Connection, people: Iterable[PersonId]) -> Mapping[PersonId, Known]:
    """Who exist of ``people``, as ``is_about`` looks at them."""
    rows = PERSONS.rows(connection, sorted(set(people)))
    return {row.id: Known(row.id, row.name, row.birth_date) for row in rows}


def strangers(connection: Connection, case: Case, people: Iterable[PersonId]) -> list[PersonId]:
    """Those of ``people`` whom ``case`` is not about: of a unit nobody else is told of it."""
    asked = list(people)
    found = known(connection, asked)
    return [each for each in asked if not is_about(case, found.get(each, Known(each)))]


PERSONS = Among(select(persons.c.id, persons.c.name, persons.c.birth_date), persons.c.id)
