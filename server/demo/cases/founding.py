"""Makes the demo's cases, once: some seconds of what took a year."""

from __future__ import annotations

from server.catalogue import standard
from server.demo.municipality import NUMBER
from server.domain.plan import SERVER, PersonId, PlanId, Role
from server.domain.unit.rights import UnitRight
from server.features.coordinators.rules import Listing
from server.features.coordinators.store import Coordinators
from server.features.invitations.rules import InvitationWish
from server.features.invitations.service import Invitations
from server.features.invitations.store import InvitationStore
from server.features.login.store import People
from server.features.messages.store import MessageStore
from server.features.municipalities.store import Municipalities
from server.ports.clock import Clock
from server.ports.randomness import Chance
from server.storage.cases.records import number_of_cases
from server.storage.database.database import Database
from server.storage.persons import enrol

from . import complaining, families, grown, inbox, leading
from .people import CASE_PEOPLE, case_person
from .story import UNIT, Story

CASES = 14


class IncompleteDemo(Exception):
    """A version that did not make the demo as a whole was ended while it made it."""

    def __init__(self) -> None:
        super().__init__(
            "the demo in this database was left half made: remove the database, and make it anew"
        )


async def found_cases(database: Database, clock: Clock, chance: Chance, plan: PlanId) -> bool:
    """``plan``: Runa's. ``False`` if the people are there: what was made of them is not made again.

    Raises ``IncompleteDemo`` where fewer cases are there than were made.
    """
    people = People(database)
    known = {person.demo_key: (person.id, person.name) for person in await people.demo_people()}
    if any(each.key in known for each in CASE_PEOPLE):
        if await database.read(number_of_cases) < CASES:
            raise IncompleteDemo
        return False
    new = [case_person(each, PersonId(chance.id())) for each in CASE_PEOPLE]
    await database.write(lambda connection: enrol(connection, new))
    known |= {person.demo_key: (person.id, person.name) for person in new}
    story = Story(database, clock(), chance, {key: each for key, each in known.items() if key is not None})
    await _unit(story)
    await _cases(story, plan)
    await _invited(story, plan)
    return True


async def _unit(story: Story) -> None:
    """Who sees counts, and whom the unit keeps as coordinators."""
    municipalities = Municipalities(story.database, story.clock, story.chance)
    where = await municipalities.numbered(NUMBER)
    assert where is not None
    await municipalities.give(SERVER, where.id, story.people["statistics"][0], UnitRight.STATISTICS)
    keeping = Coordinators(story.database, story.clock)
    for key, listing in _listings(story).items():
        unit, whom = story.people[UNIT][0], story.people[key][0]
        await keeping.keep(unit, NUMBER, whom, 0, listing)


def _listings(story: Story) -> dict[str, Listing]:
    leader = story.people["leader"][1]
    return {
        "coordinator": Listing(
            leading.SERVICE, leader, story.day(500), story.day(-230), 4, "Norsk, engelsk", "Voksne"
        ),
        "coordinator-2": Listing(
            "Psykisk helse", leader, story.day(700), story.day(30), 3, "Norsk", "Psykisk helse",
            leaves_on=story.day(-45),
        ),
        "child-coordinator": Listing(
            "Barn og familie", "Tor Eide", story.day(300), story.day(-400), 6, "Norsk, nordsamisk", "Barn",
            away_from=story.day(-20), away_until=story.day(-34), substitute="Bente Moe",
        ),
    }  # fmt: skip


async def _cases(story: Story, plan: PlanId) -> None:
    await grown.whole(story, plan)
    for course in (inbox.closed, families.seventeen, inbox.declined, families.child):
        await course(story)
    nils, samira = await grown.without_plan(story), await grown.vacant(story)
    await complaining.not_done(story)
    for course in (grown.disputed, families.expecting, grown.refused, inbox.late):
        await course(story)
    await leading.registered(story)
    await _read(story)
    await complaining.on_its_way(story)
    await leading.asked(samira, nils)
    for course in (inbox.clarifying, inbox.protected, inbox.reported):
        await course(story)


async def _read(story: Story) -> None:
    """What they were told until a week ago."""
    story.clock.back(7)
    store = MessageStore(story.database, story.clock, standard())
    for person, _ in story.people.values():
        await store.mark_all(person)


async def _invited(story: Story, plan: PlanId) -> None:
    """Into Runa's plan: somebody by her, who has not answered, and somebody the coordinator proposes."""
    store = InvitationStore(story.database, story.clock, standard(), None)
    inviting = Invitations(store, story.live, story.chance, None)
    story.clock.back(2)
    for who, wish in (
        ("owner", InvitationWish("Turid Elvestad", Role.RELATIVE, "Tante", "turid@example.com")),
        ("coordinator", InvitationWish("Siv Rønning", Role.OTHER, "Fysioterapi, Sundvåg kommune", "")),
    ):
        await inviting.invite(story.who(who), plan, wish, None)
    story.clock.back(0)
