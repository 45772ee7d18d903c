from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.access import Level
from server.domain.plan import PersonId
from server.sync.protocol.closings import NotOpened, Token
from tests.support.clients import protocol
from tests.support.principals import demo
from tests.unit.domain.people import decided
from tests.unit.sync.fakes import ADDRESS, PART
from tests.unit.sync.plan.opened import HOME, OWNER, PLAN_CHANGED, SCHOOL, Opened
from tests.unit.sync.processes import CHANNEL


@pytest.mark.rule(10, "P4")
async def test_a_withdrawal_cuts_who_is_in_before_it_returns(opened: Opened) -> None:
    person, _ = await opened.enter(SCHOOL)
    await opened.settled()
    await opened.sign(decided(2, SCHOOL, HOME, Level.NONE))
    assert [(f.type, f.text) for f in person.listen()] == [(protocol.CLOSE, "consent-withdrawn")]
    assert person.cut == [ADDRESS]


async def test_a_change_of_level_is_told_and_an_upgrade_asks_for_what_was_written(opened: Opened) -> None:
    person, _ = await opened.enter(SCHOOL)
    await opened.settled()
    person.listen()
    await opened.sign(decided(2, SCHOOL, HOME, Level.READ))
    assert [(f.type, f.text) for f in person.listen()] == [(protocol.AUTH, "readonly")]
    await opened.sign(decided(3, SCHOOL, HOME, Level.EDIT))
    assert [(f.type, f.text) for f in person.listen()] == [
        (protocol.AUTH, "read-write"),
        (protocol.SYNC, ""),
    ]


async def test_who_is_nobody_here_is_refused_and_an_empty_plan_is_forgotten(opened: Opened) -> None:
    entrant = replace(opened.person(OWNER).entrant, principal=demo(PersonId("stranger")))
    with pytest.raises(NotOpened):
        await opened.plan.enter(entrant, PART)
    _, seat = await opened.enter(OWNER)
    await opened.settled()
    seat.leave()
    await opened.plan.close(Token.GOING_DOWN)
    assert opened.emptied.is_set()
    assert opened.plan.rooms == {}


async def test_a_change_of_ones_own_level_is_noticed_in_the_channel(opened: Opened) -> None:
    person = opened.person(SCHOOL)
    await opened.plan.enter(replace(person.entrant, address=CHANNEL), None)
    person.listen()
    await opened.sign(decided(2, SCHOOL, HOME, Level.READ))
    assert [frame.text for frame in person.listen()] == [PLAN_CHANGED]
