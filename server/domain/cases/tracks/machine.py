"""What a track is: where each transition leads from each status, and the terms on which it may be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
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
class Unsaid:
    """A command of which only the day is known."""

    day: date


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """A situation in which nothing is said yet."""

    case: Case
    actor: Actor
    rules: CaseRules
    command: Unsaid


@dataclass(frozen=True, slots=True)
class Guard:
    """``token`` says to programs what is missing; pages have the words for people.

    ``could``: whether there is anything that could be said for which it holds, by the rest of the situation
    alone; ``None``: there always is. What is offered is what could be let through.
    """

    token: str
    holds: Callable[[Any], bool]
    could: Callable[[Any], bool] | None = None


def of_state(token: str, holds: Callable[[Any], bool]) -> Guard:
    """One that looks at nothing that is said."""
    return Guard(token, holds, holds)


@dataclass(frozen=True, slots=True)
class Terms:
    """Who may do it, what they must say (fields of the transition or of the command), and what must hold."""

    by: frozenset[Actor]
    says: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()


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


def open_in(
    moves: Moves, terms_of: Mapping[type[Transition], Terms], status: Any, standing: Any
) -> Iterator[type[Transition]]:
    """What could be let through of who stands so, if the right things are said. ``standing``: as a situation,
    without what is said."""
    for each in moves.get(status, {}):
        terms = terms_of[each]
        if standing.actor in terms.by and could_hold(terms, standing):
            yield each


def could_hold(terms: Terms, standing: Any) -> bool:
    return all(guard.could is None or guard.could(standing) for guard in terms.guards)


def _require_said(situation: Judged, name: str) -> None:
    said = getattr(situation.transition, name, None) or getattr(situation.command, name, None)
    if not said or (isinstance(said, str) and not said.strip()):
        raise Invalid(f"{name}: is not said")


OWNERS = frozenset({Actor.OWNER, Actor.REPRESENTATIVE})
UNIT = frozenset({Actor.CASE_HANDLER})

CASE_ALIVE = of_state("case-at-rest", lambda s: s.case.case.status in ALIVE)
OWNERS_WORD = Guard(
    "on-whose-behalf",
    lambda s: s.actor in OWNERS or bool(s.command.by.on_behalf_of.strip()),
)
"""Whoever records what the owner said says so."""
