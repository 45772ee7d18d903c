"""Builds the demo plan as one value to store: persons, parts with content, and the default levels, signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from server.domain.access import Decision, Level
from server.domain.audit import ABSENT, Details, Event
from server.domain.kinds import KINDS
from server.domain.plan import (
    SERVER,
    Area,
    Kind,
    Part,
    Participant,
    ParticipantId,
    PartId,
    PersonId,
    PlanId,
    Role,
)
from server.domain.proposals import kind_proposal, proposal, proposing_proposal
from server.domain.unit.rights import MunicipalityId
from server.features.consent.wording import wording
from server.features.parts.entries import PartAdded
from server.ports.log import Row
from server.ports.randomness import Chance
from server.storage.decisions import DecisionSigned
from server.storage.founding import NewPlan, PlanFounded
from server.storage.parts import PartCreation
from server.storage.persons import Person
from server.sync.document.schema import seed

from .contributions import CONTRIBUTIONS
from .measures import GOALS, MEASURES
from .people import DEMO_PEOPLE, OWNER_KEY
from .sections import PERIOD_FIELDS, SECTIONS
from .writing import blocks_of

WORDING = wording("nb")


@dataclass
class Founding:
    """Collects the plan. ``people``: person ids by demo key; ``parts``, ``texts``: by keys of the content."""

    chance: Chance
    now: datetime
    people: Mapping[str, PersonId]
    municipality: MunicipalityId | None = None
    plan: PlanId = field(init=False)
    participants: dict[str, Participant] = field(default_factory=dict)
    parts: dict[str, PartCreation] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    """As a reader sees them, one line per block."""

    def __post_init__(self) -> None:
        self.plan = PlanId(self.chance.id())

    @property
    def owner(self) -> Participant:
        return self.participants[OWNER_KEY]

    def new_plan(self) -> NewPlan:
        self._take_part()
        self._write_sections()
        self._write_goals()
        self._write_measures()
        self._write_contributions()
        decisions = [replace(signed, number=n) for n, signed in enumerate(self._signatures(), start=1)]
        return NewPlan(
            id=self.plan,
            owner=self.owner.person,
            created_at=self.now,
            persons=[demo_person(person.key, self.people[person.key]) for person in DEMO_PEOPLE],
            participants=[*self.participants.values()],
            parts=[*self.parts.values()],
            decisions=decisions,
            events=[*self._events(decisions)],
            municipality=self.municipality,
        )

    def _take_part(self) -> None:
        for person in DEMO_PEOPLE:
            if person.role is not None:
                self.participants[person.key] = Participant(
                    ParticipantId(self.chance.id()),
                    self.plan,
                    self.people[person.key],
                    person.name,
                    person.role,
                    person.organisation,
                )

    def _write_sections(self) -> None:
        for kind, text in SECTIONS.items():
            self._add(kind.value, kind, text, PERIOD_FIELDS if kind is Kind.PERIOD else {})

    def _write_goals(self) -> None:
        for goal in GOALS:
            fields = {"title": goal.title, "target": goal.target, "status": goal.status}
            self._add(goal.key, Kind.GOAL, goal.body, fields)

    def _write_measures(self) -> None:
        for measure in MEASURES:
            fields = {
                "title": measure.title,
                "extent": measure.extent,
                "how": measure.how,
                "goal": self.parts[measure.goal].part.id,
                "status": measure.status,
                "start": measure.start,
                "due": measure.due,
                "decision": measure.decision,
            }
            self._add(measure.key, Kind.MEASURE, measure.body, fields, measure.responsible, measure.area)

    def _write_contributions(self) -> None:
        for key, text in CONTRIBUTIONS.items():
            self._add(f"contribution-{key}", Kind.CONTRIBUTION, text, {}, responsible=key)

    def _add(
        self,
        key: str,
        kind: Kind,
        text: str,
        fields: Mapping[str, str],
        responsible: str | None = None,
        area: Area | None = None,
    ) -> None:
        blocks = blocks_of(text)
        self.texts[key] = "\n".join("".join(run for run, _ in block.runs) for block in blocks)
        content = seed(kind, self.chance.client_id(), blocks=blocks, fields=fields)
        part = Part(
            PartId(self.chance.id()),
            self.plan,
            kind,
            title=content.title,
            area=area,
            responsible=self.participants[responsible].id if responsible else None,
            position=len(self.parts) + 1,
            created_by=self.owner.id,
        )
        row, clients = Row(SERVER, None, content.payload), {content.client_id: SERVER}
        self.parts[key] = PartCreation(part, row, clients, content.due)

    def _signatures(self) -> Iterator[Decision]:
        others = [who for who in self.participants.values() if who.role is not Role.OWNER]
        for who in others:
            for kind in Kind:
                # First: whoever replays decisions and does not know of these takes them for withdrawals.
                if proposing_proposal(who, kind):
                    yield self._decision(who, WORDING.proposal(who, kind, True, None), kind, proposing=True)
                if KINDS[kind].proposed:
                    yield from self._signed(who, kind, kind_proposal(who.role, kind))
            # Kinds without a proposal for the whole kind are signed part by part: a new measure is readable
            # to nobody else before the owner has seen it.
            for part in (new.part for new in self.parts.values() if not KINDS[new.part.kind].proposed):
                yield from self._signed(who, part, proposal(who, part))

    def _signed(self, who: Participant, about: Kind | Part, level: Level) -> Iterator[Decision]:
        if level is Level.NONE:
            return  # nothing is granted without a decision
        yield self._decision(who, WORDING.sentence(who, self._named(about), level, None), about, level)

    def _decision(
        self,
        who: Participant,
        text: str,
        about: Kind | Part,
        level: Level = Level.NONE,
        proposing: bool | None = None,
    ) -> Decision:
        return Decision(
            number=0,  # replaced by ``new_plan``
            participant=who.id,
            level=level,
            signed_by=self.owner.person,
            signed_at=self.now,
            part=about.id if isinstance(about, Part) else None,
            kind=about if isinstance(about, Kind) else None,
            purpose="Samarbeid om min individuelle plan",
            text=text,
            proposing=proposing,
        )

    def _named(self, about: Kind | Part) -> str:
        if isinstance(about, Kind):
            return WORDING.named(about)
        responsible = next((who for who in self.participants.values() if who.id == about.responsible), None)
        return WORDING.named(about, responsible)

    def _events(self, decisions: list[Decision]) -> Iterator[Event]:
        yield self._event(PlanFounded())
        for new in self.parts.values():
            yield self._event(PartAdded(new.part.kind.value), new.part.id)
        for signed in decisions:
            yield self._event(_signing(signed), signed.part)

    def _event(self, details: Details, part: PartId | None = None) -> Event:
        who = self.owner
        return Event.of(details, self.now, who.person, self.plan, who.id, part=part)


def demo_person(key: str, person: PersonId) -> Person:
    known = next(person for person in DEMO_PEOPLE if person.key == key)
    return Person(person, known.name, demo_key=key, organisation=known.organisation)


def _signing(signed: Decision) -> DecisionSigned:
    """Without what plans founded as a whole have never said."""
    said = DecisionSigned.of(signed)
    return said if signed.proposing is not None else replace(said, kind=ABSENT, until=ABSENT)
