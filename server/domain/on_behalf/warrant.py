"""On what a decision stands: who gave it, for whom, and where the proof of that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from server.domain.plan import PersonId


class DecisionBasis(StrEnum):
    """How somebody decides who sees what."""

    OWNER = "owner"
    """In a login of their own."""
    REPRESENTATIVE = "representative"
    ASSISTED = "assisted"
    """The owner said it, the coordinator wrote it beside them."""
    PAPER = "paper"
    """Signed on paper, and checked by a second person."""


@dataclass(frozen=True, slots=True)
class Warrant:
    """``on_behalf_of``: whose decision it is, where somebody else signed it. ``proof``: the id of the
    assisted session, of the signed paper, or of the representative's participation then; ``None`` of
    representatives in releases before."""

    basis: DecisionBasis
    on_behalf_of: PersonId | None = None
    proof: str | None = None

    @property
    def sealed(self) -> dict[str, str | None]:
        return {"basis": self.basis.value, "on_behalf_of": self.on_behalf_of, "proof": self.proof}


OWN = Warrant(DecisionBasis.OWNER)
