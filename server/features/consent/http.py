"""Reading who may do what, and signing decisions. What a body means is the service's to judge."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from server.domain.access import Level
from server.domain.errors import Forbidden, Invalid, NotFound
from server.domain.plan import Kind, ParticipantId, PartId, PlanId
from server.web.operation import Asked, Body, Id, Operation, Text

from .answers import DecisionAnswer, GrantsAnswer
from .rules import DecisionWish
from .service import Consents
from .wording import end_of

LAST_YEAR = 2200
"""An end later than this is a slip of the keyboard."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class NewDecision(Body):
    """Exactly one of ``part`` and ``kind``. A date in ``until`` counts to the end of that day in Norway."""

    participant: Id
    part: Id | None = None
    kind: Kind | None = None
    level: Literal["none", "read", "comment", "edit"]
    until: Annotated[str, Field(max_length=40)] | None = None
    purpose: Annotated[Text, Field(max_length=500)] = ""

    @field_validator("until")
    @classmethod
    def _is_a_moment(cls, until: str | None) -> str | None:
        if until is not None:
            moment(until)
        return until

    @model_validator(mode="after")
    def _speaks_of_one(self) -> Self:
        if (self.part is None) == (self.kind is None):
            raise ValueError("part or kind, one of them")
        return self


def moment(text: str) -> datetime:
    """An ISO date or an ISO time with its zone, as a moment (UTC). Raises ``ValueError``."""
    day = date.fromisoformat(text[:10])
    if day.year > LAST_YEAR:
        raise ValueError("too far away")
    if _DATE.fullmatch(text):
        return end_of(day)
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a time needs its zone")
    return found.astimezone(UTC)


def operations(service: Consents) -> tuple[Operation, ...]:
    return (_grants(service), _sign(service))


def _grants(service: Consents) -> Operation:
    async def grants(asked: Asked) -> GrantsAnswer:
        return await service.grants(asked.person, PlanId(asked.path["plan"]))

    return Operation(
        "GET",
        "/api/plans/{plan}/grants",
        "Who may do what (owner, representative; the coordinator reads)",
        grants,
        GrantsAnswer,
        refusals=(NotFound, Forbidden),
    )


def _sign(service: Consents) -> Operation:
    async def sign(asked: Asked) -> DecisionAnswer:
        return await service.sign(asked.person, PlanId(asked.path["plan"]), _wish(asked.body))

    return Operation(
        "POST",
        "/api/plans/{plan}/grants",
        "Sign a decision; level none withdraws",
        sign,
        DecisionAnswer,
        status=201,
        body=NewDecision,
        refusals=(NotFound, Forbidden, Invalid),
    )


def _wish(body: NewDecision) -> DecisionWish:
    return DecisionWish(
        participant=ParticipantId(body.participant),
        level=Level.of(body.level),
        part=PartId(body.part) if body.part is not None else None,
        kind=body.kind,
        until=moment(body.until) if body.until is not None else None,
        purpose=body.purpose,
    )
