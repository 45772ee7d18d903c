"""What is counted of complaints: each stage on its day, and ten complaints of one person are one person."""

from __future__ import annotations

from datetime import date

from server.domain.complaints import transitions as t
from server.domain.complaints.vocabulary import GovernorVerdict, Rejection, Reversal
from server.domain.counts.complaints import COUNTED, counted, is_child
from server.domain.counts.definitions import COUNTS
from server.domain.counts.tables import Chosen, Tallied, as_published, in_full, measured
from tests.unit.domain.complaints.situations import TODAY, History, received
from tests.unit.domain.counts.test_definitions import LENGTHS


def of(history: History) -> list[tuple[str, str]]:
    return [found for record in history.records if (found := counted(record)) is not None]


def test_each_stage_is_counted_once_by_what_it_is() -> None:
    history = received()
    assert of(history) == [("complaints", "")]
    history.does(t.Reversed(Reversal.PARTLY, "Litt.", TODAY)).does("contested").does("forwarded")
    history.does(t.OutcomeCame(GovernorVerdict.SENT_BACK, "Se på det igjen.", TODAY))
    assert of(history)[1:] == [
        ("complaint-answers", "reversed"),
        ("complaint-answers", "forwarded"),
        ("complaint-outcomes", "sent-back"),
    ]
    rejected = received().does(t.Rejected(Rejection.OTHER, "Nei.", TODAY))
    assert of(rejected)[-1] == ("complaint-answers", "rejected")


def test_nothing_of_how_it_was_written_is_counted() -> None:
    assert set(COUNTED) == {*("sent", "taken-down", "reversed", "forwarded", "rejected", "outcome-came")}


def test_a_child_is_one_until_the_day_it_comes_of_age() -> None:
    assert is_child(date(2008, 3, 3), TODAY, 18)
    assert not is_child(date(2008, 3, 2), TODAY, 18)
    assert not is_child(None, TODAY, 18)


def test_ten_complaints_of_one_person_are_published_as_little_as_one() -> None:
    def published(people: int) -> list[int | None]:
        rows = [
            Tallied(*found, False, "", None, TODAY, 1, case=f"p{number % people}")
            for number in range(12)
            for found in of(received().does("forwarded"))
        ]
        measures = measured(rows, Chosen(), TODAY, LENGTHS)
        full = {each.key: each for each in in_full(measures, 10)}
        assert (full["complaints"].total, full["complaint-answers"].total) == (12, 12)
        assert full["complaints"].services == ()
        of_complaints = {count.key for count in COUNTS if count.of_complaints}
        return [each.total for each in as_published(measures, 10) if each.key in of_complaints]

    assert published(12) == [12, 12, None]
    assert published(9) == [None, None, None]
