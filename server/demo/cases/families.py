"""Children of the demo's cases: one with a child's coordinator, one who is expected, one soon of age."""

from __future__ import annotations

from server.domain.cases.vocabulary import Means, Wish

from .reports import aged, oskar, own
from .story import UNIT, Story

PLACE = "Barn og familie"


async def child(story: Story) -> None:
    case = await story.reported(120, oskar(story.day(0)), typed=Means.MEETING)
    await case.taken(118, "Begge foreldrene, i møte")
    await case.assessed(110, "Hele oppveksten.", "Sykehus, barnehage og hjelpemidler.")
    await case.decided(104, "child-coordinator", "granted", "Oskar trenger mange tjenester lenge.")
    await case.coordinated(
        90, "child-coordinator", PLACE, kind="child-coordinator", behalf="Lene og Per Myrvold, i møte"
    )
    await case.does(45, UNIT, "responsibility-agreed", service="Barn og familie, Sundvåg kommune")


async def expecting(story: Story) -> None:
    """Of the family, by no number; the coordinator is there before the child."""
    wish = own(
        "Familien Sand",
        Wish.CHILD_COORDINATOR,
        "Barnet har en alvorlig hjertefeil. Vi vil vite hvem vi kan ringe.",
        expected=story.day(-40),
    )
    family = await story.reported(50, wish, "expecting")
    await family.taken(48)
    await family.assessed(44, "Mange operasjoner de første årene.", "To sykehus og kommunen.")
    await family.decided(40, "child-coordinator", "granted", "Barnet vil trenge mange tjenester.")
    await family.coordinated(
        30, "child-coordinator", PLACE, kind="child-coordinator", behalf="Elin Sand, på telefon"
    )


async def seventeen(story: Story) -> None:
    """Of age in seven months: he is to say who comes after."""
    name = story.people["seventeen"][1]
    born = aged(story.day(0), 17)
    wish = own(name, Wish.CHILD_COORDINATOR, "Autisme og angst. Skole, BUP og avlastning.")
    mikkel = await story.reported(400, wish, "seventeen")
    await mikkel.taken(396)
    subject = {"name": name, "born": born.isoformat(), "contact": "400 00 016"}
    await mikkel.does(396, UNIT, "subject-corrected", subject=subject)
    await mikkel.assessed(390, "Hele skoletiden og etterpå.", "Skole, BUP og kommune.")
    await mikkel.decided(384, "child-coordinator", "granted", "Du trenger en som følger med hele veien.")
    await mikkel.coordinated(
        370, "child-coordinator", PLACE, kind="child-coordinator", behalf="Mikkel og mor, i møte"
    )
