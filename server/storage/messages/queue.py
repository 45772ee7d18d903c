"""The outbox as a worker sees it: one message at a time, with all that its e-mail is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from server.catalogue import Catalogue
from server.domain.messages.contact import ContactChannel, PersonContact
from server.domain.messages.message import Mail, Message
from server.ports.clock import Clock
from server.ports.randomness import Chance
from server.storage.cases.about import strangers
from server.storage.cases.records import stored_case
from server.storage.database.database import Database
from server.storage.metadata import persons
from server.storage.municipality.records import municipality, own_catalogue
from server.storage.municipality.rights import case_handlers

from . import outbox
from .contacts import contact_of, has_died, protected_case
from .outbox import Claim

NOBODY = "Samplan"
"""The sender of what no municipality sends."""
USUAL_LANGUAGE = "nb"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claimed message; ``catalogue``, ``sender``: of the municipality that sends it.

    ``protected``: its recipient's address is, and nobody has looked yet.
    """

    claim: Claim
    contact: PersonContact
    protected: bool
    language: str
    sender: str
    catalogue: Catalogue


class MailQueue:
    """``standard``: the catalogue of which a municipality's own is made. All raise ``StorageUnavailable``."""

    def __init__(self, database: Database, clock: Clock, chance: Chance, standard: Catalogue) -> None:
        self._database, self._clock, self._chance = database, clock, chance
        self._standard = standard

    async def next(self) -> Outgoing | None:
        """Claimed when this returns, for ``outbox.LEASE``; ``None``: nothing is due."""
        now = self._clock()
        if not await self._database.read(lambda connection: outbox.is_any_due(connection, now)):
            return None
        token = self._chance.token()

        def work(connection: Connection) -> Outgoing | None:
            claim = outbox.claim_next(connection, token, now)
            return None if claim is None else self._outgoing(connection, claim)

        return await self._database.write(work)

    async def settle(self, claim: Claim, mail: Mail) -> bool:
        """``False`` if another worker has it."""
        now = self._clock()

        def work(connection: Connection) -> bool:
            settled = outbox.settle(connection, claim, mail, now)
            if settled and mail is Mail.HELD:
                outbox.add(connection, _to_whoever_looks(connection, claim.message), now)
            return settled

        return await self._database.write(work)

    async def put_off(self, claim: Claim, until: datetime) -> bool:
        return await self._database.write(lambda connection: outbox.put_off(connection, claim, until))

    def _outgoing(self, connection: Connection, claim: Claim) -> Outgoing:
        message = claim.message
        where = None if message.municipality is None else municipality(connection, message.municipality)
        catalogue = self._standard if where is None else own_catalogue(connection, where, self._standard)
        contact, language = _reached(connection, message)
        sender = NOBODY if where is None else where.name
        protected = not claim.checked and protected_case(connection, message) is not None
        return Outgoing(claim, contact, protected, language, sender, catalogue)


def _to_whoever_looks(connection: Connection, held: Message) -> list[Message]:
    """The unit is told that a mail waits for it; whose mail it is looks at it no more than at their case, nor
    does whom the case is about."""
    case = held.case or protected_case(connection, held)
    unit = [] if held.municipality is None else case_handlers(connection, held.municipality)
    stored = None if case is None else stored_case(connection, case)
    if stored is not None:
        unit = strangers(connection, stored.case, unit)
    return [
        Message(f"held/{held.id}", "mail-held", held.municipality, person, case=case)
        for person in unit
        if person != held.person
    ]


def _reached(connection: Connection, message: Message) -> tuple[PersonContact, str]:
    if has_died(connection, message.person):
        return PersonContact(ContactChannel.NONE), USUAL_LANGUAGE
    language = connection.scalar(select(persons.c.locale).where(persons.c.id == message.person))
    return contact_of(connection, message.person), language or USUAL_LANGUAGE
