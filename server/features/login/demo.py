"""The demo login, in demo mode only: anybody may log in as any of the invented persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.errors import NotFound
from server.domain.plan import Role

from .service import Logins, NewSession
from .store import People


@dataclass(frozen=True, slots=True)
class DemoChoice:
    """Somebody to log in as; ``role`` is the role in the demo plan, ``other`` for who takes no part.
    ``group``: with whom the login page shows them; it has the words."""

    key: str
    name: str
    role: Role
    organisation: str
    group: str


class DemoLogins:
    """``offered``: the demo persons in their usual order; ``None``: the demo login is off."""

    def __init__(self, people: People, logins: Logins, offered: Sequence[DemoChoice] | None) -> None:
        self._people, self._logins, self._offered = people, logins, offered

    async def choices(self) -> tuple[DemoChoice, ...] | None:
        """The offered persons that are enrolled; ``None`` if the demo login is off."""
        if self._offered is None:
            return None
        enrolled = {person.demo_key for person in await self._people.demo_people()}
        return tuple(choice for choice in self._offered if choice.key in enrolled)

    async def log_in(self, key: str, replacing: str | None = None, device: str = "") -> NewSession:
        """Open a session for a demo person; the browser's previous one (``replacing``) ends.

        Raises ``NotFound`` for an unknown key, and if the demo login is off.
        """
        person = await self._people.person_by_demo_key(key) if self._offered is not None else None
        if person is None:
            raise NotFound
        return await self._logins.log_in(person.id, "demo", replacing, device=device)
