"""HTTP operations: whoever takes part in a plan says that something has changed, and reads whether anybody
coordinates it."""

from __future__ import annotations

from server.domain.errors import NotFound, NotNow, Outdated
from server.domain.plan import PlanId
from server.web.operation import Asked, Operation

from .store import LifeStore, PlaceAnswer


def operations(store: LifeStore) -> tuple[Operation, ...]:
    return _tell_change(store), _coordinators_place(store)


def _tell_change(store: LifeStore) -> Operation:
    async def tell_change(asked: Asked) -> None:
        await store.tell(asked.principal, PlanId(asked.path["plan"]))

    return Operation(
        "POST",
        "/api/plans/{plan}/changes",
        "Say that something has changed, and not what",
        tell_change,
        status=204,
        refusals=(NotFound, NotNow, Outdated),
    )


def _coordinators_place(store: LifeStore) -> Operation:
    async def coordinators_place(asked: Asked) -> PlaceAnswer:
        return await store.place(asked.principal, PlanId(asked.path["plan"]))

    return Operation(
        "GET",
        "/api/plans/{plan}/coordinators-place",
        "Since when nobody coordinates a plan",
        coordinators_place,
        PlaceAnswer,
        refusals=(NotFound,),
    )
