"""One participant's own answer about a plan, from rights alone: pure, and the same for every caller.

What this participant may not read leaves no trace in it: no gap in the positions, no responsible or
creator they may not know of, nobody they share nothing with (rule 17).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import TypeAdapter

from server.domain.access import (
    Level,
    PlanAccess,
    kind_access,
    know_each_other,
    may_read_decisions,
    may_sign,
    named_level,
)
from server.domain.plan import (
    REPEATED_KINDS,
    TITLED_KINDS,
    Kind,
    Part,
    Participant,
    ParticipantAnswer,
    ParticipantId,
    PartId,
    Role,
)

from .answers import PartAnswer, PlanAnswer, Visibility

_ROLE_ORDER = {role: order for order, role in enumerate(Role)}
_PLAN = TypeAdapter(PlanAnswer)


@dataclass(frozen=True, slots=True)
class Sight:
    """Who can see what in one plan at one moment; every fold is made once."""

    access: PlanAccess
    now: datetime
    levels: Mapping[ParticipantId, Mapping[PartId, Level]]

    @classmethod
    def at(cls, access: PlanAccess, now: datetime) -> Sight:
        return cls(access, now, access.everybodys_levels(now))

    def knows(self, one: ParticipantId, other: ParticipantId) -> bool:
        if one not in self.levels or other not in self.levels:
            return False
        people = self.access.participants
        return know_each_other(people[one], people[other], self.levels[one], self.levels[other])

    def known_to(self, me: ParticipantId) -> list[Participant]:
        """Everybody active whom ``me`` knows of, me included: the owner first, then by role and name."""
        known = [who for who in self.access.participants.values() if self.knows(me, who.id)]
        return sorted(known, key=lambda who: (_ROLE_ORDER[who.role], who.name, who.id))

    def parts_of(self, me: ParticipantId) -> list[Part]:
        """The parts ``me`` can at least read, in the plan's order."""
        readable = self.levels.get(me, {})
        return sorted(
            (self.access.parts[part] for part in readable), key=lambda part: (part.position, part.id)
        )


def plan_answer(sight: Sight, me: Participant, epoch: str = "") -> PlanAnswer:
    known = sight.known_to(me.id)
    unhashed = PlanAnswer(
        id=sight.access.plan.id,
        epoch="",
        version="",
        channel=f"plan/{sight.access.plan.id}",
        me=me.id,
        owner_name=sight.access.plan.owner_name,
        may_create=tuple(may_create(sight, me)),
        may_sign=may_sign(me, sight.now),
        may_read_grants=may_read_decisions(me, sight.now),
        participants=tuple(participant_answer(who) for who in known),
        parts=tuple(
            _part_answer(sight, me, known, part, position)
            for position, part in enumerate(sight.parts_of(me.id), start=1)
        ),
    )
    return replace(unhashed, epoch=epoch, version=_hash(unhashed))


def versions(sight: Sight) -> dict[ParticipantId, str]:
    """The version of everybody's own answer."""
    people = sight.access.participants
    return {who: plan_answer(sight, people[who]).version for who in sight.levels}


def may_create(sight: Sight, me: Participant) -> list[Kind]:
    """Kinds ``me`` may add a part of. A section that exists unseen counts as there, and is not told of."""
    decisions = sight.access.decisions
    allowed = [kind for kind in Kind if kind_access(me, kind, decisions, sight.now).level >= Level.EDIT]
    there = {part.kind for part in sight.access.parts.values()} - REPEATED_KINDS
    return [kind for kind in allowed if kind not in there]


def participant_answer(who: Participant) -> ParticipantAnswer:
    return ParticipantAnswer(who.id, who.name, who.role, who.organisation)


def shown_title(part: Part) -> str:
    return part.title if part.kind in TITLED_KINDS else ""


def document(part: PartId) -> str:
    """The sync document's name."""
    return f"part/{part}"


def _part_answer(
    sight: Sight, me: Participant, known: list[Participant], part: Part, position: int
) -> PartAnswer:
    return PartAnswer(
        id=part.id,
        kind=part.kind,
        title=shown_title(part),
        area=part.area,
        responsible=_if_known(sight, me, part.responsible),
        level=named_level(sight.levels[me.id][part.id]),
        document=document(part.id),
        visible_to=_visible_to(sight, known, part.id),
        position=position,
        created_by=_if_known(sight, me, part.created_by),
    )


def _if_known(sight: Sight, me: Participant, other: ParticipantId | None) -> ParticipantId | None:
    return other if other is not None and sight.knows(me.id, other) else None


def _visible_to(sight: Sight, known: list[Participant], part: PartId) -> tuple[Visibility, ...]:
    levels = [(who.id, sight.levels[who.id].get(part, Level.NONE)) for who in known]
    readers = sorted((pair for pair in levels if pair[1] >= Level.READ), key=lambda pair: -pair[1])
    return tuple(Visibility(who, named_level(level)) for who, level in readers)


def _hash(answer: PlanAnswer) -> str:
    return hashlib.sha256(_PLAN.dump_json(answer)).hexdigest()[:32]
