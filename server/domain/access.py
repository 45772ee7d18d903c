"""Access levels: one pure fold over signed decisions (docs/domain.md, rules 9-11).

A decision concerns a part or a kind of part. The last one about the part itself applies; if there is none,
the last one about its kind. Two rules restrict this:

- a withdrawal of a whole kind also revokes the grants signed earlier for single parts of it;
- a grant whose period is over grants nothing, and no older grant takes its place.

The creator of a part may edit it until a later decision about it or its kind, and no longer than the period
of the decision about its kind under which it was created (decision 0017).

To propose parts of a kind is a right of its own, by decisions about that alone. It opens no part but those
that its holder proposes; no earlier decision about the kind opens these to anybody (decision 0033).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from functools import cached_property
from operator import attrgetter
from typing import Literal, cast

from .audit import fingerprint
from .identity.principal import Principal
from .on_behalf.warrant import Warrant
from .plan import Apart, Kind, Part, Participant, ParticipantId, PartId, PersonId, Plan, Role

LevelName = Literal["none", "read", "comment", "edit"]
"""A level in the API and in the database."""


class Level(IntEnum):
    """What a participant may do with a part; each level includes those below."""

    NONE = 0
    READ = 1
    COMMENT = 2
    EDIT = 3

    @property
    def token(self) -> LevelName:
        return LEVEL_TOKENS[self]

    @classmethod
    def of(cls, token: str) -> Level:
        """The level of a token such as ``"read"``; ``KeyError`` for anything else."""
        return LEVELS[token]


LEVEL_TOKENS: Mapping[Level, LevelName] = {level: cast(LevelName, level.name.lower()) for level in Level}
LEVELS: Mapping[str, Level] = {token: level for level, token in LEVEL_TOKENS.items()}


@dataclass(frozen=True, slots=True)
class Decision:
    """One signed, append-only record. Exactly one of ``part`` and ``kind`` is set.

    ``number`` is dense per plan and gives the order. ``text`` is the sentence the signer was shown.
    ``beyond``: parts of the kind that it does not reach, kept from the representative who signed it.
    ``proposing``: whether parts of the kind may be proposed from now on. It then says nothing of what is
    there, and its level is ``NONE``: who does not know of proposing takes it for less, never for more.
    ``warrant``: ``None`` of decisions from before there was one.
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
    beyond: frozenset[PartId] = frozenset()
    proposing: bool | None = None
    warrant: Warrant | None = None

    def __post_init__(self) -> None:
        if (self.part is None) == (self.kind is None):
            raise ValueError("a decision speaks of a part or of a kind, and of one only")
        if self.proposing is not None and (self.kind is None or self.level is not Level.NONE):
            raise ValueError("proposing is of a kind, and opens nothing that is there")

    @property
    def fingerprint(self) -> str:
        """What its entry in the access log witnesses: all of it, and no mark that is derived."""
        about = (self.part, self.kind, self.until, self.purpose, self.text)
        beyond = [sorted(self.beyond)] if self.beyond else []
        signed = (self.level.token, self.signed_by, self.signed_at)
        proposing = [] if self.proposing is None else [self.proposing]
        warrant = [] if self.warrant is None else [self.warrant.sealed]
        later = (*beyond, *proposing, *warrant)
        return fingerprint("decision", self.number, self.participant, *signed, *about, *later)


@dataclass(frozen=True, slots=True)
class Access:
    """A level and the moment it expires (``None``: never)."""

    level: Level
    until: datetime | None = None
    source: str = "none"  # "part" | "kind" | "creator" | "owner" | "none"
    signed_at: datetime | None = None


NOTHING = Access(Level.NONE)


