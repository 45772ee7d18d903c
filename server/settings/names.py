"""The names of settings: those that are read, and those that come with later capabilities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

PREFIX = "SAMPLAN_"
KNOWN = (
    "SAMPLAN_DATABASE_CONNECTIONS",
    "SAMPLAN_DATABASE_URL",
    "SAMPLAN_DEMO",
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
)
"""Another name with ``PREFIX`` is a mistake: with a misspelt database URL people would write into a file."""

_LATER = re.compile(
    r"SAMPLAN_(IDENTITY_KEY|MASTER_KEY|SMTP_URL|OIDC_[A-Z0-9_]+_(ISSUER|CLIENT_ID|PRIVATE_KEY_FILE|ACR))"
).fullmatch
"""In docs/contract.md, and not built yet: no mistake, but whoever sets one must see that it does nothing."""


def unknown(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Names with the prefix, in any case, that are no settings, each with the nearest that is one."""
    for name in sorted(names):
        if name.upper().startswith(PREFIX) and name not in KNOWN and not _LATER(name):
            yield name, get_close_matches(name.upper(), KNOWN, n=1, cutoff=0.0)[0]


def of_later(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in names if _LATER(name)))
