"""HTTP operations: to a provider and back, and what a provider tells of a logout there.

A login ends with a redirection, to a path of ours or to the page of logins, which says what went wrong by the
token in its address.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Protocol, cast
from urllib.parse import urlencode

from starlette.responses import JSONResponse, Response

from server.domain.errors import NotFound, TooManyRequests
from server.features.login.device import device_of
from server.features.login.proven import ProvenIdentity
from server.features.login.service import NewSession
from server.ports.log import StorageUnavailable
from server.shares import neighbourhood
from server.web.cookies import set_session
from server.web.operation import Asked, Operation
from server.web.rate_limits import Buckets, Rate
from server.web.security import is_https

from . import cookies
from .flow import Finished, ProviderLogins
from .pending import TAG_CHARACTERS
from .providers import IdentityProviders
from .refusals import Failure, LoginRefused
from .tokens import LogoutAsked

logger = logging.getLogger(__name__)

LOGIN_PAGE = "/logg-inn"
LOGGED_OUT = f"{LOGIN_PAGE}?ut"
STEPS = Rate(burst=400, per_second=10)
"""From one address, which a hospital has for all who begin at eight; a login has two. Each step is a request
to the provider, and signatures of ours."""
SAID = ("code", "state", "iss", "error", "error_description")
"""By a provider, of how a login went."""
NOT_BELIEVED = {400: "The logout token is not believed (OpenID Connect Back-Channel Logout 1.0, 2.8)"}
LONGEST_PATH = 500


class Arrivals(Protocol):
    """Sessions of those whom providers vouch for."""

    async def arrive(self, proven: ProvenIdentity, replacing: str | None, device: str) -> NewSession:
        """Open a session; the browser's previous one (``replacing``) ends. ``device``: as ``device_of`` says.

        Raises ``StorageUnavailable``.
        """

    async def logged_out(self, asked: LogoutAsked) -> None:
        """End the sessions that the provider has ended, with their sockets. Raises ``StorageUnavailable``."""


def operations(providers: IdentityProviders, arrivals: Arrivals, public_url: str) -> tuple[Operation, ...]:
    """``public_url``: our origin, and whether cookies need https."""
    named, steps = _named(providers), Buckets(STEPS)
    return (
        _begin(named, steps, is_https(public_url)),
        _finish(named, arrivals, steps, is_https(public_url)),
        _log_out(named),
        _front_channel(named, arrivals),
        _back_channel(named, arrivals),
        _keys(named),
    )


Named = Callable[[Asked], ProviderLogins]


def _named(providers: IdentityProviders) -> Named:
    def named(asked: Asked) -> ProviderLogins:
        found = providers.named(asked.path["provider"])
        if found is None:
            raise NotFound
        return found

    return named


def _begin(named: Named, steps: Buckets, https: bool) -> Operation:
    async def begin_login(asked: Asked) -> Response:
        logins, request = named(asked), asked.request
        back_to = own_path(asked.query.get("til", ""))
        try:
            _count(steps, asked)
            begun = await logins.begin(back_to, "en" if asked.query.get("locale") == "en" else "nb")
        except LoginRefused as refused:
            refused.back_to = back_to
            return _failed(logins, refused)
        answer = _redirected(begun.url)
        under_way = cookies.held(request.headers.raw, https=https)
        for tag in under_way if len(under_way) >= cookies.MOST else ():
            answer.headers.append("Set-Cookie", cookies.forgotten(tag, https=https))
        answer.headers.append("Set-Cookie", cookies.kept(begun.tag, begun.sealed, https=https))
        return answer

    return _operation(
        "GET", "", "Log in at this provider: sends the browser there", begin_login, 303, ("til", "locale")
    )


def _count(steps: Buckets, asked: Asked) -> None:
    client = asked.request.client
    try:
        steps.take(neighbourhood(client.host) if client else "")
    except TooManyRequests:
        raise LoginRefused(Failure.BUSY, "too many logins from one address") from None


def _finish(named: Named, arrivals: Arrivals, steps: Buckets, https: bool) -> Operation:
    async def finish_login(asked: Asked) -> Response:
        logins = named(asked)
        said = _said(asked)
        tag = said.get("state", "")[:TAG_CHARACTERS]
        sealed = cookies.held(asked.request.headers.raw, https=https).get(tag)
        if sealed is None and asked.signed_in is not None:
            return _redirected("/")  # answered already: somebody went back, or loaded it again
        try:
            _count(steps, asked)
            finished = await logins.finish(said, sealed or "")
            answer = await _arrived(arrivals, finished, asked, https)
        except LoginRefused as refused:
            answer = _failed(logins, refused)
        if sealed is not None:
            answer.headers.append("Set-Cookie", cookies.forgotten(tag, https=https))
        return answer

    return _operation("GET", "/callback", "Where a provider sends the browser back", finish_login, 303, SAID)


def _said(asked: Asked) -> Mapping[str, str]:
    """What the provider said; nothing if it said anything twice."""
    pairs = asked.query.multi_items()
    return dict(pairs) if len({name for name, _ in pairs}) == len(pairs) else {}


async def _arrived(arrivals: Arrivals, finished: Finished, asked: Asked, https: bool) -> Response:
    device = device_of(asked.request.headers.get("user-agent", ""))
    try:
        opened = await arrivals.arrive(finished.proven, asked.token, device)
    except StorageUnavailable:
        raise LoginRefused(Failure.UNAVAILABLE, "storage is unavailable", finished.back_to) from None
    answer = _redirected(finished.back_to)
    set_session(answer, opened.token, opened.expires_at, https=https)
    return answer


def _log_out(named: Named) -> Operation:
    async def log_out_there(asked: Asked) -> Response:
        """After ``POST /logout``, which has ended the session here."""
        return _redirected(await named(asked).logout_url() or LOGGED_OUT)

    return _operation("GET", "/logout", "Log out at the provider too", log_out_there, 303)


def _front_channel(named: Named, arrivals: Arrivals) -> Operation:
    async def logged_out_there(asked: Asked) -> Response:
        """Without a cookie, which browsers do not send into another site's frame: ``sid`` is the proof."""
        logins, said = named(asked), _said(asked)
        sid = said.get("sid", "")
        if sid and sid.isascii() and sid.isprintable() and said.get("iss") == logins.provider.issuer:
            await arrivals.logged_out(logins.ended_there(sid))
        return Response(status_code=200)

    return _operation(
        "GET",
        "/frontchannel-logout",
        "A provider logged a browser out",
        logged_out_there,
        200,
        ("iss", "sid"),
    )


