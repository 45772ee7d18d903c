"""HTTP operations: log in, log out, and the signed-in person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from pydantic import Field
from starlette.responses import Response

from server.domain.errors import ForeignOrigin, NotFound
from server.domain.plan import PersonId
from server.ports.sessions import SignedIn
from server.web.cookies import delete_session, set_session
from server.web.operation import Asked, Body, Operation
from server.web.security import allowed_origins, check_origin, from_this_machine, is_https

from .demo import DemoChoice, DemoLogins
from .service import Logins


class DemoLogin(Body):
    person: str = Field(min_length=1, max_length=40)


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


@dataclass(frozen=True, slots=True)
class LoginChoices:
    demo: tuple[DemoChoice, ...] | None
    signed_in: bool
    """Asked before ``/api/me``, whose refusal a browser would put into its console as an error."""
    providers: tuple[str, ...] = ()
    me: MeAnswer | None = None
    """As ``/api/me`` says it: a page that comes over a weak line asks once instead of twice."""


def operations(logins: Logins, demo: DemoLogins, public_url: str) -> tuple[Operation, ...]:
    """``public_url``: the origin whose pages may log in, and whether the cookie needs https."""
    return (
        _choices(demo, logins),
        _log_in_demo(demo, public_url),
        _log_out(logins, public_url),
        _me(logins),
        _change_me(logins),
    )


def _choices(demo: DemoLogins, logins: Logins) -> Operation:
    async def choices(asked: Asked) -> LoginChoices:
        offered = await demo.choices() if from_this_machine(asked.request) else None
        who = asked.signed_in
        return LoginChoices(offered, who is not None, me=_answer(who, logins) if who else None)

    return Operation("GET", "/api/login", "Ways to log in here", choices, LoginChoices, signed_in=False)


def _log_in_demo(demo: DemoLogins, public_url: str) -> Operation:
    origins, secure = allowed_origins(public_url), is_https(public_url)

    async def log_in_demo(asked: Asked) -> Response:
        check_origin(asked.request, origins)
        if not from_this_machine(asked.request):
            raise NotFound  # a demo on loopback is open to everybody behind a proxy in front of it
        opened = await demo.log_in(cast(DemoLogin, asked.body).person, replacing=asked.token)
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
    return MeAnswer(who.person, who.name, who.csrf_token, locale, logins.seconds_left(who))


def _change_me(logins: Logins) -> Operation:
    async def change_me(asked: Asked) -> None:
        await logins.set_locale(asked.person, cast(MeChange, asked.body).locale)

    return Operation("PATCH", "/api/me", "Change my own settings", change_me, status=204, body=MeChange)
