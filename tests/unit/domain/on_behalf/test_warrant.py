from __future__ import annotations

from server.domain.on_behalf.warrant import OWN, DecisionBasis, Warrant
from server.domain.plan import PersonId


def test_what_is_sealed_and_stored_of_it_is_the_same() -> None:
    assert OWN.sealed == {"basis": "owner", "on_behalf_of": None, "proof": None}
    written = Warrant(DecisionBasis.ASSISTED, PersonId("runa"), "s1")
    assert written.sealed == {"basis": "assisted", "on_behalf_of": "runa", "proof": "s1"}
