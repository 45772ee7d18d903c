"""Adults of the demo's cases, each somewhere on the way to a plan; with Runa, whose plan is the whole one."""

from __future__ import annotations

from datetime import date

from server.demo.people import OWNER_KEY
from server.domain.access import Level
from server.domain.cases.vocabulary import Wish
from server.domain.plan import Kind, PlanId, Role

from .plans import begun, consented, joined, opened, participant
from .reports import own
from .story import UNIT, Course, Story

MENTAL = "Psykisk helse"
AISHA = {
    Kind.ABOUT_ME: "Jeg vil tilbake til jobben på bakeriet, og jeg vil slippe å forklare alt på nytt.",
    Kind.RESOURCES: "Jeg står opp tidlig. Søsteren min bor i samme oppgang.",
    Kind.NEEDS: "Én avtale i uka, ikke fem. At NAV og psykisk helse snakker sammen.",
}
SAMIRA = {
    Kind.ABOUT_ME: "Jeg vil bo hjemme med barna mine, også de dagene kroppen ikke vil.",
    Kind.RESOURCES: "Mannen min er hjemme om ettermiddagen. Jeg planlegger godt.",
    Kind.NEEDS: "Noen som vet hvem som kommer når, og som ringer før jeg må.",
}


async def begins(story: Story, key: str, days: int, wish: Wish, reason: str, born: date) -> Course:
    """Reported by themselves, taken, and both criteria met."""
    name = story.people[key][1]
    course = await story.reported(days, own(name, wish, reason), key)
    await course.taken(days - 3)
    subject = {"name": name, "born": born.isoformat(), "contact": "400 00 010"}
    await course.does(days - 3, UNIT, "subject-corrected", subject=subject)
    await course.assessed(days - 9, "Behovet varer i flere år.", "Flere tjenester er med.")
    return course


async def whole(story: Story, plan: PlanId) -> None:
    """Runa: coordinated by Hilde, in the plan that the demo began with."""
    runa = await begins(
        story, OWNER_KEY, 440, Wish.BOTH, "Skole, sykehus, NAV og fastlege.", date(2007, 3, 14)
    )
    for thing in ("plan", "coordinator"):
        await runa.decided(425, thing, "granted", "Du trenger samordnede tjenester i flere år.")
    await runa.coordinated(410, "coordinator", "Helse og mestring", behalf="Runa, på telefon")
    await runa.does(395, UNIT, "responsibility-agreed", service="Helse og mestring, Sundvåg kommune")
    await runa.does(392, UNIT, "plan-offered")
    story.clock.back(390)
    await begun(runa, story.people[OWNER_KEY][0], plan, None)
    valid = story.day(200).isoformat()
    await runa.does(380, OWNER_KEY, "plan-declared-valid", next_revision=valid)
    again = story.day(-60).isoformat()
    await runa.does(198, "coordinator", "plan-revised", next_revision=again, approved=True)


async def refused(story: Story) -> None:
    kjell = await begins(
        story, "refused", 48, Wish.BOTH, "KOLS og diabetes. Fem avtaler i uka.", date(1961, 1, 9)
    )
    for thing in ("plan", "coordinator"):
        await kjell.decided(24, thing, "refused", "Fastlegen og hjemmetjenesten følger deg opp.")


async def vacant(story: Story) -> Course:
    """The coordinator left, nobody has come, and the plan was to be gone through weeks ago."""
    samira = await begins(
        story,
        "vacant",
        400,
        Wish.BOTH,
        "MS. Nevrolog, fysioterapi, NAV og hjemmetjenesten.",
        date(1984, 8, 17),
    )
    for thing in ("plan", "coordinator"):
        await samira.decided(384, thing, "granted", "Du trenger samordnede tjenester.")
    await samira.coordinated(365, "coordinator-2", MENTAL, behalf="Samira, på telefon")
    await samira.does(362, UNIT, "responsibility-agreed", service="Helse og mestring, Sundvåg kommune")
    await consented(samira, 350, "vacant", SAMIRA)
    await samira.does(340, "vacant", "plan-declared-valid", next_revision=story.day(30).isoformat())
    await samira.does(75, "coordinator-2", "coordinator-left", reason="Har fått andre oppgaver.")
    return samira


async def without_plan(story: Story) -> Course:
    """He wants no plan, and keeps his coordinator."""
    nils = await begins(story, "declined-plan", 160, Wish.BOTH, "Rus, bolig og helse.", date(1978, 12, 2))
    await nils.decided(146, "coordinator", "granted", "Du vil ha én å ringe til.")
    await nils.decided(146, "plan", "not-wanted", "Du vil ikke ha en plan nå.")
    await nils.coordinated(130, "coordinator-2", MENTAL, behalf="Nils, i møte")
    return nils


async def disputed(story: Story) -> None:
    """A plan in which two services write, each of which says that the other is responsible."""
    aisha = await begins(story, "disputed", 110, Wish.BOTH, "Angst og lang sykmelding.", date(1995, 4, 25))
    for thing in ("plan", "coordinator"):
        await aisha.decided(96, thing, "granted", "Du trenger samordnede tjenester.")
    await aisha.coordinated(80, "coordinator-2", MENTAL, behalf="Aisha, på telefon")
    plan = await consented(aisha, 70, "disputed", AISHA)
    coordinator = await participant(aisha, plan, "coordinator-2")
    reads = dict.fromkeys((Kind.ABOUT_ME, Kind.RESOURCES, Kind.PERIOD), Level.READ)
    await opened(aisha, 66, "disputed", plan, coordinator, {**reads, Kind.NEEDS: Level.EDIT})
    for key, role, place in (
        ("nav-2", Role.NAV, "NAV Sundvåg"),
        ("therapist", Role.MUNICIPAL_HEALTH, "Psykisk helse, Sundvåg kommune"),
    ):
        guest = await joined(aisha, 60, "disputed", plan, key, role, place)
        await opened(aisha, 59, "disputed", plan, guest, reads)
    services = ("NAV Sundvåg", "Psykisk helse, Sundvåg kommune")
    await aisha.does(20, UNIT, "responsibility-disputed", services=services)
