"""Cases that wait at the unit, or came to rest: one of each age, and one whose address is protected."""

from __future__ import annotations

from server.domain.cases.vocabulary import Means, Wish

from .reports import arvid, hanna, ingrid, ole, own, turid
from .story import UNIT, Story


async def reported(story: Story) -> None:
    """Nobody has taken it, and whether she knows of it is not asked yet."""
    await story.reported(3, ingrid(story.day(0)))


async def protected(story: Story) -> None:
    await story.reported(6, hanna(story.day(0)), typed=Means.PHONE)


async def clarifying(story: Story) -> None:
    case = await story.reported(16, arvid(story.day(0)))
    await case.taken(14, "Arvid selv, på telefon")
    await case.does(13, UNIT, "meeting-set", meeting=story.day(-2).isoformat())
    reason = "Følgene av slaget varer."
    await case.does(9, UNIT, "assessed", criterion="lasting", assessed="met", reason=reason)


async def late(story: Story) -> None:
    """An answer was due some days ago, and nobody has told her that it takes longer."""
    name = story.people["late"][1]
    thea = await story.reported(34, own(name, Wish.BOTH, "Epilepsi og studier. Faller mellom alle."), "late")
    await thea.taken(28)
    await thea.does(26, UNIT, "asked", of="owner", question="Hvem bør vi snakke med først?")


async def declined(story: Story) -> None:
    """She said no to all, and is asked again after a year."""
    case = await story.reported(350, turid(story.day(0)))
    await case.taken(345, "Turid selv, på telefon")
    await case.does(
        340,
        UNIT,
        "declined",
        behalf="Turid, på telefon",
        contact_point="Koordinerende enhet, 55 01 24 00",
        reason="Vil klare seg selv en stund.",
        review=True,
    )


async def closed(story: Story) -> None:
    """Coordinated for most of a year, until there was no more need."""
    case = await story.reported(430, ole(story.day(0)))
    await case.taken(425, "Ole selv, på telefon")
    await case.assessed(415, "Opptreningen tok et år.", "Sykehus, kommune og NAV.")
    await case.decided(410, "coordinator", "granted", "Du trenger en som samler trådene.")
    await case.coordinated(395, "coordinator-2", "Helse og mestring", behalf="Ole, på telefon")
    await case.does(60, UNIT, "coordinator-ended", reason="Ole er i jobb og klarer seg.")
    await case.does(58, UNIT, "closed", reason="need-over")
