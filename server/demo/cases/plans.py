"""The plans of the demo's cases: consented to as any owner does, with words in them from the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from server.catalogue import standard
from server.demo.writing import blocks_of
from server.domain.access import Level
from server.domain.cases.care_transitions import PlanBegun, PlanConsented
from server.domain.cases.flow import followed, judged
from server.domain.cases.records import By, Command, day_of
from server.domain.cases.vocabulary import Actor
from server.domain.kinds import first_fields
from server.domain.plan import Kind, ParticipantId, PersonId, PlanId, Role
from server.features.accesslog.readings import ReadingLog
from server.features.accesslog.words import WordsLog
from server.features.cases.desk.new_plan import new_plan
from server.features.cases.desk.wording import ending_words
from server.features.cases.rules import rules_on
from server.features.consent.rules import DecisionWish
from server.features.consent.service import Consents
from server.features.consent.store import ConsentStore
from server.features.invitations.rules import InvitationStep, InvitationWish
from server.features.invitations.service import Invitations
from server.features.invitations.store import GuestReply, InvitationStore
from server.storage.cases.plans import Doing, begin_plan, follow
from server.storage.cases.records import add_record, stored_case
from server.storage.founding import NewPlan
from server.storage.keys import key_of
from server.storage.ledger import Ledger
from server.storage.parts import PartCreation
from server.storage.plan.participations import taking_part
from server.sync.document.schema import seed

from .story import LANGUAGE, UNIT, Course

Words = Mapping[Kind, str]
"""In the markup of ``demo.writing``."""


async def consented(course: Course, days_ago: int, owner: str, words: Words) -> PlanId:
    """The plan is offered the day before; the owner says yes to it, and to nothing that others may see."""
    await course.does(days_ago + 1, UNIT, "plan-offered")
    story = course.story
    story.clock.back(days_ago)
    person, _ = story.people[owner]
    plan = PlanId(story.chance.id())
    stored = await story.database.read(lambda connection: stored_case(connection, course.case))
    assert stored is not None
    new = new_plan(plan, person, stored.municipality, story.clock(), story.chance)
    parts = [_written(part, words, course) for part in new.parts]
    await begun(course, person, plan, replace(new, parts=parts))
    return plan


async def begun(course: Course, person: PersonId, plan: PlanId, new: NewPlan | None) -> None:
    """``new``: ``None`` where the plan stands already, as the demo's whole plan does."""
    story, owner = course.story, By(person, Actor.OWNER)
    at, today, catalogue = story.clock(), day_of(story.clock()), standard()
    rules, key = rules_on(catalogue, today), await key_of(story.database.keys, plan)
    shown = catalogue.text("consent.plan", LANGUAGE, on=today)

    def work(connection: Any) -> int:
        stored = stored_case(connection, course.case)
        assert stored is not None
        consent = judged(stored.case, Command(owner, at, PlanConsented(), shown=shown), rules)
        start = judged(followed(stored.case, consent), Command(owner, at, PlanBegun(plan)), rules)
        if new is not None:
            begin_plan(connection, new, key)
        stored = add_record(connection, add_record(connection, stored, consent), start)
        words = ending_words(catalogue, today)
        follow(connection, stored.case, Doing(person, at, story.chance.id, words, rules))
        return stored.case.number

    course.number = await story.database.write(work)
    story.clock.on()


def _written(part: PartCreation, words: Words, course: Course) -> PartCreation:
    kind = part.part.kind
    if kind not in words:
        return part
    content = seed(
        kind, course.story.chance.client_id(), blocks=blocks_of(words[kind]), fields=first_fields(kind)
    )
    row = replace(part.row, payload=content.payload)
    return replace(part, row=row, clients=dict.fromkeys([content.client_id], *part.clients.values()))


async def joined(
    course: Course, days_ago: int, owner: str, plan: PlanId, guest: str, role: Role, organisation: str
) -> ParticipantId:
    """Invited by the owner, redeemed, and confirmed two days later."""
    story = course.story
    inviting = Invitations(
        InvitationStore(story.database, story.clock, standard(), None), story.live, story.chance, None
    )
    story.clock.back(days_ago + 2)
    wish = InvitationWish(story.people[guest][1], role, organisation, "")
    made = await inviting.invite(story.who(owner), plan, wish, None)
    await inviting.answer(story.who(guest), made.code, GuestReply(accepted=True))
    story.clock.back(days_ago)
    await inviting.take(story.who(owner).principal, plan, made.id, InvitationStep.CONFIRM)
    return await participant(course, plan, guest)


async def participant(course: Course, plan: PlanId, key: str) -> ParticipantId:
    """Who has that demo key, in the plan."""
    story = course.story
    there = await story.database.read(lambda connection: taking_part(connection, plan))
    return next(each.id for each in there if each.person == story.people[key][0])


async def opened(
    course: Course, days_ago: int, owner: str, plan: PlanId, whom: ParticipantId, levels: Mapping[Kind, Level]
) -> None:
    """Signed by the owner, kind by kind."""
    story = course.story
    story.clock.back(days_ago)
    log = WordsLog(ReadingLog(Ledger(story.database), story.clock))
    signing = Consents(ConsentStore(story.database, story.clock), story.live, log)
    wishes = [DecisionWish(whom, level, kind=kind) for kind, level in levels.items()]
    texts = await signing.preview(story.who(owner).principal, plan, wishes, LANGUAGE)
    read = [replace(wish, text=text) for wish, text in zip(wishes, texts.texts, strict=True)]
    await signing.sign_all(story.who(owner).principal, plan, read, LANGUAGE)
