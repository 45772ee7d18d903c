"""Who may do what in a plan, as the owner, a representative or the coordinator may know it: pure.

Only the owner sees all of it. The others see the parts they can read, and of decisions about a whole
kind only those where nothing of the kind is kept from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, cast

from server.domain.access import Access, Decision, Level, PlanAccess, kind_access, named_level
from server.domain.plan import Kind, Part, Participant, PartId, Role
from server.domain.proposals import proposal
from server.features.plans.plan_view import Sight, participant_answer, shown_title

from .answers import DecisionAnswer, GrantCell, GrantedKind, GrantedPart, GrantsAnswer

Source = Literal["part", "kind", "creator", "none"]


def grants_answer(sight: Sight, me: Participant) -> GrantsAnswer:
    columns = [who for who in sight.known_to(me.id) if who.role is not Role.OWNER]
    parts = sight.parts_of(me.id)
    kinds = [kind for kind in Kind if _knows_kind(sight, me, kind)]
    return GrantsAnswer(
        participants=tuple(participant_answer(who) for who in columns),
        parts=tuple(_granted_part(sight, me, part) for part in parts),
        cells=tuple(_cell(sight, who, part) for who in columns for part in parts),
        kinds=tuple(_granted_kind(sight, who, kind) for who in columns for kind in kinds),
        decisions=tuple(_decisions(sight, columns, {part.id for part in parts}, set(kinds))),
    )


def decision_answer(access: PlanAccess, decision: Decision) -> DecisionAnswer:
    """A decision as its receipt."""
    signers = [who.name for who in access.participants.values() if who.person == decision.signed_by]
    return DecisionAnswer(
        number=decision.number,
        participant=decision.participant,
        part=decision.part,
        kind=decision.kind,
        level=named_level(decision.level),
        until=decision.until,
        purpose=decision.purpose,
        text=decision.text,
        signed_by=signers[0] if signers else "",
        signed_at=decision.signed_at,
    )


def _knows_kind(sight: Sight, me: Participant, kind: Kind) -> bool:
    if me.role is Role.OWNER:
        return True
    readable = sight.levels[me.id]
    of_kind = [part.id for part in sight.access.parts.values() if part.kind is kind]
    opened = kind_access(me, kind, sight.access.decisions, sight.now).level >= Level.READ
    return all(part in readable for part in of_kind) and (bool(of_kind) or opened)


def _granted_part(sight: Sight, me: Participant, part: Part) -> GrantedPart:
    responsible = part.responsible
    if responsible is not None and not sight.knows(me.id, responsible):
        responsible = None
    return GrantedPart(part.id, part.kind, shown_title(part), part.area, responsible)


def _cell(sight: Sight, who: Participant, part: Part) -> GrantCell:
    access = sight.access.access(who.id, part.id, sight.now)
    return GrantCell(
        participant=who.id,
        part=part.id,
        level=named_level(access.level),
        proposed=named_level(proposal(who, part)),
        until=access.until,
        signed_at=access.signed_at,
        source=_source(access),
    )


def _source(access: Access) -> Source:
    return cast(Source, access.source)


def _granted_kind(sight: Sight, who: Participant, kind: Kind) -> GrantedKind:
    access = kind_access(who, kind, sight.access.decisions, sight.now)
    return GrantedKind(who.id, kind, named_level(access.level), access.until)


def _decisions(
    sight: Sight, columns: list[Participant], parts: set[PartId], kinds: set[Kind]
) -> Iterator[DecisionAnswer]:
    """Newest first."""
    known = {who.id for who in columns}
    for decision in sorted(sight.access.decisions, key=lambda d: -d.number):
        shown = decision.part in parts if decision.part is not None else decision.kind in kinds
        if shown and decision.participant in known:
            yield decision_answer(sight.access, decision)
