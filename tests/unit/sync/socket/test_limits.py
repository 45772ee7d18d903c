from __future__ import annotations

import gc
from functools import partial

import pytest

from server.sync.socket import limits
from server.sync.socket.limits import AheadFrames, Backlog, Strikes
from server.token_bucket import Bucket


def test_strikes_bar_one_person_and_no_other() -> None:
    strikes = Strikes(burst=3, per_second=0)
    for _ in range(3):
        assert not strikes.barred("a")
        strikes.count("a")
    assert strikes.barred("a")
    assert not strikes.barred("b")


def test_strikes_forget_who_has_behaved_and_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = 0.0
    monkeypatch.setattr(limits, "Bucket", partial(Bucket, now=lambda: seconds))
    strikes, before = Strikes(burst=2, per_second=1), remembered()
    for number in range(10_001):
        strikes.count(number)
    assert remembered() - before == 10_001
    seconds = 1.0
    for _ in range(3):
        strikes.count("bad")
    assert remembered() - before == 1
    assert strikes.barred("bad")


def remembered() -> int:
    gc.collect()
    return sum(isinstance(each, Bucket) for each in gc.get_objects())


def test_patience_ends_after_three_early_frames_although_all_was_answered() -> None:
    ahead_frames = AheadFrames()
    judged = []
    for _ in range(3):
        judged.append(ahead_frames.allows(is_step2=False))
        ahead_frames.step2_handled()
    assert judged == [True, True, False]


def test_progress_restores_patience() -> None:
    ahead_frames = AheadFrames()
    for _ in range(10):
        assert ahead_frames.allows(is_step2=False)
        ahead_frames.step2_handled()
        assert ahead_frames.allows(is_step2=False)
        ahead_frames.step2_handled()
        ahead_frames.progressed()


def test_what_is_early_before_the_answer_came_is_excused_up_to_a_bound() -> None:
    ahead_frames = AheadFrames()
    ahead_frames.step1_sent()
    judged = [ahead_frames.allows(is_step2=False) for _ in range(AheadFrames.MAX_AHEAD + 1)]
    assert judged == [True] * AheadFrames.MAX_AHEAD + [False]


def test_an_answer_that_is_early_itself_counts_every_time() -> None:
    ahead_frames = AheadFrames()
    ahead_frames.step1_sent()
    assert [ahead_frames.allows(is_step2=True) for _ in range(3)] == [True, True, False]


def test_a_backlog_holds_its_socket_back_until_half_of_it_is_done() -> None:
    told: list[bool] = []
    backlog = Backlog(lambda: told.append(backlog.full), limit=40)
    for weight in (5, 15, 19, 1):
        assert not backlog.full
        backlog.add(weight)
    assert backlog.full
    backlog.done(5)
    backlog.done(15)
    assert backlog.full
    backlog.done(19)
    backlog.done(1)
    assert told == [False]


@pytest.mark.parametrize("count", [1, 50])
def test_a_backlog_that_was_worked_off_is_open_again(count: int) -> None:
    backlog = Backlog(limit=4)
    for _ in range(count):
        backlog.add(1)
    for _ in range(count):
        backlog.done(1)
    assert not backlog.full
