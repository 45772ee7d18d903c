"""What a participant sees of a plan at one moment and may do there: levels, and whom they know of.

Parts that a participant may not read leave no trace in this: no gap in the positions, no responsible or
creator they may not know of, no participant they share nothing with (rule 17).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from functools import cached_property
from itertools import compress
from operator import attrgetter

from .access import NOTHING, Access, Grants, Level, PlanAccess
from .audit import Details, Event
from .errors import Exists, Forbidden, NotFound
from .identity.principal import Principal
from .kinds import KINDS
from .on_behalf.assisting import AssistedSession
from .own_list import Adding, OwnList, SeenPart, channel_name, facts_of
from .plan import COORDINATING, Kind, Part, Participant, ParticipantId, PartId, Role
from .standing import proposed_parts

_SIGNERS = frozenset({Role.OWNER, Role.REPRESENTATIVE})
_KNOWN_TO_ALL = COORDINATING | {Role.OWNER}
PRESENT_BY_ROLE = _KNOWN_TO_ALL | {Role.REPRESENTATIVE}
"""Their task in the plan does not depend on what is open to them."""


class PlanSight:
    """A plan at one moment. Each participant's levels are folded once, on first use."""

    def __init__(self, access: PlanAccess, now: datetime) -> None:
        self.access, self.now, self.ended = access, now, access.plan.ended_at is not None
        self.sections = {
            part.kind: part.id for part in access.parts.values() if not KINDS[part.kind].repeated
        }
        """The parts of the kinds that are not repeated: no second one may be created."""
        self.in_order = sorted(access.parts.values(), key=attrgetter("place"))
        """Those that are put away come last."""
        self._sights: dict[ParticipantId, Sight] = {}
        self._everybody: list[Sight] | None = None

    @cached_property
    def facts(self) -> list[str]:
        return list(map(facts_of, self.in_order))

    @cached_property
    def proposed(self) -> frozenset[PartId]:
        return proposed_parts(self.access)

    def of(self, participant: ParticipantId) -> Sight | None:
        """``None`` for anybody who is no active participant."""
        found = self._sights.get(participant)
        if found is None:
            who = self.access.participants.get(participant)
            if who is not None and who.active(self.now):
                found = self._sights[participant] = Sight(self, who)
        return found

    def of_principal(self, principal: Principal) -> Sight:
        """Raises ``NotFound`` for anybody who takes no part, or whose login does not open their part."""
        me = self.access.participant_of(principal, self.now)
        found = self.of(me.id) if me is not None else None
        if found is None or not found.takes_part:
            raise NotFound
        return found

    def everybody(self) -> list[Sight]:
        """All active participants: the owner first, then by role and name."""
        if self._everybody is None:
            found = [self.of(participant) for participant in self.access.participants]
            there = (sight for sight in found if sight is not None)
            self._everybody = sorted(there, key=attrgetter("me.place"))
        return self._everybody

    def access_of(self, participant: ParticipantId, part: PartId) -> Access:
        """``NOTHING`` for a participant or part that is not in this plan."""
        sight = self.of(participant)
        return NOTHING if sight is None else sight.access_to(part)


