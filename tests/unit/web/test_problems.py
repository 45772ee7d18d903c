import json
import logging

import pytest

from server.domain.errors import Invalid, NotFound, Refusal, TooManyRequests, all_refusals
from server.ports.log import StorageUnavailable
from server.web.problems import PROBLEMS, failed, refused


@pytest.mark.parametrize("refusal", all_refusals())
def test_every_refusal_has_an_answer_with_its_own_token(refusal: type[Refusal]) -> None:
    problem = PROBLEMS[refusal]
    assert problem.token == refusal.token
    assert 400 <= problem.status < 500
    assert problem.title != problem.title_en


def test_a_problem_is_json_with_both_titles() -> None:
    answer = refused(NotFound())
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert json.loads(bytes(answer.body)) == {
        "type": "not-found",
        "title": "Det finnes ikke her.",
        "title_en": "There is no such thing here.",
        "status": 404,
    }


def test_a_detail_is_told() -> None:
    assert (
        json.loads(bytes(refused(Invalid("until: is over already")).body))["detail"]
        == "until: is over already"
    )


def test_too_fast_says_when_to_come_back_in_whole_seconds() -> None:
    assert refused(TooManyRequests(0.2)).headers["retry-after"] == "1"


def test_an_unreachable_database_is_told_and_may_be_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    answer = failed(StorageUnavailable("disk full at /secret/path"))
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    assert b"secret" not in bytes(answer.body)
    assert "disk full" in caplog.text


def test_a_defect_is_logged_and_its_reason_not_told(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = failed(RuntimeError("the secret reason"))
    assert (answer.status_code, json.loads(bytes(answer.body))["type"]) == (500, "internal")
    assert b"secret" not in bytes(answer.body)
    assert "the secret reason" in caplog.text
