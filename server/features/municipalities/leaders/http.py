"""HTTP operations: who leads a service of the municipality."""

from __future__ import annotations

from typing import Annotated, cast

from pydantic import AfterValidator

from server.domain.errors import Invalid, LimitReached, NotFound, TooManyRequests
from server.domain.plan import PersonId
from server.web.operation import Asked, Body, Id, Line, Operation

from .answers import LeadersAnswer
from .service import Leaders

LEADERS = "/api/units/{municipality}/leaders"


def _says_something(text: str) -> str:
    if not text.strip():
        raise ValueError("says nothing")
    return text


class LedService(Body):
    """``workplace``: as the list of coordinators calls it."""

    person: Id
    workplace: Annotated[Line, AfterValidator(_says_something)]


def operations(leaders: Leaders) -> tuple[Operation, ...]:
    return _leaders(leaders), _give(leaders), _end(leaders)


def _leaders(leaders: Leaders) -> Operation:
    async def unit_leaders(asked: Asked) -> LeadersAnswer:
        return await leaders.of(asked.person, asked.path["municipality"])

    return Operation(
        "GET",
        LEADERS,
        "Who leads a service there (case handlers)",
        unit_leaders,
        LeadersAnswer,
        refusals=(NotFound,),
    )


def _give(leaders: Leaders) -> Operation:
    async def give_leader(asked: Asked) -> None:
        said = cast(LedService, asked.body)
        await leaders.give(asked.person, asked.path["municipality"], PersonId(said.person), said.workplace)

    return Operation(
        "POST",
        LEADERS,
        "Somebody leads that service from now on (case handlers)",
        give_leader,
        status=204,
        body=LedService,
        refusals=(NotFound, Invalid, LimitReached, TooManyRequests),
    )


def _end(leaders: Leaders) -> Operation:
    async def end_leader(asked: Asked) -> None:
        said = cast(LedService, asked.body)
        await leaders.end(asked.person, asked.path["municipality"], PersonId(said.person), said.workplace)

    return Operation(
        "POST",
        f"{LEADERS}/end",
        "They lead it no more (case handlers)",
        end_leader,
        status=204,
        body=LedService,
        refusals=(NotFound, TooManyRequests),
    )
