from __future__ import annotations

import pytest

from server.domain.errors import TooManyRequests
from server.domain.plan import PersonId
from server.features.comments.suggestions.attempts import AT_ONCE, PER_SECOND, Attempts


def test_each_person_may_ask_some_times_at_once_and_then_now_and_then() -> None:
    now = [0.0]
    attempts = Attempts(lambda: now[0])
    for _ in range(AT_ONCE):
        attempts.require_another(PersonId("runa"))
    with pytest.raises(TooManyRequests) as refused:
        attempts.require_another(PersonId("runa"))
    assert refused.value.retry_after == pytest.approx(1 / PER_SECOND)
    attempts.require_another(PersonId("silje"))
    now[0] += 1 / PER_SECOND
    attempts.require_another(PersonId("runa"))
