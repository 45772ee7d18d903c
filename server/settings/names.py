"""The names of settings: those that are read, and those that come with later capabilities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from .oidc import FIELDS, NAMED

PREFIX = "SAMPLAN_"
OF_PROVIDERS = f"{PREFIX}OIDC_"
KNOWN = (
    "SAMPLAN_DATABASE_CONNECTIONS",
    "SAMPLAN_DATABASE_URL",
    "SAMPLAN_DEMO",
    "SAMPLAN_IDENTITY_KEY",
    "SAMPLAN_LOG",
    "SAMPLAN_LOG_KEY",
    "SAMPLAN_MAX_FRAME_BYTES",
    "SAMPLAN_MAX_OPEN_BYTES",
    "SAMPLAN_MAX_PARTS",
    "SAMPLAN_MAX_PART_BYTES",
    "SAMPLAN_MAX_SOCKETS",
    "SAMPLAN_METRICS_TOKEN",
    "SAMPLAN_POLL_SECONDS",
    "SAMPLAN_PUBLIC_URL",
    "SAMPLAN_QUARANTINE_DIRECTORY",
    "SAMPLAN_REDIS_URL",
    "SAMPLAN_SEALS_FILE",
    "SAMPLAN_SECRET_KEY",
    "SAMPLAN_SESSION_HOURS",
    "SAMPLAN_SESSION_IDLE_MINUTES",
    "SAMPLAN_SMTP_FROM",
    "SAMPLAN_SMTP_PER_MINUTE",
    "SAMPLAN_SMTP_URL",
    "SAMPLAN_WORKER",
)
"""Another name with ``PREFIX`` is a mistake: with a misspelt database URL people would write into a file."""

_LATER = re.compile(r"SAMPLAN_MASTER_KEY").fullmatch
"""In docs/contract.md, and not built yet: no mistake, but whoever sets one must see that it does nothing."""


def unknown(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Names with the prefix, in any case, that are no settings, each with the nearest that is one."""
    for name in sorted(names):
        known = name in KNOWN or _LATER(name) or NAMED.fullmatch(name)
        if name.upper().startswith(PREFIX) and not known:
            yield name, _nearest(name.upper())


def _nearest(name: str) -> str:
    fields = FIELDS if name.startswith(OF_PROVIDERS) else ()
    names = [*KNOWN, *(f"{OF_PROVIDERS}<NAME>_{field}" for field in fields)]
    return str(get_close_matches(name, names, n=1, cutoff=0.0)[0])


def of_later(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in names if _LATER(name)))
