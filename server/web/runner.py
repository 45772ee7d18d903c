"""Runs every operation in the same way: rate limit, session, CSRF, body, service, answer.

A command that has begun runs to its end even if its client disconnects.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import QueryParams
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from server.concurrency import carried_through
from server.domain.errors import Forbidden, Invalid, NotSignedIn, Refusal, TooLarge
from server.domain.on_behalf.assisting import Assisting
from server.ports.sessions import Sessions, SignedIn
from server.shares import neighbourhood

from .cookies import session_token
from .operation import Asked, Body, NoBody, Operation
from .problems import failed, refused
from .rate_limits import Rate, RequestLimits
from .security import check_csrf, check_person, is_https, limited_body
from .static import Neighbours, no_neighbours

PER_PERSON = Rate(burst=300, per_second=30)
PER_ADDRESS = Rate(burst=1200, per_second=120)
"""A school or a hospital is one address."""
ANY_OBJECT = TypeAdapter(dict[str, Any])
MARKS_AT_MOST = {b"{": 2_500, b"[": 2_500, b'"': 24_000, b",": 20_000}
"""In a body, or it is not parsed: 500 kB of empty lists hold the loop for 0.3 s (measured), and nothing can
interrupt them. 500 decisions have 500 braces, 14,000 quotation marks and some 5,000 commas."""
FIELDS_AT_MOST = 20
"""Of a form."""
FAULTS_AT_MOST = 50
"""Faults of a body that are worded: a large body can have 50,000, and wording each takes 10 us (measured)."""


@dataclass(frozen=True, slots=True)
class Rates:
    per_person: Rate = PER_PERSON
    per_address: Rate = PER_ADDRESS


USUAL_RATES = Rates()


@dataclass(frozen=True, slots=True)
class WebSettings:
    """``dist``: the built front end; ``neighbours``: files of other builds; ``body_bytes``: the largest body
    of a command; ``epoch``: of the database."""

    public_url: str = "http://127.0.0.1:8000"
    dist: Path = Path("frontend/dist")
    neighbours: Neighbours = no_neighbours
    body_bytes: int = 64 * 1024
    rates: Rates = USUAL_RATES
    epoch: str = ""


class Runner:
    """Shared by all operations, with one rate limit per person and per address."""

    def __init__(self, sessions: Sessions, settings: WebSettings) -> None:
        self._sessions, self._body_bytes = sessions, settings.body_bytes
        self._limits = RequestLimits(settings.rates.per_person, settings.rates.per_address)
        self._https, self._epoch = is_https(settings.public_url), settings.epoch

    async def run(self, operation: Operation, answer: TypeAdapter[Any] | None, request: Request) -> Response:
        try:
            asked = await self._admitted(operation, request)
            performing = _performed(operation, answer, asked)
            response = await (carried_through(performing) if operation.is_command else performing)
            response.headers.update(self._whose(asked))
            return response
        except Refusal as refusal:
            return refused(refusal)
        except ClientDisconnect:
            # The body did not arrive whole: nothing has begun, and there is no client to answer.
            return Response(status_code=400)
        except Exception as error:  # noqa: BLE001 - the outermost loop of a request: logs and answers
            return failed(error)

    async def _admitted(self, operation: Operation, request: Request) -> Asked:
        address = neighbourhood(request.client.host) if request.client else ""
        token = session_token(request.headers.raw, https=self._https)
        signed_in = await self._session(address, token)
        if operation.signed_in and signed_in is None:
            raise NotSignedIn
        signed_in = _assisting(request, operation, signed_in)
        if signed_in is not None:
            check_person(request, signed_in)
            if operation.is_command and operation.csrf:
                check_csrf(request, signed_in.csrf_token)
        if not operation.is_command:
            return Asked(request, signed_in, None, token, _named(operation, request))
        if signed_in is not None:
            self._sessions.seen(signed_in)  # what a page asks for by itself, it asks with GET
        sent = await limited_body(request, operation.body_bytes or self._body_bytes)
        self._limits.read(address, signed_in, len(sent))
        return Asked(request, signed_in, self._body(operation, sent), token)

    def _whose(self, asked: Asked) -> dict[str, str]:
        """For a page that asks before it knows who is logged in, and connects before it has read more."""
        if asked.signed_in is None:
            return {}
        return {"X-Person": asked.signed_in.person, "X-Epoch": self._epoch}

    async def _session(self, address: str, token: str | None) -> SignedIn | None:
        """Raises ``TooManyRequests``."""
        if not token:
            self._limits.ask(address, None)
            return None
        session_key, _ = self._sessions.known_as(token)
        self._limits.ask(address, session_key)
        signed_in = await self._sessions.session(token)
        self._limits.found(address, session_key, signed_in)
        return signed_in

    def _body(self, operation: Operation, sent: bytes) -> Body | Mapping[str, str]:
        if operation.form:
            return _fields(sent)
        if any(sent.count(mark) > most for mark, most in MARKS_AT_MOST.items()):
            raise Invalid("too many values")
        model = _meant(operation, sent, large=len(sent) > self._body_bytes)
        try:
            return model.model_validate_json(sent or b"{}")
        except ValidationError as error:
            raise Invalid(_faults(error)) from None


def _named(operation: Operation, request: Request) -> QueryParams:
    said = request.query_params.multi_items() if operation.query else []
    return QueryParams([(name, value) for name, value in said if name in operation.query])


def _assisting(request: Request, operation: Operation, signed_in: SignedIn | None) -> SignedIn | None:
    """In the owner's name, if the request says so: whether it may is asked where rights are read.

    Raises ``Forbidden`` for what is never done so.
    """
    session = request.headers.get("x-assisted")
    if session is None or signed_in is None:
        return signed_in
    if not operation.assists:
        raise Forbidden
    principal = replace(signed_in.principal, assisting=Assisting(session, signed_in.token_hash))
    return replace(signed_in, principal=principal)


async def _performed(operation: Operation, answer: TypeAdapter[Any] | None, asked: Asked) -> Response:
    result = await operation.perform(asked)
    if isinstance(result, Response):
        result.headers.setdefault("Cache-Control", "no-store")
        return result
    content = answer.dump_json(result) if answer is not None else b""
    media = "application/json" if answer is not None else None
    return Response(content, operation.status, {"Cache-Control": "no-store"}, media_type=media)


def _fields(sent: bytes) -> Mapping[str, str]:
    """Of a form; a field that is there twice is not there. Raises ``Invalid``."""
    try:
        pairs = parse_qsl(sent.decode(), keep_blank_values=True, max_num_fields=FIELDS_AT_MOST)
    except ValueError:
        raise Invalid("not a form") from None
    named = Counter(name for name, _ in pairs)
    return {name: value for name, value in pairs if named[name] == 1}


def _meant(operation: Operation, sent: bytes, *, large: bool) -> type[Body]:
    """One or many. Raises ``TooLarge`` for one that is ``large``: ``operation.body_bytes`` is for many.

    A large one is not parsed for this: it is many if that is the first thing it says.
    """
    if operation.many is not None:
        first = next(iter(operation.many.model_fields))
        if large:
            if re.match(rb'\s*{\s*"%b"\s*:' % first.encode(), sent) is None:
                raise TooLarge
            return operation.many
        with suppress(ValidationError):
            if first in ANY_OBJECT.validate_json(sent):
                return operation.many
    return operation.body or NoBody


def _faults(error: ValidationError) -> str:
    """The invalid fields and the reasons; never the values sent."""
    if error.error_count() > FAULTS_AT_MOST:
        return "too many faults to name them"
    lines = []
    for problem in error.errors(include_url=False, include_input=False, include_context=False):
        steps = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in problem["loc"]]
        place = "".join(steps).removeprefix(".")
        lines.append(f"{place}: {problem['msg']}" if place else problem["msg"])
    return "; ".join(lines)[:500]
