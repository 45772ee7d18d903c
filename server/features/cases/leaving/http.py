"""HTTP operation: hand over the cases of a coordinator who leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, cast

from pydantic import AfterValidator, Field

from server.domain.errors import NotFound
from server.domain.plan import PersonId
from server.web.operation import Asked, Body, Id, Line, Operation, Text

from .service import CaseToMove, Leavings, LeavingWish, MovedCase

MOST_CASES = 25
"""Of one request: whoever has more sends several, so that none takes long."""


class HandedOverCase(Body):
    case: Id
    successor: Id | None = None
    leader: Line = ""
    departure: Annotated[Text, Field(max_length=2000)] = ""


class HandingOver(Body):
    """``reason``: of no account where a handover with that last day has begun; needed where it has not."""

    last_day: date
    reason: Annotated[Text, Field(max_length=2000), AfterValidator(str.strip)] = ""
    appoint: bool = False
    cases: Annotated[tuple[HandedOverCase, ...], Field(min_length=1, max_length=MOST_CASES)]


@dataclass(frozen=True, slots=True)
class HandedOverAnswer:
    """In the order asked for."""

    cases: tuple[MovedCase, ...]


def operations(leavings: Leavings) -> tuple[Operation, ...]:
    return (_hand_over(leavings),)


def _hand_over(leavings: Leavings) -> Operation:
    async def hand_over(asked: Asked) -> HandedOverAnswer:
        said = cast(HandingOver, asked.body)
        cases = [CaseToMove(each.case, each.successor, each.leader, each.departure) for each in said.cases]
        leaver = PersonId(asked.path["person"])
        wish = LeavingWish(leaver, said.last_day, said.reason, said.appoint, cases)
        return HandedOverAnswer(await leavings.hand_over(asked.person, asked.path["municipality"], wish))

    return Operation(
        "POST",
        "/api/units/{municipality}/coordinators/{person}/handover",
        "Hand over the cases of a coordinator who leaves, each by itself (case handlers)",
        hand_over,
        HandedOverAnswer,
        body=HandingOver,
        refusals=(NotFound,),
    )
