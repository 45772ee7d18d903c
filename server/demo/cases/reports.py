"""What the demo's people report, and of whom."""

from __future__ import annotations

from datetime import date

from server.domain.cases.case_transitions import Subject
from server.domain.cases.rules import months_after
from server.domain.cases.vocabulary import Actor, Consent, Wish
from server.features.cases.reports import ReportWish


def own(name: str, wish: Wish, reason: str, *, expected: date | None = None) -> ReportWish:
    """By whom it is about, or for their family, which expects a child."""
    subject = Subject(name, expected=expected, contact="400 00 010")
    return ReportWish(Actor.OWNER, name, "", "", subject, wish, reason, Consent.GIVEN, name)


def aged(today: date, years: int) -> date:
    """A birthday some months ago, so that nobody grows up while the demo stands."""
    return months_after(today, -12 * years - 5)


def others(
    reporter: Actor,
    who: str,
    organisation: str,
    subject: Subject,
    wish: Wish,
    reason: str,
    consent: Consent,
    by: str = "",
) -> ReportWish:
    return ReportWish(reporter, who, "400 00 020", organisation, subject, wish, reason, consent, by)


def ingrid(today: date) -> ReportWish:
    return others(
        Actor.PROFESSIONAL,
        "Anders Myhre",
        "Sundvåg legesenter",
        Subject("Ingrid Solvang", aged(today, 35), contact="400 00 011"),
        Wish.BOTH,
        "Utmattet i to år. NAV, fastlege og smerteklinikk vet ikke om hverandre.",
        Consent.MISSING,
    )


def arvid(today: date) -> ReportWish:
    return others(
        Actor.HOSPITAL_UNIT,
        "Koordinerende enhet",
        "Nordfjella sykehus",
        Subject("Arvid Nesse", aged(today, 79), contact="400 00 012"),
        Wish.COORDINATOR,
        "Skrives ut etter hjerneslag. Trenger hjelp fra flere i lang tid.",
        Consent.GIVEN,
        "Arvid selv, muntlig på avdelingen",
    )


def hanna(today: date) -> ReportWish:
    return others(
        Actor.RELATIVE,
        "Kristin Berg",
        "",
        Subject("Hanna Berg", aged(today, 14), contact="Ring enheten på barnevernet", protected=True),
        Wish.CHILD_COORDINATOR,
        "Ny skole, ny fastlege og BUP på en gang.",
        Consent.GIVEN,
        "Mor, som har foreldreansvaret",
    )


def oskar(today: date) -> ReportWish:
    return others(
        Actor.RELATIVE,
        "Lene Myrvold",
        "",
        Subject("Oskar Myrvold", aged(today, 8), contact="400 00 013"),
        Wish.CHILD_COORDINATOR,
        "Cerebral parese. Sykehus, barnehage som blir skole, avlastning og hjelpemidler.",
        Consent.GIVEN,
        "Begge foreldrene",
    )


def turid(today: date) -> ReportWish:
    return others(
        Actor.PROFESSIONAL,
        "Silje Vold",
        "Hjemmetjenesten, Sundvåg kommune",
        Subject("Turid Haug", aged(today, 68), contact="400 00 014"),
        Wish.BOTH,
        "Mange tjenester, og hun forteller det samme til alle.",
        Consent.GIVEN,
        "Turid selv",
    )


def ole(today: date) -> ReportWish:
    return others(
        Actor.RELATIVE,
        "Gro Gran",
        "",
        Subject("Ole Gran", aged(today, 57), contact="400 00 015"),
        Wish.COORDINATOR,
        "Trafikkskade, lang opptrening.",
        Consent.GIVEN,
        "Ole selv",
    )
