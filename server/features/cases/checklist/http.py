"""HTTP operations on a case's checklist."""

from __future__ import annotations

from typing import Annotated, cast

from pydantic import Field

from server.domain.cases.vocabulary import CaseId
from server.domain.errors import Forbidden, Invalid, LimitReached, NotFound, TooManyRequests
from server.web.operation import Asked, Body, Operation, Text

from .answers import ChecklistAnswer
from .store import Checklists, TickWish


class ChecklistTick(Body):
    item: Annotated[Text, Field(max_length=80)]
    done: bool


def operations(checklists: Checklists) -> tuple[Operation, ...]:
    return _checklist(checklists), _tick(checklists)


def _checklist(checklists: Checklists) -> Operation:
    async def checklist(asked: Asked) -> ChecklistAnswer:
        return await checklists.seen(asked.session, CaseId(asked.path["case"]))

    return Operation(
        "GET",
        "/api/cases/{case}/checklist",
        "What whoever coordinates goes through, and what of it is done",
        checklist,
        ChecklistAnswer,
        refusals=(NotFound, Forbidden),
    )


def _tick(checklists: Checklists) -> Operation:
    async def tick(asked: Asked) -> ChecklistAnswer:
        said, case = cast(ChecklistTick, asked.body), CaseId(asked.path["case"])
        return await checklists.tick(asked.session, case, TickWish(said.item, said.done))

    return Operation(
        "POST",
        "/api/cases/{case}/checklist",
        "Say of one thing that it is done, or is not (whoever coordinates, or stands in)",
        tick,
        ChecklistAnswer,
        body=ChecklistTick,
        refusals=(NotFound, Forbidden, Invalid, LimitReached, TooManyRequests),
    )
