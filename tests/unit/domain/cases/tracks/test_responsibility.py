"""Which service answers for the plan: every cell, every guard."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.domain.cases import case_transitions as d
from server.domain.cases.tracks.responsibility import RESPONSIBILITY
from server.domain.cases.vocabulary import Actor, ResponsibilityStatus
from server.domain.errors import Forbidden, Invalid, NotNow
from tests.unit.domain.cases.grids import cells, cells_of, guards, permitted, required
from tests.unit.domain.cases.situations import SAMPLES, TODAY, History, clarifying

GRID = """
unset:    responsibility-agreed > agreed; responsibility-disputed > disputed
agreed:   responsibility-agreed > agreed; responsibility-disputed > disputed
disputed: responsibility-agreed > agreed; responsibility-disputed > disputed; responsibility-decided > decided
decided:  responsibility-agreed > agreed; responsibility-disputed > disputed
"""
AGREED, DISPUTED, DECIDED = (SAMPLES[f"responsibility-{each}"] for each in ("agreed", "disputed", "decided"))


def test_the_table() -> None:
    assert cells_of(RESPONSIBILITY) == cells(GRID)
    assert set(RESPONSIBILITY.moves) == set(ResponsibilityStatus)


def test_only_the_unit_keeps_it() -> None:
    assert set().union(*permitted(RESPONSIBILITY).values()) == {"case-handler"}
    with pytest.raises(Forbidden):
        clarifying().does(AGREED, Actor.LEADER)


def test_its_guards() -> None:
    with pytest.raises(NotNow, match="case-at-rest"):
        clarifying().does(SAMPLES["declined"]).does(AGREED)
    with pytest.raises(NotNow, match="who-disagrees"):
        clarifying().does(d.ResponsibilityDisputed(("NAV", "NAV")))
    assert {token for _, token in guards(RESPONSIBILITY)} == {"case-at-rest", "who-disagrees"}


def test_what_must_be_said() -> None:
    disputed = clarifying().does(DISPUTED)
    for transition, name in (
        (d.ResponsibilityAgreed(" "), "service"),
        (d.ResponsibilityDisputed(()), "services"),
        (d.ResponsibilityDecided("", "Derfor."), "service"),
        (d.ResponsibilityDecided("NAV", ""), "reason"),
    ):
        with pytest.raises(Invalid, match=name):
            disputed.does(transition)
    with pytest.raises(Invalid, match="basis"):
        disputed.does(DECIDED, basis="")
    assert {name for _, name in required(RESPONSIBILITY)} == {"service", "services", "reason", "basis"}


def test_services_disagree_and_the_municipality_decides() -> None:
    history: History = clarifying().does(DISPUTED, day=3)
    facts = history.case.responsibility
    assert (facts.services, facts.service, facts.since) == (("helse", "NAV"), "", TODAY + timedelta(days=3))
    decided = history.does(DECIDED, day=23).case.responsibility
    assert (decided.status, decided.service, decided.services) == ("decided", "helse", ())
