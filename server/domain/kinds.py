"""The kinds of part: one record per kind, from which every other table of kinds is derived.

A new kind is a member of ``plan.Kind``, a record here, and its words in the text catalogues. The records
are in the order in which a plan is shown. The page has the same table (``make generate``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum

from .plan import Kind

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEARS = range(1900, 2201)
"""Those of a date in a new edit; the log may hold others, and dates that the calendar does not have."""
_PART = re.compile(r"[A-Za-z0-9_-]{1,64}")


def _is_date(value: str) -> bool:
    if _DATE.fullmatch(value) is None:
        return False
    try:
        return date.fromisoformat(value).year in _YEARS
    except ValueError:
        return False


class FieldType(Enum):
    TEXT = "text"  # a Y.Text that the server creates, and people type in
    DATE = "date"  # this and the others are scalars: the last writer wins
    PART = "part"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Field:
    """One entry of a part's ``fields``. ``first``: its value in a new part, written by the server."""

    type: FieldType
    choices: tuple[str, ...] = ()
    first: str = ""

    def takes(self, value: object) -> bool:
        """Whether it is a value of a scalar; ``None`` and ``""`` empty it."""
        if value is None or value == "":
            return True
        if not isinstance(value, str):
            return False
        if self.type is FieldType.DATE:
            return _is_date(value)
        if self.type is FieldType.PART:
            return _PART.fullmatch(value) is not None
        return value in self.choices


class Group(StrEnum):
    """The sections of a plan's list of parts."""

    ABOUT = "about"
    GOALS = "goals"
    MEASURES = "measures"
    TOPICS = "topics"
    TOGETHER = "together"
    FRAME = "frame"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class KindRecord:
    """``repeated``: a plan may have many such parts; of every other kind it has at most one.
    ``titled``: people write its title, which is projected to the part when the change commits.
    ``responsible``: it names the participant responsible for it; ``own``: it is that participant's own,
    one for each. ``proposable``: the coordinator may be let propose some. ``area``: it has an ``Area``.
    ``proposed``: the level proposed to each role, in the order of ``proposals.ROLES``; ``""`` if levels are
    proposed for each part."""

    group: Group
    proposed: str = ""
    repeated: bool = False
    titled: bool = False
    responsible: bool = False
    own: bool = False
    proposable: bool = False
    area: bool = False
    fields: Mapping[str, Field] = field(default_factory=dict)


TEXT, DATE = Field(FieldType.TEXT), Field(FieldType.DATE)


def _choice(*choices: str) -> Field:
    """The first choice is the default."""
    return Field(FieldType.CHOICE, choices, first=choices[0])


KINDS: Mapping[Kind, KindRecord] = {
    Kind.ABOUT_ME: KindRecord(Group.ABOUT, "e e c c r r r r r r"),
    Kind.RESOURCES: KindRecord(Group.ABOUT, "e e c c r c r c c r"),
    Kind.NEEDS: KindRecord(Group.ABOUT, "e e c e c c c - - -"),
    Kind.GOAL: KindRecord(
        Group.GOALS,
        "e e c c c c c c c c",
        repeated=True,
        titled=True,
        proposable=True,
        fields={"title": TEXT, "target": DATE, "status": _choice("open", "reached", "dropped")},
    ),
    Kind.MEASURE: KindRecord(
        Group.MEASURES,
        repeated=True,
        titled=True,
        responsible=True,
        proposable=True,
        area=True,
        fields={
            "title": TEXT,
            "extent": TEXT,
            "how": TEXT,
            "goal": Field(FieldType.PART),
            "status": _choice("planned", "started", "done", "stopped"),
            "start": DATE,
            "due": DATE,
            "decision": _choice("none", "applied", "granted", "refused", "not-needed"),
        },
    ),
    Kind.HEALTH: KindRecord(Group.TOPICS, "e e - r e e e - - -"),
    Kind.EDUCATION: KindRecord(Group.TOPICS, "e e - r - - - e - -"),
    Kind.WORK: KindRecord(Group.TOPICS, "e e - r - - - - e -"),
    Kind.HOME: KindRecord(Group.TOPICS, "e e c e - c - - - -"),
    Kind.FAMILY: KindRecord(Group.TOPICS, "e e - c - - - - - -"),
    Kind.CHILD_WELFARE: KindRecord(Group.TOPICS, "e e - - - - - - - e"),
    Kind.CONTRIBUTION: KindRecord(Group.TOGETHER, repeated=True, responsible=True, own=True),
    Kind.CRISIS: KindRecord(Group.FRAME, "e e r e c e c - - -"),
    Kind.PERIOD: KindRecord(
        Group.FRAME, "e e r e r r r r r r", fields={"start": DATE, "next_revision": DATE, "end": DATE}
    ),
    Kind.OWN_NOTES: KindRecord(Group.OWN, "e - - - - - - - - -"),
}


def first_fields(kind: Kind) -> dict[str, str]:
    """The fields of a new part."""
    return {name: entry.first for name, entry in KINDS[kind].fields.items() if entry.first}
