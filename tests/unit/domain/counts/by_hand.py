"""The counts of a day reckoned from records in another way: by looking back at what was recorded last.

Nothing of ``server/domain/counts``, and nothing of the fold but that records were let through.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import takewhile
from typing import Any

from server.domain.cases.records import Record

PLAN_RUNS = {"consented", "drafting", "active", "revision-due"}
IN_PLACE = {"appointed", "absent", "handing-over"}
OF_THE_CASE = """reported report-taken-in merged taken assigned subject-corrected consent-checked asked
answered meeting-set assessed delay-notified decided letter-posted declined moved passed-on closed
died owner-entered child-born"""
CASE = frozenset(OF_THE_CASE.split())
WISHES = {
    "plan": {"plan"},
    "coordinator": {"coordinator"},
    "child-coordinator": {"child-coordinator"},
    "both": {"plan", "coordinator"},
    "unknown": {"plan", "coordinator"},
}


def track_of(action: str) -> str:
    if action in CASE:
        return "case"
    if action.startswith("review-"):
        return "reviews"
    if action.startswith("representative-"):
        return "representation"
    if action.startswith("responsibility-"):
        return "responsibility"
    return "plan" if action.startswith(("plan-", "revision-", "validity-")) else "coordinator"


def lasts(spans: list[list[Any]]) -> bool:
    return bool(spans) and spans[-1][2] is None


class Past:
    """What was recorded until the end of ``day``."""

    def __init__(self, records: Iterable[Record], day: date) -> None:
        self.day = day
        self.records = list(takewhile(lambda each: each.day <= day, records))

    def status(self, track: str) -> str:
        found = [each.status for each in self.records if track_of(each.transition.action) == track]
        return found[-1] if found else "none"

    def last(self, *actions: str) -> Record | None:
        found = [each for each in self.records if each.transition.action in actions]
        return found[-1] if found else None

    def round(self) -> list[Record]:
        """Since the report that began this round: one that was not already waiting as "reported"."""
        began, before = 0, "none"
        for place, each in enumerate(self.records):
            if track_of(each.transition.action) != "case":
                continue
            comes = each.transition.action in ("reported", "report-taken-in")
            if comes and each.status == "reported" and before != "reported":
                began = place
            before = each.status
        return self.records[began:]

    def undecided(self) -> tuple[set[str], date | None, bool]:
        """What is asked and not decided, since when the clock runs, and whether a delay was told."""
        asked: set[str] = set()
        decided: dict[str, str] = {}
        since, told = None, False
        for each in self.round():
            said = each.transition
            if said.action in ("reported", "report-taken-in"):
                if not asked - decided.keys():
                    since, told = each.day, False
                wished = WISHES[said.wish.value] | {thing.value for thing in getattr(said, "asked", ())}
                asked |= wished
                # What was refused and is asked for once more is to be decided once more.
                decided = {
                    key: how
                    for key, how in decided.items()
                    if how in ("granted", "in-part") or key not in wished
                }
            elif said.action == "decided":
                decided[said.thing.value] = said.outcome.value
            elif said.action == "delay-notified":
                told = True
        return asked - decided.keys(), since, told

    def subject(self) -> Any:
        """Of the first report, as it was corrected last."""
        corrected = self.last("subject-corrected")
        first = next(each for each in self.records if each.transition.action == "reported")
        return (corrected or first).transition.subject

    def is_child(self) -> bool:
        born = self.subject().born
        if born is None:
            return bool(self.subject().expected)
        years = (self.day.year - born.year) - ((self.day.month, self.day.day) < (born.month, born.day))
        return bool(years < 18)

    def coordinator(self) -> tuple[Record | None, date | None]:
        """The appointment that holds on the day; else the day since which the place is empty, or one is
        wished for again."""
        spans: list[list[Any]] = []
        goes: date | None = None
        for each in self.records:
            action = each.transition.action
            if action == "coordinator-appointed":
                start = each.transition.start
                if spans and spans[-1][2] is None:
                    spans[-1][2] = max(min(start, goes or start), spans[-1][1])
                spans.append([each, start, None])
            elif track_of(action) == "coordinator" and each.status not in IN_PLACE:
                if lasts(spans):
                    spans[-1][2] = max(min(each.day, goes or each.day), spans[-1][1])
                for span in spans:  # nor does anybody stay until a next one begins
                    span[2] = min(span[2], max(each.day, span[1]))
            if action == "handover-begun":
                last = each.transition.last_day
                goes = None if last is None else last + timedelta(days=1)
            elif track_of(action) == "coordinator" and each.status != "handing-over":
                goes = None
        if lasts(spans) and goes is not None and goes <= self.day:
            spans[-1][2] = goes
        for record, start, end in spans:
            if start <= self.day and (end is None or self.day < end):
                return record, None
        return None, self.empty_from([end for _, start, end in spans if end and start < end <= self.day])

    def empty_from(self, ends: list[date]) -> date | None:
        """Where nobody ever held the place, since the unit took back whom it had appointed."""
        ends = ends or [each.day for each in self.records if each.status == "vacant"][-1:]
        return max([*ends, *self.wished_anew()]) if ends else None

    def wished_anew(self) -> list[date]:
        """While none was wanted, nobody was missing."""
        found, before = [], "none"
        for each in self.records:
            if track_of(each.transition.action) == "coordinator":
                if each.transition.action == "wish-recorded" and before in ("not-wanted", "ended"):
                    found.append(each.day)
                before = each.status
        return found

    def away_since(self) -> date | None:
        """Without a substitute, and until when, as was said last; since the first day of this absence."""
        if self.status("coordinator") != "absent":
            return None
        run: list[Record] = []
        for each in reversed(self.records):
            if track_of(each.transition.action) != "coordinator":
                continue
            if each.status != "absent":
                break
            run.append(each)
        since, until = None, None
        for each in reversed(run):
            if each.transition.action == "coordinator-absent":
                # One that ran out is over: a next one begins.
                since = each.day if since is None or (until is not None and until < each.day) else since
                until, substitute = each.transition.until, each.transition.substitute
        over = until is not None and until < self.day
        return None if substitute or over else since


def holding(records: Sequence[Record], day: date) -> Counter[tuple[str, str]]:
    """The states of one case at the end of ``day``, with the usual lengths."""
    past, found = Past(records, day), Counter[tuple[str, str]]()
    if not past.records or past.status("case") not in ("reported", "clarifying", "decided", "open"):
        return found
    left, since, told = past.undecided()
    if left and since and not told and (day - since).days > 30:
        found["late-answers", ""] += 1
    appointed, empty = past.coordinator()
    plan = past.status("plan")
    if appointed is not None:
        kind = appointed.transition.kind.value
        found["coordinators", kind] += 1
        if plan not in PLAN_RUNS:
            found["without-plan", ""] += 1
        if kind == "child-coordinator" and past.subject().born is not None and past.is_child():
            comes = eighteenth(past.subject().born)
            if comes <= a_year_after(day):
                found["of-age-soon", ""] += 1
    if plan in ("active", "revision-due"):
        _of_the_plan(past, found)
    if plan in PLAN_RUNS and past.status("coordinator") not in ("not-wanted", "ended"):
        found["vacant", ""] += is_vacant(past, appointed, empty)
    if past.status("responsibility") == "disputed":
        found["disputed", ""] += 1
    if past.subject().interpreter:
        found["interpreter", ""] += 1
    return +found


def is_vacant(past: Past, appointed: Record | None, empty: date | None) -> bool:
    if appointed is None:
        return empty is not None
    childs = appointed.transition.kind.value == "child-coordinator"
    if childs and past.subject().born is not None and not past.is_child():
        return True
    away = past.away_since()
    return away is not None and (past.day - away).days > 14


def why(said: Any) -> str:
    if said.action == "died":
        return "dead"
    if said.action != "closed":
        return str(said.action)
    return str(said.reason) if said.reason in ("wish", "need-over", "moved", "dead") else "other"


def _of_the_plan(past: Past, found: Counter[tuple[str, str]]) -> None:
    found["active-plans", ""] += 1
    valid = past.last("plan-declared-valid", "plan-said-valid")
    assert valid is not None
    for letter in valid.transition.gaps:
        found["gaps", letter] += 1
    dated = past.last("plan-declared-valid", "plan-said-valid", "plan-revised")
    assert dated is not None
    late = (past.day - dated.transition.next_revision).days
    if late > 0:
        found["overdue", "longer" if late > 30 else "up-to"] += 1


def happened(records: Sequence[Record], first: date, last: date) -> Counter[tuple[str, str]]:
    """The events of one case in a period."""
    found = Counter[tuple[str, str]]()
    for place, each in enumerate(records):
        if not first <= max(before.day for before in records[: place + 1]) <= last:
            continue
        said, action = each.transition, each.transition.action
        if action == "reported":
            found["reports", said.reporter.value] += 1
        if action == "decided":
            found["decisions", said.outcome.value] += 1
            known = each.command.basis in ("health", "social", "nav", "child-welfare")
            found["decisions-by-law", each.command.basis if known else "other"] += 1
            before, after = Past(records[:place], date.max), Past(records[: place + 1], date.max)
            if before.undecided()[0] and not after.undecided()[0]:
                found["answers", ""] += 1
        if action in ("declined", "moved", "closed", "died"):
            status = Past(records[:place], date.max).status("case")
            if status in ("reported", "clarifying", "decided", "open"):
                found["ended", why(said)] += 1
    return found


def eighteenth(born: date) -> date:
    try:
        return born.replace(year=born.year + 18)
    except ValueError:
        return date(born.year + 18, 2, 28)


def a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day + timedelta(days=365)
