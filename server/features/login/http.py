"""Logging in and out, and who one is. The demo login is there only in demo mode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from pydantic import Field
from starlette.responses import Response

from server.domain.errors import ForeignOrigin, NotFound
from server.domain.plan import PersonId
from server.features.login.service import DemoChoice, Opened
from server.web.cookies import COOKIE
from server.web.operation import Asked, Body, Operation
from server.web.security import allowed_origins, check_origin, is_https


class DemoLogin(Body):
    person: str = Field(min_length=1, max_length=40)


class MeChange(Body):
    locale: Literal["nb", "en"]


@dataclass(frozen=True, slots=True)
class LoginChoices:
    demo: tuple[DemoChoice, ...] | None
    signed_in: bool
    """Asked before ``/api/me``, whose refusal a browser would put into its console as an error."""
    providers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeAnswer:
    id: PersonId
    name: str
    csrf_token: str
    locale: Literal["nb", "en"]


async def choices(asked: Asked) -> LoginChoices:
    return LoginChoices(await asked.services.logins.demo_choices(), asked.signed_in is not None)


async def log_in_demo(asked: Asked) -> Response:
    check_origin(asked.request, allowed_origins(asked.settings.public_url))
    body = cast(DemoLogin, asked.body)
    opened = await asked.services.logins.log_in_demo(body.person, replacing=asked.token)
    answer = Response(status_code=204)
    _give_cookie(answer, opened, asked)
    return answer


async def log_out(asked: Asked) -> Response:
    if asked.token is not None:
        await asked.services.logins.log_out(asked.token)
    answer = Response(status_code=204)
    answer.delete_cookie(
        COOKIE, path="/", httponly=True, samesite="lax", secure=is_https(asked.settings.public_url)
    )
    return answer


async def me(asked: Asked) -> MeAnswer:
    who = asked.person
    return MeAnswer(who.person, who.name, who.csrf_token, "en" if who.locale == "en" else "nb")


async def change_me(asked: Asked) -> None:
    await asked.services.logins.set_locale(asked.person.person, cast(MeChange, asked.body).locale)


def _give_cookie(answer: Response, opened: Opened, asked: Asked) -> None:
    answer.set_cookie(
        COOKIE,
        opened.token,
        expires=opened.expires_at,
        path="/",
        httponly=True,
        samesite="lax",
        secure=is_https(asked.settings.public_url),
    )


OPERATIONS = (
    Operation("GET", "/api/login", "Ways to log in here", choices, LoginChoices, signed_in=False),
    Operation(
        "POST",
        "/login/demo",
        "Log in as a demo person (demo mode only)",
        log_in_demo,
        status=204,
        body=DemoLogin,
        signed_in=False,
        csrf=False,
        refusals=(NotFound, ForeignOrigin),
    ),
    Operation("POST", "/logout", "End the session and its sockets", log_out, status=204, signed_in=False),
    Operation("GET", "/api/me", "Who I am, and the token my commands carry", me, MeAnswer),
    Operation("PATCH", "/api/me", "Change my own settings", change_me, status=204, body=MeChange),
)
