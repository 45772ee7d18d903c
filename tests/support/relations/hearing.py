"""What is written freely around a case and its plan, and who of everybody may ever read it: by hand.

From docs/domain.md, as the table of operations is: where the server differs, one of them is wrong.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from tests.support.models.canaries import Canaries, Canary

from .people import OWNERS
from .world import RELATED_TO

SHARING = frozenset({"owner", "representative", "relative", "provider"})
"""Who was let see the goal that everything is asked about."""
COORDINATING = frozenset({"owner", "coordinator", "substitute"})
"""Who knows everybody that takes part (rule 17)."""
CASE = frozenset({"owner", "handler"})
UNIT = frozenset({"handler"})
HEARS: dict[str, frozenset[str]] = {
    # of the plan: whoever the owner let see the part, and the owner alone what they keep for themselves
    "title": SHARING,
    "body": SHARING,
    "comment": SHARING,
    "suggestion": SHARING,
    "early-suggestion": frozenset({"owner"}),
    "own-notes": frozenset({"owner"}),
    "unshared": frozenset({"owner"}),
    "purpose": frozenset({"owner", "representative"}),
    # who takes part: those they share a part with, the owner and who coordinates
    "organisation/representative": COORDINATING | SHARING,
    "organisation/relative": COORDINATING | SHARING,
    "organisation/provider": COORDINATING | SHARING,
    "organisation/relative-0": COORDINATING | {"relative-0"},
    "organisation/provider-0": COORDINATING | SHARING | {"provider-0"},
    "organisation/helper": COORDINATING | {"helper"},
    "organisation/left": COORDINATING | {"left"},
    # who does not take part yet: whoever invites them, and themselves
    "organisation/invited": frozenset({"owner", "invited"}),
    "organisation/redeemed": frozenset({"owner", "redeemed"}),
    "contact": frozenset({"owner"}),
    # of the case: material of the unit, and what is said to the owner
    "own-report": CASE,
    "decided": CASE,
    "asked-owner": CASE,
    "asked-reporter": UNIT,
    "assessed": UNIT,
    "wish": UNIT,
    "handover": UNIT,
    "cleared": UNIT,
    "reporter": UNIT,
    "reporter-contact": UNIT,
    "report": UNIT,
    "consent-by": UNIT,
    # of complaints: before they are sent, the owner and whoever they named to help, who reads no evidence
    "complaint": frozenset({"owner", "helper"}),
    "complaint-note": frozenset({"owner"}),
    "sent-complaint": CASE,
    "sent-complaint-note": CASE,
}
ALIKE = {"outgoing": "coordinator", "accepted": "stranger", "proposed": "stranger"}
"""What somebody is in the course that they are related to, for whom a row above names another."""
OF_ALL = frozenset({"handler", "helper"})
"""Who is the same in every course."""


@dataclass
class Planted:
    """Every word so far: where it stands, and in whose course."""

    canaries: Canaries = field(default_factory=Canaries)

    def word(self, owner: str, place: str) -> Canary:
        return self.canaries.release(owner, 0, place)

    def text(self, owner: str, place: str) -> str:
        """The word as it is written there."""
        canary = self.word(owner, place)
        return f"{canary.word}@x.test" if place == "contact" else canary.text

    def found_in(self, data: bytes) -> set[tuple[str, str]]:
        """Owner and place."""
        return {(str(each.part), each.place) for each in self.canaries.found_in(data)}

    def not_theirs(self, relation: str, data: bytes) -> set[tuple[str, str]]:
        return {each for each in self.found_in(data) if not may_hear(relation, *each)}


def may_hear(relation: str, owner: str, place: str) -> bool:
    if relation in OF_ALL:
        return relation in HEARS[place]
    related = owner == RELATED_TO.get(relation, OWNERS[0])
    return related and ALIKE.get(relation, relation) in HEARS[place]


def missed(relation: str, found: Collection[tuple[str, str]]) -> set[str]:
    """What of the first course was not heard by somebody whom it is for."""
    heard = {place for owner, place in found if owner == OWNERS[0]}
    return {place for place, hears in HEARS.items() if relation in hears and place not in heard}
