"""Who may do what: one pure fold over signed decisions (docs/domain.md, rules 9-11).

A decision speaks of a part or of a kind of part. The last one about the part itself holds; where
there is none, the last one about its kind. Two rules close what that would leave open:

- a withdrawal of a whole kind also ends the openings signed earlier for single parts of it;
- an opening whose period is over opens nothing, and nothing older comes back in its place.

Whoever created a part may edit it until a later decision says otherwise, and no longer than the
period of the decision about its kind under which it was created.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Literal, cast

from .plan import Kind, Part, Participant, ParticipantId, PartId, PersonId, Plan, Role

LevelName = Literal["none", "read", "comment", "edit"]
"""A level as the outside names it."""


class Level(IntEnum):
    """What a participant may do with a part; each level includes those below."""

    NONE = 0
    READ = 1
    COMMENT = 2
    EDIT = 3

    @property
    def token(self) -> LevelName:
        return cast(LevelName, self.name.lower())

    @classmethod
    def of(cls, token: str) -> Level:
        """The level of a token such as ``"read"``; ``KeyError`` for anything else."""
        return _BY_TOKEN[token]


_BY_TOKEN: Mapping[str, Level] = {level.token: level for level in Level}


def named_level(level: Level) -> LevelName:
    return level.token


@dataclass(frozen=True, slots=True)
class Decision:
    """One signed, append-only record. Exactly one of ``part`` and ``kind`` is set.

    ``number`` is dense per plan and gives the order. ``text`` is what the signer was shown.
    """

    number: int
    participant: ParticipantId
    level: Level
    signed_by: PersonId
    signed_at: datetime
    part: PartId | None = None
    kind: Kind | None = None
    until: datetime | None = None
    purpose: str = ""
    text: str = ""

    def __post_init__(self) -> None:
        if (self.part is None) == (self.kind is None):
            raise ValueError("a decision speaks of a part or of a kind, and of one only")


@dataclass(frozen=True, slots=True)
class Access:
    """A level and the moment it ends by itself (``None``: no end set)."""

    level: Level
    until: datetime | None = None
    source: str = "none"  # "part" | "kind" | "creator" | "owner" | "none"
    signed_at: datetime | None = None


NOTHING = Access(Level.NONE)


def _last(decisions: Iterable[Decision]) -> Decision | None:
    return max(decisions, key=lambda decision: decision.number, default=None)


def _opened(decision: Decision | None, source: str, now: datetime) -> Access:
    if decision is None:
        return NOTHING
    if decision.until is not None and decision.until <= now:
        return NOTHING
    until = decision.until if decision.level > Level.NONE else None
    return Access(decision.level, until, source, decision.signed_at)


def kind_access(participant: Participant, kind: Kind, decisions: Sequence[Decision], now: datetime) -> Access:
    """What ``participant`` may do with parts of ``kind`` that no decision names; creating needs edit here."""
    if not participant.active(now):
        return NOTHING
    if participant.role is Role.OWNER:
        return Access(Level.EDIT, source="owner")
    mine = [d for d in decisions if d.participant == participant.id and d.kind == kind]
    return _shorten(_opened(_last(mine), "kind", now), participant.until)


def part_access(participant: Participant, part: Part, decisions: Sequence[Decision], now: datetime) -> Access:
    """What ``participant`` may do with ``part`` at ``now``. ``decisions`` may be in any order."""
    if not participant.active(now):
        return NOTHING
    if participant.role is Role.OWNER:
        return Access(Level.EDIT, source="owner")
    mine = [d for d in decisions if d.participant == participant.id]
    of_kind = [d for d in mine if d.kind == part.kind]
    of_part = _last(d for d in mine if d.part == part.id)
    withdrawn = _last(d for d in of_kind if d.level is Level.NONE)
    closed_at = withdrawn.number if withdrawn else -1
    if of_part is not None and (of_part.level is Level.NONE or of_part.number > closed_at):
        return _shorten(_opened(of_part, "part", now), participant.until)
    if of_part is None and part.created_by == participant.id and part.created_after >= closed_at:
        created = _created(part, of_kind, now)
        if created.level > Level.NONE:
            return _shorten(created, participant.until)
    return _shorten(_opened(_last(of_kind), "kind", now), participant.until)


def _created(part: Part, of_kind: Sequence[Decision], now: datetime) -> Access:
    """A creator's edit never outlives the opening that let them create (rule 9: limited in time)."""
    under = _last(d for d in of_kind if d.number <= part.created_after)
    if under is not None and under.until is not None and under.until <= now:
        return NOTHING
    return Access(Level.EDIT, under.until if under else None, "creator")


