"""What somebody is shown before they act in a case, and what is kept as shown; from the catalogue."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from server.catalogue.catalogue import Catalogue
from server.domain.cases.care_transitions import (
    CoordinationConsented,
    CoordinatorAbsent,
    CoordinatorLeft,
    HandoverBegun,
    PlanConsented,
    PlanDeclaredValid,
    PlanEnded,
    PlanOffered,
    PlanRevised,
    ValidityProposed,
)
from server.domain.cases.case_transitions import OwnerDied, ThingDecided
from server.domain.cases.records import Record
from server.domain.cases.state import Case
from server.domain.cases.tracks.machine import OWNERS
from server.domain.cases.vocabulary import Actor, CaseStatus, Outcome
from server.domain.errors import Invalid, TextChanged
from server.storage.cases.plans import EndingWords

LANGUAGE = "nb"
"""Of letters."""
BASES = ("health", "social", "nav", "child-welfare")
"""Of decisions; how one complains follows from them."""


LETTERS = {
    Outcome.GRANTED: "letter.granted",
    Outcome.IN_PART: "letter.granted-in-part",
    Outcome.REFUSED: "letter.refused",
    Outcome.NOT_WANTED: "letter.not-wanted",
}
GIVES_THE_REASON = (Outcome.IN_PART, Outcome.REFUSED)
"""Whose letter fills it in; to the others it is added."""


@dataclass(frozen=True, slots=True)
class ShownTo:
    """Who is shown it, in which language, and on what day. ``on_behalf_of``: whom they act for, if
    somebody."""

    actor: Actor
    catalogue: Catalogue
    language: str
    day: date
    on_behalf_of: str = ""

    def text(self, key: str) -> str:
        return self.catalogue.text(key, self.language, on=self.day)


def shown_for(transition: Any, basis: str, reader: ShownTo) -> str:
    """What is read before it is done, and kept as read; "" for what nobody is shown anything about.

    What the unit gives the owner is not in the language of whoever handles the case. Raises ``Invalid`` for a
    basis that is none.
    """
    if isinstance(transition, ThingDecided):
        return _decision(transition, basis, reader.catalogue, reader.day)
    if isinstance(transition, PlanOffered):
        keys = OFFER_TO_A_CHILD if transition.childs_view.strip() else OFFER
        return "\n\n".join(replace(reader, language=LANGUAGE).text(key) for key in keys)
    if isinstance(transition, PlanDeclaredValid) and reader.actor in OWNERS:
        return _for_them(reader, _valid(transition, reader))
    if isinstance(transition, CoordinationConsented) and reader.actor not in OWNERS:
        return replace(reader, language=LANGUAGE).text("consent.coordination")
    if isinstance(transition, OwnerDied):
        return replace(reader, language=LANGUAGE).text("case.died")
    key = READS.get(Actor.OWNER if reader.actor in OWNERS else reader.actor, {}).get(type(transition))
    return "" if key is None else _for_them(reader, reader.text(key))


def _for_them(reader: ShownTo, said: str) -> str:
    """Words that are the owner's, as whoever acts for them says them."""
    if not reader.on_behalf_of:
        return said
    first = reader.catalogue.text(
        "representation.on-behalf-of", reader.language, on=reader.day, owner=reader.on_behalf_of
    )
    return f"{first}\n\n{said}"


OFFER = ("plan.what-it-is", "plan.no-greater-right")
OFFER_TO_A_CHILD = (*OFFER, "plan.offer.child")
READS: dict[Actor, dict[type, str]] = {
    Actor.OWNER: {
        CoordinationConsented: "consent.coordination",
        PlanConsented: "consent.plan",
        PlanEnded: "plan.ending",
    },
    Actor.COORDINATOR: {
        CoordinatorAbsent: "coordinator.going-away",
        HandoverBegun: "coordinator.handing-over",
        CoordinatorLeft: "coordinator.leaving",
        PlanRevised: "plan.gone-through",
        ValidityProposed: "plan.proposing-valid",
    },
}


