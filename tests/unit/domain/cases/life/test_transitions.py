"""What opens a review is called by what happens, and when."""

from __future__ import annotations

from datetime import timedelta

from server.domain.cases.life.transitions import ReviewOpened
from server.domain.cases.vocabulary import LifeEvent
from tests.unit.domain.cases.situations import TODAY


def test_the_same_on_another_day_is_another() -> None:
    moves = ReviewOpened(LifeEvent.MOVE, TODAY)
    others = ReviewOpened(LifeEvent.MOVE, TODAY + timedelta(days=1)), ReviewOpened(LifeEvent.DISCHARGE, TODAY)
    assert moves.name == ReviewOpened(LifeEvent.MOVE, TODAY).name == "move/2026-03-02"
    assert moves.name not in {each.name for each in others}
