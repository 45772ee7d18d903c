"""One participant's answer about a plan, derived from their sight alone (docs/contract.md)."""

from __future__ import annotations

from server.domain.plan import ParticipantAnswer
from server.domain.sight import SeenPart, Sight, channel_name, document_name

from .answers import PartAnswer, PlanAnswer, Visibility


def plan_answer(sight: Sight, epoch: str = "") -> PlanAnswer:
    plan = sight.access.plan
    return PlanAnswer(
        id=plan.id,
        epoch=epoch,
        version=sight.version,
        channel=channel_name(plan.id),
        me=sight.me.id,
        owner_name=plan.owner_name,
        may_create=tuple(sight.may_create()),
        may_sign=sight.may_sign,
        may_read_grants=sight.may_read_decisions,
        participants=tuple(ParticipantAnswer.of(who) for who in sight.known()),
        parts=tuple(_part_answer(part) for part in sight.seen_parts()),
    )


def _part_answer(part: SeenPart) -> PartAnswer:
    return PartAnswer(
        id=part.id,
        kind=part.kind,
        title=part.title,
        area=part.area,
        responsible=part.responsible,
        level=part.level.token,
        document=document_name(part.id),
        visible_to=tuple(Visibility(who, level.token) for who, level in part.visible_to),
        position=part.position,
        created_by=part.created_by,
    )
