"""The session's cookie, parsed in linear time.

``http.cookies`` unquotes a value in quadratic time (CVE-2024-7592), and Starlette calls it for every cookie
of a request: 48 kB from an unauthenticated client blocked the process for nine seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

COOKIE = "samplan_session"
LONGEST = 128
"""Bytes of a token at most; ours have 43."""

# Blanks as in RFC 6265, 5.2: with any white space, a cookie of a similar name would match. Not split at each
# semicolon: 64 kB of them took 20 ms that way, and take 2 ms this way.
_HELD = re.compile(rb"(?:^|;)[ \t]*" + COOKIE.encode() + rb"[ \t]*=([^;]*)")


def session_token(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """The value of the cookie in a request's headers (as in ASGI); of several, the last one.

    ``None``: there is no such cookie. ``""``: there is one, but it is too long to be a token; still a browser
    sent it, and its Origin must be checked.
    """
    held = [found for name, value in headers if name == b"cookie" for found in _HELD.findall(value)]
    return _bare(held[-1]) if held else None


def _bare(value: bytes) -> str:
    """Without surrounding quotes; escapes are not decoded, as our tokens have none."""
    value = value.strip(b" \t")
    if len(value) > 1 and value.startswith(b'"') and value.endswith(b'"'):
        value = value[1:-1]
    return value.decode("latin-1") if len(value) <= LONGEST else ""
