"""What a comment is, what becomes of it, how many there may be, and which of its words a reader is shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from server.domain import day_bounds
from server.domain.access import Decision, Level
from server.domain.audit import Event, fingerprint
from server.domain.errors import Forbidden, LimitReached, NotFound
from server.domain.past_access import ReadBefore, ReadersThen
from server.domain.plan import CommentId, Part, Participant, ParticipantId, PartId, Role
from server.domain.sight import Sight
from server.ports.texts import Passage, Words, without_space

from .entries import CommentEdited, CommentRemoved, CommentReopened, CommentResolved
from .lateness import is_late

MOST_IN_PART = 500
BYTES_IN_PART = 512 * 1024
"""So that the whole answer stays small: it is made in some milliseconds, on the loop that all share."""
MOST_OF_ONE, BYTES_OF_ONE = 160, 160 * 1024
"""Of one author who is not the plan's owner: two who write all they may leave room for everybody else."""
MOST_A_DAY = 500
"""Comments written, edited, resolved or reopened by one person, each an entry in somebody's access log.
Removing is not counted: it makes room."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment on a part. ``anchor`` is JSON of the page, ``None``: on the whole part.

    ``reply_to`` is a comment of the same part. ``resolved_at`` and ``resolved_by`` are set together, and so
    are ``removed_at`` and ``removed_by``. A removed comment stays ``listed``, without its words, while
    comments that reply to it are. ``written_by``: who wrote down what its author said, in that ``assisted``
    session.
    """

    id: CommentId
    part: PartId
    author: ParticipantId
    created_at: datetime
    text: str
    reply_to: CommentId | None = None
    anchor: Mapping[str, object] | None = None
    quote: str = ""
    resolved_at: datetime | None = None
    resolved_by: ParticipantId | None = None
    edited_at: datetime | None = None
    removed_at: datetime | None = None
    removed_by: ParticipantId | None = None
    listed: bool = True
    written_by: ParticipantId | None = None
    assisted: str | None = None

    @property
    def fingerprint(self) -> str:
        """What its newest entry in the access log witnesses: all of it but what is derived."""
        made = (self.id, self.part, self.author, self.created_at, self.text, self.reply_to)
        done = (self.resolved_at, self.resolved_by, self.edited_at, self.removed_at, self.removed_by)
        written = [self.written_by, self.assisted] if self.written_by or self.assisted else []
        return fingerprint("comment", *made, self.anchor, self.quote, *done, *written)

    @property
    def size(self) -> int:
        """Bytes of its words in the answer of its part."""
        if self.removed_at is not None:
            return 0
        anchor = "" if self.anchor is None else json.dumps(dict(self.anchor), ensure_ascii=False)
        return len(f"{self.text}{self.quote}{anchor}".encode())


def require_commenting(sight: Sight, part: PartId) -> None:
    """The owner comments on every part, so whoever writes for them does on those that they see.

    Raises ``NotFound``, ``Forbidden``.
    """
    sight.part(part, Level.COMMENT if sight.assisting is None else Level.READ)


def author_in(sight: Sight) -> ParticipantId:
    if sight.assisting is None:
        return sight.me.id
    everybody = sight.access.participants.values()
    return next(who.id for who in everybody if who.role is Role.OWNER)


# -- what becomes of it ---------------------------------------------------------------------------

Changed = tuple[Comment, Event]


def marked(sight: Sight, comment: Comment, *, resolved: bool) -> Changed | None:
    """The comment resolved now or reopened, with its event; ``None``: it is in that state already.

    Raises ``NotFound`` for a removed one, ``Forbidden`` without comment.
    """
    sight.part(comment.part, Level.COMMENT)
    if not comment.listed:
        raise NotFound
    if (comment.resolved_at is not None) == resolved:
        return None
    at, by = (sight.now, sight.me.id) if resolved else (None, None)
    after = replace(comment, resolved_at=at, resolved_by=by)
    action = CommentResolved if resolved else CommentReopened
    return after, sight.event(action(comment.id, after.fingerprint), comment.part)


def edited(sight: Sight, comment: Comment, text: str) -> Changed | None:
    """With other words of its author; ``None``: these are its words.

    Raises ``NotFound`` for a removed one, ``Forbidden`` for another's or without comment.
    """
    sight.part(comment.part, Level.COMMENT)
    if comment.removed_at is not None:
        raise NotFound
    if comment.author != sight.me.id:
        raise Forbidden
    if comment.text == text:
        return None
    after = replace(comment, text=text, edited_at=sight.now)
    return after, sight.event(CommentEdited(comment.id, after.fingerprint), comment.part)


