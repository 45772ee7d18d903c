"""HTTP operations: consents that are signed on paper (decision 0056). The paper itself never comes here."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, cast

from pydantic import FailFast, Field, Strict

from server.domain.errors import (
    Exists,
    Forbidden,
    Invalid,
    LimitReached,
    NotFound,
    NotNow,
    TooManyRequests,
)
from server.domain.plan import ParticipantId, PlanId
from server.features.consent.http import DecisionChoice, wishes_of
from server.web.operation import Asked, Body, Id, NoBody, Operation, Text
from server.web.rate_limits import Buckets, Rate

from .answers import CheckedPaper, PaperAnswer, SheetAnswer, ShownPaper
from .rules import MOST_LINES
from .service import PaperConsents

CODES = Rate(burst=60, per_second=0.2)
"""Codes that one person tries; each has 120 random bits."""
Day = Annotated[date, Strict(False)]


class NewPaper(Body):
    """``signer``: who represents the owner and is to sign it; without it, the owner."""

    decisions: Annotated[tuple[DecisionChoice, ...], FailFast(), Field(min_length=1, max_length=MOST_LINES)]
    signer: Id | None = None


class SignedPaper(Body):
    """``scan``: SHA-256 of the scanned sheet in lower-case hex, made where the file is."""

    signed_on: Day
    scan: Annotated[Text, Field(pattern=r"^[0-9a-f]{64}$")]


class PaperCode(Body):
    code: Annotated[Text, Field(min_length=1, max_length=64)]


class PaperCheck(PaperCode):
    """``signed_on``: the day that stands on it. ``verdict``: whether it is signed and says the same."""

    signed_on: Day
    verdict: Literal["right", "wrong"]


def operations(service: PaperConsents) -> tuple[Operation, ...]:
    tried = Buckets(CODES)
    return (
        _papers(service),
        _make(service),
        _register(service),
        _withdraw(service),
        _shown(service, tried),
        _check(service, tried),
    )


def _plan(asked: Asked) -> PlanId:
    return PlanId(asked.path["plan"])


def _papers(service: PaperConsents) -> Operation:
    async def papers(asked: Asked) -> tuple[PaperAnswer, ...]:
        return await service.of_plan(asked.principal, _plan(asked))

    return Operation(
        "GET",
        "/api/plans/{plan}/papers",
        "Consents on paper (the owner: all; others: those they made, or are to sign)",
        papers,
        tuple[PaperAnswer, ...],
        refusals=(NotFound,),
    )


def _make(service: PaperConsents) -> Operation:
    async def make_paper(asked: Asked) -> SheetAnswer:
        body, language = cast(NewPaper, asked.body), asked.session.locale
        signer = None if body.signer is None else ParticipantId(body.signer)
        return await service.make(asked.principal, _plan(asked), signer, wishes_of(body.decisions), language)

    return Operation(
        "POST",
        "/api/plans/{plan}/papers",
        "A sheet to be printed and signed (coordinator)",
        make_paper,
        SheetAnswer,
        status=201,
        body=NewPaper,
        refusals=(NotFound, Forbidden, Invalid, LimitReached, TooManyRequests),
    )


def _register(service: PaperConsents) -> Operation:
    async def register_paper(asked: Asked) -> None:
        body = cast(SignedPaper, asked.body)
        paper = asked.path["paper"]
        await service.register(asked.principal, _plan(asked), paper, body.signed_on, body.scan)

    return Operation(
        "POST",
        "/api/plans/{plan}/papers/{paper}",
        "It is signed; it opens nothing before a second person has checked it (who made it)",
        register_paper,
        status=204,
        body=SignedPaper,
        refusals=(NotFound, Forbidden, Invalid, NotNow, Exists),
    )


def _withdraw(service: PaperConsents) -> Operation:
    async def withdraw_paper(asked: Asked) -> None:
        await service.withdraw(asked.principal, _plan(asked), asked.path["paper"])

    return Operation(
        "POST",
        "/api/plans/{plan}/papers/{paper}/withdraw",
        "It is not to be used (who made it, who is to sign it, the owner)",
        withdraw_paper,
        status=204,
        body=NoBody,
        refusals=(NotFound, NotNow),
    )


def _shown(service: PaperConsents, tried: Buckets) -> Operation:
    async def shown_paper(asked: Asked) -> ShownPaper:
        tried.take(asked.person)
        return await service.shown(asked.principal, cast(PaperCode, asked.body).code)

    return Operation(
        "POST",
        "/api/paper",
        "A signed paper by the code on it, for the second person",
        shown_paper,
        ShownPaper,
        body=PaperCode,
        refusals=(NotFound, Forbidden, TooManyRequests),
    )


def _check(service: PaperConsents, tried: Buckets) -> Operation:
    async def check_paper(asked: Asked) -> CheckedPaper:
        tried.take(asked.person)
        body = cast(PaperCheck, asked.body)
        right = body.verdict == "right"
        return await service.check(asked.principal, body.code, body.signed_on, right=right)

    return Operation(
        "POST",
        "/api/paper/check",
        "Whoever has it in hand says whether it is signed and says the same",
        check_paper,
        CheckedPaper,
        body=PaperCheck,
        refusals=(NotFound, Forbidden, NotNow, TooManyRequests),
    )
