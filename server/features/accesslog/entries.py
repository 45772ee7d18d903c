"""The access log's entries about reading."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.audit import Details


@dataclass(frozen=True, slots=True)
class PartRead(Details):
    action = "part-read"


@dataclass(frozen=True, slots=True)
class TitlesRead(Details):
    """``parts``: the ids of those whose titles were shown, with spaces between them."""

    action = "titles-read"
    parts: str


@dataclass(frozen=True, slots=True)
class DecisionsRead(Details):
    """``numbers``: the plan's own, of the decisions whose texts were shown: ``1-3,5``."""

    action = "decisions-read"
    numbers: str


@dataclass(frozen=True, slots=True)
class PapersRead(Details):
    """``papers``: the ids of the consents on paper whose sentences were shown, with spaces between them."""

    action = "papers-read"
    papers: str
