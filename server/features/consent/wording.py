"""The Norwegian words a person signs: what a decision says, composed here and stored with it.

The text is what the signer was shown. It names who, what and until when, and nothing else.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from server.domain.access import Level
from server.domain.plan import Kind, Part, Participant, Role

OSLO = ZoneInfo("Europe/Oslo")

KIND_NAMES = {
    Kind.ABOUT_ME: "Om meg",
    Kind.GOAL: "Mål",
    Kind.RESOURCES: "Ressurser",
    Kind.NEEDS: "Behov",
    Kind.CONTRIBUTION: "Hvem bidrar med hva",
    Kind.MEASURE: "Tiltak",
    Kind.HEALTH: "Helse",
    Kind.EDUCATION: "Opplæring",
    Kind.WORK: "Arbeid og økonomi",
    Kind.HOME: "Bolig, fritid og avlastning",
    Kind.FAMILY: "Familie og søsken",
    Kind.CHILD_WELFARE: "Barnevern",
    Kind.CRISIS: "Hvis noe skjer",
    Kind.PERIOD: "Periode, revisjon og samarbeid",
    Kind.OWN_NOTES: "Mine notater",
}

_MANY = {
    Kind.GOAL: "mål som finnes eller kommer til",
    Kind.MEASURE: "tiltak som finnes eller kommer til",
    Kind.CONTRIBUTION: "alt om hvem som bidrar med hva, også det som kommer til",
}
"""A decision about one of these kinds also reaches parts that do not exist yet, so the sentence says it."""

_ROLE_NAMES = {
    Role.OWNER: "planeieren",
    Role.REPRESENTATIVE: "den som representerer meg",
    Role.RELATIVE: "pårørende",
    Role.COORDINATOR: "koordinatoren",
    Role.GP: "fastlegen",
    Role.MUNICIPAL_HEALTH: "kommunehelsetjenesten",
    Role.HOSPITAL: "sykehuset",
    Role.SCHOOL: "skolen",
    Role.NAV: "NAV",
    Role.CHILD_WELFARE: "barnevernet",
    Role.OTHER: "en annen deltaker",
}

_MAY = {
    Level.READ: "lese",
    Level.COMMENT: "lese og kommentere",
    Level.EDIT: "lese, kommentere og skrive i",
}

_MONTHS = (
    "januar februar mars april mai juni juli august september oktober november desember".split()  # noqa: SIM905
)


def decision_text(
    participant: Participant,
    about: str,
    level: Level,
    until: datetime | None,
    *,
    on_behalf_of: str | None = None,
) -> str:
    """The sentence of one decision; ``about`` from ``named``. ``on_behalf_of`` names the owner when a
    representative signs."""
    who = _who(participant)
    if level is Level.NONE:
        text = f"Fra nå lar jeg ikke {who} se {about}."
    else:
        text = f"Fra i dag lar jeg {who} {_MAY[level]} {about}. Det gjelder til {_until(until)}."
    return f"På vegne av {on_behalf_of}: {text}" if on_behalf_of else text


def named(about: Part | Kind, responsible: Participant | None = None) -> str:
    """A part or a kind as the sentence names it."""
    if isinstance(about, Kind):
        return _MANY.get(about, f"«{KIND_NAMES[about]}»")
    if about.kind is Kind.CONTRIBUTION and responsible is not None:
        return f"«{KIND_NAMES[about.kind]}: {responsible.name}»"
    if about.kind in (Kind.GOAL, Kind.MEASURE):
        noun = "målet" if about.kind is Kind.GOAL else "tiltaket"
        return f"{noun} «{about.title or 'uten tittel'}»"
    return f"«{KIND_NAMES[about.kind]}»"


def end_of(day: date) -> datetime:
    """The moment a day is over in Norway: an opening "til og med" that day holds until then."""
    return datetime.combine(day + timedelta(days=1), time(), OSLO).astimezone(UTC)


def _who(participant: Participant) -> str:
    told = [participant.name, participant.organisation]
    return f"{_ROLE_NAMES[participant.role]} ({', '.join(word for word in told if word)})"


def _until(until: datetime | None) -> str:
    if until is None:
        return "jeg bestemmer noe annet"
    local = until.astimezone(OSLO)
    if local.time() == time():
        last = local.date() - timedelta(days=1)
        return f"og med {_written(last)}"
    return f"{_written(local.date())} klokka {local:%H.%M}"


def _written(day: date) -> str:
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"
