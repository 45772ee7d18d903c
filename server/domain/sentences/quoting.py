"""What people wrote, as it may stand inside a sentence that is signed: it can look like nothing but itself.

Whoever edits a part writes its title, and so some of the words of decisions about it. What ends a quotation,
turns the direction of reading, breaks the line, or is not seen at all would let them write the rest of the
sentence too.
"""

from __future__ import annotations

import re
import unicodedata

MOST_OF_A_TITLE = 300
MOST_OF_A_NAME = 120
MARKS_IN_A_ROW = 3
"""Accents on one letter; more of them run into the lines above and below."""

_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Drawn as nothing, though they are letters and marks by their category."""
_SPACE = re.compile(r"\s+")
_QUOTES = re.compile(
    '["\u201a\u201e\u02ba\u02dd\u02ee\u02f5\u02f6\u2033\u2034\u2036\u2037\u2057\u226a\u226b\u275b-\u275e\u276e\u276f'
    "\u27e8-\u27eb\u2e42\u3003\u3008-\u300f\u301d-\u301f\ufe41-\ufe44\uff02\uff1c\uff1e\uff62\uff63]|<<+|>>+"
)
"""Those that are not quotation marks by their category."""
_INSIDE = "\u2019"
"""Written instead of whatever could close the quotation."""
_IN_A_ROW = re.compile(f"['{_INSIDE}]{{2,}}")
_OF_A_NAME = str.maketrans(
    {"(": "[", ")": "]", ":": "\u00b7", "\uff08": "[", "\uff09": "]", "\uff1a": "\u00b7"}
)


def plain(text: str) -> str:
    """In one line, without what cannot be seen or turns the direction of reading."""
    return _SPACE.sub(" ", "".join(_seen(unicodedata.normalize("NFC", text)))).strip()


def quoted(title: str) -> str:
    """A title, to be set between quotation marks."""
    return _shortened(_without_quotes(plain(title)), MOST_OF_A_TITLE)


def named(name: str) -> str:
    """A person's or an organisation's name, to be set between brackets or before a colon."""
    return _shortened(_without_quotes(plain(name)).translate(_OF_A_NAME), MOST_OF_A_NAME)


def could_be_a_sentence(name: str) -> bool:
    """Whether a name holds what ``named`` would take out of it."""
    return named(name) != plain(name)


def _seen(text: str) -> list[str]:
    found, marks = list[str](), 0
    for letter in text:
        category = unicodedata.category(letter)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if letter.isspace() or category in ("Zl", "Zp"):
            found.append(" ")
        elif (
            category[0] != "C" and letter not in _UNSEEN and not _selects(letter) and marks <= MARKS_IN_A_ROW
        ):
            found.append(letter)
    return found


def _selects(letter: str) -> bool:
    """Whether it is a variation selector: unseen, and any number of them may follow each other."""
    return "\ufe00" <= letter <= "\ufe0e" or "\U000e0100" <= letter <= "\U000e01ef"


def _without_quotes(text: str) -> str:
    paired = [_INSIDE if unicodedata.category(letter) in ("Pi", "Pf") else letter for letter in text]
    return _IN_A_ROW.sub(_INSIDE, _QUOTES.sub(_INSIDE, "".join(paired)))


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
