"""One request of the table in docs/contract.md: its input, who may send it, and its answer.

A capability creates its own (``features/<capability>/http.py: operations(service)``), and ``perform`` closes
over the service that it calls: nothing in ``web`` depends on a service.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from starlette.requests import Request

from server.domain.errors import NotSignedIn, Refusal
from server.domain.plan import PersonId
from server.ports.sessions import SignedIn

COMMANDS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
ALL_METHODS = ["GET", "HEAD", "OPTIONS", *sorted(COMMANDS)]
"""Those a route is asked for, so that the others get our own answer too."""


class Body(BaseModel):
    """A command's JSON, validated strictly: no conversions, no unknown fields."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


class NoBody(Body):
    """Of a command without input beyond its address."""


def printable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("no NUL characters")  # PostgreSQL cannot store them
    return text


Id = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(printable)]
Text = Annotated[str, AfterValidator(printable)]


@dataclass(frozen=True, slots=True)
class Asked:
    """An admitted request. ``signed_in`` is set wherever ``Operation.signed_in``.

    ``body`` is an instance of the operation's ``body``; ``None`` if it is no command. ``token`` is that of
    the browser's cookie, valid or not.
    """

    request: Request
    signed_in: SignedIn | None
    body: Any
    token: str | None = None

    @property
    def session(self) -> SignedIn:
        if self.signed_in is None:
            raise NotSignedIn
        return self.signed_in

    @property
    def person(self) -> PersonId:
        return self.session.person

    @property
    def path(self) -> Mapping[str, str]:
        return self.request.path_params


@dataclass(frozen=True, slots=True)
class Operation:
    """``perform`` returns what ``answers`` describes, or a whole ``Response``.

    ``many``: the same command for many at once; a body that has its first field is one. ``body_bytes``: the
    most a body may be, where that is more than usual; one that is not of many is as small as usual.
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
    signed_in: bool = True
    csrf: bool = True
    refusals: tuple[type[Refusal], ...] = field(default=())

    @property
    def is_command(self) -> bool:
        return self.method in COMMANDS

    @property
    def name(self) -> str:
        """The ``operationId``: the name of ``perform``."""
        return getattr(self.perform, "__name__", "")
