"""HTTP operations: read plans, and the counts for the coordinating unit."""

from __future__ import annotations

from server.domain.errors import NotFound
from server.domain.plan import PlanId
from server.web.operation import Asked, Operation

from .answers import OverviewAnswer, PlanAnswer, PlanSummary
from .service import Plans


def operations(service: Plans) -> tuple[Operation, ...]:
    return (_my_plans(service), _plan(service), _overview(service))


def _my_plans(service: Plans) -> Operation:
    async def my_plans(asked: Asked) -> tuple[PlanSummary, ...]:
        return await service.mine(asked.principal)

    return Operation("GET", "/api/plans", "The plans I take part in", my_plans, tuple[PlanSummary, ...])


def _plan(service: Plans) -> Operation:
    async def plan(asked: Asked) -> PlanAnswer:
        return await service.plan(asked.principal, PlanId(asked.path["plan"]))

    return Operation(
        "GET",
        "/api/plans/{plan}",
        "My parts of a plan, and the participants I may know of",
        plan,
        PlanAnswer,
        refusals=(NotFound,),
    )


def _overview(service: Plans) -> Operation:
    async def overview(asked: Asked) -> OverviewAnswer:
        return await service.overview(asked.person)

    return Operation(
        "GET",
        "/api/overview",
        "Counts of the plans of my municipalities (the coordinating unit)",
        overview,
        OverviewAnswer,
        refusals=(NotFound,),
    )