class Sight:
    """One active participant's view. ``assisting``: they write down what the owner says; it shows no more."""

    def __init__(self, plan: PlanSight, me: Participant, assisting: AssistedSession | None = None) -> None:
        self.plan, self.me, self.assisting = plan, me, assisting
        self.access, self.now = plan.access, plan.now

    # -- levels -----------------------------------------------------------------------------------

    @cached_property
    def grants(self) -> Grants:
        return Grants(self.me, self.access.decisions_about.get(self.me.id, ()), self.now)

    @cached_property
    def _accesses(self) -> Mapping[PartId, Access]:
        found = self.grants.of_plan(self.access)
        for part in self.access.parts if self.plan.ended else self.access.parts_put_away:
            # Whatever is signed, nobody writes in it, and nobody sees it who did not.
            found[part] = replace(found[part], level=min(found[part].level, Level.READ))
        return found

    @cached_property
    def levels(self) -> Mapping[PartId, Level]:
        """Every part this participant can at least read."""
        return {part: access.level for part, access in self._accesses.items() if access.level >= Level.READ}

    @cached_property
    def row(self) -> bytes:
        """The level of each part in the plan's order; 0 where it cannot be read."""
        levels = self.levels
        return bytes([levels.get(part.id, 0) for part in self.plan.in_order])

    def access_to(self, part: PartId) -> Access:
        """``NOTHING`` for a part that is not in this plan."""
        return self._accesses.get(part, NOTHING)

    def access_to_kind(self, kind: Kind) -> Access:
        """The access to parts of ``kind`` that no decision names, also future ones."""
        return self.grants.of_kind(kind)

    def part(self, part: PartId, needed: Level = Level.READ) -> Part:
        """The part. Raises ``NotFound`` below ``READ``, ``Forbidden`` below ``needed``."""
        level = self.levels.get(part)
        if level is None:
            raise NotFound
        if level < needed:
            raise Forbidden
        return self.access.parts[part]

    def parts(self) -> list[Part]:
        """The parts that can at least be read, in the plan's order."""
        return list(compress(self.plan.in_order, self.row))

    @property
    def takes_part(self) -> bool:
        """Whether there is a plan for them: whoever has lost everything is told nothing more of it."""
        return self.me.role in PRESENT_BY_ROLE or self.holds_something

    @cached_property
    def holds_something(self) -> bool:
        """A part, or a kind that is open to them before there is any of it."""
        return bool(self.grants.opens_a_kind or self.levels)

    # -- permissions in the plan ------------------------------------------------------------------

    @property
    def may_sign(self) -> bool:
        """The owner, a representative in the mandate's time (rule 13), who writes what the owner says."""
        return (self.me.role in _SIGNERS or self.assisting is not None) and not self.plan.ended

    def may_assist(self, session: AssistedSession) -> bool:
        as_begun = (session.plan, session.begun_as) == (self.access.plan.id, self.me.id)
        return as_begun and self.me.role in COORDINATING and not self.plan.ended

    @property
    def may_read_decisions(self) -> bool:
        return self.me.role in _SIGNERS or self.me.role in COORDINATING

    def may_create(self) -> list[Kind]:
        """Kinds of which a part may be added; not those whose only part exists, seen or unseen."""
        return [kind for kind in Kind if kind not in self.plan.sections and self._adds(kind)]

    def require_creating(self, kind: Kind) -> None:
        """Raises ``Forbidden`` for who neither edits nor proposes it, ``Exists`` for a section there is."""
        if not self._adds(kind):
            raise Forbidden
        there = self.plan.sections.get(kind)
        if there is not None:
            # ``Exists`` would reveal a section that this participant may not read.
            raise Exists if there in self.levels else Forbidden

    def adding(self) -> list[Adding]:
        return [Adding(kind, not self.edits(kind), self._readers_of_new(kind)) for kind in self.may_create()]

    def _readers_of_new(self, kind: Kind) -> tuple[ParticipantId, ...]:
        """Themselves, and those they know of who would see a part of ``kind`` that they add."""
        edits, known = self.edits(kind), self._knowing.values()
        sees = {other.me.id for other in known if other.me.role is Role.OWNER or other is self}
        if edits:
            sees |= {other.me.id for other in known if other.access_to_kind(kind).level >= Level.READ}
        return tuple([who for who in self._knowing if who in sees])

    def edits(self, kind: Kind) -> bool:
        return self.grants.of_kind(kind).level >= Level.EDIT and not self.plan.ended

    def _adds(self, kind: Kind) -> bool:
        return self.edits(kind) or self.grants.proposing(kind) is not None

    # -- people -----------------------------------------------------------------------------------

    def knows(self, other: ParticipantId | None) -> bool:
        """Rule 17: those they share a readable part with, the owner, the coordinator, their substitute."""
        return other in self._knowing

    def may_name(self, other: ParticipantId) -> bool:
        """Whether what ``other`` once wrote carries their name: also of those who take part no more."""
        if self.me.role in _KNOWN_TO_ALL or self.knows(other):
            return True
        who = self.access.participants.get(other)
        return who is not None and who.role in _KNOWN_TO_ALL

    def known(self) -> list[Participant]:
        """All participants they know of, including themselves: the owner first, then by role and name."""
        return [sight.me for sight in self._knowing.values()]

    def known_sights(self) -> list[Sight]:
        """The sight of each of ``known``."""
        return list(self._knowing.values())

    @cached_property
    def _knowing(self) -> Mapping[ParticipantId, Sight]:
        everybody = self.plan.everybody()
        if self.me.role not in _KNOWN_TO_ALL:
            levels = self.levels.keys()
            everybody = [
                other
                for other in everybody
                if other is self or other.me.role in _KNOWN_TO_ALL or not levels.isdisjoint(other.levels)
            ]
        return {other.me.id: other for other in everybody}

    @cached_property
    def former(self) -> list[Participant]:
        """Who takes part no more, told to owner and coordinator alone: what they did carries their names."""
        told = self.access.participants.values() if self.me.role in _KNOWN_TO_ALL else ()
        return sorted((who for who in told if not who.active(self.now)), key=attrgetter("place"))

    @property
    def next_revision(self) -> date | None:
        """For whoever reads the period, and whose task it is to go through the plan."""
        told = self.me.role in _KNOWN_TO_ALL or self.plan.sections.get(Kind.PERIOD) in self.levels
        return self.access.plan.next_revision if told else None

    # -- the participant's own list ---------------------------------------------------------------

    def seen_parts(self) -> list[SeenPart]:
        return list(self._own_list)

    @cached_property
    def version(self) -> str:
        """A hash of exactly what this participant's plan answer contains (docs/contract.md)."""
        listed = self._own_list.as_json()
        answer = {
            "id": self.access.plan.id,
            "epoch": "",
            "version": "",
            "channel": channel_name(self.access.plan.id),
            "me": self.me.id,
            "owner_name": self.access.plan.owner_name,
            "next_revision": self.next_revision and self.next_revision.isoformat(),
            "may_create": self.may_create(),
            "adding": list(map(asdict, self.adding())),
            "may_sign": self.may_sign,
            "may_read_grants": self.may_read_decisions,
            "participants": list(map(_as_json, self.known())),
            "former": list(map(_as_json, self.former)),
            "parts": [part for part in listed if "put_away_at" not in part],
            "put_away": [part for part in listed if "put_away_at" in part],
        }
        written = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()[:32]

    @cached_property
    def fingerprint(self) -> str:
        """Another one exactly if ``version`` is another, at a third of its cost."""
        people = [_as_text(who) for who in self.known()]
        if self.former:
            people += ["former", *map(_as_text, self.former)]
        plan = (self.access.plan.owner_name, str(self.next_revision))
        rest = (*plan, *map(str, self.adding()), str(self.me.role), *people)
        own_list = self._own_list.fingerprint(self.plan.facts)
        return hashlib.sha256(f"{own_list}{rest!r}".encode()).hexdigest()

    @property
    def _own_list(self) -> OwnList:
        readers = {who: other.row for who, other in self._knowing.items()}
        return OwnList(self.plan.in_order, self.row, readers, [w.id for w in self.former], self.plan.proposed)

    # -- the access log ---------------------------------------------------------------------------

    def event(self, details: Details, part: PartId | None = None) -> Event:
        """An event of this participant now, for the access log."""
        me, assisted = self.me, self.assisting
        details = details if assisted is None else replace(details, assisted=assisted.id)
        return Event.of(details, self.now, me.person, self.access.plan.id, me.id, me.organisation, part)


def _as_json(who: Participant) -> dict[str, str]:
    return {"id": who.id, "name": who.name, "role": who.role, "organisation": who.known_organisation}


def _as_text(who: Participant) -> str:
    return f"{who.id} {who.role} {who.name!r} {who.known_organisation!r}"
