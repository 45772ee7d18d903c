"""How the sockets of a process, and the bytes of messages that are not whole yet, are shared.

A socket is an address's until it is known whose it is, and from then on that person's.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from server.domain.plan import PersonId
from server.shares import Shares, WaitingRoom

FEW = 10
"""Sockets that a person or an address may have however few there are in all."""
STRANGERS_MESSAGE = 64 * 1024
"""Bytes of one message before it is known whose it is: what a page says first, in a plan of many years."""
STRANGERS_EACH, STRANGERS_ALL = 1024 * 1024, 16 * 1024 * 1024
MESSAGES_EACH, MESSAGES_ALL = 4, 16
"""Of the largest size: a person's, and the least of all (else ``PERSONS_ALL``)."""
PERSONS_ALL = 64 * 1024 * 1024
NOTHING_OPEN = 1 / MESSAGES_EACH
"""Of a person's share, on a socket that has nothing open: one message, where otherwise four may arrive."""


class SocketShares:
    """Of one process: ``most`` sockets of people who are known, and half as many that wait to be.

    A person has a twentieth of them, an address a quarter of ``most`` of those that wait. ``message_bytes``:
    the largest message.
    """

    def __init__(self, most: int, message_bytes: int) -> None:
        self.persons = Shares(most, min(most, max(FEW, most // 20)))
        self.strangers = WaitingRoom(max(FEW, most // 2), max(FEW, most // 4))
        all_of_persons = max(PERSONS_ALL, MESSAGES_ALL * message_bytes)
        self.persons_bytes = Shares(all_of_persons, MESSAGES_EACH * message_bytes)
        self.strangers_bytes = Shares(STRANGERS_ALL, STRANGERS_EACH)


class SocketShare:
    """What one socket takes of them."""

    def __init__(self, shares: SocketShares, address: str) -> None:
        self._shares, self._address = shares, address
        self._person: PersonId | None = None
        self._send_away: Callable[[], object] | None = None
        self._holds: tuple[Shares, Hashable, int] | None = None

    def enter(self, send_away: Callable[[], object]) -> None:
        """``send_away`` is called if others need the place before it is known whose the socket is."""
        self._send_away = send_away
        self._shares.strangers.enter(send_away, self._address)

    def belongs_to(self, person: PersonId) -> bool:
        """``False``: that person, or everybody together, has enough sockets."""
        if self._person is not None:
            return True
        if not self._shares.persons.take(person):
            return False
        self._leave_strangers()
        self._person = person
        return True

    def may_keep(self, size: int, *, something_open: bool) -> bool:
        """Whether ``size`` bytes of one message may be kept that is not whole; they replace those before."""
        self._release()
        if not size:
            return True
        if self._person is None:
            return size <= STRANGERS_MESSAGE and self._keep(self._shares.strangers_bytes, self._address, size)
        of_share = 1.0 if something_open else NOTHING_OPEN
        return self._keep(self._shares.persons_bytes, self._person, size, of_share)

    def _keep(self, bytes_: Shares, who: Hashable, size: int, of_share: float = 1.0) -> bool:
        if not bytes_.take(who, size, of_share=of_share):
            return False
        self._holds = bytes_, who, size
        return True

    def leave(self) -> None:
        self._release()
        self._leave_strangers()
        if self._person is not None:
            self._shares.persons.give_back(self._person)

    def _release(self) -> None:
        if self._holds is not None:
            bytes_, who, size = self._holds
            bytes_.give_back(who, size)
            self._holds = None

    def _leave_strangers(self) -> None:
        if self._send_away is not None:
            self._shares.strangers.leave(self._send_away)
