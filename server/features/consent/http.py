"""Reading who may do what, and signing decisions. What a body means is the service's to judge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, FailFast, Field, field_validator, model_validator

from server.domain.access import Level
from server.domain.cases.records import end_of
from server.domain.errors import Forbidden, Invalid, LimitReached, NotFound, TextChanged
from server.domain.plan import Kind, ParticipantId, PartId, PlanId
from server.domain.sentences.quoting import plain
from server.web.operation import Asked, Body, Id, NoBody, Operation, Text
from server.web.rate_limits import Buckets, Rate

from .answers import DecisionAnswer, DecisionsAnswer, EndingAnswer, GrantsAnswer, PreviewAnswer, SignedAnswer
from .rules import DecisionWish
from .service import Consents

MOST_AT_ONCE = 500
BODY_BYTES = 512 * 1024
"""Of many decisions with their texts; 500 of them are some 250 kB."""
SOME = (FailFast(), Field(min_length=1, max_length=MOST_AT_ONCE))
"""Of a list. The first wrong entry ends the reading: wrong ones do not count towards the most, and there is
room for 100,000 of them."""
FIRST_YEAR, LAST_YEAR = 2000, 2200
"""An end outside of these years is taken for a typing error."""
LAST_MOMENT = end_of(date(LAST_YEAR, 12, 31))
PER_PERSON = Rate(burst=30_000, per_second=100)
"""Sentences that are composed, to be read or signed; an owner's longest day: ``rules.MOST_A_DAY``."""
LONGEST_NUMBER = 9
"""Digits of a decision's number in an address."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class DecisionChoice(Body):
    """Exactly one of ``part`` and ``kind``, and of ``level`` and ``proposing`` (of a kind). A date in
    ``until`` counts to the end of that day in Norway."""

    participant: Id
    part: Id | None = None
    kind: Kind | None = None
    level: Literal["none", "read", "comment", "edit"] | None = None
    proposing: bool | None = None
    until: Annotated[str, Field(max_length=40)] | None = None
    purpose: Annotated[Text, Field(max_length=500), AfterValidator(plain)] = ""

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
        if (self.level is None) == (self.proposing is None):
            raise ValueError("level or proposing, one of them")
        if self.proposing is not None and self.kind is None:
            raise ValueError("proposing is of a kind")
        return self


class NewDecision(DecisionChoice):
    """``text``: the sentence as it was shown; if another one would be signed now, nothing is."""

    text: Text | None = None


class ReadDecision(DecisionChoice):
    text: Text


class NewDecisions(Body):
    """Signed in this order, all of them or none."""

    decisions: Annotated[tuple[ReadDecision, ...], *SOME]


class EndBody(Body):
    """``text``: as in ``NewDecision``."""

    text: Text | None = None


class DecisionChoices(Body):
    decisions: Annotated[tuple[DecisionChoice, ...], *SOME]


def moment(text: str) -> datetime:
    """An ISO date or an ISO time with its zone, as a moment (UTC). Raises ``ValueError``.

    Kept to the microsecond: the sentence says all of it.
    """
    day = date.fromisoformat(text[:10])
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError("too far away")
    if _DATE.fullmatch(text):
        return end_of(day)
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a time needs its zone")
    found = found.astimezone(UTC)
    if found > LAST_MOMENT:
        raise ValueError("too far away")
    return found


def operations(service: Consents, rate: Rate = PER_PERSON) -> tuple[Operation, ...]:
    composed = Buckets(rate)
    return (
        _grants(service),
        _earlier(service),
        _sign(service, composed),
        _preview(service, composed),
        _narrowing_read(service),
        _ending(service, composed),
        _end(service, composed),
    )


def _grants(service: Consents) -> Operation:
    async def grants(asked: Asked) -> GrantsAnswer:
        return await service.grants(asked.principal, PlanId(asked.path["plan"]), asked.session.locale)

    return Operation(
        "GET",
        "/api/plans/{plan}/grants",
        "Who may do what (owner, representative; the coordinator reads)",
        grants,
        GrantsAnswer,
        refusals=(NotFound, Forbidden),
    )


def _earlier(service: Consents) -> Operation:
    async def earlier_decisions(asked: Asked) -> DecisionsAnswer:
        number = asked.path["number"]
        if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER):
            raise NotFound
        plan = PlanId(asked.path["plan"])
        return await service.earlier(asked.principal, plan, int(number), asked.session.locale)

    return Operation(
        "GET",
        "/api/plans/{plan}/grants/before/{number}",
        "What was signed before the decision of that number, newest first",
        earlier_decisions,
        DecisionsAnswer,
        refusals=(NotFound, Forbidden),
    )


def _narrowing_read(service: Consents) -> Operation:
    async def narrowing_read(asked: Asked) -> None:
        await service.narrowing_read(asked.principal, PlanId(asked.path["plan"]))

    return Operation(
        "POST",
        "/api/plans/{plan}/grants/narrowed/read",
        "The owner has read what became narrower: it is not shown again",
        narrowing_read,
        status=204,
        body=NoBody,
        refusals=(NotFound, Forbidden),
    )


def _sign(service: Consents, composed: Buckets) -> Operation:
    async def sign(asked: Asked) -> DecisionAnswer | SignedAnswer:
        plan, language = PlanId(asked.path["plan"]), asked.session.locale
        if isinstance(asked.body, NewDecisions):
            composed.take(asked.person, len(asked.body.decisions))
            wishes = wishes_of(asked.body.decisions)
            return await service.sign_all(asked.principal, plan, wishes, language)
        composed.take(asked.person)
        return await service.sign(asked.principal, plan, _wish(asked.body), language)

    return Operation(
        "POST",
        "/api/plans/{plan}/grants",
        "Sign a decision, or many as they were read; level none withdraws",
        sign,
        DecisionAnswer | SignedAnswer,
        status=201,
        body=NewDecision,
        many=NewDecisions,
        body_bytes=BODY_BYTES,
        assists=True,
        refusals=(NotFound, Forbidden, TextChanged, LimitReached, Invalid),
    )


def _preview(service: Consents, composed: Buckets) -> Operation:
    async def preview(asked: Asked) -> PreviewAnswer:
        composed.take(asked.person, len(asked.body.decisions))
        plan, wishes = PlanId(asked.path["plan"]), wishes_of(asked.body.decisions)
        return await service.preview(asked.principal, plan, wishes, asked.session.locale)

    return Operation(
        "POST",
        "/api/plans/{plan}/grants/preview",
        "The sentences that signing these decisions would store, in the signer's language",
        preview,
        PreviewAnswer,
        body=DecisionChoices,
        body_bytes=BODY_BYTES,
        assists=True,
        refusals=(NotFound, Forbidden, Invalid),
    )


def _ending(service: Consents, composed: Buckets) -> Operation:
    async def ending(asked: Asked) -> EndingAnswer:
        composed.take(asked.person)
        return await service.ending(asked.principal, *_whom(asked), asked.session.locale)

    return Operation(
        "GET",
        "/api/plans/{plan}/participants/{participant}/end",
        "The sentence that ending this participation would sign, or has signed",
        ending,
        EndingAnswer,
        refusals=(NotFound, Forbidden),
    )


def _end(service: Consents, composed: Buckets) -> Operation:
    async def end_participation(asked: Asked) -> EndingAnswer:
        composed.take(asked.person)
        return await service.end(asked.principal, *_whom(asked), asked.session.locale, asked.body.text)

    return Operation(
        "POST",
        "/api/plans/{plan}/participants/{participant}/end",
        "End a participation (owner, representative; others their own); again: the same answer",
        end_participation,
        EndingAnswer,
        body=EndBody,
        refusals=(NotFound, Forbidden, TextChanged),
    )


def _whom(asked: Asked) -> tuple[PlanId, ParticipantId]:
    return PlanId(asked.path["plan"]), ParticipantId(asked.path["participant"])


def wishes_of(choices: Sequence[DecisionChoice]) -> list[DecisionWish]:
    return [_wish(choice) for choice in choices]


def _wish(choice: DecisionChoice) -> DecisionWish:
    return DecisionWish(
        participant=ParticipantId(choice.participant),
        level=Level.of(choice.level or "none"),
        part=PartId(choice.part) if choice.part is not None else None,
        kind=choice.kind,
        until=moment(choice.until) if choice.until is not None else None,
        purpose=choice.purpose,
        text=choice.text if isinstance(choice, NewDecision | ReadDecision) else None,
        proposing=choice.proposing,
    )
