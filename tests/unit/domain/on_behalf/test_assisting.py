from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from server.domain.on_behalf.assisting import AssistedEnd, AssistedSession
from server.domain.plan import ParticipantId, PersonId, PlanId

NOW = datetime(2126, 11, 21, 12, tzinfo=UTC)
SESSION = AssistedSession(
    "s",
    PlanId("p"),
    PersonId("hilde"),
    ParticipantId("coordinator"),
    b"login",
    NOW,
    NOW + timedelta(hours=1),
    "Runa er sammen med meg.",
)


def test_it_runs_until_its_time_is_over_and_no_longer() -> None:
    assert SESSION.runs(NOW)
    assert SESSION.runs(SESSION.ends_at - timedelta(microseconds=1))
    assert not SESSION.runs(SESSION.ends_at)


def test_once_ended_it_never_runs_again_whatever_a_clock_says() -> None:
    over = SESSION.ended(NOW + timedelta(minutes=1), AssistedEnd.LOGGED_OUT)
    assert not over.runs(NOW)


def test_all_of_it_is_sealed_but_the_login_it_was_begun_in() -> None:
    others = [
        replace(SESSION, text="Runa er her."),
        replace(SESSION, ends_at=NOW),
        replace(SESSION, begun_by=PersonId("ida")),
        replace(SESSION, read_at=NOW),
        *(SESSION.ended(NOW, each) for each in AssistedEnd),
    ]
    assert len({each.fingerprint for each in (SESSION, *others)}) == len(others) + 1
    assert replace(SESSION, login=b"x").fingerprint == SESSION.fingerprint
