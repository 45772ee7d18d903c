"""What goes into the plan tables, and the counts that come out: values, as the services hand them over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from server.domain.access import Level
from server.domain.audit import Event
from server.domain.plan import Area, Kind, Part, Participant, ParticipantId, PartId, PersonId, PlanId
from server.ports.log import Row
from server.storage.persons import Person


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """A decision before it has its number. Exactly one of ``part`` and ``kind`` is set."""

    participant: ParticipantId
    level: Level
    signed_by: PersonId
    signed_at: datetime
    part: PartId | None = None
    kind: Kind | None = None
    until: datetime | None = None
    purpose: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class NewPart:
    """A part with its first content and the Yjs client ids that content is written under."""

    part: Part
    row: Row
    clients: Mapping[int, PersonId]


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A whole plan at its beginning. Decisions are numbered in the order given, from 1."""

    id: PlanId
    owner: PersonId
    created_at: datetime
    persons: Sequence[Person]
    participants: Sequence[Participant]
    parts: Sequence[NewPart]
    decisions: Sequence[DecisionDraft]
    events: Sequence[Event]


class PartChanges(TypedDict, total=False):
    """The columns of a part that a command may change; only the keys that are there are changed."""

    responsible: ParticipantId | None
    area: Area | None
    position: int


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """What the coordinating unit may know of a plan: no content, no names but the coordinator's."""

    coordinator_name: str | None
    participants: int
    parts: int
    measures: int
    goals: int
    created_at: datetime
