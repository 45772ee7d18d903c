import json
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError
from starlette.requests import Request

from server.domain.errors import TooManyRequests
from server.domain.plan import Kind, PersonId, PlanId
from server.features.consent.http import (
    BODY_BYTES,
    MOST_AT_ONCE,
    DecisionChoice,
    DecisionChoices,
    NewDecisions,
    moment,
    operations,
)
from server.features.consent.rules import DecisionWish
from server.web.operation import Asked
from server.web.rate_limits import Rate
from tests.unit.web.pages import KARI


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2027-06-01", datetime(2027, 6, 1, 22, tzinfo=UTC)),
        ("2027-01-31", datetime(2027, 1, 31, 23, tzinfo=UTC)),
        ("2027-06-01T12:00:00Z", datetime(2027, 6, 1, 12, tzinfo=UTC)),
        ("2027-06-01T12:00:00+02:00", datetime(2027, 6, 1, 10, tzinfo=UTC)),
        ("2027-06-01T12:00:35.999999+00:00:30", datetime(2027, 6, 1, 12, 0, 5, 999999, tzinfo=UTC)),
        ("2200-12-31T23:59:59+01:00", datetime(2200, 12, 31, 22, 59, 59, tzinfo=UTC)),
        ("2200-12-31", datetime(2200, 12, 31, 23, tzinfo=UTC)),
    ],
)
def test_a_date_counts_to_the_end_of_that_day_in_norway(text: str, meant: datetime) -> None:
    assert moment(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "i morgen",
        "2027-02-30",
        "2027-06-01T12:00:00",
        "2027-W01-1",
        "20270601",
        "9999-12-31",
        "0001-01-01T00:00:00+14:00",
        "0001-01-01",
        "0000-01-01",
        "9999-12-31T23:59:59-14:00",
        "2200-12-31T23:59:59-23:59",
        "2200-12-31T23:00:01Z",
        "1999-12-31",
        "2027-06-01T12:00:00+24:00",
        "٢٠٢٧-٠٦-٠١",
    ],
)
def test_what_names_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - every kind of it
        moment(text)


def test_as_many_decisions_as_may_be_sent_fit_into_a_body() -> None:
    """With the longest ids, an end, and a text and a purpose of usual length."""
    decision = {"participant": "x" * 22, "part": "x" * 22, "level": "comment", "until": "2027-06-01"}
    said = {"purpose": "Samarbeid om min individuelle plan", "text": "å" * 250}
    assert (
        len(json.dumps({"decisions": [decision | said] * MOST_AT_ONCE}, ensure_ascii=False).encode())
        < BODY_BYTES
    )


@pytest.mark.parametrize("many", [NewDecisions, DecisionChoices])
def test_reading_many_decisions_ends_at_the_first_wrong_one(
    many: type[NewDecisions | DecisionChoices],
) -> None:
    """There is room for 100,000 of them; each fault would be found, and worded, while everybody waits."""
    body = b'{"decisions": [' + b",".join([b"{}"] * 1000) + b"]}"
    with pytest.raises(ValidationError) as refused:
        many.model_validate_json(body)
    places = {fault["loc"][1] for fault in refused.value.errors() if len(fault["loc"]) > 1}
    assert places == {0}


async def test_each_sentence_that_is_composed_counts() -> None:
    """Many in one request are as many, whether they are read or signed; who waits is served again."""
    service: Any = Composing()
    found = {each.name: each for each in operations(service, Rate(burst=5, per_second=0.001))}

    def asked(many: int) -> Asked:
        choice = DecisionChoice(participant="x", kind=Kind.GOAL, level="read")
        return Asked(
            Request({"type": "http", "path_params": {"plan": "p"}}),
            KARI,
            DecisionChoices(decisions=(choice,) * many),
        )

    await found["preview"].perform(asked(3))
    with pytest.raises(TooManyRequests) as refused:
        await found["preview"].perform(asked(3))
    assert refused.value.retry_after == pytest.approx(1000, rel=0.01)
    await found["preview"].perform(asked(2))
    assert service.composed == [3, 2]


class Composing:
    def __init__(self) -> None:
        self.composed: list[int] = []

    async def preview(self, _: PersonId, __: PlanId, wishes: list[DecisionWish], ___: str) -> None:
        self.composed.append(len(wishes))
