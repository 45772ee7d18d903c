"""What stands in a part now, for features that compare words with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from server.domain.plan import PartId, PersonId


def without_space(text: str) -> str:
    """Only the letters: a new line more or less does not make them other words."""
    return "".join(text.split())


class Passage(Protocol):
    """Letters that stand next to each other, without space."""

    @property
    def text(self) -> str: ...

    @property
    def untouched(self) -> bool:
        """Nothing was ever deleted between its first letter and its last: if it reads now as it did once,
        these are the letters of then."""

    @property
    def writers(self) -> Iterator[PersonId | None]:
        """Who wrote its letters; ``None``: nobody knows."""

    def before(self, text: str) -> Passage | None:
        """The letters directly before it, if they are those of ``text``."""

    def after(self, text: str) -> Passage | None:
        """The letters directly after it, if they are those of ``text``."""


class Words(Protocol):
    """The letters of a text now."""

    def passage(self, start: object, end: object) -> Passage | None:
        """From the letter that an anchor's ``start`` is bound to until that of its ``end``, both included.

        By what they are and not by what they say: nothing that is written later takes the place of one that
        is gone. ``None``: one of them is gone or was never here, or the anchor is not as the page makes it.
        """

    def stands(self, position: object, *, before: bool) -> bool | None:
        """Whether the letter is here that an anchor's ``start`` is bound to, or, ``before``, its ``end``.

        ``None``: it is bound to none.
        """


@dataclass(frozen=True, slots=True)
class FilledIn:
    """``text``: whether letters stand in the body; ``fields``: as people read them."""

    text: bool
    fields: Mapping[str, str]


NOTHING_WRITTEN = FilledIn(False, {})


class PartTexts(Protocol):
    """Implemented by ``sync/plan/texts.py``."""

    async def words(self, part: PartId) -> Words:
        """Those of the part's body as its log has it now; none of a part that cannot be read.

        Raises ``StorageUnavailable``.
        """

    async def written(self, part: PartId) -> FilledIn:
        """What of the part is filled in, in the same way."""
