"""HTTP operations of whoever has moved to another municipality."""

from __future__ import annotations

from typing import Annotated, cast

from pydantic import Field

from server.domain.cases.vocabulary import CaseId
from server.domain.errors import (
    Forbidden,
    Invalid,
    LimitReached,
    NotFound,
    NotNow,
    Outdated,
    TooManyRequests,
)
from server.features.cases.answers import ReportReceipt
from server.web.operation import Asked, Body, Number, Operation, Text

from .rules import LINES
from .service import Moving, MovingAnswer, PassingOn


class PassedOnCase(Body):
    expected: Number
    municipality: Annotated[Text, Field(max_length=16)]
    follows: Annotated[tuple[Annotated[Text, Field(max_length=64)], ...], Field(max_length=len(LINES))] = ()


def operations(moving: Moving) -> tuple[Operation, ...]:
    return _choices(moving), _pass_on(moving)


def _choices(moving: Moving) -> Operation:
    async def moving_choices(asked: Asked) -> MovingAnswer:
        return await moving.choices(asked.session, CaseId(asked.path["case"]))

    return Operation(
        "GET",
        "/api/cases/{case}/moving",
        "What may follow me to a new municipality, and to which it can be sent (its owner)",
        moving_choices,
        MovingAnswer,
        refusals=(NotFound, Forbidden, NotNow),
    )


def _pass_on(moving: Moving) -> Operation:
    async def pass_on(asked: Asked) -> ReportReceipt:
        said = cast(PassedOnCase, asked.body)
        wish = PassingOn(said.expected, said.municipality, said.follows)
        return await moving.pass_on(asked.session, CaseId(asked.path["case"]), wish)

    return Operation(
        "POST",
        "/api/cases/{case}/moving",
        "Send what I chose to the new municipality's inbox (its owner)",
        pass_on,
        ReportReceipt,
        status=201,
        body=PassedOnCase,
        refusals=(NotFound, Forbidden, NotNow, Invalid, Outdated, LimitReached, TooManyRequests),
    )
