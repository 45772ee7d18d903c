"""Who a proven identity is: one person, however many providers vouch for them (decision 0037)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from server.domain.audit import Event
from server.domain.identity.bindings import NumberBinding, SubjectBinding
from server.domain.identity.keys import IdentityKeys
from server.domain.identity.number import IdentityNumber
from server.domain.plan import PersonId
from server.ports.log import StorageUnavailable
from server.ports.randomness import Chance
from server.storage.database.database import Database
from server.storage.identity.book import IdentityBook, KnownPerson
from server.storage.identity.keys import KeyReplaced

from .entries import Binding, Enrolled, IdentityAdded, IdentityDiffers, NumberAdded, NumberRenewed
from .proven import ProvenIdentity


@dataclass(frozen=True, slots=True)
class _Number:
    """``hashes``: under the current key, then under the one before it, if there is one."""

    hashes: Sequence[bytes]
    key: str
    birth_date: date | None


class Identities:
    """``keys`` hash identity numbers.

    1. A number decides; without one, issuer and subject do. No two persons are merged, and none is moved.
    2. Whatever logs in for the first time at once, in however many processes, becomes one person.
    3. A number leaves this only as a hash.

    Kept by ``tests/acceptance/test_identities.py``.
    """

    def __init__(self, database: Database, keys: IdentityKeys, chance: Chance) -> None:
        self._database, self._keys, self._chance = database, keys, chance

    async def person_of(self, proven: ProvenIdentity) -> PersonId:
        """The person, who is enrolled if there is none yet. Raises ``StorageUnavailable``.

        What is not known yet is taken from the login: the number's hash, the birth date, a name for who has
        none.
        """
        number = self._number(proven)
        known = await self._database.read(
            lambda connection: _as_said(IdentityBook(connection), proven, number)
        )
        if known is not None:
            return known.id
        try:
            return await self._database.write(
                lambda connection: self._settled(IdentityBook(connection), proven, number)
            )
        except KeyReplaced:
            raise StorageUnavailable("another process has begun with another SAMPLAN_IDENTITY_KEY") from None

    def _number(self, proven: ProvenIdentity) -> _Number | None:
        """Raises ``NotAnIdentityNumber``."""
        if proven.number is None:
            return None
        number = IdentityNumber.read(proven.number, synthetic_too=True)  # the provider's profile judged that
        hashes = [key.hashed(number) for key in self._keys.each]
        return _Number(hashes, self._keys.current.name, number.birth_date)

    def _settled(self, book: IdentityBook, proven: ProvenIdentity, number: _Number | None) -> PersonId:
        book.hold(self._keys)
        person, happened, subject = self._whose(book, proven, number)
        binds: dict[str, str] = {"identity": ""}
        if subject is not None:
            book.means(subject)
            binds = {"identity": subject.name, "digest": subject.fingerprint}
        if number is not None and person.identity_hash != number.hashes[0]:
            bound = NumberBinding(person.id, number.hashes[0], number.key)
            book.set_number(bound)
            binds["number"] = bound.fingerprint
            happened = happened or [NumberRenewed(proven.provider)]
        if proven.name and not person.name:
            book.set_name(person.id, proven.name)
        born = _born(proven, number)
        if born is not None and person.birth_date is None:
            book.set_birth_date(person.id, born)
        if happened:
            said = [*happened[:-1], replace(happened[-1], **binds)]
            book.log([Event.of(details, proven.at, person.id) for details in said])
        return person.id

    def _whose(
        self, book: IdentityBook, proven: ProvenIdentity, number: _Number | None
    ) -> tuple[KnownPerson, list[Binding], SubjectBinding | None]:
        """The person, what this login changes, and whom the subject means from now on, if it is changed."""
        meant = book.by_subject(proven.issuer, proven.subject)
        numbered = book.by_number(number.hashes) if number is not None else None
        if numbered is None and meant is not None:
            if number is None:
                return meant, [], None
            if meant.identity_hash is None:
                return meant, [NumberAdded(proven.provider)], None
        person = numbered or book.add(PersonId(self._chance.id()), proven.name)
        happened: list[Binding] = [] if numbered else [Enrolled(proven.provider, identity="")]
        if meant is not None and meant.id != person.id:
            happened.append(IdentityDiffers(proven.provider, meant.id))
        elif meant is None and numbered:
            happened.append(IdentityAdded(proven.provider))
        if meant is None or (meant.id != person.id and meant.identity_hash is not None):
            # Otherwise ``meant``, who has no number, would have no way in any more.
            return person, happened, SubjectBinding(proven.issuer, proven.subject, person.id, proven.at)
        return person, happened, None


def _born(proven: ProvenIdentity, number: _Number | None) -> date | None:
    return (number.birth_date if number is not None else None) or proven.birth_date


def _as_said(book: IdentityBook, proven: ProvenIdentity, number: _Number | None) -> KnownPerson | None:
    """The person, if all that the login says is known already."""
    person = book.by_subject(proven.issuer, proven.subject)
    if person is None or (proven.name and not person.name):
        return None
    born = _born(proven, number)
    if born is not None and person.birth_date is None:
        return None
    return person if number is None or person.identity_hash == number.hashes[0] else None
