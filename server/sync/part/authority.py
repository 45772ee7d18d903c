"""What is asked before anybody writes: the plan's rights, and who is barred for a while."""

from __future__ import annotations

from typing import Protocol

from server.domain.plan import PersonId


class Rights(Protocol):
    """The plan's rights as this process knows them; ``refresh`` re-reads them and cuts who has lost some.

    ``fresh``: they may be acted upon. ``confirm`` asks the database which version stands; ``confirmed``: it
    said so of ``version``, asked at ``asked_at`` by the clock ``now``.
    """

    @property
    def fresh(self) -> bool: ...
    @property
    def version(self) -> int: ...
    def now(self) -> float: ...
    def confirmed(self, version: int, asked_at: float) -> bool: ...
    async def refresh(self) -> None: ...
    async def confirm(self) -> None: ...


class Strikes(Protocol):
    def count(self, person: PersonId) -> None: ...
    def barred(self, person: PersonId) -> bool: ...
