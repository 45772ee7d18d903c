"""HTTP operations on suggestions. The service checks what a body means."""

from __future__ import annotations

from typing import Annotated, cast

from pydantic import Field

from server.domain.errors import (
    Forbidden,
    Invalid,
    LimitReached,
    NotFound,
    Outdated,
    TooLarge,
    WordsChanged,
)
from server.domain.plan import PartId, SuggestionId
from server.features.comments.http import Anchor
from server.web.operation import Asked, Body, Operation, Text

from .answers import SuggestionAnswer
from .service import Suggestions, SuggestionWish


class NewSuggestion(Body):
    quote: Annotated[Text, Field(max_length=2_000)]
    replacement: Annotated[Text, Field(max_length=5_000)]
    anchor: Anchor | None = None
    field: Annotated[Text, Field(max_length=40)] | None = None


class Declining(Body):
    word: Annotated[Text, Field(max_length=1_000)] = ""


def operations(service: Suggestions) -> tuple[Operation, ...]:
    return (_suggestions(service), _suggest(service), _accept(service), _decline(service), _withdraw(service))


def _suggestions(service: Suggestions) -> Operation:
    async def suggestions(asked: Asked) -> tuple[SuggestionAnswer, ...]:
        return await service.of_part(asked.principal, PartId(asked.path["part"]))

    return Operation(
        "GET",
        "/api/parts/{part}/suggestions",
        "The open suggestions to a part and the latest accepted or declined, oldest first",
        suggestions,
        tuple[SuggestionAnswer, ...],
        refusals=(NotFound,),
    )


def _suggest(service: Suggestions) -> Operation:
    async def suggest(asked: Asked) -> SuggestionAnswer:
        body = cast(NewSuggestion, asked.body)
        wish = SuggestionWish(body.quote, body.replacement, body.anchor, body.field)
        return await service.suggest(asked.principal, PartId(asked.path["part"]), wish)

    return Operation(
        "POST",
        "/api/parts/{part}/suggestions",
        "Suggest other words in a part, or another value of a field",
        suggest,
        SuggestionAnswer,
        status=201,
        body=NewSuggestion,
        refusals=(NotFound, Forbidden, Invalid, WordsChanged, LimitReached),
    )


def _accept(service: Suggestions) -> Operation:
    async def accept_suggestion(asked: Asked) -> None:
        await service.accept(asked.principal, _named(asked))

    return Operation(
        "POST",
        "/api/suggestions/{suggestion}/accept",
        "Accept a suggestion: its words are written into the part",
        accept_suggestion,
        status=204,
        refusals=(NotFound, Forbidden, Outdated, WordsChanged, TooLarge, Invalid),
    )


def _decline(service: Suggestions) -> Operation:
    async def decline_suggestion(asked: Asked) -> None:
        word = cast(Declining, asked.body).word
        await service.decline(asked.principal, _named(asked), word.strip())

    return Operation(
        "POST",
        "/api/suggestions/{suggestion}/decline",
        "Decline a suggestion, with a word about why",
        decline_suggestion,
        status=204,
        body=Declining,
        refusals=(NotFound, Forbidden, Outdated, Invalid),
    )


def _withdraw(service: Suggestions) -> Operation:
    async def withdraw_suggestion(asked: Asked) -> None:
        await service.withdraw(asked.principal, _named(asked))

    return Operation(
        "POST",
        "/api/suggestions/{suggestion}/withdraw",
        "Take one's own suggestion back",
        withdraw_suggestion,
        status=204,
        refusals=(NotFound, Forbidden, Outdated),
    )


def _named(asked: Asked) -> SuggestionId:
    return SuggestionId(asked.path["suggestion"])
