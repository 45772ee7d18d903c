"""HTTP operations: invite somebody into a plan, and answer an invitation by its code."""

from __future__ import annotations

from typing import Annotated, Literal, cast

from pydantic import AfterValidator, Field

from server.domain.errors import (
    Exists,
    Forbidden,
    Invalid,
    LimitReached,
    NotFound,
    NotNow,
    OrganisationNotProved,
    TextChanged,
    TooManyRequests,
)
from server.domain.plan import ParticipantId, PlanId, Role
from server.web.operation import Asked, Body, Id, Line, Operation, Text
from server.web.rate_limits import Buckets, Rate

from .answers import InvitationsAnswer, NewInvitationAnswer, OwnInvitationAnswer
from .rules import InvitationStep, InvitationWish
from .service import Invitations
from .store import GuestReply

CODES = Rate(burst=60, per_second=0.2)
"""Codes that one person tries; each has 120 random bits."""


def _says_something(text: str) -> str:
    if not text.strip():
        raise ValueError("says nothing")
    return text.strip()


def _mail(text: str) -> str:
    if text and ("@" not in text.strip("@") or any(each.isspace() for each in text)):
        raise ValueError("no e-mail address")
    return text


class NewInvitation(Body):
    """``contact``: an e-mail address, or nothing. ``number``: an identity number, if it is known.

    ``replaces``: the participant they take over from; ``text``: the sentence that was read of it, however
    long a municipality has made it and what is filled in.
    """

    name: Annotated[Line, AfterValidator(_says_something)]
    role: Literal[
        "owner",
        "relative",
        "gp",
        "municipal-health",
        "hospital",
        "hospital-coordinator",
        "contact-doctor",
        "school",
        "nav",
        "child-welfare",
        "other",
    ]
    organisation: Line = ""
    contact: Annotated[Line, AfterValidator(_mail)] = ""
    number: Annotated[Text | None, Field(max_length=20, repr=False)] = None
    replaces: Id | None = None
    text: Text = ""


class InvitationStepBody(Body):
    step: Literal["approve", "withdraw", "confirm", "refuse"]


class InvitationCode(Body):
    code: Annotated[Text, Field(min_length=1, max_length=64)]


class InvitationReply(InvitationCode):
    """``text``: the sentence of ``leaving`` that was read, where somebody who joined leaves; as long as it
    is."""

    accepted: bool
    text: Text = ""


def operations(service: Invitations) -> tuple[Operation, ...]:
    tried = Buckets(CODES)
    return (
        _invitations(service),
        _invite(service),
        _take(service),
        _shown(service, tried),
        _reply(service, tried),
    )


def _invitations(service: Invitations) -> Operation:
    async def invitations(asked: Asked) -> InvitationsAnswer:
        return await service.of_plan(asked.session, PlanId(asked.path["plan"]))

    return Operation(
        "GET",
        "/api/plans/{plan}/invitations",
        "Who is invited (the owner: everybody; the coordinator: whom they proposed)",
        invitations,
        InvitationsAnswer,
        refusals=(NotFound, Forbidden),
    )


def _invite(service: Invitations) -> Operation:
    async def invite(asked: Asked) -> NewInvitationAnswer:
        body = cast(NewInvitation, asked.body)
        replaces = None if body.replaces is None else ParticipantId(body.replaces)
        said = body.name, Role(body.role), body.organisation.strip(), body.contact
        wish = InvitationWish(*said, replaces=replaces, text=body.text)
        return await service.invite(asked.session, PlanId(asked.path["plan"]), wish, body.number)

    return Operation(
        "POST",
        "/api/plans/{plan}/invitations",
        "Invite somebody (owner), or propose them to the owner (coordinator)",
        invite,
        NewInvitationAnswer,
        status=201,
        body=NewInvitation,
        refusals=(NotFound, Forbidden, Invalid, LimitReached, TextChanged, TooManyRequests),
    )


def _take(service: Invitations) -> Operation:
    async def take_invitation_step(asked: Asked) -> None:
        step = InvitationStep(cast(InvitationStepBody, asked.body).step)
        await service.take(asked.principal, PlanId(asked.path["plan"]), asked.path["invitation"], step)

    return Operation(
        "POST",
        "/api/plans/{plan}/invitations/{invitation}",
        "Say yes to a proposal (owner), withdraw it, or say whether the right person has come",
        take_invitation_step,
        status=204,
        body=InvitationStepBody,
        refusals=(NotFound, Forbidden, NotNow, Exists),
    )


def _shown(service: Invitations, tried: Buckets) -> Operation:
    async def own_invitation(asked: Asked) -> OwnInvitationAnswer:
        tried.take(asked.person)
        return await service.shown(asked.session, cast(InvitationCode, asked.body).code)

    return Operation(
        "POST",
        "/api/invitation",
        "An invitation by its code, for whom it is",
        own_invitation,
        OwnInvitationAnswer,
        body=InvitationCode,
        refusals=(NotFound, Forbidden, TooManyRequests),
    )


def _reply(service: Invitations, tried: Buckets) -> Operation:
    async def answer_invitation(asked: Asked) -> OwnInvitationAnswer:
        tried.take(asked.person)
        body = cast(InvitationReply, asked.body)
        return await service.answer(asked.session, body.code, GuestReply(body.accepted, body.text))

    return Operation(
        "POST",
        "/api/invitation/answer",
        "Accept an invitation, or decline it",
        answer_invitation,
        OwnInvitationAnswer,
        body=InvitationReply,
        refusals=(NotFound, Forbidden, NotNow, Exists, OrganisationNotProved, TextChanged, TooManyRequests),
    )
