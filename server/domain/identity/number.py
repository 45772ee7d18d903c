"""Norwegian identity numbers: fødselsnummer and D-nummer, as the National Population Register makes them.

``DDMMYY`` of the birth, three digits that tell the century, two control digits. A D-nummer has 4 added to
its first digit. Numbers made for tests have 80 (Tenor, of the Tax Administration) or 40 (Dolly, of NAV)
added to the month, so that no real person has one.

Source: folkeregisterforskriften § 2-2-1 to 2-2-3, and
https://skatteetaten.github.io/folkeregisteret-api-dokumentasjon/ (control digits, test numbers;
nytt-fodselsnummer-fra-2032, as navikt/fnrvalidator 2.2.1 reads it). From 2032 numbers are given that tell no
century, and whose first control digit may be one of four; three of these no older number has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Self

WEIGHTS = (
    (3, 7, 6, 1, 8, 9, 4, 5, 2, 1),
    (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1),
)
"""Of the digits up to and with each control digit: the sums are divisible by 11."""
LEFT = range(4)
"""What may be left of the first sum; more than 0 in numbers from 2032 on."""
LEAP = 2000
D_NUMBER = 40
"""Added to the day."""
SYNTHETIC = (80, 40)
"""Added to the month of a number for tests."""
CENTURIES = (
    (range(500), range(100), 1900),
    (range(500, 750), range(54, 100), 1800),
    (range(500, 1000), range(40), 2000),
    (range(900, 1000), range(40, 100), 1900),
)
"""The three digits after the date, the two of the year, and the century they say together."""


class NotAnIdentityNumber(ValueError):
    """Says why, never which."""


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A number whose digits are right; whether it was given to anybody is not known."""

    digits: str = field(repr=False)
    birth_date: date | None
    """``None`` where the number tells no century."""
    synthetic: bool = False

    @classmethod
    def read(cls, text: str, *, synthetic_too: bool = False) -> Self:
        """From eleven digits; blanks between them are passed over. ``synthetic_too``: in a test environment.

        Raises ``NotAnIdentityNumber``.
        """
        digits = "".join(text.split())
        if len(digits) != 11 or not (digits.isascii() and digits.isdigit()):
            raise NotAnIdentityNumber("not eleven digits")
        first, second = (_left(weights, list(map(int, digits))) for weights in WEIGHTS)
        if first not in LEFT or second != 0:
            raise NotAnIdentityNumber("the control digits do not match")
        month, synthetic = _month(int(digits[2:4]))
        if synthetic and not synthetic_too:
            raise NotAnIdentityNumber("made for tests")
        if first == 0:
            return cls(digits, _born(digits, month), synthetic)
        _on(digits, month, LEAP)
        return cls(digits, None, synthetic)


def _left(weights: Sequence[int], digits: Sequence[int]) -> int:
    return sum(weight * digit for weight, digit in zip(weights, digits, strict=False)) % 11


def _month(written: int) -> tuple[int, bool]:
    """The month, and whether the number is one for tests."""
    for added in SYNTHETIC:
        if written > added:
            return written - added, True
    return written, False


def _born(digits: str, month: int) -> date:
    year, individual = int(digits[4:6]), int(digits[6:9])
    century = next((c for third, two, c in CENTURIES if individual in third and year in two), None)
    if century is None:
        raise NotAnIdentityNumber("no century has it")
    return _on(digits, month, century + year)


def _on(digits: str, month: int, year: int) -> date:
    day = int(digits[:2])
    try:
        return date(year, month, day - D_NUMBER if day > D_NUMBER else day)
    except ValueError:
        raise NotAnIdentityNumber("no such day") from None
