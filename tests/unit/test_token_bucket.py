from __future__ import annotations

import pytest

from server.token_bucket import Bucket


class Hours:
    """A clock that stands until it is moved; seconds."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_allows_a_burst_and_then_its_pace() -> None:
    clock = Hours()
    bucket = Bucket(burst=3, per_second=2, now=clock)
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    clock.now += 0.5
    assert [bucket.take(), bucket.take()] == [True, False]


def test_a_bucket_holds_no_more_than_its_burst() -> None:
    clock = Hours()
    bucket = Bucket(burst=2, per_second=10, now=clock)
    bucket.take()
    clock.now += 3_600
    assert bucket.full
    assert [bucket.take() for _ in range(3)] == [True, True, False]
    assert bucket.empty
    assert not bucket.full


def test_an_empty_bucket_says_when_it_allows_one_more() -> None:
    clock = Hours()
    bucket = Bucket(burst=1, per_second=2, now=clock)
    assert bucket.wait == 0
    bucket.take()
    assert bucket.wait == pytest.approx(0.5)
    clock.now += 0.25
    assert bucket.wait == pytest.approx(0.25)


def test_several_are_taken_at_once_or_none() -> None:
    now = [0.0]
    bucket = Bucket(10, 2, lambda: now[0])
    assert bucket.take(7)
    assert not bucket.take(4)
    assert (bucket.wait_for(4), bucket.wait) == (0.5, 0)
    assert bucket.take(3)
    now[0] = 1.0
    assert bucket.take(2)
