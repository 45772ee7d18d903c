"""Which of the names that providers say is a person's. Pure."""

from __future__ import annotations

from server.domain.identity.bindings import TakenName
from server.domain.plan import PersonId
from server.domain.sentences.quoting import could_be_a_sentence, plain
from server.storage.identity.names import SaidNames


def spelled(said: str) -> str | None:
    """A name as it is kept; ``None`` for none, and for one that could be the rest of a sentence."""
    name = plain(said)
    return name if name and not could_be_a_sentence(name) else None


def taken(person: PersonId, said: SaidNames, name: str) -> TakenName | None:
    """What ``name``, which a provider says for the first time, changes about what the person is called.

    Providers spell a person differently: another one's spelling, or the same words in another order, rename
    nobody. What was only typed in gives way to the first name that is proven.
    """
    if _words(said.shown) == _words(name) or (said.here is None and said.elsewhere):
        return None
    return TakenName(person, name, said.shown if said.enrolled_as is None else said.enrolled_as)


def _words(name: str) -> list[str]:
    return sorted(name.casefold().replace(",", " ").split())
