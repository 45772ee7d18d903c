"""Reads the tables of the tracks as text: a line for each status, what may be done and where it leads."""

from __future__ import annotations

from server.domain.cases.tracks.machine import Track

Cells = dict[tuple[str, str], str]


def cells(text: str) -> Cells:
    """``status: transition transition > status; …``; every cell that is not written may not be."""
    found: Cells = {}
    for line in text.strip().splitlines():
        status, _, moves = line.partition(":")
        for move in filter(None, map(str.strip, moves.split(";"))):
            transitions, _, to = move.partition(">")
            found |= {(status.strip(), transition): to.strip() for transition in transitions.split()}
    return found


def cells_of(track: Track) -> Cells:
    """A cell that looks at what is decided is "?"."""
    return {
        (status.value, transition.action): "?" if callable(to) else to.value
        for status, row in track.moves.items()
        for transition, to in row.items()
    }


def permitted(track: Track) -> dict[str, set[str]]:
    return {
        transition.action: {actor.value for actor in terms.by} for transition, terms in track.terms.items()
    }


def guards(track: Track) -> set[tuple[str, str]]:
    return {
        (transition.action, guard.token)
        for transition, terms in track.terms.items()
        for guard in terms.guards
    }


def required(track: Track) -> set[tuple[str, str]]:
    return {(transition.action, name) for transition, terms in track.terms.items() for name in terms.says}
