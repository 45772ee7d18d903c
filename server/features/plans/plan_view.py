"""One participant's answer about a plan, derived from their sight alone (docs/contract.md)."""

from __future__ import annotations

from dataclasses import fields

from server.domain.identity.principal import Principal
from server.domain.own_list import Readers, SeenPart, channel_name, document_name
from server.domain.plan import ParticipantAnswer, Role
from server.domain.sight import PlanSight, Sight

from .answers import PartAnswer, PlanAnswer, PutAwayPart, Visibility


def plan_answer(sight: Sight, principal: Principal, epoch: str = "") -> PlanAnswer:
    plan, parts = sight.access.plan, _parts(sight)
    return PlanAnswer(
        id=plan.id,
        epoch=epoch,
        roles=_roles(sight.plan, principal),
        version=sight.version,
        channel=channel_name(plan.id),
        me=sight.me.id,
        owner_name=plan.owner_name,
        next_revision=sight.next_revision,
        may_create=tuple(sight.may_create()),
        adding=tuple(sight.adding()),
        may_sign=sight.may_sign,
        may_read_grants=sight.may_read_decisions,
        participants=tuple(ParticipantAnswer.of(who) for who in sight.known()),
        former=tuple(map(ParticipantAnswer.of, sight.former)),
        parts=tuple([part for part in parts if not isinstance(part, PutAwayPart)]),
        put_away=tuple([part for part in parts if isinstance(part, PutAwayPart)]),
    )


def _roles(plan: PlanSight, principal: Principal) -> tuple[Role, ...]:
    """Not one in which there would be no plan for them: from there no page leads back."""
    theirs = (plan.of(who.id) for who in plan.access.participants.values() if principal.opens(who))
    found = {sight.me.role for sight in theirs if sight is not None and sight.takes_part}
    return tuple([role for role in Role if role in found])


def _parts(sight: Sight) -> list[PartAnswer]:
    same: dict[int, tuple[Visibility, ...]] = {}
    """By the identity of ``SeenPart.visible_to``: most parts of a list share theirs."""
    seen = sight.seen_parts()
    for part in seen:
        if id(part.visible_to) not in same:
            same[id(part.visible_to)] = _visibility(part.visible_to)
    return [_part_answer(part, same[id(part.visible_to)]) for part in seen]


def _visibility(readers: Readers) -> tuple[Visibility, ...]:
    return tuple(Visibility(who, level.token) for who, level in readers)


def _part_answer(part: SeenPart, visible_to: tuple[Visibility, ...]) -> PartAnswer:
    answer = PartAnswer(
        id=part.id,
        kind=part.kind,
        title=part.title,
        area=part.area,
        responsible=part.responsible,
        level=part.level.token,
        document=document_name(part.id),
        visible_to=visible_to,
        position=part.position,
        created_by=part.created_by,
        proposed=part.proposed,
    )
    if part.put_away_at is None:
        return answer
    said = {each.name: getattr(answer, each.name) for each in fields(answer)}
    return PutAwayPart(**said, put_away_at=part.put_away_at, put_away_by=part.put_away_by)
