"""The access log's entries about messages, beside those of the worker (``storage/messages``)."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.audit import Details


@dataclass(frozen=True, slots=True)
class ContactChanged(Details):
    """How somebody wants to be told. Their address is not here."""

    action = "contact-changed"
    channel: str


@dataclass(frozen=True, slots=True)
class HeldMailChecked(Details):
    """Somebody in the unit looked whether a mail may go to a protected address."""

    action = "held-mail-checked"
    message: str
    sent: bool
