"""A real mail server in this process, with TLS where a test asks for it, and an authority of its own."""

from __future__ import annotations

import asyncio
import ssl
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USER, PASSWORD = "samplan", "hemmelig ord/med:tegn"


@dataclass
class MailServer:
    """``refuses``: answers to recipients, by address; ``refuses_all``: to every one."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)
    """Everything that was received, envelopes included."""
    refuses: dict[str, str] = field(default_factory=dict)
    refuses_all: str = ""
    came: asyncio.Event = field(default_factory=asyncio.Event)
    on_data: Callable[[], None] = lambda: None
    certificate: Path | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?tls=none"

    @property
    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.mails]

    async def until(self, number: int) -> None:
        """As many mails have come."""
        while len(self.mails) < number:
            self.came.clear()
            await self.came.wait()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.refuses.get(address, self.refuses_all)
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.raw += repr((envelope.mail_from, envelope.rcpt_tos)).encode() + content
        self.on_data()
        mail = message_from_bytes(content, policy=policy.default)
        self.mails.append(mail)
        self.raw += str(mail.get_content()).encode() + str(mail["Subject"]).encode()
        self.came.set()
        return "250 taken"


def _authenticated(server: SMTP, session: Session, envelope: Envelope, how: str, said: object) -> AuthResult:
    right = isinstance(said, LoginPassword) and (said.login, said.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=right, handled=False)


class _Connection(SMTP):
    """``transports``: all that there have been, also those over which TLS began and failed."""

    transports: list[asyncio.BaseTransport]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.transports.append(transport)


def _connection(*given: Any, **options: Any) -> _Connection:
    with warnings.catch_warnings():
        # That it asks for a password without STARTTLS: where TLS is implicit there is none.
        warnings.simplefilter("ignore", UserWarning)
        return _Connection(*given, **options)


async def _ended(transports: list[asyncio.BaseTransport]) -> None:
    """Their sockets are closed in the loop's next turn."""
    for each in transports:
        if isinstance(each, asyncio.WriteTransport):
            each.abort()
    loop = asyncio.get_running_loop()
    closed = loop.create_future()
    loop.call_soon(loop.call_soon, closed.set_result, None)
    await closed


@asynccontextmanager
async def mail_server(directory: Path | None = None, *, tls: str = "none") -> AsyncIterator[MailServer]:
    """``tls``: "none", "starttls" or "implicit"; with either it asks for a password, and its authority is in
    ``directory``."""
    handler = MailServer()
    context, options = None, {}
    if tls != "none":
        assert directory is not None
        handler.certificate = directory / "authority.pem"
        context = _context(directory)
        options = {"auth_required": True, "authenticator": _authenticated}
    if tls == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    elif tls == "implicit":
        options |= {"auth_require_tls": False}
    loop = asyncio.get_running_loop()
    _Connection.transports = []
    serving = await loop.create_server(
        partial(_connection, handler, hostname="localhost", loop=loop, **options),
        "127.0.0.1",
        0,
        ssl=context if tls == "implicit" else None,
    )
    handler.port = serving.sockets[0].getsockname()[1]
    try:
        yield handler
    finally:
        serving.close()
        await _ended(_Connection.transports)
        await serving.wait_closed()


def _context(directory: Path) -> ssl.SSLContext:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificates, keys = directory / "authority.pem", directory / "key.pem"
    certificates.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    keys.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates, keys)
    return context
