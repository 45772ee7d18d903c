"""Who may do what, worked out a second time and in another way, to judge the server.

Where the server folds over numbered records, this replays them one after the other, as the owner signs
them, onto what stands at the moment (docs/domain.md, rules 9-11 and 17):

- what is said of a part holds for that part, what is said of a kind for the parts nothing is said of;
- a kind that is withdrawn takes with it what was opened before for its parts;
- whoever created a part edits it until something is said of it or of its kind, or the period they were let
  in for ends;
- what is said of a kind by somebody from whom a part is kept leaves that part as it is;
- to propose is said of by itself; it ends when the kind is withdrawn, and what was proposed goes with it;
- what is proposed, or kept by whoever made it, nothing opens to others that was said of its kind before;
- a period that is over leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

LEVELS = ("none", "read", "comment", "edit")
NONE, READ, COMMENT, EDIT = range(4)


@dataclass(frozen=True, slots=True)
class Opening:
    level: int
    until: datetime | None = None

    def at(self, now: datetime) -> int:
        return self.level if self.until is None or now < self.until else NONE


CLOSED = Opening(NONE)


@dataclass(slots=True)
class Place:
    """What stands for one participant."""

    role: str
    kinds: dict[str, Opening] = field(default_factory=dict)
    parts: dict[str, Opening] = field(default_factory=dict)
    created: dict[str, Opening] = field(default_factory=dict)
    proposing: dict[str, Opening] = field(default_factory=dict)
    proposed: set[str] = field(default_factory=set)
    """Own parts of which nothing was said since."""
    kept: dict[str, Opening] = field(default_factory=dict)
    """What stands of its kind for a part that later decisions about the kind did not reach."""


class ConsentModel:
    def __init__(self, roles: dict[str, str]) -> None:
        """``roles``: participant id -> role."""
        self.places = {participant: Place(role) for participant, role in roles.items()}
        self.kinds: dict[str, str] = {}
        """Part id -> kind."""

    def add_part(self, part: str, kind: str, creator: str | None = None, *, apart: str | None = None) -> None:
        """``apart``: "kept" or "proposed"."""
        self.kinds[part] = kind
        if apart is not None:
            for place in self.places.values():
                place.kept[part] = CLOSED
        if creator is not None and apart == "proposed":
            self.places[creator].proposed.add(part)
        elif creator is not None:
            place = self.places[creator]
            place.created[part] = Opening(EDIT, place.kinds.get(kind, CLOSED).until)

    def decide(
        self,
        participant: str,
        level: int,
        *,
        part: str | None = None,
        kind: str | None = None,
        until: datetime | None = None,
        beyond: Collection[str] = (),
    ) -> None:
        """``beyond``: parts that are kept from whoever decides."""
        place, opening = self.places[participant], Opening(level, until)
        if part is not None:
            place.parts[part] = opening
            place.created.pop(part, None)
            place.proposed.discard(part)
            return
        assert kind is not None
        for part in [part for part, of in self.kinds.items() if of == kind]:
            if part in beyond:
                place.kept.setdefault(part, place.kinds.get(kind, CLOSED))
                continue
            place.kept.pop(part, None)
            place.created.pop(part, None)
            place.proposed.discard(part)
            if level == NONE and part in place.parts and place.parts[part].level > NONE:
                place.parts[part] = Opening(-1)  # said, and taken back: the kind speaks again
        place.kinds[kind] = opening
        if level == NONE:
            place.proposing.pop(kind, None)

    def let_propose(
        self, participant: str, kind: str, allowed: bool, *, until: datetime | None = None
    ) -> None:
        self.places[participant].proposing[kind] = Opening(EDIT if allowed else NONE, until)

    def end(self, participant: str) -> None:
        """They take part no more; nothing that is decided later lets them in again."""
        del self.places[participant]

    def level(self, participant: str | None, part: str, now: datetime) -> int:
        """``None`` is somebody who takes no part in the plan."""
        place = self.places.get(participant or "")
        if place is None or part not in self.kinds:
            return NONE
        if place.role == "owner":
            return EDIT
        of_kind = place.kept.get(part, place.kinds.get(self.kinds[part], CLOSED)).at(now)
        said = place.parts.get(part)
        if said is not None:
            return of_kind if said.level < NONE else said.at(now)
        created = place.created.get(part, CLOSED).at(now)
        if part in place.proposed:
            created = place.proposing.get(self.kinds[part], CLOSED).at(now)
        return created or of_kind

    def may_create(self, participant: str, kind: str, now: datetime) -> bool:
        place = self.places[participant]
        return self.edits(participant, kind, now) or place.proposing.get(kind, CLOSED).at(now) == EDIT

    def edits(self, participant: str, kind: str, now: datetime) -> bool:
        """Whether a part of the kind that they add is no proposal."""
        place = self.places[participant]
        return place.role == "owner" or place.kinds.get(kind, CLOSED).at(now) == EDIT

    def readable(self, participant: str | None, now: datetime) -> set[str]:
        return {part for part in self.kinds if self.level(participant, part, now) >= READ}

    def knows_kind(self, participant: str | None, kind: str, now: datetime) -> bool:
        """Whoever reads a part of it, may propose it, or is let into it as a whole, also where its parts are
        kept from them one by one."""
        place = self.places.get(participant or "")
        if place is None:
            return False
        opened = max(place.kinds.get(kind, CLOSED).at(now), place.proposing.get(kind, CLOSED).at(now))
        reads = any(self.kinds[part] == kind for part in self.readable(participant, now))
        return place.role == "owner" or opened >= READ or reads

    def holds_something(self, participant: str | None, now: datetime) -> bool:
        place = self.places.get(participant or "")
        if place is None:
            return False
        openings = [opening.at(now) for opening in place.kinds.values()]
        return (
            place.role == "owner"
            or max(openings, default=NONE) >= READ
            or bool(self.readable(participant, now))
        )

    def takes_part(self, participant: str | None, now: datetime) -> bool:
        """Who has lost everything finds no plan."""
        place = self.places.get(participant or "")
        has_task = place is not None and place.role in ("owner", "representative", "coordinator")
        return has_task or self.holds_something(participant, now)

    def know_each_other(self, one: str | None, other: str | None, now: datetime) -> bool:
        """Rule 17."""
        if one is None or other is None or not {one, other} <= self.places.keys():
            return False
        if one == other or {self.places[one].role, self.places[other].role} & {"owner", "coordinator"}:
            return True
        return bool(self.readable(one, now) & self.readable(other, now))
