"""The comments of the demo plan."""

# ruff: noqa: E501 - a comment is one line

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoRemark:
    """A comment. ``part`` is a kind token or the key of a goal, measure or ``contribution-<person>``.

    ``quote`` occurs word for word in the part's text (empty: on the whole part). ``answers`` is the key of
    an earlier remark on the same part. ``hours`` before the plan was founded; ``done_by``: the key of the
    person who resolved it.
    """

    key: str
    part: str
    author: str
    hours: int
    text: str
    quote: str = ""
    answers: str | None = None
    done_by: str | None = None


REMARKS = (
    DemoRemark(
        "ask-first",
        "about-me",
        "coordinator",
        200,
        "Denne vil jeg henge opp på vaktrommet. Er det greit for deg?",
        quote="Spør før du skyver stolen.",
    ),
    DemoRemark(
        "ask-first-yes",
        "about-me",
        "owner",
        196,
        "Ja. Men bare den setningen, ikke resten.",
        answers="ask-first",
    ),
    DemoRemark(
        "mother-on-day",
        "about-me",
        "mother",
        150,
        "Dette visste jeg ikke. Takk for at du skrev det.",
        quote="at ingen lager møte av det",
    ),
    DemoRemark(
        "asleep",
        "finish-school",
        "school",
        120,
        "Kan vi bruke dette som tegn på skolen også? Jeg spør deg på mandager hvordan helga var.",
        quote="ikke sover hele lørdagen",
    ),
    DemoRemark(
        "asleep-yes",
        "finish-school",
        "owner",
        118,
        "Ja, men spør når vi er alene. Ikke i døra med tjue andre.",
        answers="asleep",
    ),
    DemoRemark("asleep-ok", "finish-school", "school", 117, "Avtalt.", answers="asleep", done_by="owner"),
    DemoRemark(
        "three-nights",
        "own-home",
        "hospital",
        98,
        "Treningsleiligheten hos oss er ledig i uke 8 og 9. Det gir deg tre netter, med folk i rommet ved siden av.",
        quote="minst tre netter alene",
    ),
    DemoRemark(
        "three-nights-owner",
        "own-home",
        "owner",
        95,
        "Med folk i rommet ved siden av er ikke alene. Men det er et sted å begynne. Uke 8.",
        answers="three-nights",
    ),
    DemoRemark(
        "norwegian",
        "study-time",
        "owner",
        72,
        "Jeg ligger tre bak, ikke to. Den ene leverte jeg i feil mappe.",
        quote="to innleveringer bak i norsk",
    ),
    DemoRemark(
        "norwegian-found",
        "study-time",
        "school",
        70,
        "Fant den! Da er det to. Den var god, forresten.",
        answers="norwegian",
    ),
    DemoRemark(
        "threshold",
        "radio-practice",
        "owner",
        60,
        "Pappa kan lage rampe til terskelen på en lørdag. Spør dem om det er greit, da slipper vi å vente på noen.",
        quote="terskel ved inngangen",
    ),
    DemoRemark(
        "threshold-nav",
        "radio-practice",
        "nav",
        52,
        "Redaktøren sier ja takk. Jeg sender målene til deg i morgen.",
        answers="threshold",
    ),
    DemoRemark(
        "sleep-first",
        "epilepsy-follow-up",
        "hospital",
        44,
        "Enig i dette. Vi tar EEG etter søvnmangel bare hvis leggetiden ikke er nok.",
        quote="Runa flytter leggetiden, ikke dosen.",
    ),
    DemoRemark(
        "friday-ten",
        "assistance",
        "owner",
        30,
        "Dette er hele saken. Kan det stå først i søknaden?",
        quote="Da er det ikke fritid, det er henting.",
    ),
    DemoRemark(
        "friday-ten-done",
        "assistance",
        "coordinator",
        26,
        "Det står først nå. Sendt i dag.",
        answers="friday-ten",
    ),
    DemoRemark(
        "nights",
        "contribution-mother",
        "owner",
        20,
        "Bra at du skrev det. Jeg er ikke sint.",
        quote="Jeg kan ikke ta nettene lenger",
    ),
    DemoRemark(
        "bag",
        "crisis",
        "gp",
        16,
        "Ny resept er sendt. Pakken i den røde pungen går ut på dato i april.",
        quote="den røde pungen",
    ),
    DemoRemark(
        "what-happens", "group-meetings", "nav", 8, "Kan NAV få økonomisaken før klokka elleve i februar?"
    ),
    DemoRemark(
        "what-happens-owner",
        "group-meetings",
        "owner",
        6,
        "Ja. Da tar vi den rett etter min sak.",
        answers="what-happens",
    ),
)
