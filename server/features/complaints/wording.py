"""What the catalogue says to whoever complains: the three doors, the grounds, and where to go next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from server.catalogue.catalogue import Catalogue
from server.domain.complaints.vocabulary import Basis, Ground

DOORS = ("complaint", "supervision", "ombud")
NEXT = ("remind", "supervision", "ombudsman")


@dataclass(frozen=True, slots=True)
class DoorText:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class GroundAnswer:
    ground: Ground
    text: str


@dataclass(frozen=True, slots=True)
class BasisAnswer:
    """``addressee``: to whom such a complaint is sent, in words; ``weeks``: of its deadline."""

    basis: Basis
    text: str
    addressee: str
    weeks: int


@dataclass(frozen=True, slots=True)
class Guidance:
    """All in words. ``taking_down``: for the unit, of what comes on paper or is said. ``next_steps``: for
    whoever waits for what was to be done."""

    doors: tuple[DoorText, ...]
    grounds: tuple[GroundAnswer, ...]
    bases: tuple[BasisAnswer, ...]
    only_you_see: str
    talk_first: str
    uncertain: str
    late: str
    other_services: str
    taking_down: str
    next_steps: tuple[DoorText, ...]


def guidance(catalogue: Catalogue, language: str, day: date) -> Guidance:
    def text(key: str) -> str:
        return catalogue.text(f"complaint.{key}", language, on=day)

    def doors(kind: str, names: Sequence[str]) -> tuple[DoorText, ...]:
        return tuple(DoorText(text(f"{kind}.{each}.title"), text(f"{kind}.{each}")) for each in names)

    return Guidance(
        doors=doors("door", DOORS),
        grounds=tuple(GroundAnswer(each, text(f"ground.{each}")) for each in Ground),
        bases=tuple(
            BasisAnswer(
                each,
                text(f"basis.{each}"),
                text(f"addressee.{each}"),
                catalogue.rule(f"complaint.deadline.{each}", on=day).amount,
            )
            for each in Basis
        ),
        only_you_see=text("only-you-see"),
        talk_first=text("talk-first"),
        uncertain=text("deadline-uncertain"),
        late=text("late-still"),
        other_services=text("other-services"),
        taking_down=text("taking-down"),
        next_steps=doors("next", NEXT),
    )
