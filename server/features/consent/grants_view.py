"""Who may do what in a plan, as the owner, a representative or the coordinator may know it: pure.

Only the owner sees all of it. The others see the parts they can read, and of decisions about a whole
kind only those where nothing of the kind is kept from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, cast

from server.domain.access import Access, Decision, Level, PlanAccess
from server.domain.own_list import shown_title
from server.domain.plan import Kind, Part, ParticipantAnswer, Role
from server.domain.proposals import proposal
from server.domain.sight import Sight

from .answers import DecisionAnswer, GrantCell, GrantedKind, GrantedPart, GrantsAnswer
from .wording import language_of

Source = Literal["part", "kind", "creator", "none"]


def grants_answer(sight: Sight) -> GrantsAnswer:
    columns = [who for who in sight.known_sights() if who.me.role is not Role.OWNER]
    parts = sight.parts()
    kinds = [kind for kind in Kind if _knows_kind(sight, kind)]
    return GrantsAnswer(
        participants=tuple(ParticipantAnswer.of(who.me) for who in columns),
        parts=tuple(_granted_part(sight, part) for part in parts),
        cells=tuple(_cell(who, part) for who in columns for part in parts),
        kinds=tuple(_granted_kind(who, kind) for who in columns for kind in kinds),
        decisions=tuple(_decisions(sight, columns, set(kinds))),
    )


def decision_answer(access: PlanAccess, decision: Decision) -> DecisionAnswer:
    """A decision as its receipt."""
    signers = [who.name for who in access.participants.values() if who.person == decision.signed_by]
    return DecisionAnswer(
        number=decision.number,
        participant=decision.participant,
        part=decision.part,
        kind=decision.kind,
        level=decision.level.token,
        until=decision.until,
        purpose=decision.purpose,
        text=decision.text,
        language=language_of(decision.text),
        signed_by=signers[0] if signers else "",
        signed_at=decision.signed_at,
    )


def _knows_kind(sight: Sight, kind: Kind) -> bool:
    if sight.me.role is Role.OWNER:
        return True
    of_kind = [part.id for part in sight.access.parts.values() if part.kind is kind]
    opened = sight.access_to_kind(kind).level >= Level.READ
    return all(part in sight.levels for part in of_kind) and (bool(of_kind) or opened)


def _granted_part(sight: Sight, part: Part) -> GrantedPart:
    responsible = part.responsible if sight.knows(part.responsible) else None
    return GrantedPart(part.id, part.kind, shown_title(part), part.area, responsible)


def _cell(who: Sight, part: Part) -> GrantCell:
    access = who.access_to(part.id)
    return GrantCell(
        participant=who.me.id,
        part=part.id,
        level=access.level.token,
        proposed=proposal(who.me, part).token,
        until=access.until,
        signed_at=access.signed_at,
        source=_source(access),
        by_itself=who.grants.by_itself(part),
    )


def _source(access: Access) -> Source:
    return cast(Source, access.source)


def _granted_kind(who: Sight, kind: Kind) -> GrantedKind:
    access = who.access_to_kind(kind)
    return GrantedKind(who.me.id, kind, access.level.token, access.until)


def _decisions(sight: Sight, columns: list[Sight], kinds: set[Kind]) -> Iterator[DecisionAnswer]:
    """Newest first."""
    known = {who.me.id for who in columns}
    for decision in sorted(sight.access.decisions, key=lambda d: -d.number):
        shown = decision.part in sight.levels if decision.part is not None else decision.kind in kinds
        if shown and decision.participant in known:
            yield decision_answer(sight.access, decision)
