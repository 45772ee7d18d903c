"""The session's cookie, read in linear time.

``http.cookies`` takes the square of a quoted value's length to unquote it (CVE-2024-7592), and Starlette
calls it for every cookie of a request: 48 kB from anybody held everybody up for nine seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

COOKIE = "samplan_session"
LONGEST = 128
"""Bytes of a token, of which ours have 43."""

# Blanks as in RFC 6265, 5.2: were it any white space, a cookie of almost this name would pass for it. Not
# split at each semicolon: 64 kB of them took 20 ms so, and take 2 ms like this.
_HELD = re.compile(rb"(?:^|;)[ \t]*" + COOKIE.encode() + rb"[ \t]*=([^;]*)")


def session_token(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """What the cookie in a request's headers (as in ASGI) holds; the last one, should there be several.

    ``None``: there is no such cookie. ``""``: there is one, but it is too long to be a token; a browser sent
    it all the same, and its Origin has to be looked at.
    """
    held = [found for name, value in headers if name == b"cookie" for found in _HELD.findall(value)]
    return _bare(held[-1]) if held else None


def _bare(value: bytes) -> str:
    """Its quotes are taken off, but nothing is unquoted: no token of ours needs it."""
    value = value.strip(b" \t")
    if len(value) > 1 and value.startswith(b'"') and value.endswith(b'"'):
        value = value[1:-1]
    return value.decode("latin-1") if len(value) <= LONGEST else ""
