"""The access log's entries about suggestions; never their words.

``digest``: the suggestion's ``fingerprint`` after what was done. ``author``: whose it is; who accepted or
declined it, says the entry itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.audit import Details
from server.domain.plan import ParticipantId, SuggestionId


@dataclass(frozen=True, slots=True)
class SuggestionsRead(Details):
    action = "suggestions-read"


@dataclass(frozen=True, slots=True)
class SuggestionMade(Details):
    action = "suggestion-made"
    suggestion: SuggestionId
    digest: str


@dataclass(frozen=True, slots=True)
class SuggestionAccepted(Details):
    """The row of the part's log that has its words has its id as ``batch_id``."""

    action = "suggestion-accepted"
    suggestion: SuggestionId
    author: ParticipantId
    digest: str


@dataclass(frozen=True, slots=True)
class SuggestionDeclined(Details):
    action = "suggestion-declined"
    suggestion: SuggestionId
    author: ParticipantId
    digest: str


@dataclass(frozen=True, slots=True)
class SuggestionWithdrawn(Details):
    action = "suggestion-withdrawn"
    suggestion: SuggestionId
    digest: str
