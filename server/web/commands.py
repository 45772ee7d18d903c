"""Changing: parts, decisions, comments. Bodies are strict; what they mean is the services' to judge."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import Annotated, Literal, Self, cast

from pydantic import AfterValidator, Field, JsonValue, field_validator, model_validator

from server.domain.access import Level
from server.domain.errors import Exists, Forbidden, Invalid, NotFound
from server.domain.plan import Area, CommentId, Kind, ParticipantId, PartId, PlanId
from server.features.comments.answers import CommentAnswer
from server.features.comments.service import CommentWish
from server.features.consent.answers import DecisionAnswer
from server.features.consent.service import DecisionWish
from server.features.consent.wording import end_of
from server.features.parts.answers import NewPartAnswer
from server.features.parts.service import PartWish
from server.storage.drafts import PartChanges

from .operation import Asked, Body, Operation

ANCHOR_BYTES = 4096
LAST_YEAR = 2200
"""An end later than this is a slip of the keyboard."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _printable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("no NUL characters")  # one of our databases cannot store them
    return text


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError("says nothing")
    return text


Id = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_printable)]
Text = Annotated[str, AfterValidator(_printable)]


class NewPart(Body):
    kind: Kind
    title: Annotated[Text, Field(max_length=300)] = ""
    area: Area | None = None
    responsible: Id | None = None


class PartChange(Body):
    """Only what is sent is changed; ``null`` takes the responsible or the area away."""

    responsible: Id | None = None
    area: Area | None = None
    position: Annotated[int, Field(ge=1, le=100_000)] = 1


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


class NewComment(Body):
    text: Annotated[Text, Field(max_length=10_000), AfterValidator(_said)]
    anchor: dict[str, JsonValue] | None = None
    quote: Annotated[Text, Field(max_length=500)] | None = None
    reply_to: Id | None = None

    @field_validator("anchor")
    @classmethod
    def _is_small(cls, anchor: dict[str, JsonValue] | None) -> dict[str, JsonValue] | None:
        if anchor is not None:
            _printable(written := json.dumps(anchor, ensure_ascii=False))
            if len(written.encode()) > ANCHOR_BYTES or "\\u0000" in written:
                raise ValueError(f"more than {ANCHOR_BYTES} bytes")
        return anchor


class Resolution(Body):
    resolved: bool = True


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


async def add_part(asked: Asked) -> NewPartAnswer:
    body = cast(NewPart, asked.body)
    responsible = ParticipantId(body.responsible) if body.responsible is not None else None
    wish = PartWish(body.kind, body.title, body.area, responsible)
    return await asked.services.parts.add(asked.person.person, PlanId(asked.path["plan"]), wish)


async def change_part(asked: Asked) -> None:
    body = cast(PartChange, asked.body)
    changes = PartChanges()
    if "responsible" in body.model_fields_set:
        changes["responsible"] = ParticipantId(body.responsible) if body.responsible is not None else None
    if "area" in body.model_fields_set:
        changes["area"] = body.area
    if "position" in body.model_fields_set:
        changes["position"] = body.position
    await asked.services.parts.change(asked.person.person, PartId(asked.path["part"]), changes)


async def sign(asked: Asked) -> DecisionAnswer:
    body = cast(NewDecision, asked.body)
    wish = DecisionWish(
        participant=ParticipantId(body.participant),
        level=Level.of(body.level),
        part=PartId(body.part) if body.part is not None else None,
        kind=body.kind,
        until=moment(body.until) if body.until is not None else None,
        purpose=body.purpose,
    )
    return await asked.services.consents.sign(asked.person.person, PlanId(asked.path["plan"]), wish)


async def add_comment(asked: Asked) -> CommentAnswer:
    body = cast(NewComment, asked.body)
    wish = CommentWish(
        text=body.text,
        anchor=cast("dict[str, object] | None", body.anchor),
        quote=body.quote or "",
        reply_to=CommentId(body.reply_to) if body.reply_to is not None else None,
    )
    return await asked.services.conversations.add(asked.person.person, PartId(asked.path["part"]), wish)


async def resolve_comment(asked: Asked) -> None:
    body = cast(Resolution, asked.body)
    comment = CommentId(asked.path["comment"])
    await asked.services.conversations.resolve(asked.person.person, comment, resolved=body.resolved)


OPERATIONS = (
    Operation(
        "POST",
        "/api/plans/{plan}/parts",
        "Add a measure, goal or section",
        add_part,
        NewPartAnswer,
        status=201,
        body=NewPart,
        refusals=(NotFound, Forbidden, Exists, Invalid),
    ),
    Operation(
        "PATCH",
        "/api/parts/{part}",
        "Change responsible, area or order; rights never follow by themselves",
        change_part,
        status=204,
        body=PartChange,
        refusals=(NotFound, Forbidden, Invalid),
    ),
    Operation(
        "POST",
        "/api/plans/{plan}/grants",
        "Sign a decision; level none withdraws",
        sign,
        DecisionAnswer,
        status=201,
        body=NewDecision,
        refusals=(NotFound, Forbidden, Invalid),
    ),
    Operation(
        "POST",
        "/api/parts/{part}/comments",
        "Comment on a part or on words of it",
        add_comment,
        CommentAnswer,
        status=201,
        body=NewComment,
        refusals=(NotFound, Forbidden, Invalid),
    ),
    Operation(
        "POST",
        "/api/comments/{comment}/resolve",
        "Mark a comment as done, or open it again",
        resolve_comment,
        status=204,
        body=Resolution,
        refusals=(NotFound, Forbidden, Invalid),
    ),
)