def content_text(point: str, reader: ShownTo) -> str:
    """What of a plan that point asks for; ``point`` as in ``domain/cases/contents``."""
    return reader.text(f"plan.content.{point}")


def _valid(transition: PlanDeclaredValid, reader: ShownTo) -> str:
    """With what it lacks, each on a line of its own."""
    day = f"{transition.next_revision:%d.%m.%Y}"
    said = reader.catalogue.text("plan.valid", reader.language, on=reader.day, day=day)
    if not transition.gaps:
        return said
    lacks = "\n".join(f"- {content_text(each, reader)}" for each in transition.gaps)
    return f"{said}\n\n{reader.text('plan.valid-with-gaps')}\n\n{lacks}"


def _decision(transition: ThingDecided, basis: str, catalogue: Catalogue, day: date) -> str:
    """What is decided, why, and how one complains about it."""
    if basis not in BASES:
        raise Invalid(f"basis: one of {', '.join(BASES)}")
    what, reason = (
        catalogue.text(f"letter.what.{transition.thing}", LANGUAGE, on=day),
        transition.reason.strip(),
    )
    values = {"what": what, "reason": reason} if transition.outcome in GIVES_THE_REASON else {"what": what}
    said = [catalogue.text(LETTERS[transition.outcome], LANGUAGE, on=day, **values)]
    said += [] if "reason" in values else [reason]
    return "\n\n".join([*said, catalogue.text(f"complaint.letter.{basis}", LANGUAGE, on=day)])


def ending_words(catalogue: Catalogue, day: date) -> EndingWords:
    return EndingWords(
        coordinator=catalogue.text("coordinator.access-ended", LANGUAGE, on=day),
        substitute=catalogue.text("coordinator.substitute-ended", LANGUAGE, on=day),
        representative=catalogue.text("representation.access-ended", LANGUAGE, on=day),
        plan=catalogue.text("plan.access-ended", LANGUAGE, on=day),
    )


def require_shown(shown: str, composed: str) -> None:
    """Raises ``TextChanged`` if what was shown is not what would be kept."""
    if shown != composed:
        raise TextChanged


STAGES = {
    CaseStatus.REPORTED: "case.stage.reported",
    CaseStatus.CLARIFYING: "case.stage.clarifying",
    CaseStatus.DECIDED: "case.stage.decided",
    CaseStatus.OPEN: "case.stage.open",
    CaseStatus.DECLINED: "case.stage.declined",
    CaseStatus.MOVED: "case.stage.moved",
    CaseStatus.CLOSED: "case.stage.closed",
}


OWN_REPORT, LATE = "case.stage.reported-by-you", "case.stage.clarifying-late"


def stage_of(case: Case, reader: ShownTo, due: date | None) -> str:
    """In plain words, to the owner; to whoever acts for them, about the owner by name. No day that has
    passed is said to come."""
    key, status = STAGES[case.case.status], case.case.status
    values = {"day": f"{due:%d.%m.%Y}"} if status is CaseStatus.CLARIFYING and due else {}
    if values and due is not None and due < reader.day:
        key = LATE
    if reader.on_behalf_of and status is not CaseStatus.DECIDED:
        key, values = f"{key}.for", values | {"owner": reader.on_behalf_of}
    elif status is CaseStatus.REPORTED and any(map(_is_own, case.case.reports)):
        key = OWN_REPORT
    return reader.catalogue.text(key, reader.language, on=reader.day, **values)


def _is_own(report: Record) -> bool:
    return report.command.by.actor is Actor.OWNER


DOORS = ("complaint", "supervision", "ombud")


def doors(catalogue: Catalogue, language: str, day: date) -> tuple[tuple[str, str], ...]:
    """What one may do if nothing happens: each with its title."""
    return tuple(
        (
            catalogue.text(f"complaint.door.{each}.title", language, on=day),
            catalogue.text(f"complaint.door.{each}", language, on=day),
        )
        for each in DOORS
    )
