"""HTTP operations on parts: add, change their metadata, put away. The service checks what a body means."""

from __future__ import annotations

from typing import Annotated, cast

from pydantic import Field

from server.domain.errors import Exists, Forbidden, Invalid, LimitReached, NotFound
from server.domain.plan import Area, Kind, ParticipantId, PartId, PlanId
from server.web.operation import Asked, Body, Id, Operation, Text

from .answers import NewPartAnswer
from .rules import PartChanges, PartWish
from .service import Parts


class NewPart(Body):
    """``kept``: whatever was signed about its kind, nobody but the owner and whoever adds it sees it before a
    later decision."""

    kind: Kind
    title: Annotated[Text, Field(max_length=300)] = ""
    area: Area | None = None
    responsible: Id | None = None
    goal: Id | None = None
    kept: bool = False


class PartChange(Body):
    """Only what is sent is changed; ``null`` takes the responsible or the area away."""

    responsible: Id | None = None
    area: Area | None = None
    position: Annotated[int, Field(ge=1, le=100_000)] = 1


class PuttingAwayBody(Body):
    """``false`` brings it back."""

    put_away: bool = True


def operations(service: Parts) -> tuple[Operation, ...]:
    return (_add_part(service), _change_part(service), _put_away_part(service))


def _add_part(service: Parts) -> Operation:
    async def add_part(asked: Asked) -> NewPartAnswer:
        body = cast(NewPart, asked.body)
        responsible = ParticipantId(body.responsible) if body.responsible is not None else None
        goal = PartId(body.goal) if body.goal is not None else None
        wish = PartWish(body.kind, body.title, body.area, responsible, goal, body.kept)
        return await service.add(asked.principal, PlanId(asked.path["plan"]), wish)

    return Operation(
        "POST",
        "/api/plans/{plan}/parts",
        "Add a measure, goal or section",
        add_part,
        NewPartAnswer,
        status=201,
        body=NewPart,
        refusals=(NotFound, Forbidden, Exists, Invalid, LimitReached),
    )


def _change_part(service: Parts) -> Operation:
    async def change_part(asked: Asked) -> None:
        await service.change(asked.principal, PartId(asked.path["part"]), _changes(asked.body))

    return Operation(
        "PATCH",
        "/api/parts/{part}",
        "Change responsible, area or order; rights never follow by themselves",
        change_part,
        status=204,
        body=PartChange,
        refusals=(NotFound, Forbidden, Exists, Invalid),
    )


def _put_away_part(service: Parts) -> Operation:
    async def put_away_part(asked: Asked) -> None:
        await service.put_away(asked.principal, PartId(asked.path["part"]), asked.body.put_away)

    return Operation(
        "POST",
        "/api/parts/{part}/put-away",
        "Put a goal or measure away, or bring it back (owner; who made it, while it is theirs alone)",
        put_away_part,
        status=204,
        body=PuttingAwayBody,
        refusals=(NotFound, Forbidden, Invalid, LimitReached),
    )


def _changes(body: PartChange) -> PartChanges:
    changes = PartChanges()
    if "responsible" in body.model_fields_set:
        changes["responsible"] = ParticipantId(body.responsible) if body.responsible is not None else None
    if "area" in body.model_fields_set:
        changes["area"] = body.area
    if "position" in body.model_fields_set:
        changes["position"] = body.position
    return changes
