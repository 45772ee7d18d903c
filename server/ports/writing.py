"""What the server writes into a part itself, at somebody's command: a suggestion that was accepted.

Implemented by ``sync/hub.py``, in the turn of the part's room: what is written goes through the same
admission and the same guarded commit as what pages send.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from server.domain.plan import Participant, ParticipantId, PartId, PlanId

Beside = Callable[[Any, datetime], None]
"""Stores something in the transaction that stores the rows, called with its connection and its moment.

Raises a ``Refusal``: then nothing is stored.
"""


@dataclass(frozen=True, slots=True)
class WordsChange:
    """``replacement`` in the place of the words ``shown``, ``""`` for an insertion.

    ``start`` is bound to the letter after which nothing of the place is before, ``end`` to its last letter:
    Yjs relative positions as pages make them, from a client and never trusted.
    """

    start: object
    end: object
    shown: str
    replacement: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """``replacement`` as the value of ``field``, in the place of the value ``shown``."""

    field: str
    shown: str
    replacement: str


@dataclass(frozen=True, slots=True)
class ServerEdit:
    """``author``: whose words they are, also of somebody who may not write or has left. ``by``: who decides
    that they are written, and must be able to edit the part at the commit. ``batch``: the id of the row, new
    or of an earlier attempt. ``beside``: called once the rows are sure to be stored with it."""

    plan: PlanId
    part: PartId
    author: Participant
    by: ParticipantId
    batch: str
    change: WordsChange | FieldChange
    beside: Beside


class Writing(Protocol):
    async def write(self, written: ServerEdit) -> None:
        """Committed, and sent to who has the part open, when it returns.

        Raises ``Forbidden`` if ``by`` may not edit the part, ``WordsChanged`` if what was shown is not what
        stands at the place now, ``TooLarge`` if the part would be, what ``beside`` raises, and
        ``StorageUnavailable``: then nothing was written, or it is not known; the same may be tried again.
        """
