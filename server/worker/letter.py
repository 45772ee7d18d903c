"""A message as an e-mail."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from server.domain.cases.records import day_of
from server.storage.messages.queue import Outgoing

PAGE = "/meldinger"
"""Where all messages of somebody are."""


def as_email(outgoing: Outgoing, address: str, sender: str, public_url: str) -> EmailMessage:
    """``sender``: the address it is from. Its ``Message-ID`` is the same however often it is sent."""
    message, mail = outgoing.claim.message, EmailMessage(SMTP)
    mail["From"] = Address(outgoing.sender, addr_spec=sender)
    mail["To"] = Address(addr_spec=address)
    mail["Subject"] = (
        _said(outgoing, "subject") if message.case else _always(outgoing, "subject-without-case")
    )
    mail["Date"] = outgoing.claim.created_at
    mail["Message-ID"] = f"<{message.id}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    where = f"{_always(outgoing, 'log-in')}\n{public_url}{PAGE}"
    lines = _said(outgoing, message.text), where, _always(outgoing, "footer")
    mail.set_content("\n\n".join(lines), cte="quoted-printable")
    mail["Content-Language"] = outgoing.language  # after its content, which would take it away
    return mail


def _said(outgoing: Outgoing, text: str) -> str:
    message, day = outgoing.claim.message, day_of(outgoing.claim.created_at)
    return outgoing.catalogue.text(f"message.{text}", outgoing.language, on=day, **message.values)


def _always(outgoing: Outgoing, text: str) -> str:
    day = day_of(outgoing.claim.created_at)
    return outgoing.catalogue.text(f"message.{text}", outgoing.language, on=day)
