"""HTTP operations: log in, log out, and the signed-in person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, cast

from pydantic import Field, Strict
from starlette.responses import Response

from server.domain.errors import ForeignOrigin, NotFound, TooManyRequests
from server.domain.plan import PersonId, Role
from server.ports.sessions import SignedIn
from server.web.cookies import delete_session, set_session
from server.web.operation import Asked, Body, Operation
from server.web.rate_limits import Buckets, Rate
from server.web.security import allowed_origins, check_origin, from_this_machine, is_https

from . import http_sessions
from .acting import Acting
from .demo import DemoChoice, DemoLogins
from .device import device_of
from .oidc.providers import IdentityProviders, ProviderChoice
from .service import Logins

ROLES_CHOSEN = Rate(burst=60, per_second=1 / 60)
"""By one person: each is an entry of the access log, which stays."""


class DemoLogin(Body):
    person: str = Field(min_length=1, max_length=40)


class RoleChoice(Body):
    role: Annotated[Role, Strict(False)]


class MeChange(Body):
    locale: Literal["nb", "en"]


@dataclass(frozen=True, slots=True)
class MeAnswer:
    id: PersonId
    name: str
    csrf_token: str
    locale: Literal["nb", "en"]
    expires_in: int
    """Seconds until the session ends by itself: a page ends with it, whether or not it can be told then."""
    idle_in: int
    """Seconds until it ends because its person was not seen (``POST /api/me/session``)."""
    warn_before: int
    """How many seconds before either the page warns."""
    provider: str | None
    """Where they are logged in too, and can be logged out: at ``/login/{provider}/logout``."""


@dataclass(frozen=True, slots=True)
class LoginChoices:
    demo: tuple[DemoChoice, ...] | None
    signed_in: bool
    """Asked before ``/api/me``, whose refusal a browser would put into its console as an error."""
    providers: tuple[ProviderChoice, ...] = ()
    me: MeAnswer | None = None
    """As ``/api/me`` says it: a page that comes over a weak line asks once instead of twice."""


def operations(
    logins: Logins, demo: DemoLogins, providers: IdentityProviders, public_url: str
) -> tuple[Operation, ...]:
    """``public_url``: the origin whose pages may log in, and whether the cookie needs https."""
    return (
        _choices(demo, providers, logins),
        _log_in_demo(demo, public_url),
        _log_out(logins, public_url),
        _me(logins),
        _change_me(logins),
        *http_sessions.operations(logins),
    )


def _choices(demo: DemoLogins, providers: IdentityProviders, logins: Logins) -> Operation:
    async def choices(asked: Asked) -> LoginChoices:
        offered = await demo.choices() if from_this_machine(asked.request) else None
        who = asked.signed_in
        me = _answer(who, logins) if who else None
        return LoginChoices(offered, who is not None, providers.choices(), me)

    return Operation("GET", "/api/login", "Ways to log in here", choices, LoginChoices, signed_in=False)


def _log_in_demo(demo: DemoLogins, public_url: str) -> Operation:
    origins, secure = allowed_origins(public_url), is_https(public_url)

    async def log_in_demo(asked: Asked) -> Response:
        check_origin(asked.request, origins)
        if not from_this_machine(asked.request):
            raise NotFound  # a demo on loopback is open to everybody behind a proxy in front of it
        device = device_of(asked.request.headers.get("user-agent", ""))
        person = cast(DemoLogin, asked.body).person
        opened = await demo.log_in(person, replacing=asked.token, device=device)
        answer = Response(status_code=204)
        set_session(answer, opened.token, opened.expires_at, https=secure)
        return answer

    return Operation(
        "POST",
        "/login/demo",
        "Log in as a demo person (demo mode only)",
        log_in_demo,
        status=204,
        body=DemoLogin,
        signed_in=False,
        csrf=False,
        refusals=(NotFound, ForeignOrigin),
    )


def _log_out(logins: Logins, public_url: str) -> Operation:
    secure = is_https(public_url)

    async def log_out(asked: Asked) -> Response:
        if asked.token is not None:
            await logins.log_out(asked.token)
        answer = Response(status_code=204, headers={"Clear-Site-Data": '"cache"'})
        delete_session(answer, https=secure)
        return answer

    return Operation(
        "POST", "/logout", "End the session and its sockets", log_out, status=204, signed_in=False
    )


def _me(logins: Logins) -> Operation:
    async def me(asked: Asked) -> MeAnswer:
        return _answer(asked.session, logins)

    return Operation("GET", "/api/me", "Who I am, and the token my commands carry", me, MeAnswer)


def _answer(who: SignedIn, logins: Logins) -> MeAnswer:
    locale: Literal["nb", "en"] = "en" if who.locale == "en" else "nb"
    return MeAnswer(
        who.person,
        who.name,
        who.csrf_token,
        locale,
        logins.seconds_left(who.expires_at),
        logins.seconds_left(who.idle_at),
        int(logins.times.warning.total_seconds()),
        None if who.provider == "demo" else who.provider,
    )


def _change_me(logins: Logins) -> Operation:
    async def change_me(asked: Asked) -> None:
        await logins.set_locale(asked.person, cast(MeChange, asked.body).locale)

    return Operation("PATCH", "/api/me", "Change my own settings", change_me, status=204, body=MeChange)


def act_as(acting: Acting, public_url: str) -> Operation:
    secure = is_https(public_url)

    chosen = Buckets(ROLES_CHOSEN)

    async def choose_role(asked: Asked) -> Response:
        chosen.take(asked.person)
        opened = await acting.act_as(asked.session, cast(RoleChoice, asked.body).role)
        answer = Response(status_code=204)
        set_session(answer, opened.token, opened.expires_at, https=secure)
        return answer

    return Operation(
        "POST",
        "/api/me/role",
        "In which role I act, where I take part in several",
        choose_role,
        status=204,
        body=RoleChoice,
        refusals=(NotFound, TooManyRequests),
    )