def removed(sight: Sight, comment: Comment) -> Changed | None:
    """Removed by its author or the owner, and what was written for the owner also by who acts for them or
    still writes; ``None``: it is removed already.

    Raises ``Forbidden`` for another's or without comment.
    """
    require_commenting(sight, comment.part)
    if comment.author != sight.me.id and sight.me.role is not Role.OWNER and not _taken_back(sight, comment):
        raise Forbidden
    if comment.removed_at is not None:
        return None
    after = replace(comment, removed_at=sight.now, removed_by=sight.me.id)
    details = CommentRemoved(comment.id, comment.author, after.fingerprint)
    return after, sight.event(details, comment.part)


def _taken_back(sight: Sight, comment: Comment) -> bool:
    if comment.assisted is None:
        return False
    session = sight.assisting
    return sight.may_sign if session is None else session.id == comment.assisted


# -- how many -------------------------------------------------------------------------------------


Held = tuple[ParticipantId, int, int]
"""An author, and the number and size of their comments on a part."""


def require_room(author: Participant, held: Iterable[Held]) -> None:
    """``held``: of each author, with the new one of ``author``. Raises ``LimitReached``."""
    held = list(held)
    _require_at_most(MOST_IN_PART, BYTES_IN_PART, held, "")
    if author.role is not Role.OWNER:
        own = [each for each in held if each[0] == author.id]
        _require_at_most(MOST_OF_ONE, BYTES_OF_ONE, own, " of one participant")


def _require_at_most(most: int, size: int, held: Sequence[Held], whose: str) -> None:
    if sum(number for _, number, _ in held) > most:
        raise LimitReached(f"at most {most} comments{whose} on one part")
    if sum(used for _, _, used in held) > size:
        raise LimitReached(f"at most {size} bytes of comments{whose} on one part")


def require_day(acts: int, now: datetime) -> None:
    day_bounds.require(acts, MOST_A_DAY, now)


def fitting(sizes: Sequence[int], most: int = MOST_IN_PART) -> int:
    """How many of these comments go into one answer: at least one. More than ``most`` only from before
    there was a bound."""
    total = 0
    for number, size in enumerate(sizes[:most]):
        total += size
        if total > BYTES_IN_PART and number:
            return number
    return min(len(sizes), most)


# -- which words ----------------------------------------------------------------------------------


def made_unread(
    me: Participant, part: Part, signed: Sequence[Decision], comments: Sequence[Comment]
) -> frozenset[CommentId]:
    """Those of the part's comments that were made when this reader could not read it, or that came late
    (docs/decisions/0018).

    Their quotes may be of words that were gone before it was opened to the reader. ``signed``: all decisions
    ever about ``me`` and ``part``.
    """
    could_read = ReadBefore(me, part, signed)
    return frozenset(
        comment.id
        for comment in comments
        if (comment.quote or comment.anchor)
        and comment.removed_at is None
        and comment.author != me.id
        and not (could_read.at(comment.created_at) if not is_late(comment.anchor) else me.role is Role.OWNER)
    )


def standing(comment: Comment, words: Words | None, readers: ReadersThen) -> Comment:
    """With its quote if the very letters it was made on stand in ``words``, and what it has of them around.

    That the text reads the same is not enough: whoever was let in with edit would write what they guess, and
    be answered whether it was that. So either nothing was ever deleted between the first of the letters and
    the last, or each of them is of somebody who could read the part when the comment was made.
    """
    anchor = comment.anchor or {}
    found = words.passage(anchor.get("start"), anchor.get("end")) if words is not None else None
    if found is None or found.text != without_space(comment.quote):
        return replace(comment, anchor=None, quote="")

    def known(passage: Passage | None) -> bool:
        return passage is not None and all(readers.had(who, comment.created_at) for who in passage.writers)

    if not found.untouched and not known(found):
        return replace(comment, anchor=None, quote="")
    before, after = [
        text if isinstance(text := anchor.get(side), str) else "" for side in ("before", "after")
    ]
    before = before if known(found.before(before)) else ""
    after = after if known(found.after(after)) else ""
    return replace(comment, anchor=_positions(anchor, before, after))


def _positions(anchor: Mapping[str, object], before: str, after: str) -> dict[str, object]:
    """Of an anchor, which clients may make as they like, only what is known to hold no words of others."""
    return {"start": anchor.get("start"), "end": anchor.get("end"), "before": before, "after": after}
