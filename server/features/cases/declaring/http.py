"""HTTP operations: the owner says that the plan is valid, and the coordinator beside them writes it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, cast

from pydantic import Field

from server.domain.errors import Forbidden, LimitReached, NotFound, NotNow, Outdated, TextChanged
from server.domain.plan import PlanId
from server.features.cases.desk.http import LONGEST_SHOWN, RecordAnswer
from server.web.operation import Asked, Body, Number, Operation, Text

from .rules import Declared
from .store import Declaration, Declarations

VALIDITY = "/api/plans/{plan}/validity"


class DeclarationDay(Body):
    next_revision: date | None = None


class DeclarationSaid(Body):
    expected: Number
    next_revision: date
    shown: Annotated[Text, Field(max_length=LONGEST_SHOWN)]


def operations(declarations: Declarations) -> tuple[Operation, ...]:
    return _shown(declarations), _declare(declarations)


def _plan(asked: Asked) -> PlanId:
    return PlanId(asked.path["plan"])


def _shown(declarations: Declarations) -> Operation:
    async def shown_validity(asked: Asked) -> Declaration:
        day = cast(DeclarationDay, asked.body).next_revision
        return await declarations.shown(asked.session, _plan(asked), day)

    return Operation(
        "POST",
        f"{VALIDITY}/preview",
        "What the owner says when they declare the plan valid (coordinator, in an assisted session)",
        shown_validity,
        Declaration,
        body=DeclarationDay,
        assists=True,
        refusals=(NotFound, Forbidden, NotNow),
    )


def _declare(declarations: Declarations) -> Operation:
    async def say_valid(asked: Asked) -> RecordAnswer:
        said = cast(DeclarationSaid, asked.body)
        declared = Declared(said.expected, said.next_revision, said.shown)
        record = await declarations.declare(asked.session, _plan(asked), declared)
        return RecordAnswer(record.number, record.status)

    return Operation(
        "POST",
        VALIDITY,
        "The owner says that the plan is valid (coordinator, in an assisted session)",
        say_valid,
        RecordAnswer,
        status=201,
        body=DeclarationSaid,
        assists=True,
        refusals=(NotFound, Forbidden, NotNow, Outdated, TextChanged, LimitReached),
    )
