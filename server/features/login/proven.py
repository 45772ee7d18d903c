"""Who an identity provider says has logged in: the result of one login, before we look for the person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ProvenOrganisation:
    """``number``: nine digits, as the register of business enterprises has it."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class ProvenIdentity:
    """Checked in full: signature, audience, nonce, time, level of assurance, and the number's own digits.

    ``(issuer, subject)`` is the same person at each login through the same client, and ``number`` the same
    with every provider that says it. ``level`` is the provider's own word (``idporten-loa-high``, ``4``) or
    empty. ``sid`` is the session at the provider, by which its logout is told.
    """

    provider: str
    """The name in the settings and the address, ``idporten`` of ``/login/idporten``."""
    issuer: str
    subject: str
    name: str
    """Empty if the provider does not say it: ID-porten does not."""
    at: datetime
    number: str | None = field(default=None, repr=False)
    """The national identity number, eleven digits. Never to be logged or stored as it is."""
    birth_date: date | None = None
    organisation: ProvenOrganisation | None = None
    level: str = ""
    hpr: str | None = None
    """The number in the register of health personnel."""
    sid: str | None = None