def _shorten(access: Access, until: datetime | None) -> Access:
    """A level never outlives the participation it belongs to."""
    if access.level is Level.NONE or until is None or (access.until is not None and access.until <= until):
        return access
    return Access(access.level, until, access.source, access.signed_at)


@dataclass(frozen=True)
class PlanAccess:
    """Everything rights in one plan follow from, as read in one transaction."""

    plan: Plan
    participants: Mapping[ParticipantId, Participant]
    parts: Mapping[PartId, Part]
    decisions: Sequence[Decision] = field(default_factory=tuple)

    def participant_of(self, person: PersonId, now: datetime) -> Participant | None:
        """The active participation of ``person``, if there is one."""
        found = (p for p in self.participants.values() if p.person == person and p.active(now))
        return next(found, None)

    def access(self, participant: ParticipantId, part: PartId, now: datetime) -> Access:
        """``NOTHING`` for whoever or whatever is not in this plan."""
        who, what = self.participants.get(participant), self.parts.get(part)
        if who is None or what is None:
            return NOTHING
        mine = self._by_participant.get(participant, ())
        return part_access(who, what, mine, now)

    @property
    def _by_participant(self) -> Mapping[ParticipantId, Sequence[Decision]]:
        cached = self.__dict__.get("_grouped")
        if cached is None:
            cached = {}
            for decision in self.decisions:
                cached.setdefault(decision.participant, []).append(decision)
            self.__dict__["_grouped"] = cached
        return cached

    def levels(self, participant: ParticipantId, now: datetime) -> dict[PartId, Level]:
        """Every part this participant may at least read."""
        all_levels = {part: self.access(participant, part, now).level for part in self.parts}
        return {part: level for part, level in all_levels.items() if level >= Level.READ}

    def knows(self, one: ParticipantId, other: ParticipantId, now: datetime) -> bool:
        """Whether two participants know of each other (rule 17)."""
        a, b = self.participants.get(one), self.participants.get(other)
        if a is None or b is None or not (a.active(now) and b.active(now)):
            return False
        return know_each_other(a, b, self.levels(one, now), self.levels(other, now))

    def everybodys_levels(self, now: datetime) -> dict[ParticipantId, dict[PartId, Level]]:
        """``levels`` of all who are active: each fold once, for answers that speak of everybody."""
        return {who.id: self.levels(who.id, now) for who in self.participants.values() if who.active(now)}

    def changes_by_itself(self, now: datetime) -> datetime | None:
        """The next moment at which a period ends, after ``now``."""
        ends = [d.until for d in self.decisions] + [p.until for p in self.participants.values()]
        return min((end for end in ends if end is not None and end > now), default=None)


def know_each_other(
    one: Participant, other: Participant, ones: Mapping[PartId, Level], others: Mapping[PartId, Level]
) -> bool:
    """Rule 17 for two active participants, given the parts each can at least read."""
    if one.id == other.id or {one.role, other.role} & {Role.OWNER, Role.COORDINATOR}:
        return True
    return not ones.keys().isdisjoint(others)


def may_sign(participant: Participant, now: datetime) -> bool:
    """Only the owner, or a representative within the mandate's time, signs decisions (rule 13)."""
    return participant.active(now) and participant.role in (Role.OWNER, Role.REPRESENTATIVE)


def may_read_decisions(participant: Participant, now: datetime) -> bool:
    return may_sign(participant, now) or (participant.active(now) and participant.role is Role.COORDINATOR)
