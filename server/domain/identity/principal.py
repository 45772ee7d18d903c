"""Who asks, and which of their participations this opens (decision 0047)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from server.domain.on_behalf.assisting import Assisting
from server.domain.plan import COORDINATING, PROVIDERS, Participant, PersonId, Role

PROFESSIONALS = PROVIDERS | COORDINATING


@dataclass(frozen=True, slots=True)
class Principal:
    """A person, and what the login they ask with proved.

    ``organisation``: the number of the one it proved them to work for. ``role``: the one they chose to act in
    where they take part in several. ``demo``: an invented person, whom no provider vouches for.
    ``assisting``: they ask in the owner's name.
    """

    person: PersonId
    organisation: str | None = None
    role: Role | None = None
    demo: bool = False
    assisting: Assisting | None = None

    def opens(self, who: Participant) -> bool:
        """A provider's participation is of an organisation, and needs a login that proved that one."""
        if who.person != self.person:
            return False
        if self.demo:
            return True
        if who.organisation_number is None:
            return who.role not in PROVIDERS
        return who.organisation_number == self.organisation

    def may_join(self, role: Role) -> bool:
        """What they would take part as opens to this login: a provider brings the organisation it proved."""
        return self.demo or self.organisation is not None or role not in PROVIDERS

    def acting(self, candidates: Iterable[Participant]) -> Participant | None:
        """As whom they act, of participations in one plan: that of the role they chose, else the one that
        their way to log in is for, else the first."""
        return min(filter(self.opens, candidates), key=self._preference, default=None)

    def _preference(self, who: Participant) -> tuple[bool, bool]:
        at_work = self.organisation is not None
        return who.role is not self.role, (who.role in PROFESSIONALS) is not at_work
