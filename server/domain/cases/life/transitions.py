"""What is to be gone through since a life changes, or is to change, and what waits of it; see
``case_transitions``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.domain.cases.records import Record, Transition
from server.domain.cases.vocabulary import LifeEvent, ReviewStatus


@dataclass(frozen=True, slots=True)
class ReviewOpened(Transition):
    """``day``: on which it happens, or happened."""

    action = "review-opened"
    event: LifeEvent
    day: date

    @property
    def name(self) -> str:
        """Unlike that of any other of a case: it is opened once, whoever tells of it."""
        return f"{self.event}/{self.day}"


@dataclass(frozen=True, slots=True)
class ReviewDone(Transition):
    """``review``: the number of the record that opened it."""

    action = "review-done"
    review: int


@dataclass(frozen=True, slots=True)
class ReviewNotDone(Transition):
    """It could not be done, and is not waited for any more."""

    action = "review-not-done"
    review: int
    reason: str


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """``open``: the records of those that wait. ``names``: of all there have been."""

    status: ReviewStatus = ReviewStatus.NONE
    since: date | None = None
    open: tuple[Record, ...] = ()
    names: frozenset[str] = frozenset()
