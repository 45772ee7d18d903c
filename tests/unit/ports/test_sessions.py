from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from server.domain.plan import PersonId
from server.ports.sessions import USUAL_TIMES, SessionTimes, SignedIn
from tests.support.principals import demo

NOW = datetime(2026, 11, 29, tzinfo=UTC)
SOON, LATER = NOW + timedelta(minutes=1), NOW + timedelta(hours=1)


def test_the_page_warns_five_minutes_before_and_what_is_stored_is_a_minute_old_at_most() -> None:
    assert (USUAL_TIMES.idle, USUAL_TIMES.absolute) == (timedelta(minutes=30), timedelta(hours=12))
    assert (USUAL_TIMES.warning, USUAL_TIMES.noted_every) == (timedelta(minutes=5), timedelta(minutes=1))


def test_where_sessions_are_short_both_are_short() -> None:
    times = SessionTimes(idle=timedelta(seconds=10))
    assert (times.warning, times.noted_every) == (timedelta(seconds=5), timedelta(seconds=1))


@pytest.mark.parametrize(("expires", "idle"), [(SOON, LATER), (LATER, SOON)])
def test_a_session_may_have_ended_when_either_time_is_over(expires: datetime, idle: datetime) -> None:
    assert (
        SignedIn(demo(PersonId("kari")), "Kari", "csrf", "nb", "key", expires, idle, b"hash").ends_at == SOON
    )
