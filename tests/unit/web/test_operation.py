"""What people type, as every command takes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from tests.support.operations import all_operations

ONE_LINE = {
    *("name", "organisation", "contact", "language", "reporter_name", "reporter_contact", "consent_by"),
    *("workplace", "leader", "substitute", "languages", "area", "experience", "on_behalf_of"),
}
TURNING = "Kari\u202e iraK\u2066\u200f (\u2028eier)\x07\n"


def fields_of(body: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    for name, field in body.model_fields.items():
        yield f"{body.__name__}.{name}", field
        for kind in (field.annotation, *get_args(field.annotation)):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from fields_of(kind)


def is_typed(name: str, field: FieldInfo) -> bool:
    return name.split(".")[1] in ONE_LINE and field.annotation is str


BODIES = [each.body for each in all_operations() if each.body is not None]
LINES: dict[str, Any] = dict(found for body in BODIES for found in fields_of(body) if is_typed(*found))


def kept(field: str) -> str | None:
    """``None``: refused."""

    class Taken(BaseModel):
        line: LINES[field].rebuild_annotation()  # type: ignore[valid-type]

    with suppress(ValidationError):
        return str(Taken(line=TURNING).line)
    return None


@pytest.mark.parametrize("field", LINES)
def test_what_is_typed_in_one_line_turns_and_hides_nothing_beside_it(field: str) -> None:
    assert kept(field) in ("Kari iraK ( eier)", None)


def test_every_form_in_which_somebody_is_named_is_among_them() -> None:
    assert {"ReportedSubject.name", "NewReport.organisation", "NewInvitation.name"} <= LINES.keys()
    assert len([field for field in LINES if kept(field)]) > len(ONE_LINE)
