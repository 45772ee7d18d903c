"""Canaries: unique words that are found again in any encoding.

A canary is ``TAG`` and a number in hexadecimal, all ASCII letters and digits, so that UTF-8, JSON with or
without escapes, URLs and Yjs updates all contain it as the same bytes. Encodings that change those bytes
(base64 as in anchors, hexadecimal, UTF-16) are decoded before searching. Norwegian letters surround it, as in
real texts.
"""

from __future__ import annotations

import base64
import binascii
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

TAG = "kvitkraake"
_DIGITS = 8
_PLAIN = re.compile(rb"(?i:%s)([0-9a-f]{%d})?" % (TAG.encode(), _DIGITS))
_WIDE_TAGS = {codec: TAG.encode(codec) for codec in ("utf-16-le", "utf-16-be")}
_HEX_TAG = re.compile(TAG.encode().hex().encode(), re.IGNORECASE)
_HEX_RUN = re.compile(rb"[0-9a-fA-F]+")
_BASE64_RUN = re.compile(rb"[A-Za-z0-9+/_-]+")


def _cores(word: bytes) -> tuple[bytes, ...]:
    """For each alignment, the base64 characters of ``word`` that do not depend on its surroundings."""
    found = []
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + word)
        first = -(-before * 4 // 3)
        last = (before + len(word)) * 4 // 3
        found.append(encoded[first:last])
    return tuple(found)


_BASE64_TAG = re.compile(b"|".join(re.escape(core) for core in _cores(TAG.encode())))


@dataclass(frozen=True, slots=True)
class Canary:
    """``part``: where it was written (``None``: where nobody may ever read it); ``epoch``: when."""

    number: int
    part: str | None
    epoch: int
    place: str

    @property
    def word(self) -> str:
        return f"{TAG}{self.number:0{_DIGITS}x}"

    @property
    def text(self) -> str:
        return f"{self.word} på «sjøen» "

    @property
    def anchored(self) -> str:
        """As contained in the base64 of a relative position."""
        return base64.b64encode(b"\x01\x07" + self.word.encode() + b"\x00").decode()


class Canaries:
    """All canaries released so far."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._all: dict[int, Canary] = {}

    def release(self, part: str | None, epoch: int, place: str) -> Canary:
        canary = Canary(next(self._numbers), part, epoch, place)
        self._all[canary.number] = canary
        return canary

    def settle(self, canary: Canary, part: str, epoch: int) -> Canary:
        """Set the part of a canary that was released before the part existed."""
        settled = self._all[canary.number] = replace(canary, part=part, epoch=epoch)
        return settled

    def written_in(self, epoch: int) -> list[Canary]:
        return [canary for canary in self._all.values() if canary.epoch == epoch]

    def __len__(self) -> int:
        return len(self._all)

    def found_in(self, data: bytes) -> set[Canary]:
        """Every canary in ``data``. A tag without its number is a defect of the search."""
        found = set()
        for number in numbers_in(data):
            assert number is not None, f"a canary cut in two: {data[:200]!r}"
            found.add(self._all[number])
        return found


def numbers_in(data: bytes) -> Iterator[int | None]:
    """The number of each canary in ``data``, in any form; ``None`` for a tag whose number is cut off."""
    for form in _forms(data):
        for match in _PLAIN.finditer(form):
            yield int(match[1], 16) if match[1] else None


def _forms(data: bytes) -> Iterator[bytes]:
    yield data
    for codec, tag in _WIDE_TAGS.items():
        for at in _all_at(data, tag):
            yield data[at : at + 2 * (len(TAG) + _DIGITS)].decode(codec, "replace").encode()
    for match in _HEX_TAG.finditer(data):
        run = _HEX_RUN.match(data, match.start())
        assert run is not None
        yield bytes.fromhex(run[0][: len(run[0]) // 2 * 2].decode())
    if _BASE64_TAG.search(data):
        yield from _unpacked(data)


def _all_at(data: bytes, word: bytes) -> Iterator[int]:
    at = data.find(word)
    while at >= 0:
        yield at
        at = data.find(word, at + 1)


def _unpacked(data: bytes) -> Iterator[bytes]:
    for run in _BASE64_RUN.finditer(data):
        if not _BASE64_TAG.search(run[0]):
            continue
        text = run[0].replace(b"-", b"+").replace(b"_", b"/")
        for start in range(4):
            piece = text[start:]
            try:
                yield base64.b64decode(piece[: len(piece) // 4 * 4] + _rest(piece))
            except binascii.Error:
                continue


def _rest(piece: bytes) -> bytes:
    left = piece[len(piece) // 4 * 4 :]
    return left + b"=" * (4 - len(left)) if len(left) > 1 else b""
