from __future__ import annotations

from collections.abc import Generator

import pytest

from server.sync.socket.write_limits import Labour, TooMuchWork
from server.sync.update.admission import exhausted


class Costly:
    """Three slices of work, each of as many seconds beyond what is usual."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.excess = seconds, 0.0

    def work(self) -> Generator[None, None, str]:
        for _ in range(2):
            self.excess += self.seconds
            yield
        self.excess += self.seconds
        return "done"

    def by(self, person: str, labour: Labour) -> str:
        return exhausted(labour.counted(person, self.work(), lambda: self.excess))


def test_what_takes_no_longer_than_usual_is_never_too_much() -> None:
    labour = Labour(seconds=1, seconds_per_second=0)
    for _ in range(100):
        assert labour.allows("a", 0)
        assert Costly(0).by("a", labour) == "done"


def test_too_much_work_ends_in_the_middle_and_lets_one_person_write_no_more() -> None:
    labour = Labour(seconds=1, seconds_per_second=0)
    costly = Costly(0.6)
    with pytest.raises(TooMuchWork):
        costly.by("a", labour)
    assert costly.excess == 1.2
    assert not labour.allows("a", 0)
    assert labour.allows("b", 0)
    assert Costly(0.3).by("b", labour) == "done"


def test_the_last_slice_counts_as_well() -> None:
    labour = Labour(seconds=1, seconds_per_second=0)
    assert Costly(0.4).by("a", labour) == "done"
    assert not labour.allows("a", 0)


def test_a_person_begins_so_many_client_ids() -> None:
    labour = Labour(client_ids=3, client_ids_per_second=0)
    assert labour.allows("a", 2)
    assert not labour.allows("a", 2)
    assert labour.allows("a", 1)
    assert not labour.allows("a", 1)
    assert labour.allows("a", 0)
    assert labour.allows("b", 3)
