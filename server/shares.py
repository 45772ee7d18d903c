"""Who gets how much of what there is for all: so much altogether, so much for each."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network


class Shares:
    """``total`` in all, of it at most ``each`` for one of those who take."""

    def __init__(self, total: int, each: int) -> None:
        self._total, self._each = total, each
        self._held: dict[Hashable, int] = {}
        self._taken = 0

    @property
    def exhausted(self) -> bool:
        return self._taken >= self._total

    def take(self, who: Hashable, amount: int = 1, *, of_share: float = 1.0) -> bool:
        """``False``: nothing was taken. ``of_share``: how much of its share ``who`` may have now."""
        held = self._held.get(who, 0) + amount
        if held > self._each * of_share or self._taken + amount > self._total:
            return False
        self._held[who] = held
        self._taken += amount
        return True

    def give_back(self, who: Hashable, amount: int = 1) -> None:
        self._taken -= amount
        self._held[who] -= amount
        if not self._held[who]:
            del self._held[who]


class WaitingRoom:
    """Those whose turn it is to say something: ``most`` in all, ``each`` from one address.

    Where there is one too many, whoever has waited longest is sent away: who means well says at once what
    there is to say, so that however many come to say nothing, they displace each other.
    """

    def __init__(self, most: int, each: int) -> None:
        self._most, self._each = most, each
        self._from: dict[Callable[[], object], str] = {}
        self._at: dict[str, dict[Callable[[], object], None]] = {}

    def enter(self, send_away: Callable[[], object], address: str) -> None:
        """``send_away`` stands for who waits, who then needs not ``leave``. An empty address: of anybody."""
        self._from[send_away] = address
        here = self._at.setdefault(address, {})
        here[send_away] = None
        if address and len(here) > self._each:
            self._send_away(next(iter(here)))
        elif len(self._from) > self._most:
            self._send_away(next(iter(self._from)))

    def leave(self, send_away: Callable[[], object]) -> None:
        """Does nothing for whoever is not here."""
        address = self._from.pop(send_away, None)
        if address is None:
            return
        here = self._at[address]
        del here[send_away]
        if not here:
            del self._at[address]

    def _send_away(self, longest: Callable[[], object]) -> None:
        self.leave(longest)
        longest()


LONGEST_HOST = 64
MOST_REMEMBERED = 4_096


@lru_cache(MOST_REMEMBERED)
def neighbourhood(host: str) -> str:
    """Whom an address counts as: itself; of IPv6 its network of 64 bits, which one customer has whole."""
    host = host[:LONGEST_HOST]
    try:
        address = IPv6Address(host.partition("%")[0])
    except ValueError:
        return host
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address) >> 64 << 64, 64)))
