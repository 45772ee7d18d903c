"""Codes as they are made, and as people type them."""

from __future__ import annotations

import pytest

from server.ports.randomness import CODE_LETTERS, hash_of, new_code


def test_a_code_has_120_random_bits_and_is_its_secrets_alone() -> None:
    code = new_code("secret")
    assert len(code.replace("-", "")) == CODE_LETTERS == 120 // 5
    assert len({new_code(str(number)) for number in range(500)}) == 500
    assert new_code("secret") == code


@pytest.mark.parametrize("typed", ["ABCD-OIFG", "abcdoifg", " abcd 01fg ", "ABCD–OIFG", "AB.CD.0I.FG"])
def test_a_code_is_the_same_however_it_is_typed(typed: str) -> None:
    assert hash_of(typed) == hash_of("ABCD-OIFG")


def test_other_codes_and_no_code_are_others() -> None:
    assert len({hash_of(each) for each in ("", "ABCD", "ABCE", "ÆØÅ1", "\ud800")}) == 4  # without letters: ""
