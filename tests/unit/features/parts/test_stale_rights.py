"""Rights are checked again inside the transaction that writes: what changed since the first look counts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from server.domain.access import Level, PlanAccess
from server.domain.audit import Action, Event
from server.domain.errors import Invalid, NotFound, Refusal
from server.domain.plan import CommentId, Kind, PlanId, Role
from server.domain.sight import PlanSight
from server.features.comments.service import CommentWish, Conversations
from server.features.comments.store import Comment, Comments
from server.features.consent.service import Consents, DecisionWish
from server.features.parts.service import Parts, PartWish
from server.storage.drafts import DecisionDraft
from server.storage.ledger import Ledger
from server.storage.plans import Plans
from tests.unit.features.fakes import NOON, CountedChance, ListeningHub, SetClock
from tests.unit.features.family import PLAN, Family, part, person, place


class StalePlans(Plans):
    """Gives out rights as they were when it was made; what it writes is checked against the truth."""

    remembered: PlanAccess | None = None

    async def access(self, plan: PlanId) -> PlanAccess | None:
        self.remembered = self.remembered or await super().access(plan)
        return self.remembered


@dataclass
class Withdrawn:
    """The GP's page, which still believes in rights that have ended."""

    family: Family
    plans: StalePlans
    hub: ListeningHub

    @property
    def parts(self) -> Parts:
        return Parts(self.plans, self.hub, SetClock(), CountedChance())

    @property
    def conversations(self) -> Conversations:
        database = self.family.database
        return Conversations(
            Comments(database), self.plans, Ledger(database), self.hub, SetClock(), CountedChance()
        )


def allowed(access: PlanAccess) -> None:
    pass


@pytest.fixture
async def withdrawn(family: Family) -> Withdrawn:
    await Comments(family.database).add(
        Comment(CommentId("comment"), part(Kind.HEALTH), place(Role.GP), NOON, "Hei"),
        Event(NOON, person(Role.GP), Action.COMMENT_ADDED, PLAN, part=part(Kind.HEALTH)),
        allowed,
    )
    plans = StalePlans(family.database)
    await plans.access(PLAN)
    event = Event(NOON, person(Role.OWNER), Action.DECISION_SIGNED, PLAN)
    for kind in Kind:
        draft = DecisionDraft(place(Role.GP), Level.NONE, person(Role.OWNER), NOON, kind=kind)
        await family.plans.sign(PLAN, draft, event, allowed)
    return Withdrawn(family, plans, ListeningHub())


COMMANDS: dict[str, Callable[[Withdrawn], Awaitable[object]]] = {
    "add a part": lambda it: it.parts.add(person(Role.GP), PLAN, PartWish(Kind.HEALTH)),
    "move a part": lambda it: it.parts.change(person(Role.GP), part(Kind.HEALTH), {"position": 1}),
    "comment": lambda it: it.conversations.add(person(Role.GP), part(Kind.HEALTH), CommentWish("Hei")),
    "resolve": lambda it: it.conversations.resolve(person(Role.GP), CommentId("comment"), resolved=True),
}


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "add a part"])
async def test_a_command_that_looked_too_early_is_refused_by_the_write(
    withdrawn: Withdrawn, command: str
) -> None:
    before = await Ledger(withdrawn.family.database).entries(PLAN)
    with pytest.raises(NotFound):
        await COMMANDS[command](withdrawn)
    assert await Ledger(withdrawn.family.database).entries(PLAN) == before
    assert withdrawn.hub.heard == []


async def test_adding_is_refused_too(withdrawn: Withdrawn) -> None:
    with pytest.raises(Refusal):
        await COMMANDS["add a part"](withdrawn)
    access = await withdrawn.family.plans.access(PLAN)
    assert access
    assert len(access.parts) == 4


@pytest.mark.rule(12)
async def test_a_representative_signs_nothing_about_what_was_just_taken_from_them(family: Family) -> None:
    plans, hub = StalePlans(family.database), ListeningHub()
    await plans.access(PLAN)
    event = Event(NOON, person(Role.OWNER), Action.DECISION_SIGNED, PLAN)
    taken = DecisionDraft(
        place(Role.REPRESENTATIVE), Level.NONE, person(Role.OWNER), NOON, part=part(Kind.HEALTH)
    )
    await family.plans.sign(PLAN, taken, event, allowed)
    wish = DecisionWish(place(Role.SCHOOL), Level.READ, part=part(Kind.HEALTH))
    with pytest.raises(Invalid):
        await Consents(plans, hub, SetClock()).sign(person(Role.REPRESENTATIVE), PLAN, wish)
    access = await family.plans.access(PLAN)
    assert access
    assert PlanSight(access, NOON).access_of(place(Role.SCHOOL), part(Kind.HEALTH)).level is Level.NONE
    assert hub.heard == []
