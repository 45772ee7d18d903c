"""Plans, their parts and participants. Vocabulary: docs/domain.md.

All are values: frozen, comparable, without clock or I/O.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

PersonId = NewType("PersonId", str)
PlanId = NewType("PlanId", str)
PartId = NewType("PartId", str)
ParticipantId = NewType("ParticipantId", str)
CommentId = NewType("CommentId", str)
SuggestionId = NewType("SuggestionId", str)

SERVER = PersonId("server")
"""The author of the server's own updates: the first content of every part."""


class Role(StrEnum):
    """What somebody is to the owner. A role alone opens nothing."""

    OWNER = "owner"
    REPRESENTATIVE = "representative"
    RELATIVE = "relative"
    COORDINATOR = "coordinator"
    SUBSTITUTE = "substitute"
    GP = "gp"
    MUNICIPAL_HEALTH = "municipal-health"
    HOSPITAL = "hospital"
    HOSPITAL_COORDINATOR = "hospital-coordinator"
    CONTACT_DOCTOR = "contact-doctor"
    SCHOOL = "school"
    NAV = "nav"
    CHILD_WELFARE = "child-welfare"
    OTHER = "other"


_ROLE_ORDER = {role: order for order, role in enumerate(Role)}
PROVIDERS = frozenset(
    {
        Role.GP,
        Role.MUNICIPAL_HEALTH,
        Role.HOSPITAL,
        Role.HOSPITAL_COORDINATOR,
        Role.CONTACT_DOCTOR,
        Role.SCHOOL,
        Role.NAV,
        Role.CHILD_WELFARE,
        Role.OTHER,
    }
)
"""Who takes part for an organisation. A hospital's own coordinator and a contact doctor (kontaktlege) are
providers like others: what a coordinator knows and may do is not theirs (rule 4)."""
COORDINATING = frozenset({Role.COORDINATOR, Role.SUBSTITUTE})
"""The main coordinator, and who stands in while they are away: both by the unit's appointment."""


CLOSE = (Role.OWNER, Role.REPRESENTATIVE, Role.RELATIVE)
"""Who may live where the owner does."""


class Kind(StrEnum):
    """The kinds of part. Sections have one part each; goals, measures and contributions many."""

    ABOUT_ME = "about-me"
    GOAL = "goal"
    RESOURCES = "resources"
    NEEDS = "needs"
    CONTRIBUTION = "contribution"
    MEASURE = "measure"
    HEALTH = "health"
    EDUCATION = "education"
    WORK = "work"
    HOME = "home"
    FAMILY = "family"
    CHILD_WELFARE = "child-welfare"
    CRISIS = "crisis"
    PERIOD = "period"
    OWN_NOTES = "own-notes"


class Area(StrEnum):
    """What a measure is about; proposals of access follow it, rights never do."""

    HEALTH = "health"
    EDUCATION = "education"
    WORK = "work"
    HOME = "home"
    GENERAL = "general"


class Apart(StrEnum):
    """Why a part is reached by no decision about its kind that was signed before it was made."""

    KEPT = "kept"  # whoever made it may edit the kind, and kept it from others
    PROPOSED = "proposed"  # whoever made it may propose parts of the kind


@dataclass(frozen=True, slots=True)
class Plan:
    """``creators_bound_after``: see ``domain/past_access.py``; ``None`` where the owner need not be told.

    ``ended_at``: from then on its owner reads it, and nobody writes. ``next_revision``: the day on which it
    is gone through again, as its case has it; ``None``: of no case, or not declared valid. ``protected``: the
    owner's address is (rule 16).
    """

    id: PlanId
    owner: PersonId
    owner_name: str
    access_version: int
    created_at: datetime
    creators_bound_after: int | None = None
    ended_at: datetime | None = None
    next_revision: date | None = None
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Participant:
    """One person's participation in one plan; it ends at ``until`` (a mandate, a guest of one meeting).

    ``ended_at``: somebody ended it then, for good, with the signed sentence ``ending``. Its being there ends
    it, whatever a clock says: a process whose clock is slow must not let them stay. Who is invited again
    gets another participation. ``organisation_number``: what a login must prove for it to open
    (``Principal``). ``hides_place``: the owner's address is protected.
    """

    id: ParticipantId
    plan: PlanId
    person: PersonId
    name: str
    role: Role
    organisation: str = ""
    until: datetime | None = None
    ended_at: datetime | None = None
    ended_by: PersonId | None = None
    ending: str = ""
    organisation_number: str | None = None
    hides_place: bool = False

    @property
    def known_organisation(self) -> str:
        """As it may be shown: a school or an office says where somebody with a protected address is. What a
        relative is to the owner does not."""
        return "" if self.hides_place and self.role not in CLOSE else self.organisation

    @property
    def place(self) -> tuple[int, str, ParticipantId]:
        """Among the participants of a plan: by role, then by name."""
        return _ROLE_ORDER[self.role], self.name, self.id

    def active(self, now: datetime) -> bool:
        return self.ended_at is None and (self.until is None or now < self.until)


@dataclass(frozen=True, slots=True)
class ParticipantAnswer:
    # A participant as others in the plan know them. No docstring: the API's description would repeat it.
    id: ParticipantId
    name: str
    role: Role
    organisation: str

    @classmethod
    def of(cls, who: Participant) -> ParticipantAnswer:
        return cls(who.id, who.name, who.role, who.known_organisation)


@dataclass(frozen=True, slots=True)
class Part:
    """The unit of content and of permission.

    ``created_after`` is the number of the plan's last decision when the part was created: its creator may
    edit it until a later decision changes that. ``apart``: only later ones open it to others.
    ``put_away_at``, ``put_away_by``: while they are set nobody writes in it (``Sight``).
    """

    id: PartId
    plan: PlanId
    kind: Kind
    title: str = ""
    area: Area | None = None
    responsible: ParticipantId | None = None
    position: int = 0
    created_by: ParticipantId | None = None
    created_after: int = 0
    apart: Apart | None = None
    put_away_at: datetime | None = None
    put_away_by: ParticipantId | None = None

    @property
    def place(self) -> tuple[bool, int, PartId]:
        """Among the parts of a plan: those that are put away come last."""
        return self.put_away_at is not None, self.position, self.id
