"""Settings from the environment: read once, frozen; a wrong value ends the start with a message naming it.

The variables are listed in docs/contract.md.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from .errors import SettingsError
from .keys import identity_key, log_key, secret_key
from .names import of_later, unknown
from .oidc import OidcSettings, providers
from .smtp import SmtpSettings, mail_server

DEFAULT_DATABASE = "sqlite+aiosqlite:///var/samplan.db"


@dataclass(frozen=True, slots=True)
class Settings:
    host: str = "127.0.0.1"
    port: int = 8000
    database_url: str = DEFAULT_DATABASE
    database_connections: int = 10
    quarantine_directory: str = ""
    """Empty: beside the SQLite file, or under ``var``."""
    demo: bool = False
    public_url: str = "http://127.0.0.1:8000"
    max_frame_bytes: int = 256 * 1024
    max_part_bytes: int = 1024 * 1024
    log: str = ""
    metrics_token: str = field(default="", repr=False)
    tracing: bool = False
    redis_url: str = field(default="", repr=False)
    """The fan-out to other processes; empty: there are none."""
    secret_key: str = field(default="", repr=False)
    log_key: str = field(default="", repr=False)
    """Seals the access log; the new and the old one, with a comma between, while it is changed."""
    identity_key: str = field(default="", repr=False)
    """Hashes identity numbers; the new and the old one, with a comma between, while it is changed."""
    session_idle_minutes: float = 30
    session_hours: float = 12
    """See ``ports.sessions.SessionTimes``; in the environment whole numbers."""
    seals_file: str = ""
    """Empty: beside the quarantine."""
    poll_seconds: float = 2.0
    max_parts: int = 10_000
    max_sockets: int = 5_000
    max_open_bytes: int = 1024 * 1024 * 1024
    proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    """Whose ``X-Forwarded-For`` is believed."""
    providers: tuple[OidcSettings, ...] = ()
    """Through whom people log in."""
    smtp: SmtpSettings | None = None
    """``None``: no mail is sent."""
    worker: bool = False
    """Whether a worker runs inside `serve`; on SQLite it always does."""
    without_effect: tuple[str, ...] = ()
    """Names that are set, of settings that come later."""

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it, and no public name leads here."""
        return _loopback(self.host) and _loopback(urlsplit(self.public_url).hostname or "")

    @property
    def in_the_clear(self) -> bool:
        """Whether people's browsers would send cookies and words without TLS."""
        return urlsplit(self.public_url).scheme == "http" and not self.loopback

    @property
    def metrics_beside_a_proxy(self) -> bool:
        """Whether others reach it, and nothing but where a request comes from guards its metrics."""
        return not (self.loopback or self.metrics_token)

    @property
    def may_invent_people(self) -> bool:
        """In demo mode; otherwise only for somebody trying it out on the embedded database."""
        return self.demo or (self.loopback and self.database_url.startswith("sqlite"))

    @property
    def works(self) -> bool:
        """Whether a process that serves is a worker too: SQLite has no second process."""
        return self.worker or self.database_url.startswith("sqlite")

    @property
    def quarantine_place(self) -> Path:
        """The directory of the quarantine, with its default."""
        file = self.database_url.partition(":///")[2]
        beside = Path(file).parent if self.database_url.startswith("sqlite") else Path("var")
        return Path(self.quarantine_directory) if self.quarantine_directory else beside / "quarantine"

    @property
    def log_key_file(self) -> Path:
        """Where the key that seals the log is kept if none is set."""
        return self.quarantine_place.parent / "log-key"

    @property
    def seals_place(self) -> Path:
        return Path(self.seals_file) if self.seals_file else self.quarantine_place.parent / "seals.jsonl"


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Raises ``SettingsError`` naming the first variable that is wrong, or that is none of ours."""
    _refuse_unknown(environment)
    host = environment.get("HOST", "127.0.0.1")
    port = _number(environment, "PORT", 8000, 1, 65_535)
    settings = Settings(
        host=host,
        port=port,
        database_url=_database(environment),
        database_connections=_number(environment, "SAMPLAN_DATABASE_CONNECTIONS", 10, 3, 1000),
        quarantine_directory=environment.get("SAMPLAN_QUARANTINE_DIRECTORY", ""),
        demo=_flag(environment, "SAMPLAN_DEMO"),
        public_url=_public_url(environment, port),
        max_frame_bytes=_number(environment, "SAMPLAN_MAX_FRAME_BYTES", 256 * 1024, 1_024, 8 * 1024 * 1024),
        max_part_bytes=_number(environment, "SAMPLAN_MAX_PART_BYTES", 1024 * 1024, 4_096, 64 * 1024 * 1024),
        log=_one_of(environment, "SAMPLAN_LOG", ("", "json", "text")),
        metrics_token=_metrics_token(environment),
        tracing=bool(environment.get("OTEL_EXPORTER_OTLP_ENDPOINT")),
        redis_url=_redis(environment),
        secret_key=secret_key(environment),
        log_key=log_key(environment),
        identity_key=identity_key(environment),
        session_idle_minutes=_number(environment, "SAMPLAN_SESSION_IDLE_MINUTES", 30, 10, 720),
        session_hours=_number(environment, "SAMPLAN_SESSION_HOURS", 12, 1, 24),
        seals_file=environment.get("SAMPLAN_SEALS_FILE", ""),
        poll_seconds=_poll_seconds(environment),
        max_parts=_number(environment, "SAMPLAN_MAX_PARTS", 10_000, 1, 10_000_000),
        max_sockets=_number(environment, "SAMPLAN_MAX_SOCKETS", 5_000, 1, 10_000_000),
        max_open_bytes=_number(environment, "SAMPLAN_MAX_OPEN_BYTES", 2**30, 1, 2**50),
        proxies=_proxies(environment),
        providers=providers(environment, _public_url(environment, port)),
        smtp=mail_server(environment, _number(environment, "SAMPLAN_SMTP_PER_MINUTE", 60, 1, 6_000)),
        worker=_flag(environment, "SAMPLAN_WORKER"),
        without_effect=of_later(environment),
    )
    _refuse_open_demo(settings)
    return settings


def _refuse_open_demo(settings: Settings) -> None:
    if settings.demo and not settings.loopback:
        raise SettingsError(
            "SAMPLAN_DEMO: in demo mode anybody can log in as anybody, so HOST and SAMPLAN_PUBLIC_URL"
            " must be loopback addresses"
        )


def _refuse_unknown(names: Iterable[str]) -> None:
    for name, nearest in unknown(names):
        raise SettingsError(f"{name}: there is no such setting; the nearest is {nearest}")


def _number(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = environment.get(name, str(default))
    if not (text.isascii() and text.isdigit()) or not least <= int(text) <= most:
        raise SettingsError(f"{name}: expected a whole number from {least} to {most}, got {text!r}")
    return int(text)


def _flag(environment: Mapping[str, str], name: str) -> bool:
    text = environment.get(name, "0")
    if text not in ("", "0", "1"):
        raise SettingsError(f"{name}: expected 0 or 1, got {text!r}")
    return text == "1"


def _one_of(environment: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    text = environment.get(name, "")
    if text not in choices:
        raise SettingsError(f"{name}: expected {' or '.join(filter(None, choices))}, got {text!r}")
    return text


def _metrics_token(environment: Mapping[str, str]) -> str:
    token = environment.get("SAMPLAN_METRICS_TOKEN", "")
    if token and (len(token) < 16 or not (token.isascii() and token.isprintable() and " " not in token)):
        raise SettingsError("SAMPLAN_METRICS_TOKEN: expected at least 16 printable characters, no spaces")
    return token


def _database(environment: Mapping[str, str]) -> str:
    url = environment.get("SAMPLAN_DATABASE_URL", DEFAULT_DATABASE)
    kind, _, rest = url.partition("://")
    host, _, name = rest.partition("?")[0].partition("/")
    known = kind == "postgresql+asyncpg" or (kind == "sqlite+aiosqlite" and not host)
    if not (known and name):
        raise SettingsError(
            "SAMPLAN_DATABASE_URL: expected sqlite+aiosqlite:///<file> or"
            " postgresql+asyncpg://[user[:password]@]host[:port]/<database>"
        )
    return url


REDIS_OPTIONS = {"ssl_ca_certs", "ssl_certfile", "ssl_keyfile"}
"""Options a redis URL may have; none that would turn off the check of certificates."""


def _redis(environment: Mapping[str, str]) -> str:
    text = environment.get("SAMPLAN_REDIS_URL", "")
    if text and not _is_redis(text):
        raise SettingsError(
            "SAMPLAN_REDIS_URL: expected redis:// or rediss://, then [user:password@]host[:port][/number]"
        )
    return text


def _is_redis(text: str) -> bool:
    try:
        url = urlsplit(text)
        sound = url.port != 0
    except ValueError:
        return False
    options = {name for name, _ in parse_qsl(url.query, keep_blank_values=True)}
    return (
        sound
        and url.scheme in ("redis", "rediss")
        and bool(url.hostname)
        and re.fullmatch(r"(/[0-9]*)?", url.path) is not None
        and options <= (REDIS_OPTIONS if url.scheme == "rediss" else set())
    )


EVERYBODY = ("0.0.0.0/0", "::/0")


def _proxies(environment: Mapping[str, str]) -> tuple[IPv4Network | IPv6Network, ...]:
    """uvicorn takes a host name for an address that no client has, and then trusts no proxy at all."""
    text = environment.get("FORWARDED_ALLOW_IPS", "")
    named = EVERYBODY if text.strip() == "*" else [each.strip() for each in text.split(",") if each.strip()]
    try:
        return tuple(ipaddress.ip_network(each) for each in named)
    except ValueError:
        raise SettingsError(f"FORWARDED_ALLOW_IPS: expected addresses, networks or *, got {text!r}") from None


def _poll_seconds(environment: Mapping[str, str]) -> float:
    text = environment.get("SAMPLAN_POLL_SECONDS", "2")
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,3})?", text) or not 0.1 <= float(text) <= 5:
        raise SettingsError(f"SAMPLAN_POLL_SECONDS: expected seconds from 0.1 to 5, got {text!r}")
    return float(text)


def _public_url(environment: Mapping[str, str], port: int) -> str:
    text = environment.get("SAMPLAN_PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/")
    try:
        return _origin(text)
    except ValueError:
        raise SettingsError(
            "SAMPLAN_PUBLIC_URL: expected http(s)://host[:port], the host as browsers send it"
            f" (letters beyond a-z as xn--…), got {text.rpartition('@')[2]!r}"
        ) from None


DEFAULT_PORTS = {"http": 80, "https": 443}
HOST_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?")


def _origin(text: str) -> str:
    """The origin as browsers send it: lower case, without the default port. Raises ``ValueError``.

    It is compared with their ``Origin`` header: with any other spelling every socket would be refused.
    """
    url = urlsplit(text)
    host, port = url.hostname or "", url.port
    if ":" in host:
        host = f"[{ipaddress.IPv6Address(host)}]"
    elif not HOST_NAME.fullmatch(host):
        raise ValueError("no host name")
    more = "@" in url.netloc or url.path or url.query or url.fragment
    if more or port == 0 or url.scheme not in DEFAULT_PORTS:
        raise ValueError("no origin")
    shown = port not in (None, DEFAULT_PORTS[url.scheme])
    return f"{url.scheme}://{host}:{port}" if shown else f"{url.scheme}://{host}"


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
