"""HTTP operations on comments: read, add, resolve. The service checks what a body means."""

from __future__ import annotations

import json
from typing import Annotated, cast

from pydantic import AfterValidator, Field, JsonValue, field_validator

from server.domain.errors import Forbidden, Invalid, NotFound
from server.domain.plan import CommentId, PartId
from server.web.operation import Asked, Body, Id, Operation, Text, printable

from .answers import CommentAnswer
from .service import CommentWish, Conversations

ANCHOR_BYTES = 4096


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("says nothing")
    return text


class NewComment(Body):
    text: Annotated[Text, Field(max_length=10_000), AfterValidator(_not_blank)]
    anchor: dict[str, JsonValue] | None = None
    quote: Annotated[Text, Field(max_length=500)] | None = None
    reply_to: Id | None = None

    @field_validator("anchor")
    @classmethod
    def _is_small(cls, anchor: dict[str, JsonValue] | None) -> dict[str, JsonValue] | None:
        if anchor is not None:
            printable(written := json.dumps(anchor, ensure_ascii=False))
            if len(written.encode()) > ANCHOR_BYTES or "\\u0000" in written:
                raise ValueError(f"more than {ANCHOR_BYTES} bytes")
        return anchor


class Resolution(Body):
    resolved: bool = True


def operations(service: Conversations) -> tuple[Operation, ...]:
    return (_comments(service), _add_comment(service), _resolve_comment(service))


def _comments(service: Conversations) -> Operation:
    async def comments(asked: Asked) -> tuple[CommentAnswer, ...]:
        return await service.of_part(asked.person, PartId(asked.path["part"]))

    return Operation(
        "GET",
        "/api/parts/{part}/comments",
        "The comments of a part, oldest first",
        comments,
        tuple[CommentAnswer, ...],
        refusals=(NotFound,),
    )


def _add_comment(service: Conversations) -> Operation:
    async def add_comment(asked: Asked) -> CommentAnswer:
        body = cast(NewComment, asked.body)
        wish = CommentWish(
            text=body.text,
            anchor=cast("dict[str, object] | None", body.anchor),
            quote=body.quote or "",
            reply_to=CommentId(body.reply_to) if body.reply_to is not None else None,
        )
        return await service.add(asked.person, PartId(asked.path["part"]), wish)

    return Operation(
        "POST",
        "/api/parts/{part}/comments",
        "Comment on a part or on words of it",
        add_comment,
        CommentAnswer,
        status=201,
        body=NewComment,
        refusals=(NotFound, Forbidden, Invalid),
    )


def _resolve_comment(service: Conversations) -> Operation:
    async def resolve_comment(asked: Asked) -> None:
        body = cast(Resolution, asked.body)
        await service.resolve(asked.person, CommentId(asked.path["comment"]), resolved=body.resolved)

    return Operation(
        "POST",
        "/api/comments/{comment}/resolve",
        "Mark a comment as done, or open it again",
        resolve_comment,
        status=204,
        body=Resolution,
        refusals=(NotFound, Forbidden, Invalid),
    )
