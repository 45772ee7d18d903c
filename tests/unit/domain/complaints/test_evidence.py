"""What may be attached of a case: what its owner may read, with each day that nobody coordinated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from server.domain.cases.care_transitions import PlanDeclaredValid
from server.domain.cases.state import Absence, Appointment, CoordinatorFacts, Handover
from server.domain.cases.vocabulary import Actor, CoordinatorKind, CoordinatorStatus, Training
from server.domain.cases.waiting import without_coordinator_since
from server.domain.complaints.evidence import (
    Evidence,
    Item,
    as_json,
    attached,
    of_case,
    of_complaint,
    vacancies,
)
from server.domain.complaints.transitions import EvidenceChosen, OwnRemoved, PaperAdded
from server.domain.plan import PersonId
from tests.unit.domain.cases.situations import (
    RULES,
    SAMPLES,
    History,
    coordinated,
    decided,
    opened,
    reported,
)
from tests.unit.domain.complaints.situations import considering

D = date
TODAY = D(2026, 6, 1)


def appointment(start: date, end: date | None) -> Appointment:
    who = PersonId("hilde")
    return Appointment(who, "Hilde", "Lia", CoordinatorKind.ORDINARY, Training.DONE, start, end)


def gaps(facts: CoordinatorFacts, today: date = TODAY) -> list[tuple[date, date | None]]:
    case = opened().case
    return list(vacancies(replace(case, coordinator=facts), RULES, today))


def test_the_days_between_two_coordinators_and_since_the_last_one() -> None:
    first, second = appointment(D(2026, 1, 1), D(2026, 2, 1)), appointment(D(2026, 2, 13), D(2026, 5, 1))
    facts = CoordinatorFacts(CoordinatorStatus.VACANT, appointments=(first, second))
    assert gaps(facts) == [(D(2026, 2, 1), D(2026, 2, 13)), (D(2026, 5, 1), None)]
    at_once = (first, replace(second, start=D(2026, 2, 1), end=None))
    assert gaps(CoordinatorFacts(CoordinatorStatus.APPOINTED, appointments=at_once)) == []


def test_the_place_is_empty_until_somebody_begins_whatever_is_on_its_way() -> None:
    """As the case says it: somebody is proposed, or begins later."""
    left = coordinated().does(SAMPLES["coordinator-left"], day=10)
    empty = [(D(2026, 3, 12), None)]
    assert list(vacancies(left.case, RULES, TODAY)) == empty
    proposed = left.does(SAMPLES["coordinator-proposed"], day=41)
    assert list(vacancies(proposed.case, RULES, TODAY)) == empty
    since = without_coordinator_since(proposed.case, RULES, TODAY)
    assert since == empty[0][0]
    first, coming = appointment(D(2026, 1, 1), D(2026, 3, 12)), appointment(D(2026, 6, 10), None)
    facts = CoordinatorFacts(CoordinatorStatus.APPOINTED, appointments=(first, coming))
    assert gaps(facts) == empty
    assert gaps(facts, D(2026, 6, 10)) == [(D(2026, 3, 12), D(2026, 6, 10))]


def test_who_never_began_filled_no_place() -> None:
    first, never = appointment(D(2026, 1, 1), D(2026, 2, 1)), appointment(D(2026, 3, 1), D(2026, 3, 1))
    last = appointment(D(2026, 4, 1), None)
    facts = CoordinatorFacts(CoordinatorStatus.APPOINTED, appointments=(first, never, last))
    assert gaps(facts) == [(D(2026, 2, 1), D(2026, 4, 1))]


def test_whose_last_day_has_passed_is_not_there() -> None:
    facts = CoordinatorFacts(
        CoordinatorStatus.HANDING_OVER,
        appointments=(appointment(D(2026, 1, 1), None),),
        handover=Handover(D(2026, 4, 1), 0, D(2026, 4, 30)),
    )
    assert gaps(facts) == [(D(2026, 5, 1), None)]


def test_who_is_away_too_long_without_a_substitute_is_not_there_until_it_is_over_as_said() -> None:
    away = CoordinatorFacts(
        CoordinatorStatus.ABSENT,
        appointments=(appointment(D(2026, 1, 1), None),),
        absence=Absence(D(2026, 5, 10), None, "", None),
    )
    assert gaps(away) == [(D(2026, 5, 10), None)]
    assert gaps(away, D(2026, 5, 24)) == []
    assert gaps(replace(away, absence=Absence(D(2026, 5, 10), None, "Vikar", None))) == []
    assert gaps(replace(away, absence=Absence(D(2026, 5, 10), D(2026, 5, 28), "", None))) == []


def items(history: History) -> list[Item]:
    return of_case(history.case, tuple(history.records), RULES, TODAY)


def test_what_others_reported_is_left_out() -> None:
    by_others = History().does(reported(reporter_name="Ola"))
    assert items(by_others) == []
    own = History().does(reported(reporter=Actor.OWNER), Actor.OWNER)
    assert [item.kind for item in items(own)] == [Evidence.REPORT]


def test_decisions_and_coordinators_stand_with_their_days_and_say_who_is_named() -> None:
    found = items(coordinated().does(SAMPLES["coordinator-left"], day=10))
    kinds = {item.kind for item in found}
    assert kinds == {Evidence.DECISION, Evidence.COORDINATOR, Evidence.VACANCY}
    assert {item.kind for item in found if item.names_others} == {Evidence.COORDINATOR}
    assert all(item.day is not None for item in found)
    assert len({item.key for item in found}) == len(found)
    decision = next(item for item in found if item.kind is Evidence.DECISION)
    assert decision.values["outcome"] == decided().outcome


def test_the_plan_stands_with_what_its_owner_read_of_it_and_how_late_its_revision_is() -> None:
    offered = opened().all(SAMPLES[each] for each in ("plan-offered", "plan-consented", "plan-begun"))
    (begun,) = (item for item in items(offered) if item.kind is Evidence.PLAN)
    assert begun.values == {"text": "", "valid": None, "next": None, "days": 0}
    said = PlanDeclaredValid(D(2026, 5, 22), gaps=("k",))
    valid = offered.does(said)
    (item,) = (item for item in items(valid) if item.kind is Evidence.PLAN)
    shown = valid.records[-1].command.shown
    assert item.values == {"text": shown, "valid": "2026-03-02", "next": "2026-05-22", "days": 10}
    ended = valid.does(SAMPLES["plan-ended"]).does(SAMPLES["plan-offered"])
    assert Evidence.PLAN not in {item.kind for item in items(ended)}


def test_a_digest_is_of_all_that_is_attached() -> None:
    item = Item("vacancy-2026-05-01", Evidence.VACANCY, D(2026, 5, 1), {"days": 3, "end": None})
    assert item.digest != replace(item, values={"days": 4, "end": None}).digest
    assert item.digest == replace(item, values={"end": None, "days": 3}).digest
    assert as_json({"b": D(2026, 5, 1), "a": "æ"}) == '{\n  "a": "æ",\n  "b": "2026-05-01"\n}'


def test_notes_and_papers_are_chosen_as_they_are_added_and_the_mandate_goes_along_always() -> None:
    history = considering().all("note-added", "paper-added", PaperAdded("Fullmakten", "b" * 64, mandate=True))
    items = of_complaint(history.complaint)
    assert [item.key for item in items] == ["note-2", "paper-3", "mandate-4"]
    assert [item.key for item in attached(history.complaint, items)] == ["note-2", "paper-3", "mandate-4"]
    history.does(EvidenceChosen(("note-2",)))
    assert [item.key for item in attached(history.complaint, items)] == ["note-2", "mandate-4"]
    history.all(OwnRemoved(2), OwnRemoved(3), OwnRemoved(4))
    assert (of_complaint(history.complaint), history.complaint.chosen) == ([], ())
