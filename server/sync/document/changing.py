"""The update that a change makes which the server writes itself, under a client id that no page has."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from pycrdt import Text, XmlText

from server.ports.writing import FieldChange, WordsChange

from .places import Place, Places, plain
from .ydoc import Document, Incoherent


class NotThere(Exception):
    """What was shown is not what stands at the place now."""


def changing(state: bytes, change: WordsChange | FieldChange, client_id: int) -> Generator[None, None, bytes]:
    """The update, by ``client_id``, which the document with this ``state`` does not know.

    Made on a copy, which no room has: what is not admitted afterwards was never in the part. Raises
    ``NotThere``, ``Incoherent``.
    """
    document = Document(state)
    yield from document.building(client_id)
    made: list[bytes] = []
    if isinstance(change, FieldChange):
        apply = _in_field(document, change)
    else:
        place = yield from Places(document).finding(change.start, change.end)
        if place is None or place.words != change.shown:
            raise NotThere
        apply = _at(place, change)
    watching = document.doc.observe(lambda event: made.append(event.update))
    try:
        with document.doc.transaction():
            apply()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic inside yrs is no Exception
        raise Incoherent(f"yrs refused a change: {type(error).__name__}") from error
    finally:
        document.doc.unobserve(watching)
    if len(made) != 1:
        raise Incoherent("a change that changes nothing")
    return made[0]


class _Edit:
    """Of what differs alone: letters that stay are still those of who wrote them, and comments keep them."""

    def __init__(self, text: Any, at: int, shown: str, replacement: str) -> None:
        before = _alike(shown, replacement)
        after = _alike(shown[before:][::-1], replacement[before:][::-1])
        self._text, self._at = text, at + len(shown[:before].encode())
        self._taken = len(shown[before : len(shown) - after].encode())
        self._new = replacement[before : len(replacement) - after]

    def __call__(self) -> None:
        """Behind what is taken away, so that it looks as that did."""
        end = self._at + self._taken
        if self._new:
            self._text.insert(end, self._new, marks_at(self._text, end, taken=self._taken > 0))
        if self._taken:
            del self._text[self._at : self._at + self._taken]


def marks_at(text: Any, at: int, *, taken: bool) -> dict[str, Any] | None:
    """Those of new letters after the byte ``at``: of what is ``taken`` before it, else what both sides have.

    Named, because without any pycrdt writes letters that have none.
    """
    before, after = _marks_of(text, at - 1), _marks_of(text, at)
    marks = before if taken else {name: said for name, said in before.items() if after.get(name) == said}
    return marks or None


def _marks_of(text: Any, byte: int) -> dict[str, Any]:
    """Those of the letter that this byte belongs to; none where there is no letter."""
    for chunk, marks in text.diff() if byte >= 0 else ():
        byte -= len(chunk.encode())
        if byte < 0:
            return dict(marks or {})
    return {}


def _alike(one: str, other: str) -> int:
    """How many characters the two begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _at(place: Place, change: WordsChange) -> Any:
    if place.text is not None:
        return _Edit(place.text, place.start, change.shown, change.replacement)
    return lambda: place.block.children.append(XmlText(change.replacement))


def _in_field(document: Document, change: FieldChange) -> Any:
    fields = document.fields
    found = fields.get(change.field)
    if isinstance(found, Text):
        if plain(found) != change.shown:
            raise NotThere
        return _Edit(found, 0, change.shown, change.replacement)
    if ("" if found is None else found) != change.shown:
        raise NotThere
    return lambda: fields.__setitem__(change.field, change.replacement)
