"""Random histories of cases, as commands were let through."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from server.domain.cases import care_transitions as care
from server.domain.cases import case_transitions as about
from server.domain.cases.flow import TRACKS
from server.domain.cases.records import Transition
from server.domain.cases.state import Case
from server.domain.cases.vocabulary import Actor, CoordinatorKind, Ending, Outcome, Thing, Wish
from server.domain.errors import Refusal
from tests.unit.domain.cases.situations import (
    CHILD,
    SAMPLES,
    TODAY,
    History,
    appointed,
    coordinated,
    decided,
    opened,
    plan_begun,
    reported,
    with_childs_coordinator,
)
from tests.unit.domain.cases.test_flow import VARIED, days_later
from tests.unit.domain.counts.by_hand import eighteenth

TEENAGER = about.Subject("Liv", born=date(2009, 2, 28), interpreter=True)
LEAP = about.Subject("Leo", born=date(2008, 2, 29))
NOT_OFTEN = {"merged", "moved", "declined", "closed", "plan-ended", "coordinator-ended", "coordinator-left"}


def drawn_on(day: int) -> dict[str, st.SearchStrategy[Transition]]:
    """What is said ``day`` days after the first, of days before and after it."""

    def later(least: int, most: int) -> st.SearchStrategy[date]:
        return st.integers(day + least, day + most).map(days_later)

    return {
        "reported": st.builds(
            lambda who, wish, by: reported(subject=who, wish=wish, reporter=by),
            st.sampled_from([CHILD, TEENAGER, LEAP]),
            st.sampled_from(Wish),
            st.sampled_from([Actor.OWNER, Actor.RELATIVE, Actor.PROFESSIONAL]),
        ),
        "decided": st.builds(decided, st.sampled_from(Thing), st.sampled_from(Outcome)),
        "delay-notified": st.builds(about.DelayNotified, st.just("Vi venter."), later(1, 60)),
        "closed": st.builds(
            about.CaseClosed,
            st.sampled_from(Ending),
            st.just("kvittering"),
            st.just("Kari vil ikke mer."),
        ),
        "coordinator-appointed": st.builds(appointed, st.sampled_from(CoordinatorKind), later(-30, 60)),
        "coordinator-absent": st.builds(
            care.CoordinatorAbsent, st.none() | later(0, 60), st.sampled_from(["", "", "Vikar"])
        ),
        "handover-begun": st.builds(
            care.HandoverBegun,
            st.just("Slutter."),
            last_day=st.none() | later(0, 40),
            together_days=st.sampled_from([0, 0, 5]),
        ),
        "plan-declared-valid": st.builds(care.PlanDeclaredValid, later(1, 90), GAPS),
        "plan-said-valid": st.builds(care.PlanSaidValid, later(1, 90), GAPS, st.just("session")),
        "plan-revised": st.builds(care.PlanRevised, later(1, 90), st.just(value=True)),
        "responsibility-agreed": st.builds(about.ResponsibilityAgreed, st.sampled_from(["helse", "NAV"])),
        "subject-corrected": st.builds(about.SubjectCorrected, st.sampled_from([CHILD, TEENAGER, LEAP])),
    }


def with_a_valid_plan() -> History:
    """And a coordinator."""
    found = coordinated().all(SAMPLES[each] for each in ("plan-offered", "plan-consented", "plan-begun"))
    return found.does(care.PlanDeclaredValid(days_later(20), ("a", "k")))


BEGINNINGS = (
    *(History, opened, coordinated, with_childs_coordinator, plan_begun),
    *(with_a_valid_plan, with_a_valid_plan, lambda: opened(subject=LEAP)),
    lambda: with_a_valid_plan().does(care.CoordinatorAbsent(None)),
    lambda: History().does(reported(subject=TEENAGER)).does(SAMPLES["taken"], day=2),
    lambda: with_childs_coordinator(TEENAGER),
)
GAPS: st.SearchStrategy[tuple[str, ...]] = st.sampled_from([(), ("a",), ("a", "k"), ("c", "e", "e")])
BASES = st.sampled_from(["health", "nav", "hol. § 7-1"])


@st.composite
def histories(draw: Any) -> History:
    """Clocks that are ahead or behind record as well, and rests are rare."""
    history: History = draw(st.sampled_from(BEGINNINGS))()
    day = (history.records[-1].day - TODAY).days if history.records else 0
    for _ in range(draw(st.integers(0, 25))):
        actions = _open(history.case)
        likely = [each for each in actions if each not in NOT_OFTEN] or actions
        action = draw(st.sampled_from(likely * 3 + actions))
        day += draw(st.sampled_from([0, 0, 1, 3, 16, 40, -2]))
        transition = draw(drawn_on(day).get(action, VARIED.get(action, st.just(SAMPLES[action]))))
        try:
            history.does(transition, None, day, draw(BASES))
        except Refusal:
            continue
    return history


def _open(case: Case) -> list[str]:
    rows = [track.moves[track.status(case)] for track in TRACKS]
    return sorted({each.action for row in rows for each in row}) or ["reported"]


def telling_days(history: History) -> list[date]:
    """Those on which something is recorded or said to be, and those on which lengths from there are over."""
    said: set[date] = {TODAY}
    for record in history.records:
        fields = (getattr(record.transition, name) for name in record.transition.__slots__)
        born = getattr(getattr(record.transition, "subject", None), "born", None)
        said |= {record.day, *(each for each in fields if isinstance(each, date))}
        said |= {eighteenth(born), eighteenth(born) - timedelta(days=365)} if born else set()
    return sorted({each + timedelta(days=days) for each in said for days in (-1, 0, 1, 14, 15, 30, 31)})


DAYS = st.integers(-3, 400).map(days_later)