def _back_channel(named: Named, arrivals: Arrivals) -> Operation:
    async def logged_out_at_provider(asked: Asked) -> Response:
        logins = named(asked)
        try:
            ended = await logins.logged_out(cast(Mapping[str, str], asked.body).get("logout_token", ""))
        except LoginRefused as refused:
            logger.warning("a logout by a provider was refused", extra=_why(refused))
            return JSONResponse({"error": "invalid_request"}, 400)
        await arrivals.logged_out(ended)
        return Response(status_code=200)

    return _operation(
        "POST",
        "/backchannel-logout",
        "The provider ended sessions",
        logged_out_at_provider,
        form=True,
        otherwise=NOT_BELIEVED,
    )


def _keys(named: Named) -> Operation:
    async def client_keys(asked: Asked) -> Response:
        return JSONResponse({"keys": [dict(named(asked).provider.key.public)]})

    return _operation("GET", "/jwks", "Our public key, for the provider", client_keys)


def _operation(
    method: str,
    path: str,
    summary: str,
    perform: Callable[[Asked], Awaitable[Response]],
    status: int = 200,
    query: tuple[str, ...] = (),
    *,
    form: bool = False,
    otherwise: Mapping[int, str] = MappingProxyType({}),
) -> Operation:
    return Operation(
        method,
        f"/login/{{provider}}{path}",
        summary,
        perform,
        status=status,
        form=form,
        query=query,
        otherwise=otherwise,
        signed_in=False,
        csrf=False,
        refusals=(NotFound,),
    )


def own_path(wanted: str) -> str:
    """``wanted`` if it is a path of a page of ours, else ``/``: a link must not lead elsewhere."""
    plain = wanted.isascii() and wanted.isprintable() and "\\" not in wanted and len(wanted) <= LONGEST_PATH
    if not plain or not wanted.startswith("/") or wanted.startswith("//"):
        return "/"
    return "/" if wanted.startswith(("/login", "/logout", "/api", LOGIN_PAGE)) else wanted


def _redirected(url: str) -> Response:
    return Response(status_code=303, headers={"Location": url})


def _failed(logins: ProviderLogins, refused: LoginRefused) -> Response:
    logger.warning("a login was refused", extra=_why(refused))
    said = {"feil": refused.failure.value, "hos": logins.provider.name, "til": refused.back_to}
    return _redirected(f"{LOGIN_PAGE}?{urlencode(said)}")


def _why(refused: LoginRefused) -> dict[str, str]:
    return {"token": refused.failure.value, "reason": refused.reason}
