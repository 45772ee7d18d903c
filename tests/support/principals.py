"""Who asks, in tests that are not about what a login proved."""

from __future__ import annotations

from server.domain.identity.principal import Principal
from server.domain.plan import PersonId


def demo(person: PersonId) -> Principal:
    """As after a demo login, which opens all that the person takes part in."""
    return Principal(person, demo=True)
