"""Reading: plans, grants, comments, and the counts of the coordinating unit."""

from __future__ import annotations

from server.domain.errors import Forbidden, NotFound
from server.domain.plan import PartId, PlanId
from server.features.comments.answers import CommentAnswer
from server.features.consent.answers import GrantsAnswer
from server.features.plans.answers import OverviewAnswer, PlanAnswer, PlanSummary

from .operation import Asked, Operation


async def my_plans(asked: Asked) -> tuple[PlanSummary, ...]:
    return await asked.services.plans.mine(asked.person.person)


async def plan(asked: Asked) -> PlanAnswer:
    return await asked.services.plans.plan(asked.person.person, PlanId(asked.path["plan"]))


async def overview(asked: Asked) -> OverviewAnswer:
    return await asked.services.plans.overview(asked.person)


async def grants(asked: Asked) -> GrantsAnswer:
    return await asked.services.consents.grants(asked.person.person, PlanId(asked.path["plan"]))


async def comments(asked: Asked) -> tuple[CommentAnswer, ...]:
    return await asked.services.conversations.of_part(asked.person.person, PartId(asked.path["part"]))


OPERATIONS = (
    Operation("GET", "/api/plans", "The plans I take part in", my_plans, tuple[PlanSummary, ...]),
    Operation(
        "GET",
        "/api/plans/{plan}",
        "My parts of a plan, and the participants I may know of",
        plan,
        PlanAnswer,
        refusals=(NotFound,),
    ),
    Operation(
        "GET",
        "/api/overview",
        "Counts of all plans (the coordinating unit)",
        overview,
        OverviewAnswer,
        refusals=(NotFound,),
    ),
    Operation(
        "GET",
        "/api/plans/{plan}/grants",
        "Who may do what (owner, representative; the coordinator reads)",
        grants,
        GrantsAnswer,
        refusals=(NotFound, Forbidden),
    ),
    Operation(
        "GET",
        "/api/parts/{part}/comments",
        "The comments of a part, oldest first",
        comments,
        tuple[CommentAnswer, ...],
        refusals=(NotFound,),
    ),
)
