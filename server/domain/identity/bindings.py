"""What binds a person to an identity, and how entries of the access log vouch for it.

Whoever changes one of these rows logs in as somebody else, and is in their plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.domain.audit import fingerprint
from server.domain.plan import PersonId

NAME_DIGITS = 32


@dataclass(frozen=True, slots=True)
class SubjectBinding:
    """``person`` is whom the provider ``issuer`` means by ``subject``, ``since`` a login proved it."""

    issuer: str
    subject: str
    person: PersonId
    since: datetime

    @property
    def name(self) -> str:
        """What entries call it, whoever the person is: the subject itself may tell who somebody is."""
        return fingerprint(self.issuer, self.subject)[:NAME_DIGITS]

    @property
    def key(self) -> str:
        return key_of(self.person, self.name)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.issuer, self.subject, self.person, self.since)


@dataclass(frozen=True, slots=True)
class NumberBinding:
    """``person`` has the identity number that the key named ``key_name`` hashes to ``hashed``."""

    person: PersonId
    hashed: bytes
    key_name: str

    @property
    def fingerprint(self) -> str:
        """Begins with the key's name, so that it can be told which are gone when a key is forgotten."""
        return f"{self.key_name}/{fingerprint(self.person, self.hashed.hex(), self.key_name)}"


@dataclass(frozen=True, slots=True)
class TakenName:
    """``person`` is called ``name`` since a provider said so, and was enrolled with ``enrolled_as``."""

    person: PersonId
    name: str
    enrolled_as: str

    @property
    def fingerprint(self) -> str:
        return fingerprint("name", self.person, self.name, self.enrolled_as)


def key_of(person: str, name: str) -> str:
    """Of a subject's row: by whom it is, so that a finding says whose identity it was made."""
    return f"{person}/{name}"


def hashed_under(digest: str) -> str:
    """The name of the key, from the fingerprint of a ``NumberBinding``."""
    return digest.partition("/")[0]
