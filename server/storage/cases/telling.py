"""Who of those whom a record concerns may be told of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from server.catalogue import standard
from server.domain.cases.state import Case
from server.domain.messages.message import Message
from server.domain.unit.rights import MunicipalityId
from server.storage.municipality.records import municipality, own_catalogue
from server.storage.municipality.rights import case_handlers

from .about import strangers


def absence_days(connection: Connection, case: Case, where: MunicipalityId, day: date) -> int:
    """For how long somebody may be away without a substitute: a municipality may choose it. Looked up where
    somebody is away, and 0 otherwise."""
    found = municipality(connection, where) if case.coordinator.away_on(day) else None
    if found is None:
        return 0
    return own_catalogue(connection, found, standard()).rule("coordinator.absent", on=day).amount


def to_who_may_see(
    connection: Connection, case: Case, told: Iterable[Message], where: MunicipalityId, day: date
) -> Iterator[Message]:
    """Nobody of the unit who turns out to be whom it is about. A handler who is, or who has left the unit, is
    told nothing more of it: the unit is, as where there is none."""
    every = list(told)
    people = [each.person for each in every if each.person is not None and each.person not in case.whose]
    may, coordinates = {*case.whose, *strangers(connection, case, people)}, _coordinating(case, day)
    for each in every:
        if each.person != case.case.handler or each.person in coordinates:
            yield from [each] if each.person in may else ()
            continue
        unit = strangers(connection, case, case_handlers(connection, where))
        others = (replace(each, person=person) for person in unit)
        yield from [each] if each.person in unit else others


def _coordinating(case: Case, day: date) -> set[str]:
    found = (case.coordinator.appointed, case.coordinator.on(day))
    return {each.person for each in found if each is not None}
