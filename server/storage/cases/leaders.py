"""Who in a unit, and who leads a service, is told of a case, and which leader may answer for whom it asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from server.catalogue import standard
from server.domain.cases.leaders import ServiceTold, asked_for, leading
from server.domain.cases.records import Record
from server.domain.cases.state import Case
from server.domain.messages.message import Message
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId
from server.storage.messages import outbox
from server.storage.municipality.records import municipality, own_catalogue
from server.storage.municipality.rights import case_handlers, leaders_in

from .about import strangers


def leaders_asked(connection: Connection, case: Case, where: MunicipalityId) -> list[PersonId]:
    """Who may answer for whom it asks; nobody where it asks for nobody, or no leader is registered."""
    asked = asked_for(case)
    return [] if asked is None else _leading(connection, case, where, asked.workplace)


def tell_leaders(
    connection: Connection, case: Case, where: MunicipalityId, record: Record, told: ServiceTold
) -> None:
    """Of a record, in the transaction that adds it; nobody who did it themselves."""
    event, command = f"case/{case.id}/{record.number}", record.command
    people = _leading(connection, case, where, told.workplace)
    new = (Message(event, told.text, where, person=each, case=case.id) for each in people)
    outbox.add(connection, (each for each in new if each.person != command.by.person), command.at)


def _leading(connection: Connection, case: Case, where: MunicipalityId, workplace: str) -> list[PersonId]:
    """Nobody whom the case is about: they could not answer."""
    return strangers(connection, case, leading(case, workplace, leaders_in(connection, where)))


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
