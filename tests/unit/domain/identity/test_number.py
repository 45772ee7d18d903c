"""Numbers of the long dead and the unborn, and synthetic ones: of nobody who lives."""

from __future__ import annotations

from datetime import date

import pytest

from server.domain.identity.number import IdentityNumber, NotAnIdentityNumber

NUMBERS = [
    ("01010000110", date(1900, 1, 1)),
    ("31125474066", date(1854, 12, 31)),
    ("31129974063", date(1899, 12, 31)),
    ("29023660030", date(2036, 2, 29)),
    ("71123660050", date(2036, 12, 31)),  # a D-nummer
    ("41010000023", date(1900, 1, 1)),  # a D-nummer
]
SYNTHETIC = [
    ("01874090022", date(1940, 7, 1)),  # with 80, as Tenor makes them
    ("01413660099", date(2036, 1, 1)),  # with 40, as Dolly does
    ("41853660025", date(2036, 5, 1)),  # a D-nummer
]

OF_2032 = ["01013200064", "01013200072", "01013200080", "29023200005"]


@pytest.mark.parametrize("digits", OF_2032)
def test_a_number_of_the_series_from_2032_tells_no_century(digits: str) -> None:
    assert IdentityNumber.read(digits) == IdentityNumber(digits, None)
    with pytest.raises(NotAnIdentityNumber):
        IdentityNumber.read(digits[:-1] + str((int(digits[-1]) + 1) % 10))


def test_a_number_of_that_series_has_a_day_too() -> None:
    assert IdentityNumber.read("01813200038", synthetic_too=True).synthetic
    with pytest.raises(NotAnIdentityNumber, match="no such day"):
        IdentityNumber.read("30023200038")


@pytest.mark.parametrize(("digits", "born"), NUMBERS)
@pytest.mark.parametrize("synthetic_too", [True, False])
def test_a_number_tells_when_somebody_was_born(digits: str, born: date, synthetic_too: bool) -> None:
    assert IdentityNumber.read(digits, synthetic_too=synthetic_too) == IdentityNumber(digits, born)


@pytest.mark.parametrize(("digits", "born"), SYNTHETIC)
def test_numbers_made_for_tests_count_in_test_environments_only(digits: str, born: date) -> None:
    assert IdentityNumber.read(digits, synthetic_too=True) == IdentityNumber(digits, born, synthetic=True)
    with pytest.raises(NotAnIdentityNumber, match="made for tests"):
        IdentityNumber.read(digits)


def test_people_write_it_with_blanks() -> None:
    assert IdentityNumber.read(" 010100 00110\n").digits == "01010000110"


@pytest.mark.parametrize("place", range(11))
@pytest.mark.parametrize("digits", [digits for digits, _ in (*NUMBERS, *SYNTHETIC)])
def test_no_digit_may_be_another(digits: str, place: int) -> None:
    for other in "0123456789".replace(digits[place], ""):
        with pytest.raises(NotAnIdentityNumber):
            IdentityNumber.read(digits[:place] + other + digits[place + 1 :], synthetic_too=True)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not eleven digits"),
        ("0101000011", "not eleven digits"),
        ("010100001100", "not eleven digits"),
        ("0101000011x", "not eleven digits"),
        ("٠١٠١٠٠٠٠١١٠", "not eleven digits"),
        ("01010000111", "the control digits do not match"),
        ("29023560281", "no such day"),  # 2035 has no 29 February
        ("32013660068", "no such day"),
        ("81013660093", "no such day"),
        ("00013660077", "no such day"),
        ("01133660034", "no such day"),
        ("01135780037", "no century has it"),
    ],
)
def test_what_is_no_number_is_refused_without_saying_it(text: str, why: str) -> None:
    with pytest.raises(NotAnIdentityNumber) as refused:
        IdentityNumber.read(text, synthetic_too=True)
    assert str(refused.value) == why


def test_a_number_is_not_shown_by_accident() -> None:
    assert "01010000110" not in repr(IdentityNumber.read("01010000110"))
