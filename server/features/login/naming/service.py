"""The name of a person follows what providers prove: after a marriage, or a correction (decision 0061)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from server.domain.audit import Event
from server.domain.identity.bindings import TakenName
from server.domain.plan import PersonId, PlanId
from server.domain.sentences.quoting import could_be_a_sentence, plain
from server.features.login.entries import NameChanged
from server.features.login.proven import ProvenIdentity
from server.ports.live import Live
from server.storage.database.database import Database
from server.storage.identity.names import NameBook, SaidNames


class Naming:
    def __init__(self, database: Database, live: Live) -> None:
        self._database, self._live = database, live

    async def follow(self, person: PersonId, proven: ProvenIdentity) -> None:
        """What this login calls them is remembered, and is their name from now on where it follows.

        Open pages of everybody who knows them are told before this returns. Raises ``StorageUnavailable``.
        """
        name = plain(proven.name)
        if not name or could_be_a_sentence(name):
            return

        def book(connection: Connection) -> NameBook:
            return NameBook(connection, person, proven.issuer, proven.subject)

        def work(connection: Connection) -> Sequence[PlanId]:
            return _followed(book(connection), person, proven, name)

        said = await self._database.read(lambda connection: book(connection).said())
        if said is None or said.here == name:
            return
        for plan in await self._database.write(work):
            await self._live.plan_changed(plan)


def _followed(book: NameBook, person: PersonId, proven: ProvenIdentity, name: str) -> Sequence[PlanId]:
    book.hold()
    said = book.said()
    if said is None or said.here == name:
        return ()
    book.remember(name)
    if not follows(said, name):
        return ()
    taken = TakenName(person, name, said.shown if said.enrolled_as is None else said.enrolled_as)
    entry = NameChanged(proven.provider, person, taken.fingerprint)
    return book.rename(taken, Event.of(entry, proven.at, person))


def follows(said: SaidNames, name: str) -> bool:
    """Whether ``name``, which a provider says for the first time, is what they are called from now on.

    Providers spell a person differently: another one's spelling, or the same words in another order, rename
    nobody. What was only typed in gives way to the first name that is proven.
    """
    if _words(said.shown) == _words(name):
        return False
    return said.here is not None or not said.elsewhere


def _words(name: str) -> list[str]:
    return sorted(name.casefold().replace(",", " ").split())
