from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from server.shares import Shares, WaitingRoom, neighbourhood


def test_one_takes_no_more_than_a_share_and_all_no_more_than_there_is() -> None:
    shares = Shares(total=5, each=3)
    assert [shares.take("one") for _ in range(4)] == [True, True, True, False]
    assert [shares.take("other") for _ in range(3)] == [True, True, False]
    before = shares.exhausted
    shares.give_back("one")
    assert (before, shares.exhausted) == (True, False)
    assert shares.take("other")


def test_what_is_refused_takes_nothing() -> None:
    shares = Shares(total=10, each=6)
    assert not shares.take("one", 7)
    assert shares.take("one", 6)
    assert not shares.take("other", 5)
    assert shares.take("other", 4)


def test_a_part_of_the_share_may_be_all_one_gets() -> None:
    shares = Shares(total=100, each=8)
    assert not shares.take("one", 3, of_share=0.25)
    assert shares.take("one", 2, of_share=0.25)
    assert not shares.take("one", 1, of_share=0.25)
    assert shares.take("one", 6)


class Guests:
    def __init__(self, most: int, each: int) -> None:
        self.room, self.sent_away = WaitingRoom(most, each), list[str]()
        self._leaving: dict[str, Callable[[], object]] = {}

    def enter(self, name: str, address: str) -> None:
        self._leaving[name] = partial(self.sent_away.append, name)
        self.room.enter(self._leaving[name], address)

    def leave(self, name: str) -> None:
        self.room.leave(self._leaving[name])


def test_who_has_waited_longest_at_an_address_makes_room_there() -> None:
    guests = Guests(most=10, each=2)
    for name, address in (("a", "x"), ("b", "y"), ("c", "x"), ("d", "x")):
        guests.enter(name, address)
    assert guests.sent_away == ["a"]


def test_who_has_waited_longest_of_all_makes_room_where_there_are_many_addresses() -> None:
    guests = Guests(most=3, each=2)
    for number in range(5):
        guests.enter(f"guest {number}", f"address {number}")
    assert guests.sent_away == ["guest 0", "guest 1"]


def test_who_has_said_something_waits_no_more() -> None:
    guests = Guests(most=2, each=2)
    for name in ("a", "b"):
        guests.enter(name, "x")
    guests.leave("a")
    guests.leave("a")
    guests.enter("c", "x")
    assert guests.sent_away == []
    guests.enter("d", "x")
    assert guests.sent_away == ["b"]


def test_behind_an_address_that_is_everybodys_there_is_no_share() -> None:
    guests = Guests(most=3, each=1)
    for name in ("a", "b", "c"):
        guests.enter(name, "")
    assert guests.sent_away == []
    guests.enter("d", "")
    assert guests.sent_away == ["a"]


@pytest.mark.parametrize(
    ("host", "counts_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("nonsense", "nonsense"),
        ("x" * 1000, "x" * 64),
    ],
)
def test_an_address_counts_with_those_its_owner_has_too(host: str, counts_as: str) -> None:
    assert neighbourhood(host) == counts_as
