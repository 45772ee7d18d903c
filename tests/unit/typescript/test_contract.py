"""The page's tables have one row for each kind and closing of the server's."""

from __future__ import annotations

import json
import re

from server.domain.kinds import KINDS
from server.sync.protocol.closings import CLOSINGS
from server.typescript.contract import render


def rows(name: str) -> dict[str, object]:
    found = re.search(rf"^export const {name}\b.*?= {{\n(.*?)^}}", render(), re.MULTILINE | re.DOTALL)
    assert found
    return dict(json.loads("{" + found.group(1).rstrip().rstrip(",") + "}"))


def test_kinds_stand_in_the_order_in_which_people_read_a_plan() -> None:
    assert list(rows("KINDS")) == [kind.value for kind in KINDS]


def test_a_field_says_its_type_or_what_can_be_chosen() -> None:
    goal = rows("FIELDS")["goal"]
    assert goal == {"title": "text", "target": "date", "status": ["open", "reached", "dropped"]}


def test_every_closing_has_its_code() -> None:
    assert rows("CLOSINGS").keys() == {token.value for token in CLOSINGS}
