"""Security headers of every answer, and the checks of requests: origin, proxies, CSRF token, body size."""

from __future__ import annotations

import hmac
import ipaddress
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.domain.errors import CsrfMissing, ForeignOrigin, NotSignedIn, TooLarge
from server.ports.sessions import SignedIn

from .problems import MALFORMED, TOO_SLOW, problem_answer

CSP = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",  # Designsystemet's icons are data images
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

LOOPBACK = ("127.0.0.1", "localhost")
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
"""Headers of which a proxy adds at least one."""


class SecurityHeaders:
    """ASGI middleware: every HTTP answer of the application carries ``headers_of(public_url)``."""

    def __init__(self, app: ASGIApp, public_url: str = "http://127.0.0.1:8000") -> None:
        self._app, self._headers = app, headers_of(public_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, send_with_headers)


def headers_of(public_url: str) -> dict[str, str]:
    """``HEADERS``, and over https HSTS."""
    strict = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
    return HEADERS | (strict if is_https(public_url) else {})


def answers_outside(public_url: str) -> dict[int, bytes]:
    """By status, whole answers to what never reaches the application."""
    return {problem.status: _whole(problem_answer(problem), public_url) for problem in (MALFORMED, TOO_SLOW)}


def _whole(answer: Response, public_url: str) -> bytes:
    headers = {**answer.headers, **headers_of(public_url), "Connection": "close"}
    lines = [f"HTTP/1.1 {answer.status_code} {HTTPStatus(answer.status_code).phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + bytes(answer.body)


def is_https(public_url: str) -> bool:
    return urlsplit(public_url).scheme == "https"


def allowed_origins(public_url: str) -> frozenset[str]:
    """The origins of our own pages: that of ``public_url``; on loopback under both its names."""
    url = urlsplit(public_url)
    origin = f"{url.scheme}://{url.netloc}"
    if url.hostname not in LOOPBACK:
        return frozenset({origin})
    port = f":{url.port}" if url.port else ""
    return frozenset({origin, *(f"{url.scheme}://{name}{port}" for name in LOOPBACK)})


def check_origin(request: Request, origins: frozenset[str]) -> None:
    """Browsers send the page's Origin, scripts none. Raises ``ForeignOrigin`` for another site's."""
    origin = request.headers.get("origin")
    if origin is not None and origin not in origins:
        raise ForeignOrigin


def from_this_machine(request: Request) -> bool:
    """Not for requests that a proxy on this machine forwards: it adds a header, or keeps the public host."""
    if any(name in request.headers for name in FORWARDED) or request.client is None:
        return False
    return _loopback(request.client.host) and _loopback(_host_asked(request))


def _host_asked(request: Request) -> str:
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    except ValueError:  # brackets that are no address
        return ""


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def check_person(request: Request, signed_in: SignedIn) -> None:
    """A page says whom it was made for. Raises ``NotSignedIn`` if the session is another person's by now."""
    if request.headers.get("x-person", signed_in.person) != signed_in.person:
        raise NotSignedIn


def check_csrf(request: Request, expected: str) -> None:
    """Raises ``CsrfMissing`` unless the header carries this session's token."""
    shown = request.headers.get("x-csrf-token", "")
    if not hmac.compare_digest(shown.encode(), expected.encode()):
        raise CsrfMissing


async def limited_body(request: Request, most: int) -> bytes:
    """The body, at most ``most`` bytes. Raises ``TooLarge`` before it buffers more."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most:
        raise TooLarge
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise TooLarge
    return bytes(body)
