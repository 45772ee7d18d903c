"""HTTP operations: a coordinator writes for an owner who is beside them (decision 0050)."""

from __future__ import annotations

from typing import Annotated, cast

from pydantic import Field

from server.domain.errors import Forbidden, NotFound, NotNow, TextChanged, TooManyRequests
from server.domain.plan import PlanId
from server.web.operation import Asked, Body, NoBody, Operation, Text

from .answers import AssistedAnswer, RunningSession
from .service import AssistedSessions


class Confirmed(Body):
    """``text``: as it was shown; if another one would be confirmed now, nothing begins."""

    text: Annotated[Text, Field(max_length=10_000)]


def operations(service: AssistedSessions) -> tuple[Operation, ...]:
    return _assisted(service), _begin(service), _end(service), _read(service)


def _plan(asked: Asked) -> PlanId:
    return PlanId(asked.path["plan"])


def _assisted(service: AssistedSessions) -> Operation:
    async def assisted(asked: Asked) -> AssistedAnswer:
        return await service.of_plan(asked.session, _plan(asked))

    return Operation(
        "GET",
        "/api/plans/{plan}/assisted",
        "What was done in the owner's name (owner, representative), and what begins it (coordinator)",
        assisted,
        AssistedAnswer,
        refusals=(NotFound, Forbidden),
    )


def _begin(service: AssistedSessions) -> Operation:
    async def begin_assisted(asked: Asked) -> RunningSession:
        return await service.begin(asked.session, _plan(asked), cast(Confirmed, asked.body).text)

    return Operation(
        "POST",
        "/api/plans/{plan}/assisted",
        "Begin to write for the owner, who is there (coordinator)",
        begin_assisted,
        RunningSession,
        status=201,
        body=Confirmed,
        refusals=(NotFound, Forbidden, TextChanged, NotNow, TooManyRequests),
    )


def _end(service: AssistedSessions) -> Operation:
    async def end_assisted(asked: Asked) -> None:
        await service.end(asked.session, _plan(asked), asked.path["session"])

    return Operation(
        "POST",
        "/api/plans/{plan}/assisted/{session}/end",
        "End it (its coordinator, the owner); again: nothing more",
        end_assisted,
        status=204,
        body=NoBody,
        refusals=(NotFound,),
    )


def _read(service: AssistedSessions) -> Operation:
    async def assisted_read(asked: Asked) -> None:
        await service.mark_read(asked.session, _plan(asked))

    return Operation(
        "POST",
        "/api/plans/{plan}/assisted/read",
        "The owner has read what was done in their name",
        assisted_read,
        status=204,
        body=NoBody,
        refusals=(NotFound, Forbidden),
    )