class Grants:
    """The decisions about one participant, folded at one moment to the access they grant, by kind and part.

    ``decisions`` may be in any order, and include those about others.
    """

    def __init__(self, participant: Participant, decisions: Iterable[Decision], now: datetime) -> None:
        self._participant, self._now = participant, now
        self._of_part: dict[PartId, Decision] = {}
        self._of_kind: dict[Kind, list[Decision]] = {}
        """Oldest first."""
        self._proposing: dict[Kind, Decision] = {}
        self._everywhere: Access | None = None
        if not participant.active(now):
            self._everywhere = NOTHING
        elif participant.role is Role.OWNER:
            self._everywhere = Access(Level.EDIT, source="owner")
        else:
            self._collect(decisions)
        self._kinds = {kind: self._opened(signed[-1], "kind") for kind, signed in self._of_kind.items()}

    def _collect(self, decisions: Iterable[Decision]) -> None:
        for decision in sorted(decisions, key=_BY_NUMBER):
            if decision.participant != self._participant.id:
                continue
            if decision.proposing is not None and decision.kind is not None:
                self._proposing[decision.kind] = decision
            elif decision.part is not None:
                self._of_part[decision.part] = decision
            elif decision.kind is not None:
                self._of_kind.setdefault(decision.kind, []).append(decision)

    def of_kind(self, kind: Kind) -> Access:
        """The access to parts of ``kind`` that no decision names; creating one requires edit."""
        return self._everywhere or self._kinds.get(kind, NOTHING)

    def proposing(self, kind: Kind) -> Decision | None:
        """The decision by which parts of ``kind`` may be proposed now. Withdrawing the kind ends it too."""
        last = self._proposing.get(kind)
        if last is None or not last.proposing or (last.until is not None and last.until <= self._now):
            return None
        closed = any(d.level is Level.NONE and d.number > last.number for d in self._of_kind.get(kind, ()))
        return None if closed else last

    def closes(self, kind: Kind) -> bool:
        """Whether the last decision about ``kind`` withdraws it."""
        return any(decision.level is Level.NONE for decision in self._of_kind.get(kind, ())[-1:])

    @property
    def opens_a_kind(self) -> bool:
        found = [self._everywhere] if self._everywhere else self._kinds.values()
        return any(access.level >= Level.READ for access in found)

    def of_plan(self, plan: PlanAccess) -> dict[PartId, Access]:
        """The access to each part of ``plan``. Only parts that a decision names, and the participant's own,
        are looked at one by one: a plan may have hundreds."""
        if self._everywhere is not None:
            return dict.fromkeys(plan.parts, self._everywhere)
        found = dict.fromkeys(plan.parts, NOTHING)
        for kind, access in self._kinds.items():
            found.update(dict.fromkeys(plan.parts_of_kind.get(kind, ()), access))
        single = [self._of_part.keys(), plan.parts_made_by.get(self._participant.id, ()), plan.parts_apart]
        single += [signed[-1].beyond for signed in self._of_kind.values()]
        for part in found.keys() & set().union(*single):
            found[part] = self.of_part(plan.parts[part])
        return found

    def of_part(self, part: Part) -> Access:
        return self._everywhere or self._named(part) or self._created(part) or self._of_its_kind(part)

    def by_itself(self, part: Part) -> bool:
        """Whether a decision about the part holds: one about its kind, other than a withdrawal, would not
        reach it."""
        return self._everywhere is not None or self._named(part) is not None

    def _named(self, part: Part) -> Access | None:
        """The access by the last decision about the part; ``None`` if there is none that holds."""
        decided = self._of_part.get(part.id)
        if decided is None:
            return None
        if decided.level is not Level.NONE and any(
            closed.number > decided.number for closed in self._about_kind(part) if closed.level is Level.NONE
        ):
            return None
        return self._opened(decided, "part")

    def _created(self, part: Part) -> Access | None:
        """A creator's edit: not above or beyond what is signed about the kind (rule 9)."""
        if part.created_by != self._participant.id:
            return None
        last = next(self._about_kind(part), None)
        if last is not None and last.number > part.created_after:
            return None
        if part.apart is Apart.PROPOSED:
            last = self.proposing(part.kind)
            return None if last is None else Access(Level.EDIT, self._ends(last.until), "creator")
        if last is None:
            return Access(Level.EDIT, self._ends(None), "creator")
        if last.until is not None and last.until <= self._now:
            return None
        return Access(Level.EDIT, self._ends(last.until), "creator")

    def _of_its_kind(self, part: Part) -> Access:
        last = next(self._about_kind(part), None)
        if last is None or (part.apart and last.number <= part.created_after):
            return NOTHING
        return self._kinds[part.kind] if last is self._of_kind[part.kind][-1] else self._opened(last, "kind")

    def _about_kind(self, part: Part) -> Iterator[Decision]:
        """The decisions about its kind that are not kept from the part, newest first."""
        return (d for d in reversed(self._of_kind.get(part.kind, ())) if part.id not in d.beyond)

    def _opened(self, decision: Decision, source: str) -> Access:
        until = decision.until
        if until is not None and until <= self._now:
            return NOTHING
        if decision.level is Level.NONE:
            until = None
        elif self._participant.until is not None:
            until = self._ends(until)
        return Access(decision.level, until, source, decision.signed_at)

    def _ends(self, until: datetime | None) -> datetime | None:
        """A level never outlives the participation."""
        end = self._participant.until
        return until if end is None or (until is not None and until <= end) else end


_BY_NUMBER = attrgetter("number")


@dataclass(frozen=True)
class PlanAccess:
    """Everything that rights in one plan derive from, read in one transaction; ``sight`` derives them.

    ``decisions``: at least those that stand (``standing.py``).
    """

    plan: Plan
    participants: Mapping[ParticipantId, Participant]
    parts: Mapping[PartId, Part]
    decisions: Sequence[Decision] = field(default_factory=tuple)

    @cached_property
    def parts_of_kind(self) -> Mapping[Kind, Sequence[PartId]]:
        found: dict[Kind, list[PartId]] = {}
        for part in self.parts.values():
            found.setdefault(part.kind, []).append(part.id)
        return found

    @cached_property
    def parts_made_by(self) -> Mapping[ParticipantId, Sequence[PartId]]:
        found: dict[ParticipantId, list[PartId]] = {}
        for part in self.parts.values():
            if part.created_by is not None:
                found.setdefault(part.created_by, []).append(part.id)
        return found

    @cached_property
    def parts_put_away(self) -> Sequence[PartId]:
        return [part.id for part in self.parts.values() if part.put_away_at]

    @cached_property
    def parts_apart(self) -> Sequence[PartId]:
        return [part.id for part in self.parts.values() if part.apart]

    @cached_property
    def decisions_about(self) -> Mapping[ParticipantId, Sequence[Decision]]:
        """By participant; those without decisions are not in it."""
        found: dict[ParticipantId, list[Decision]] = {}
        for decision in self.decisions:
            found.setdefault(decision.participant, []).append(decision)
        return found

    @property
    def last_decision(self) -> int:
        """The number of the newest decision, 0 before the first."""
        return max(map(_BY_NUMBER, self.decisions), default=0)

    def participant_of(self, principal: Principal, now: datetime) -> Participant | None:
        """The active participation that ``principal`` acts in, if one opens to them."""
        person = principal.person
        return principal.acting(p for p in self.participants.values() if p.person == person and p.active(now))

    def changes_by_itself(self, now: datetime) -> datetime | None:
        """The next moment after ``now`` at which a grant or a participation expires."""
        ends = [d.until for d in self.decisions] + [p.until for p in self.participants.values()]
        return min((end for end in ends if end is not None and end > now), default=None)
