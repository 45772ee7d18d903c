from __future__ import annotations

from server.domain.plan import PersonId
from server.sync.socket.shares import (
    FEW,
    MESSAGES_EACH,
    STRANGERS_EACH,
    STRANGERS_MESSAGE,
    SocketShare,
    SocketShares,
)

KARI, OLA = PersonId("kari"), PersonId("ola")
MESSAGE = 256 * 1024
HERE, THERE = "192.0.2.1", "192.0.2.2"


def entered(shares: SocketShares, address: str = HERE) -> tuple[SocketShare, list[str]]:
    share, told = SocketShare(shares, address), list[str]()
    share.enter(lambda: told.append("sent away"))
    return share, told


def of(shares: SocketShares, person: PersonId) -> SocketShare:
    share, _ = entered(shares)
    assert share.belongs_to(person)
    return share


def test_a_person_has_a_twentieth_of_the_sockets_and_others_have_theirs() -> None:
    shares = SocketShares(1_000, MESSAGE)
    held = [of(shares, KARI) for _ in range(50)]
    one_more, _ = entered(shares)
    assert not one_more.belongs_to(KARI)
    of(shares, OLA)
    held[0].leave()
    assert one_more.belongs_to(KARI)
    assert one_more.belongs_to(KARI), "it is asked again for each document"


def test_few_sockets_are_not_shared_out_in_fractions() -> None:
    shares = SocketShares(40, MESSAGE)
    assert [entered(shares)[0].belongs_to(KARI) for _ in range(FEW + 1)] == [True] * FEW + [False]
    of(shares, OLA)
    alone = SocketShares(1, MESSAGE)
    of(alone, KARI)
    assert alone.persons.exhausted


def test_who_is_not_known_yet_displaces_nobody_but_others_like_that() -> None:
    shares = SocketShares(400, MESSAGE)
    known = of(shares, KARI)
    waiting = [entered(shares) for _ in range(101)]
    elsewhere = entered(shares, THERE)
    assert [told for _, told in waiting] == [["sent away"]] + [[]] * 100
    assert elsewhere[1] == []
    assert known.may_keep(MESSAGE, something_open=True)
    assert elsewhere[0].belongs_to(KARI)


def test_a_stranger_keeps_little_and_an_address_not_much_more() -> None:
    shares = SocketShares(5_000, MESSAGE)
    first, _ = entered(shares)
    assert not first.may_keep(STRANGERS_MESSAGE + 1, something_open=False)
    others = [entered(shares)[0] for _ in range(STRANGERS_EACH // STRANGERS_MESSAGE)]
    assert all(other.may_keep(STRANGERS_MESSAGE, something_open=False) for other in others)
    assert not first.may_keep(5_000, something_open=False)
    assert entered(shares, THERE)[0].may_keep(STRANGERS_MESSAGE, something_open=False)


def test_a_person_has_four_messages_arriving_and_one_where_nothing_is_open() -> None:
    shares = SocketShares(5_000, MESSAGE)
    sockets = [of(shares, KARI) for _ in range(MESSAGES_EACH + 2)]
    assert sockets[0].may_keep(MESSAGE, something_open=False)
    assert not sockets[1].may_keep(5_000, something_open=False)
    kept = [socket.may_keep(MESSAGE, something_open=True) for socket in sockets[1:]]
    assert kept == [True, True, True, False, False]
    assert of(shares, OLA).may_keep(MESSAGE, something_open=False)
    sockets[0].may_keep(0, something_open=False)
    assert sockets[-1].may_keep(MESSAGE, something_open=True)


def test_a_message_in_parts_is_counted_once() -> None:
    shares = SocketShares(5_000, MESSAGE)
    socket = of(shares, KARI)
    assert all(socket.may_keep(size, something_open=False) for size in range(1_000, MESSAGE, 1_000))


def test_what_was_kept_for_an_address_is_given_back_to_it() -> None:
    shares = SocketShares(5_000, MESSAGE)
    for _ in range(2 * STRANGERS_EACH // STRANGERS_MESSAGE):
        socket, _ = entered(shares)
        assert socket.may_keep(STRANGERS_MESSAGE, something_open=False)
        assert socket.belongs_to(KARI)
        socket.leave()
    assert not shares.persons.exhausted
