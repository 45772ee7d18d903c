"""Names that logins prove, each in one transaction with its entry and the versions of the person's plans."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from server.domain.audit import Event
from server.domain.plan import PersonId, PlanId
from server.features.login.entries import NameChanged
from server.features.login.proven import ProvenIdentity
from server.storage.database.database import Database
from server.storage.identity.names import JoinedMeanwhile, NameBook

from .rules import taken


class NameStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def follow(self, person: PersonId, proven: ProvenIdentity, name: str) -> Sequence[PlanId]:
        """The plans in which the person is called otherwise from now on. Raises ``StorageUnavailable``."""

        def known(connection: Connection) -> bool:
            said = _book(connection, person, proven).said()
            return said is None or said.here == name

        def work(connection: Connection) -> Sequence[PlanId]:
            book = _book(connection, person, proven)
            book.hold(proven.at)
            said = book.said()
            if said is None or said.here == name:
                return ()
            book.remember(name)
            new = taken(person, said, name)
            if new is None:
                return ()
            entry = NameChanged(proven.provider, person, new.fingerprint)
            return book.rename(new, Event.of(entry, proven.at, person))

        while not await self._database.read(known):
            try:
                return await self._database.write(work)
            except JoinedMeanwhile:
                continue
        return ()


def _book(connection: Connection, person: PersonId, proven: ProvenIdentity) -> NameBook:
    return NameBook(connection, person, proven.issuer, proven.subject)
