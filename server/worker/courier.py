"""Hands an e-mail to the mail server, over TLS."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from email.message import EmailMessage

import aiosmtplib

TIMEOUT, IN_ALL = 30.0, 90.0
"""Seconds for one answer of the mail server, and for all of a mail: less than ``outbox.LEASE``."""


class Undeliverable(Exception):
    """The mail server refused this mail or its recipient for good."""


class TryLater(Exception):
    """It may be taken later. Says why, without an address."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """``tls``: "starttls", "implicit", or "none" for one on this machine. ``authorities``: a file of them."""

    host: str
    port: int
    tls: str
    user: str = ""
    password: str = ""
    authorities: str = ""


class Courier:
    """``sender``: the address that all mails are from. Raises ``OSError`` for a file that cannot be read."""

    def __init__(self, server: MailServer, sender: str) -> None:
        self._server, self.sender = server, sender
        self._trusted = None if server.tls == "none" else _trusted(server.authorities)

    async def deliver(self, mail: EmailMessage, address: str) -> None:
        """The mail server has it when this returns. Raises ``Undeliverable``, ``TryLater``."""
        try:
            async with asyncio.timeout(IN_ALL):
                await self._send(mail, address)
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise _judged(error.recipients[0].code) from error
        except (aiosmtplib.SMTPRecipientRefused, aiosmtplib.SMTPDataError) as error:
            raise _judged(error.code) from error
        except aiosmtplib.SMTPResponseException as error:
            raise TryLater(f"answer {error.code}") from error
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise TryLater(type(error).__name__) from error

    async def _send(self, mail: EmailMessage, address: str) -> None:
        server = self._server
        await aiosmtplib.send(
            mail,
            sender=self.sender,
            recipients=[address],
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password or None,
            use_tls=server.tls == "implicit",
            start_tls=server.tls == "starttls",
            tls_context=self._trusted,
            timeout=TIMEOUT,
        )


def _trusted(authorities: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=authorities or None)


def _judged(code: int) -> Exception:
    """5yz is for good, all else is for now: RFC 5321, 4.2.1."""
    return Undeliverable(f"answer {code}") if code >= 500 else TryLater(f"answer {code}")
