"""One request of the table in docs/contract.md: what it takes, who may send it, how it is answered.

Every request goes the same way: pace, session, CSRF, body, service, answer. A command that has begun is
carried to its end even if whoever sent it is gone.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from server.concurrency import carried_through
from server.domain.errors import Invalid, NotSignedIn, Refusal
from server.features.comments.service import Conversations
from server.features.consent.service import Consents
from server.features.login.service import Logins
from server.features.parts.service import Parts
from server.features.plans.service import PlanReading
from server.ports.sessions import SignedIn

from .cookies import session_token
from .problems import failed, refused
from .rate_limits import Buckets, Rate
from .security import check_csrf, limited_body

PER_PERSON = Rate(burst=300, per_second=30)
PER_ADDRESS = Rate(burst=1200, per_second=120)
"""A school or a hospital is one address."""
COMMANDS = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class Services:
    """What the routes call."""

    logins: Logins
    plans: PlanReading
    parts: Parts
    consents: Consents
    conversations: Conversations


@dataclass(frozen=True, slots=True)
class WebSettings:
    """``dist`` is the built front end; ``body_bytes`` the most a command may send."""

    public_url: str = "http://127.0.0.1:8000"
    dist: Path = Path("frontend/dist")
    body_bytes: int = 64 * 1024
    per_person: Rate = PER_PERSON
    per_address: Rate = PER_ADDRESS


class Body(BaseModel):
    """What a command's JSON may say, strictly: nothing is guessed and nothing unknown is overlooked."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


class NoBody(Body):
    """A command that says everything with its address."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that may be answered. ``person`` is set wherever ``Operation.signed_in``."""

    request: Request
    services: Services
    settings: WebSettings
    signed_in: SignedIn | None
    body: Any

    @property
    def person(self) -> SignedIn:
        if self.signed_in is None:
            raise NotSignedIn
        return self.signed_in

    @property
    def path(self) -> Mapping[str, str]:
        return self.request.path_params

    @property
    def token(self) -> str | None:
        """The session token the browser holds, valid or not."""
        return session_token(self.request.headers.raw)


@dataclass(frozen=True, slots=True)
class Operation:
    """``perform`` returns what ``answers`` describes, or a whole ``Response``."""

    method: str
    path: str
    summary: str
    perform: Callable[[Asked], Awaitable[object]]
    answers: Any = None
    status: int = 200
    body: type[Body] | None = None
    signed_in: bool = True
    csrf: bool = True
    refusals: tuple[type[Refusal], ...] = field(default=())

    @property
    def is_command(self) -> bool:
        return self.method in COMMANDS


class Runner:
    """Runs operations: the same for all of them, with one pace per person and per address."""

    def __init__(self, services: Services, settings: WebSettings) -> None:
        self._services, self._settings = services, settings
        self._persons, self._addresses = Buckets(settings.per_person), Buckets(settings.per_address)

    async def run(self, operation: Operation, answer: TypeAdapter[Any] | None, request: Request) -> Response:
        try:
            asked = await self._admitted(operation, request)
            performing = self._performed(operation, answer, asked)
            return await (carried_through(performing) if operation.is_command else performing)
        except Refusal as refusal:
            return refused(refusal)
        except ClientDisconnect:
            # The body never wholly arrived: nothing was begun, and nobody is there to be told.
            return Response(status_code=400)
        except Exception as error:  # noqa: BLE001 - the outermost loop of a request: logs and answers
            return failed(error)

    async def _admitted(self, operation: Operation, request: Request) -> Asked:
        now = time.monotonic()
        self._addresses.take(request.client.host if request.client else "", now)
        token = session_token(request.headers.raw)
        signed_in = await self._services.logins.session(token) if token else None
        if operation.signed_in and signed_in is None:
            raise NotSignedIn
        if signed_in is not None:
            self._persons.take(signed_in.person, now)
            if operation.is_command and operation.csrf:
                check_csrf(request, signed_in.csrf_token)
        body = await self._body(operation, request)
        return Asked(request, self._services, self._settings, signed_in, body)

    async def _body(self, operation: Operation, request: Request) -> Body | None:
        if not operation.is_command:
            return None
        sent = await limited_body(request, self._settings.body_bytes)
        model = operation.body or NoBody
        try:
            return model.model_validate_json(sent or b"{}")
        except ValidationError as error:
            raise Invalid(_told(error)) from None

    async def _performed(
        self, operation: Operation, answer: TypeAdapter[Any] | None, asked: Asked
    ) -> Response:
        result = await operation.perform(asked)
        if isinstance(result, Response):
            result.headers["Cache-Control"] = "no-store"
            return result
        content = answer.dump_json(result) if answer is not None else b""
        media = "application/json" if answer is not None else None
        return Response(content, operation.status, {"Cache-Control": "no-store"}, media_type=media)


def _told(error: ValidationError) -> str:
    """Which fields, and why; never what was sent."""
    lines = []
    for problem in error.errors(include_url=False, include_input=False, include_context=False):
        place = ".".join(str(step) for step in problem["loc"])
        lines.append(f"{place}: {problem['msg']}" if place else problem["msg"])
    return "; ".join(lines)[:500]
