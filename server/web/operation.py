"""One request of the table in docs/contract.md: its input, who may send it, and its answer.

A capability creates its own (``features/<capability>/http.py: operations(service)``), and ``perform`` closes
over the service that it calls: nothing in ``web`` depends on a service.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, TypeAdapter
from starlette.datastructures import QueryParams
from starlette.requests import Request

from server.domain.errors import NotSignedIn, Refusal
from server.domain.identity.principal import Principal
from server.domain.plan import PersonId
from server.domain.sentences.quoting import plain
from server.ports.sessions import SignedIn

JSON = "application/json"
COMMANDS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
ALL_METHODS = ["GET", "HEAD", "OPTIONS", *sorted(COMMANDS)]
"""Those a route is asked for, so that the others get our own answer too."""


class Body(BaseModel):
    """A command's JSON, validated strictly: no conversions, no unknown fields."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


class NoBody(Body):
    """Of a command without input beyond its address."""


@cache
def adapter(shape: Any) -> TypeAdapter[Any]:
    """What checks and writes a ``shape``. Making it takes milliseconds; route and description share it."""
    return TypeAdapter(shape)


def printable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("no NUL characters")  # PostgreSQL cannot store them
    return text


def storable(said: dict[str, JsonValue], most_bytes: int) -> dict[str, JsonValue]:
    """Neither database stores numbers that are none, PostgreSQL no NUL, nobody half a character."""
    written = printable(json.dumps(said, ensure_ascii=False, allow_nan=False))
    if len(written.encode()) > most_bytes or "\\u0000" in written:
        raise ValueError(f"more than {most_bytes} bytes, or NUL characters")
    return said


Number = Annotated[int, Field(ge=0, le=2**31 - 1)]
"""As large as a column of either database keeps; a larger one would be answered with a defect."""
Id = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(printable)]
Text = Annotated[str, AfterValidator(printable)]
Line = Annotated[Text, Field(max_length=200), AfterValidator(plain)]
"""A name, an organisation, how somebody is reached: stands in one line with what others wrote, and turns,
breaks or hides none of it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An admitted request. ``signed_in`` is set wherever ``Operation.signed_in``.

    ``body`` is an instance of the operation's ``body``, the fields by name where it is a ``form``, and
    ``None`` if it is no command. ``token`` is that of the browser's cookie, valid or not.
    ``query``: what stands behind the address, of what ``Operation.query`` names.
    """

    request: Request
    signed_in: SignedIn | None
    body: Any
    token: str | None = None
    query: QueryParams = field(default_factory=QueryParams)

    @property
    def session(self) -> SignedIn:
        if self.signed_in is None:
            raise NotSignedIn
        return self.signed_in

    @property
    def principal(self) -> Principal:
        return self.session.principal

    @property
    def person(self) -> PersonId:
        return self.session.person

    @property
    def path(self) -> Mapping[str, str]:
        return self.request.path_params


@dataclass(frozen=True, slots=True)
class Operation:
    """``perform`` returns what ``answers`` describes, or a whole ``Response``: of ``media`` if done,
    or with one of ``otherwise`` (status, and what it means) where no refusal says it.

    ``many``: the same command for many at once; a body that has its first field is one. ``body_bytes``: the
    most a body may be, where that is more than usual; one that is not of many is as small as usual.
    ``form``: the body is no JSON but a form, as other servers than our page send it. ``query``: what may
    stand behind its address; anything else there is not looked at. ``assists``: it may be done in an assisted
    session, in the owner's name (``X-Assisted``); nothing else may.
    """

    method: str
    path: str
    summary: str
    perform: Callable[[Asked], Awaitable[object]]
    answers: Any = None
    status: int = 200
    body: type[Body] | None = None
    many: type[Body] | None = None
    body_bytes: int | None = None
    form: bool = False
    signed_in: bool = True
    csrf: bool = True
    query: tuple[str, ...] = ()
    media: str = JSON
    otherwise: Mapping[int, str] = field(default_factory=dict)
    assists: bool = False
    refusals: tuple[type[Refusal], ...] = field(default=())

    @property
    def is_command(self) -> bool:
        return self.method in COMMANDS

    @property
    def name(self) -> str:
        """The ``operationId``: the name of ``perform``."""
        return getattr(self.perform, "__name__", "")
