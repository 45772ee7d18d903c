"""HTTP operations on comments: read, add, resolve. The service checks what a body means."""

from __future__ import annotations

from functools import partial
from typing import Annotated, cast

from pydantic import AfterValidator, Field, JsonValue, TypeAdapter
from starlette.responses import Response

from server.domain.errors import Forbidden, Invalid, LimitReached, NotFound
from server.domain.plan import CommentId, PartId, PlanId
from server.web.operation import Asked, Body, Id, Operation, Text, storable

from .answers import CommentAnswer, OpenThreads
from .rules import MOST_IN_PART
from .service import CommentWish, Conversations, Wanted

ANCHOR_BYTES = 4096
"""Of one anchor as JSON."""


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("says nothing")
    return text


CommentText = Annotated[Text, Field(max_length=10_000), AfterValidator(_not_blank)]


Anchor = Annotated[dict[str, JsonValue], AfterValidator(partial(storable, most_bytes=ANCHOR_BYTES))]


class NewComment(Body):
    text: CommentText
    anchor: Anchor | None = None
    quote: Annotated[Text, Field(max_length=500)] | None = None
    reply_to: Id | None = None


class NewText(Body):
    text: CommentText


class Resolution(Body):
    resolved: bool = True


def operations(service: Conversations) -> tuple[Operation, ...]:
    return (
        _comments(service),
        _open_threads(service),
        _add_comment(service),
        _edit_comment(service),
        _remove_comment(service),
        _resolve_comment(service),
    )


ANSWERS = TypeAdapter(tuple[CommentAnswer, ...])


def _comments(service: Conversations) -> Operation:
    async def comments(asked: Asked) -> Response:
        part = PartId(asked.path["part"])
        wanted = _wanted(asked)
        page = await service.of_part(asked.principal, part, wanted)
        headers = {}
        if page.earlier:
            # As the request had it, where its path is not ours to build; no larger than it was asked for.
            limit = "" if wanted.most == MOST_IN_PART else f"&limit={wanted.most}"
            earlier = f"{asked.request.url.path}?before={page.comments[0].id}{limit}"
            headers["Link"] = f'<{earlier}>; rel="prev"'
        return Response(ANSWERS.dump_json(page.comments), headers=headers, media_type="application/json")

    return Operation(
        "GET",
        "/api/parts/{part}/comments",
        "The comments of a part, oldest first",
        comments,
        tuple[CommentAnswer, ...],
        query=("before", "limit"),
        refusals=(NotFound, Invalid),
    )


def _open_threads(service: Conversations) -> Operation:
    async def open_threads(asked: Asked) -> tuple[OpenThreads, ...]:
        return await service.open_threads(asked.principal, PlanId(asked.path["plan"]))

    return Operation(
        "GET",
        "/api/plans/{plan}/comments",
        "How many threads are open in the parts one may read",
        open_threads,
        tuple[OpenThreads, ...],
        refusals=(NotFound,),
    )


def _wanted(asked: Asked) -> Wanted:
    """``?before=`` a comment's id, ``?limit=`` a number: the newest, or those before."""
    query = asked.query
    limit = query.get("limit", str(MOST_IN_PART))
    if not (limit.isascii() and limit.isdecimal() and len(limit) <= 3 and 0 < int(limit) <= MOST_IN_PART):
        raise Invalid(f"limit: from 1 to {MOST_IN_PART}")
    before = query.get("before")
    return Wanted(None if before is None else CommentId(before), int(limit))


def _add_comment(service: Conversations) -> Operation:
    async def add_comment(asked: Asked) -> CommentAnswer:
        body = cast(NewComment, asked.body)
        wish = CommentWish(
            text=body.text,
            anchor=body.anchor,
            quote=body.quote or "",
            reply_to=CommentId(body.reply_to) if body.reply_to is not None else None,
        )
        return await service.add(asked.principal, PartId(asked.path["part"]), wish)

    return Operation(
        "POST",
        "/api/parts/{part}/comments",
        "Comment on a part or on words of it",
        add_comment,
        CommentAnswer,
        status=201,
        body=NewComment,
        assists=True,
        refusals=(NotFound, Forbidden, Invalid, LimitReached),
    )


def _edit_comment(service: Conversations) -> Operation:
    async def edit_comment(asked: Asked) -> CommentAnswer:
        text = cast(NewText, asked.body).text
        return await service.edit(asked.principal, CommentId(asked.path["comment"]), text)

    return Operation(
        "PATCH",
        "/api/comments/{comment}",
        "Give one's own comment other words",
        edit_comment,
        CommentAnswer,
        body=NewText,
        refusals=(NotFound, Forbidden, Invalid, LimitReached),
    )


def _remove_comment(service: Conversations) -> Operation:
    async def remove_comment(asked: Asked) -> None:
        await service.remove(asked.principal, CommentId(asked.path["comment"]))

    return Operation(
        "DELETE",
        "/api/comments/{comment}",
        "Remove one's own comment; the owner removes anybody's",
        remove_comment,
        status=204,
        assists=True,
        refusals=(NotFound, Forbidden),
    )


def _resolve_comment(service: Conversations) -> Operation:
    async def resolve_comment(asked: Asked) -> None:
        body = cast(Resolution, asked.body)
        await service.resolve(asked.principal, CommentId(asked.path["comment"]), resolved=body.resolved)

    return Operation(
        "POST",
        "/api/comments/{comment}/resolve",
        "Mark a comment as done, or open it again",
        resolve_comment,
        status=204,
        body=Resolution,
        refusals=(NotFound, Forbidden, Invalid),
    )
