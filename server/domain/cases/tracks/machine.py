"""What a track is: where each transition leads from each status, and the terms on which it may be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from server.domain.cases.records import Command, Record, Transition
from server.domain.cases.rules import CaseRules
from server.domain.cases.state import ALIVE, Case
from server.domain.cases.vocabulary import Actor
from server.domain.errors import Forbidden, Invalid, NotNow


class Judged(Protocol):
    """What terms look at of a command in any course of things; guards know the rest of it."""

    @property
    def command(self) -> Command: ...

    @property
    def transition(self) -> Any: ...

    @property
    def actor(self) -> Actor: ...


@dataclass(frozen=True, slots=True)
class Situation:
    """A command, and all it is judged by."""

    case: Case
    command: Command
    rules: CaseRules

    @property
    def transition(self) -> Any:
        return self.command.transition

    @property
    def actor(self) -> Actor:
        return self.command.by.actor


@dataclass(frozen=True, slots=True)
class Guard:
    """``token`` says to programs what is missing; pages have the words for people."""

    token: str
    holds: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Terms:
    """Who may do it, what they must say (fields of the transition or of the command), and what must hold.

    ``offered``: whether it is theirs to try, as far as the case alone says; a guard refuses it all the same.
    """

    by: frozenset[Actor]
    says: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    offered: Callable[[Case], bool] | None = None

    def is_offered(self, case: Case, actor: Actor) -> bool:
        return actor in self.by and (self.offered is None or self.offered(case))


Lead = Any
"""A status, or which one it is in a situation."""
Moves = Mapping[Any, Mapping[type[Transition], Lead]]


@dataclass(frozen=True, slots=True)
class Track:
    """``facts``: the name of its facts in ``Case``. ``after``: these facts once a record is added."""

    facts: str
    moves: Moves
    terms: Mapping[type[Transition], Terms]
    after: Callable[[Any, Record], Any]

    def judged(self, situation: Situation) -> str:
        """As ``judged``."""
        return judged(self.moves, self.terms, self.status(situation.case), situation)

    def status(self, case: Case) -> Any:
        return getattr(case, self.facts).status


def judged(moves: Moves, terms_of: Mapping[type[Transition], Terms], status: Any, situation: Judged) -> str:
    """The status that the command leads to from ``status``.

    Raises ``Forbidden`` for who may not do it at all, ``NotNow`` where it cannot be done now, and ``Invalid``
    where something is not said.
    """
    transition = type(situation.transition)
    terms = terms_of[transition]
    if situation.actor not in terms.by:
        raise Forbidden
    lead = moves.get(status, {}).get(transition)
    if lead is None:
        raise NotNow("status")
    for name in terms.says:
        _require_said(situation, name)
    for guard in terms.guards:
        if not guard.holds(situation):
            raise NotNow(guard.token)
    return str((lead(situation) if callable(lead) else lead).value)


def _require_said(situation: Judged, name: str) -> None:
    said = getattr(situation.transition, name, None) or getattr(situation.command, name, None)
    if not said or (isinstance(said, str) and not said.strip()):
        raise Invalid(f"{name}: is not said")


OWNERS = frozenset({Actor.OWNER, Actor.REPRESENTATIVE})
UNIT = frozenset({Actor.CASE_HANDLER})

CASE_ALIVE = Guard("case-at-rest", lambda s: s.case.case.status in ALIVE)
OWNERS_WORD = Guard(
    "on-whose-behalf",
    lambda s: s.actor in OWNERS or bool(s.command.by.on_behalf_of.strip()),
)
"""Whoever records what the owner said says so."""
