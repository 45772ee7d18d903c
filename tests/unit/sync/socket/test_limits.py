from __future__ import annotations

import gc
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.sync.socket import limits
from server.sync.socket.limits import AheadFrames, Backlog, QueueShares, Strikes
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


def queued(shares: QueueShares, **weights: int) -> dict[str, Backlog]:
    """Sockets of so many persons, each with so much queued."""
    sockets = {}
    for who, weight in weights.items():
        sockets[who] = Backlog(shares=shares)
        sockets[who].belongs_to(who)
        sockets[who].add(weight)
    return sockets


def test_where_much_is_queued_the_longest_queues_wait_and_the_others_go_on() -> None:
    shares = QueueShares(most=400_000, each=300_000)
    sockets = queued(shares, a=100_000, b=60_000, c=20_000)
    assert not any(socket.full for socket in sockets.values())
    sockets["a"].add(250_000)
    assert [who for who, socket in sockets.items() if socket.full] == ["a"], "more than one person may have"
    sockets["a"].done(180_000)
    assert not sockets["a"].full
    sockets |= queued(shares, d=150_000)
    assert [who for who, socket in sockets.items() if socket.full] == ["a", "d"]
    sockets["a"].done(100_000)
    assert not any(socket.full for socket in sockets.values())


def test_a_persons_sockets_share_and_those_of_nobody_yet_share_as_well() -> None:
    shares = QueueShares(most=10**9, each=100_000)
    mine, other, nobodys = Backlog(shares=shares), Backlog(shares=shares), Backlog(shares=shares)
    for socket in (mine, other, nobodys):
        socket.add(60_000)
    full = [mine.full]
    for socket in (mine, other):
        socket.belongs_to("a")
        full.append(mine.full)
    assert full == [True, False, True]
    assert (other.full, nobodys.full) == (True, False)
    other.done(60_000)
    assert not any(socket.full for socket in (mine, other))


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 60_000)), max_size=60))
def test_of_what_was_worked_off_nothing_stays_counted(weights: list[tuple[int, int]]) -> None:
    shares = QueueShares(most=10**9, each=150_000)
    sockets = [Backlog(shares=shares, limit=120_000) for _ in range(3)]
    for number, weight in weights:
        sockets[number].add(weight)
    for number, weight in reversed(weights):
        sockets[number].belongs_to("a")
        sockets[number].done(weight)
    for who in (None, "a"):
        shares.change(who, 149_999)
        assert not shares.exceeded_by(who)
        shares.change(who, 1)
        assert shares.exceeded_by(who)
    assert not any(socket.full for socket in sockets)
