"""The session's cookie, parsed in linear time.

``http.cookies`` unquotes a value in quadratic time (CVE-2024-7592), and Starlette calls it for every cookie
of a request: 48 kB from an unauthenticated client blocked the process for nine seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from starlette.responses import Response

COOKIE = "samplan_session"
HOST_COOKIE = f"__Host-{COOKIE}"
"""Over https the same token under a name that only this very host can set: the other one can be planted by a
neighbouring subdomain, or by this host's pages over http."""
LONGEST = 128
"""Bytes of a token at most; ours have 43."""

# Blanks as in RFC 6265, 5.2: with any white space, a cookie of a similar name would match. Not split at each
# semicolon: 64 kB of them took 20 ms that way, and take 2 ms this way.
_HELD = re.compile(rb"(?:^|;)[ \t]*(__Host-)?" + COOKIE.encode() + rb"[ \t]*=([^;]*)")
BY_A_BROWSER = b"sec-fetch-site"
"""A header that browsers send over https, and pages cannot change."""


def session_token(headers: Iterable[tuple[bytes, bytes]], *, https: bool = False) -> str | None:
    """The value of the cookie in a request's headers (as in ASGI).

    The one that only this host can set counts before the other, which over https does not count in a browser
    at all: it got both. Where one of them comes with several values, none does: who planted one must not win.
    ``None``: there is no such cookie. ``""``: there is one, but no token; still a browser sent it, and its
    Origin must be checked.
    """
    held: dict[bytes, set[str]] = {}
    browser = False
    for name, value in headers:
        if name == b"cookie":
            for prefix, found in _HELD.findall(value):
                held.setdefault(prefix, set()).add(_bare(found))
        browser = browser or name == BY_A_BROWSER
    if not held:
        return None
    counting = held.get(b"__Host-") or (set() if https and browser else held[b""])
    return counting.pop() if len(counting) == 1 else ""


def set_session(answer: Response, token: str, expires: datetime, *, https: bool) -> None:
    for name in _names(https):
        answer.set_cookie(name, token, expires=expires, path="/", httponly=True, samesite="lax", secure=https)


def delete_session(answer: Response, *, https: bool) -> None:
    for name in _names(https):
        answer.delete_cookie(name, path="/", httponly=True, samesite="lax", secure=https)


def _names(https: bool) -> tuple[str, ...]:
    """Others than browsers know the cookie by its plain name (docs/contract.md)."""
    return (COOKIE, HOST_COOKIE) if https else (COOKIE,)


def _bare(value: bytes) -> str:
    """Without surrounding quotes; escapes are not decoded, as our tokens have none."""
    value = value.strip(b" \t")
    if len(value) > 1 and value.startswith(b'"') and value.endswith(b'"'):
        value = value[1:-1]
    return value.decode("latin-1") if len(value) <= LONGEST else ""
