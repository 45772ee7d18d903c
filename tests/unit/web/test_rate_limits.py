import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.errors import TooManyRequests
from server.web.rate_limits import Buckets, Rate


class Asking:
    """Requests at moments that the test chooses; seconds."""

    def __init__(self, rate: Rate, most: int = 20_000) -> None:
        self._now = 0.0
        self._buckets = Buckets(rate, most, now=lambda: self._now)

    def take(self, key: str, now: float) -> None:
        self._now = now
        self._buckets.take(key)


def test_a_burst_is_allowed_and_then_the_rate() -> None:
    buckets = Asking(Rate(burst=3, per_second=2))
    for _ in range(3):
        buckets.take("gp", 100.0)
    with pytest.raises(TooManyRequests) as refused:
        buckets.take("gp", 100.0)
    assert refused.value.retry_after == pytest.approx(0.5)
    buckets.take("gp", 100.5)
    with pytest.raises(TooManyRequests):
        buckets.take("gp", 100.5)


def test_a_refusal_costs_nothing() -> None:
    buckets = Asking(Rate(burst=1, per_second=1))
    buckets.take("gp", 0.0)
    for _ in range(100):
        with pytest.raises(TooManyRequests):
            buckets.take("gp", 0.5)
    buckets.take("gp", 1.0)


def test_one_does_not_use_up_anothers() -> None:
    buckets = Asking(Rate(burst=1, per_second=1))
    buckets.take("gp", 0.0)
    buckets.take("school", 0.0)


def test_a_long_silence_saves_up_no_more_than_a_burst() -> None:
    buckets = Asking(Rate(burst=2, per_second=100))
    for now in (0.0, 1000.0, 1000.0):
        buckets.take("gp", now)
    with pytest.raises(TooManyRequests):
        buckets.take("gp", 1000.0)


def test_who_has_been_quiet_longest_is_forgotten_first() -> None:
    buckets = Asking(Rate(burst=1, per_second=0.001), most=2)
    for key in ("a", "b", "c"):
        buckets.take(key, 0.0)
    buckets.take("a", 0.0)
    with pytest.raises(TooManyRequests):
        buckets.take("c", 0.0)


@given(st.lists(st.floats(min_value=0, max_value=5), max_size=60))
def test_never_more_than_burst_plus_rate_times_time(pauses: list[float]) -> None:
    buckets, now, taken = Asking(Rate(burst=4, per_second=3)), 0.0, 0
    for pause in pauses:
        now += pause
        try:
            buckets.take("gp", now)
        except TooManyRequests:
            continue
        taken += 1
    assert taken <= 4 + 3 * now + 1e-6
