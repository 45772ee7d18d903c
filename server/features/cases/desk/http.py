"""HTTP operations on cases: the unit's desk, and whoever a case is about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, cast

from pydantic import AfterValidator, Field, JsonValue

from server.domain.cases.vocabulary import CaseId
from server.domain.errors import (
    Forbidden,
    Invalid,
    LimitReached,
    NotFound,
    NotNow,
    Outdated,
    TextChanged,
    TooManyRequests,
)
from server.features.cases.standing.store import StandIns
from server.storage.database.told import may_be_an_id
from server.web.operation import Asked, Body, Id, Line, Number, Operation, Text, storable

from .answers import CaseAnswer
from .contents_answers import PlanContentsAnswer
from .coordinated import CoordinatedCases
from .own_answers import OwnCase
from .service import Desk, TransitionWish

SAID_BYTES = 8 * 1024
"""Of all that one command says, as JSON."""
LONGEST_SHOWN = 20_000
"""Characters: two texts of the catalogue at their longest, and a reason."""


class CaseCommand(Body):
    expected: Number
    action: Annotated[Text, Field(max_length=64)]
    said: Annotated[dict[str, JsonValue], AfterValidator(partial(storable, most_bytes=SAID_BYTES))] = {}  # noqa: RUF012 - frozen
    basis: Annotated[Text, Field(max_length=64)] = ""
    shown: Annotated[Text, Field(max_length=LONGEST_SHOWN)] = ""
    on_behalf_of: Line = ""

    def meant(self) -> TransitionWish:
        return TransitionWish(
            self.expected, self.action, self.said, self.basis, self.shown, self.on_behalf_of
        )


class CaseMerging(Body):
    into: Id


@dataclass(frozen=True, slots=True)
class RecordAnswer:
    number: int
    status: str


@dataclass(frozen=True, slots=True)
class ShownText:
    text: str


def operations(desk: Desk, stand_ins: StandIns) -> tuple[Operation, ...]:
    return (
        _case(desk),
        _own_cases(desk),
        _coordinated_cases(desk, stand_ins),
        _case_text(desk),
        _act(desk),
        _merge(desk),
        _plan_contents(desk),
    )


def _case(desk: Desk) -> Operation:
    async def case(asked: Asked) -> CaseAnswer:
        return await desk.case(asked.session, CaseId(asked.path["case"]))

    return Operation(
        "GET",
        "/api/cases/{case}",
        "A case with its timeline (case handlers)",
        case,
        CaseAnswer,
        refusals=(NotFound, Forbidden),
    )


def _own_cases(desk: Desk) -> Operation:
    async def own_cases(asked: Asked) -> tuple[OwnCase, ...]:
        return await desk.mine(asked.session)

    return Operation("GET", "/api/my-cases", "The cases that are about me", own_cases, tuple[OwnCase, ...])


def _coordinated_cases(desk: Desk, stand_ins: StandIns) -> Operation:
    async def coordinated_cases(asked: Asked) -> CoordinatedCases:
        after = asked.query.get("after", "")
        if after and not may_be_an_id(after):
            raise Invalid("after: no place in the list")
        found = await desk.coordinated(asked.session, after)
        return found if after else replace(found, standing_in=await stand_ins.of(asked.person))

    return Operation(
        "GET",
        "/api/coordinated-cases",
        "The cases that I coordinate, by id, a page at a time, and those in which I stand in",
        coordinated_cases,
        CoordinatedCases,
        query=("after",),
        refusals=(Invalid,),
    )


def _case_text(desk: Desk) -> Operation:
    async def case_text(asked: Asked) -> ShownText:
        wish = cast(CaseCommand, asked.body).meant()
        return ShownText(await desk.text(asked.session, CaseId(asked.path["case"]), wish))

    return Operation(
        "POST",
        "/api/cases/{case}/preview",
        "What is shown before a command, and kept with it",
        case_text,
        ShownText,
        body=CaseCommand,
        refusals=(NotFound, NotNow, Invalid),
    )


def _act(desk: Desk) -> Operation:
    async def act(asked: Asked) -> RecordAnswer:
        wish = cast(CaseCommand, asked.body).meant()
        record = await desk.act(asked.session, CaseId(asked.path["case"]), wish)
        return RecordAnswer(record.number, record.status)

    return Operation(
        "POST",
        "/api/cases/{case}/records",
        "Do something in a case",
        act,
        RecordAnswer,
        status=201,
        body=CaseCommand,
        refusals=(NotFound, Forbidden, NotNow, Invalid, Outdated, TextChanged, LimitReached, TooManyRequests),
    )


def _merge(desk: Desk) -> Operation:
    async def merge(asked: Asked) -> None:
        into = CaseId(cast(CaseMerging, asked.body).into)
        await desk.merge(asked.session, CaseId(asked.path["case"]), into)

    return Operation(
        "POST",
        "/api/cases/{case}/merge",
        "Put the report into another case of the same person (case handlers)",
        merge,
        status=204,
        body=CaseMerging,
        refusals=(NotFound, NotNow, Outdated),
    )


def _plan_contents(desk: Desk) -> Operation:
    async def plan_contents(asked: Asked) -> PlanContentsAnswer:
        return await desk.contents(asked.session, CaseId(asked.path["case"]))

    return Operation(
        "GET",
        "/api/cases/{case}/plan-contents",
        "What the case's plan must contain and lacks (its owner)",
        plan_contents,
        PlanContentsAnswer,
        refusals=(NotFound, Forbidden, NotNow),
    )
