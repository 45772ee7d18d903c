"""The cookies of logins that are under way: one for each, named after its state, so that tabs do not meet.

Over https under a name that only this very host can set. Otherwise a neighbouring subdomain could plant one
that it got here itself, and log somebody in as somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .pending import LIVES_SECONDS, LONGEST_SEALED, TAG_CHARACTERS

NAME = "samplan_login_"
MOST = 5
"""Logins under way in one browser; when more begin, the others are forgotten."""

_HELD = re.compile(
    rb"(?:^|;)[ \t]*(__Host-)?%b([A-Za-z0-9_-]{%d})=([^;\s]{1,%d})(?=[ \t]*(?:;|$))"
    % (NAME.encode(), TAG_CHARACTERS, LONGEST_SEALED)
)


def held(headers: Iterable[tuple[bytes, bytes]], *, https: bool) -> Mapping[str, str]:
    """The cookies of a request by their tags. One that comes with several values does not count."""
    found: dict[str, set[bytes]] = {}
    for name, value in headers:
        if name == b"cookie":
            for prefix, tag, sealed in _HELD.findall(value):
                if bool(prefix) == https:
                    found.setdefault(tag.decode(), set()).add(sealed)
    return {tag: values.pop().decode("latin-1") for tag, values in found.items() if len(values) == 1}


def kept(tag: str, sealed: str, *, https: bool) -> str:
    """The value of a Set-Cookie header."""
    return f"{_name(tag, https=https)}={sealed}; Max-Age={LIVES_SECONDS}; {_attributes(https=https)}"


def forgotten(tag: str, *, https: bool) -> str:
    return f"{_name(tag, https=https)}=; Max-Age=0; {_attributes(https=https)}"


def _name(tag: str, *, https: bool) -> str:
    return f"{'__Host-' if https else ''}{NAME}{tag}"


def _attributes(*, https: bool) -> str:
    return "Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if https else "")
