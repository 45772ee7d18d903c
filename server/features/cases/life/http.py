"""HTTP operation: whoever takes part in a plan says that something has changed."""

from __future__ import annotations

from server.domain.errors import NotFound, NotNow, Outdated
from server.domain.plan import PlanId
from server.web.operation import Asked, Operation

from .store import LifeStore


def operations(store: LifeStore) -> tuple[Operation, ...]:
    return (_tell_change(store),)


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
