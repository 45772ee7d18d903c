"""The mail server: ``SAMPLAN_SMTP_URL``, and the address that mails are from."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from .errors import SettingsError

PORTS = {"smtp": 587, "smtps": 465}
"""Submission with STARTTLS, and with TLS from the first byte: RFC 6409, RFC 8314."""
OPTIONS = {"ssl_ca_certs", "tls"}
ADDRESS = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """``tls``: "starttls", "implicit", or "none" on this machine. ``authorities``: a file, "": the usual."""

    host: str
    port: int
    tls: str
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    authorities: str = ""
    per_minute: int = 60
    """Mails of one process at most."""


def mail_server(environment: Mapping[str, str], per_minute: int = 60) -> SmtpSettings | None:
    """``None`` where no mail is sent. Raises ``SettingsError``."""
    text, sender = environment.get("SAMPLAN_SMTP_URL", ""), environment.get("SAMPLAN_SMTP_FROM", "")
    if not text and not sender:
        return None
    if not ADDRESS.fullmatch(sender):
        raise SettingsError("SAMPLAN_SMTP_FROM: expected the e-mail address that mails are from")
    url, options = _parsed(text)
    host = url.hostname or ""
    if "tls" in options and not _loopback(host):
        raise SettingsError("SAMPLAN_SMTP_URL: tls=none is for a mail server on this machine alone")
    tls = options.get("tls") or ("implicit" if url.scheme == "smtps" else "starttls")
    return SmtpSettings(
        host,
        url.port or PORTS[url.scheme],
        tls,
        sender,
        unquote(url.username or ""),
        unquote(url.password or ""),
        options.get("ssl_ca_certs", ""),
        per_minute,
    )


def _parsed(text: str) -> tuple[SplitResult, dict[str, str]]:
    try:
        url = urlsplit(text)
        options = dict(parse_qsl(url.query, keep_blank_values=True, strict_parsing=bool(url.query)))
        sound = url.scheme in PORTS and bool(url.hostname) and url.port != 0 and url.path in ("", "/")
    except ValueError:
        sound, options = False, {}
    if not sound or not options.keys() <= OPTIONS or options.get("tls", "none") != "none":
        raise SettingsError(
            "SAMPLAN_SMTP_URL: expected smtp:// (STARTTLS) or smtps://, then [user:password@]host[:port], and"
            " ?ssl_ca_certs=<file> where its authority is your own"
        )
    if options.get("tls") and url.scheme == "smtps":
        raise SettingsError("SAMPLAN_SMTP_URL: smtps:// is with TLS")
    return url, options


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
