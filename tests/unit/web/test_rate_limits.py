import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.errors import TooManyRequests
from server.ports.sessions import SignedIn
from server.web.rate_limits import BYTES_OF_A_REQUEST, Buckets, Rate, RequestLimits
from tests.unit.web.pages import KARI


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


HERE = "192.0.2.1"


def limits(per_person: float = 3, per_address: float = 2) -> RequestLimits:
    return RequestLimits(Rate(per_person, 0.001), Rate(per_address, 0.001))


def ask(limits: RequestLimits, cookie: str | None = None, signed_in: SignedIn | None = None) -> bool:
    """Whether one request is answered; the cookie is looked up."""
    try:
        limits.ask(HERE, cookie)
        if cookie is not None:
            limits.found(HERE, cookie, signed_in)
    except TooManyRequests:
        return False
    return True


def test_who_is_known_asks_on_while_nobody_floods_from_the_same_address() -> None:
    asked = limits()
    assert ask(asked, "kari's", KARI)
    assert [ask(asked) for _ in range(3)] == [True, True, False]
    assert [ask(asked, "kari's", KARI) for _ in range(3)] == [True, True, False]


def test_who_comes_for_the_first_time_is_let_in_while_nobody_floods_without_a_cookie() -> None:
    asked = limits()
    assert [ask(asked) for _ in range(3)] == [True, True, False]
    assert ask(asked, "kari's", KARI)


def test_an_invented_cookie_is_no_way_around() -> None:
    asked = limits()
    assert [ask(asked, f"invented {number}") for number in range(3)] == [True, True, False]
    assert not ask(asked)


def test_a_session_that_is_over_is_an_invented_one() -> None:
    asked = limits()
    assert ask(asked, "kari's", KARI)
    assert [ask(asked, "kari's") for _ in range(3)] == [True, True, False]


def test_one_person_has_one_rate_in_all_sessions() -> None:
    asked = limits(per_person=3, per_address=10)
    assert [ask(asked, f"session {number}", KARI) for number in range(4)] == [True, True, True, False]


def test_a_body_costs_by_its_size_and_its_sender_waits_the_longer() -> None:
    asked = limits()
    assert ask(asked, "kari's", KARI)
    asked.read(HERE, KARI, BYTES_OF_A_REQUEST - 1)
    assert ask(asked, "kari's", KARI)
    asked.read(HERE, KARI, 32 * BYTES_OF_A_REQUEST)
    assert not ask(asked, "kari's", KARI)
    assert ask(asked)
    asked.read(HERE, None, BYTES_OF_A_REQUEST)
    assert not ask(asked)
