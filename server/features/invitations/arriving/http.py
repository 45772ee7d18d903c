"""HTTP operations: the unit sees who used an owner's link, and says whether it is the owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, cast

from pydantic import Field

from server.domain.cases.vocabulary import CaseId
from server.domain.errors import Forbidden, Invalid, NotFound, NotNow
from server.ports.live import Live
from server.web.operation import Asked, Body, Id, Operation, Text

from .store import Arrival, ArrivalStep, ArrivalStore


class OwnerArrivalStep(Body):
    """``check``: the digits that whoever used the link has read out; of ``refuse`` none."""

    invitation: Id
    step: Literal["confirm", "refuse"]
    check: Annotated[Text, Field(max_length=10)] = ""


@dataclass(frozen=True, slots=True)
class OwnerArrivalAnswer:
    """``name``: as a provider says it, "" where none does; ``provider``: where they logged in."""

    invitation: str
    name: str
    provider: str
    at: datetime
    inviter: str


@dataclass(frozen=True, slots=True)
class OwnerArrivalsAnswer:
    waiting: OwnerArrivalAnswer | None


def operations(store: ArrivalStore, live: Live) -> tuple[Operation, ...]:
    return _arrival(store), _settle(store, live)


def _arrival(store: ArrivalStore) -> Operation:
    async def owner_arrival(asked: Asked) -> OwnerArrivalsAnswer:
        found = await store.waiting(asked.person, CaseId(asked.path["case"]))
        return OwnerArrivalsAnswer(None if found is None else _answer(found))

    return Operation(
        "GET",
        "/api/cases/{case}/owner-arrival",
        "Who has logged in by the owner's link and waits for the unit's yes",
        owner_arrival,
        OwnerArrivalsAnswer,
        refusals=(NotFound,),
    )


def _settle(store: ArrivalStore, live: Live) -> Operation:
    async def settle_owner_arrival(asked: Asked) -> None:
        body = cast(OwnerArrivalStep, asked.body)
        step = ArrivalStep(body.invitation, body.step == "confirm", body.check.strip())
        taken = await store.take(asked.person, CaseId(asked.path["case"]), step)
        await live.plan_changed(taken.plan)
        if taken.refusal is not None:
            raise taken.refusal

    return Operation(
        "POST",
        "/api/cases/{case}/owner-arrival",
        "Say whether whoever logged in by the owner's link is the owner",
        settle_owner_arrival,
        status=204,
        body=OwnerArrivalStep,
        refusals=(NotFound, Forbidden, Invalid, NotNow),
    )


def _answer(found: Arrival) -> OwnerArrivalAnswer:
    invitation = found.invitation
    assert invitation.redeemed_at is not None
    return OwnerArrivalAnswer(
        invitation.id, found.name, invitation.redeemed_with, invitation.redeemed_at, found.inviter
    )
