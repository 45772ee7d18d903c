"""Leaders of services in a case: who may answer for whom it asks, and telling those it concerns."""

from __future__ import annotations

from sqlalchemy import Connection

from server.domain.cases.leaders import ServiceTold, asked_for, leading
from server.domain.cases.records import Record
from server.domain.cases.state import Case
from server.domain.messages.message import Message
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId
from server.storage.messages import outbox
from server.storage.municipality.rights import leaders_in

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
