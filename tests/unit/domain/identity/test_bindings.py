from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from server.domain.identity.bindings import NumberBinding, SubjectBinding, hashed_under, key_of
from server.domain.plan import PersonId

KARI, OLA = PersonId("kari"), PersonId("ola")
NOW = datetime(2026, 11, 30, tzinfo=UTC)
SUBJECT = SubjectBinding("https://idporten.no", "pin", KARI, NOW)
NUMBER = NumberBinding(KARI, b"\x01" * 32, "0123456789abcdef")


def test_every_column_of_a_row_is_in_its_fingerprint() -> None:
    later = datetime(2026, 12, 1, tzinfo=UTC)
    others = [{"issuer": "x"}, {"subject": "x"}, {"person": OLA}, {"since": later}]
    assert len({SUBJECT.fingerprint, *[replace(SUBJECT, **each).fingerprint for each in others]}) == 5  # type: ignore[arg-type]
    changed = [{"person": OLA}, {"hashed": b"\x02" * 32}, {"key_name": "x"}]
    assert len({NUMBER.fingerprint, *[replace(NUMBER, **each).fingerprint for each in changed]}) == 4  # type: ignore[arg-type]


def test_a_row_is_called_by_whose_it_is_and_its_subject_is_not_said() -> None:
    assert SUBJECT.key == key_of(KARI, SUBJECT.name)
    assert SUBJECT.name == replace(SUBJECT, person=OLA).name != replace(SUBJECT, issuer="x").name
    assert "pin" not in SUBJECT.key


def test_the_key_of_a_number_is_told_by_its_fingerprint() -> None:
    assert hashed_under(NUMBER.fingerprint) == NUMBER.key_name
