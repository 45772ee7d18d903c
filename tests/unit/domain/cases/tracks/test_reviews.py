"""What is to be gone through: every cell, every guard, who may say what, and that nothing is opened twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.domain.cases.life.transitions import ReviewDone, ReviewNotDone, ReviewOpened
from server.domain.cases.tracks.reviews import MOST_OPEN, REVIEWS, TOLD
from server.domain.cases.vocabulary import Actor, LifeEvent, ReviewStatus
from server.domain.errors import Forbidden, Invalid, NotNow
from tests.unit.domain.cases.grids import cells, cells_of, guards, permitted, required
from tests.unit.domain.cases.situations import SAMPLES, TODAY, History, opened

GRID = """
none:    review-opened > waiting
waiting: review-opened > waiting; review-done review-not-done > ?
settled: review-opened > waiting
"""
KEEPERS = {"owner", "representative", "case-handler", "coordinator"}
CHANGED = ReviewOpened(LifeEvent.CHANGED, TODAY)


def test_the_table() -> None:
    assert cells_of(REVIEWS) == cells(GRID)
    assert set(REVIEWS.moves) == set(ReviewStatus)


def test_who_may() -> None:
    assert permitted(REVIEWS) == {
        "review-opened": KEEPERS | {"clock", "relative", "professional"},
        "review-done": KEEPERS,
        "review-not-done": KEEPERS,
    }
    with pytest.raises(Forbidden):
        opened().does(CHANGED).does(ReviewDone(7), Actor.PROFESSIONAL)


@pytest.mark.parametrize("actor", Actor)
@pytest.mark.parametrize("event", LifeEvent)
def test_who_may_say_what(actor: Actor, event: LifeEvent) -> None:
    """What is known beforehand the clock says, and nobody else; others than those who keep the case say only
    that something has changed."""
    if actor.value in {"clock"}:
        may = event not in TOLD
    elif actor.value in KEEPERS:
        may = event in TOLD
    else:
        may = event is LifeEvent.CHANGED and actor.value in {"relative", "professional"}
    said = ReviewOpened(event, TODAY)
    if may:
        assert opened().does(said, actor).case.reviews.status == "waiting"
        return
    with pytest.raises((Forbidden, NotNow)):
        opened().does(said, actor)


def test_its_guards() -> None:
    history = opened().does(CHANGED)
    refused: list[tuple[History, object, str]] = [
        (history, CHANGED, "already-told"),
        (history, ReviewOpened(LifeEvent.MOVE, TODAY + timedelta(days=400)), "day-too-far"),
        (history, ReviewOpened(LifeEvent.MAJORITY, TODAY), "not-yours-to-tell"),
        (history, ReviewDone(history.case.number + 1), "no-such-review"),
        (history, ReviewNotDone(1, "Ingen tid."), "no-such-review"),
    ]
    for before, said, token in refused:
        with pytest.raises(NotNow, match=token):
            before.does(said)  # type: ignore[arg-type]
    with pytest.raises(NotNow, match="case-at-rest"):
        opened().does(SAMPLES["declined"]).does(CHANGED)
    with pytest.raises(Invalid, match="reason"):
        history.does(ReviewNotDone(history.case.number, " "))
    assert {name for _, name in required(REVIEWS)} == {"reason"}
    named = {token for _, token in guards(REVIEWS)}
    assert named == {*(token for *_, token in refused), "case-at-rest", "too-many-reviews"}


def test_no_more_wait_than_somebody_can_read() -> None:
    history = opened()
    for day in range(MOST_OPEN):
        history.does(ReviewOpened(LifeEvent.CHANGED, TODAY + timedelta(days=day)))
    with pytest.raises(NotNow, match="too-many-reviews"):
        history.does(ReviewOpened(LifeEvent.MOVE, TODAY))
    history.does(ReviewOpened(LifeEvent.MAJORITY, TODAY), Actor.CLOCK)
    assert len(history.case.reviews.open) == MOST_OPEN + 1


def test_each_is_done_by_itself_and_the_last_settles_them() -> None:
    history = opened().does(CHANGED).does(ReviewOpened(LifeEvent.MOVE, TODAY), day=1)
    moved = history.case.number
    history.does(ReviewNotDone(moved - 1, "Vi fikk ikke tak i Kari."), day=2)
    assert (history.case.reviews.status, [each.number for each in history.case.reviews.open]) == (
        "waiting",
        [moved],
    )
    history.does(ReviewDone(moved), Actor.COORDINATOR, day=3)
    assert (history.case.reviews.status, history.case.reviews.open) == ("settled", ())
    assert history.case.reviews.since == TODAY + timedelta(days=3)
    with pytest.raises(NotNow, match="already-told"):
        history.does(CHANGED)
