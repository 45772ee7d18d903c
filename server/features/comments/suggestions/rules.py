"""What a suggestion is, what becomes of it, and how many there may be.

It stands beside the text, as a comment does, until somebody who may edit the part accepts it: then the server
writes its words, as its author's (``ports/writing``).
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from server.domain.access import Level
from server.domain.audit import Event, fingerprint
from server.domain.errors import Forbidden, Invalid, LimitReached, Outdated
from server.domain.kinds import KINDS, FieldType
from server.domain.plan import CommentId, Kind, Participant, ParticipantId, PartId, Role, SuggestionId
from server.domain.sight import Sight
from server.features.comments.rules import Comment
from server.ports.writing import FieldChange, WordsChange

from .entries import SuggestionAccepted, SuggestionDeclined, SuggestionWithdrawn

MOST_OPEN, BYTES_OPEN = 200, 256 * 1024
"""Of a part, that nobody has decided about. What was decided about stays, and is no longer counted."""
MOST_OF_ONE, BYTES_OF_ONE = 60, 80 * 1024
"""Of one author who is not the plan's owner: two who suggest all they may leave room for everybody else."""
LATEST_DECIDED = 50
"""Those of a part that are shown beside the open ones: the newest that were decided about."""


class Status(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


SHOWN_WHEN_DECIDED = (Status.ACCEPTED, Status.DECLINED)
"""What its author took back is nobody else's affair, and would push off the list what others said no to."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``replacement`` in the place of ``quote``, at the place of ``anchor`` or as the value of ``field``.

    Without ``quote`` it is an insertion, without ``replacement`` a deletion. ``anchor`` is JSON of the page.
    ``decided_at`` and ``decided_by`` are set together, once it is not open any more; ``word``: why it was
    declined, in the words of who did.
    """

    id: SuggestionId
    part: PartId
    author: ParticipantId
    created_at: datetime
    quote: str
    replacement: str
    anchor: Mapping[str, object] | None = None
    field: str | None = None
    status: Status = Status.OPEN
    decided_at: datetime | None = None
    decided_by: ParticipantId | None = None
    word: str = ""

    @property
    def fingerprint(self) -> str:
        """What its newest entry in the access log witnesses: all of it but what is derived."""
        made = (self.id, self.part, self.author, self.created_at, self.quote, self.replacement)
        done = (self.status.value, self.decided_at, self.decided_by, self.word)
        return fingerprint("suggestion", *made, self.anchor, self.field, *done)

    @property
    def size(self) -> int:
        """Bytes of its words in the answer of its part."""
        anchor = "" if self.anchor is None else json.dumps(dict(self.anchor), ensure_ascii=False)
        return len(f"{self.quote}{self.replacement}{self.word}{anchor}".encode())

    @property
    def change(self) -> WordsChange | FieldChange:
        if self.field is not None:
            return FieldChange(self.field, self.quote, self.replacement)
        anchor = self.anchor or {}
        return WordsChange(anchor.get("start"), anchor.get("end"), self.quote, self.replacement)

    @property
    def quoted(self) -> Comment:
        """A comment on the same words: what of them a reader is shown is decided alike (decision 0018)."""
        anchor = self.anchor or {"field": self.field}
        return Comment(
            CommentId(self.id), self.part, self.author, self.created_at, "", None, anchor, self.quote
        )


# -- what may be suggested ------------------------------------------------------------------------


def require_change(kind: Kind, suggestion: Suggestion) -> None:
    """Raises ``Invalid`` for a change that no part of this kind takes, or that changes nothing."""
    if suggestion.quote == suggestion.replacement:
        raise Invalid("replacement: changes nothing")
    if (suggestion.field is None) == (suggestion.anchor is None):
        raise Invalid("anchor: a place in the text, or a field")
    if suggestion.field is None:
        _require_letters(suggestion.replacement)
        return
    known = KINDS[kind].fields.get(suggestion.field)
    if known is None or known.type is FieldType.PART:
        raise Invalid("field: none that can be suggested here")
    if known.type is FieldType.TEXT:
        _require_letters(suggestion.replacement, lines=suggestion.field != "title")
    elif not known.takes(suggestion.replacement):
        raise Invalid("replacement: no value of this field")


def _require_letters(text: str, *, lines: bool = False) -> None:
    """Of one line, or of ``lines`` between which ``\\n`` stands.

    Any other sign that breaks or hides it would be shown as nothing in the card of the suggestion.
    """
    shown = text.replace("\n", "") if lines else text
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in shown):
        raise Invalid("replacement: letters of lines" if lines else "replacement: letters of one line")


# -- what becomes of it ---------------------------------------------------------------------------

Changed = tuple[Suggestion, Event]


def accepted(sight: Sight, suggestion: Suggestion) -> Changed:
    """Raises ``NotFound``, ``Forbidden`` without edit, ``Outdated`` if it is not open."""
    sight.part(suggestion.part, Level.EDIT)
    after = _decided(sight, suggestion, Status.ACCEPTED)
    return after, sight.event(SuggestionAccepted(after.id, after.author, after.fingerprint), after.part)


def declined(sight: Sight, suggestion: Suggestion, word: str) -> Changed | None:
    """``None``: they have declined it already. Raises as ``accepted``."""
    sight.part(suggestion.part, Level.EDIT)
    if _is_done(sight, suggestion, Status.DECLINED):
        return None
    after = replace(_decided(sight, suggestion, Status.DECLINED), word=word)
    return after, sight.event(SuggestionDeclined(after.id, after.author, after.fingerprint), after.part)


def withdrawn(sight: Sight, suggestion: Suggestion) -> Changed | None:
    """By its author; ``None``: it is already. Raises ``NotFound``, ``Forbidden``, ``Outdated``."""
    sight.part(suggestion.part, Level.COMMENT)
    if suggestion.author != sight.me.id:
        raise Forbidden
    if _is_done(sight, suggestion, Status.WITHDRAWN):
        return None
    after = _decided(sight, suggestion, Status.WITHDRAWN)
    return after, sight.event(SuggestionWithdrawn(after.id, after.fingerprint), after.part)


def is_accepted_by(sight: Sight, suggestion: Suggestion) -> bool:
    """They ask again, perhaps because the answer was lost."""
    return _is_done(sight, suggestion, Status.ACCEPTED)


def _is_done(sight: Sight, suggestion: Suggestion, status: Status) -> bool:
    return suggestion.status is status and suggestion.decided_by == sight.me.id


def _decided(sight: Sight, suggestion: Suggestion, status: Status) -> Suggestion:
    if suggestion.status is not Status.OPEN:
        raise Outdated
    return replace(suggestion, status=status, decided_at=sight.now, decided_by=sight.me.id)


# -- how many -------------------------------------------------------------------------------------

Held = tuple[ParticipantId, int, int]
"""An author, and the number and size of their open suggestions to a part."""


def require_room(author: Participant, held: Iterable[Held]) -> None:
    """``held``: of each author, with the new one of ``author``. Raises ``LimitReached``."""
    held = list(held)
    _require_at_most(MOST_OPEN, BYTES_OPEN, held, "")
    if author.role is not Role.OWNER:
        own = [each for each in held if each[0] == author.id]
        _require_at_most(MOST_OF_ONE, BYTES_OF_ONE, own, " of one participant")


def _require_at_most(most: int, size: int, held: Sequence[Held], whose: str) -> None:
    if sum(number for _, number, _ in held) > most:
        raise LimitReached(f"at most {most} open suggestions{whose} to one part")
    if sum(used for _, _, used in held) > size:
        raise LimitReached(f"at most {size} bytes of open suggestions{whose} to one part")
