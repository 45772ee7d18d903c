"""Whom a case is about, as far as it is known: by their login, or by their name and birthday. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.domain.plan import PersonId
from server.domain.unit.names import folded_name

from .state import Case


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody as their login says them; "" and ``None`` where it does not."""

    person: PersonId
    name: str = ""
    born: date | None = None


def is_about(case: Case, who: Known) -> bool:
    """Whether it is about them, or about somebody they act for: as ``storage.cases.about`` finds it of many.

    A report by somebody else knows no more of them. The names between the first and the last may be missing.
    """
    if who.person in case.whose:
        return True
    subject, names = case.case.subject, folded_name(who.name).split()
    if who.born is None or not names or subject.born != who.born:
        return False
    said = folded_name(subject.name)
    return said.startswith(names[0]) and said.endswith(names[-1])
