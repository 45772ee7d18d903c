"""The page shows a sentence composed from its own texts; what is stored is composed from the server's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from server.domain.access import Level
from server.domain.plan import Kind, Role
from server.features.consent import wording

TEXTS = Path(__file__).parents[4] / "frontend" / "src" / "i18n" / "nb"
WITH_OWN_TITLE = {Kind.GOAL, Kind.MEASURE, Kind.CONTRIBUTION}


def _texts(name: str) -> dict[str, Any]:
    return dict(json.loads((TEXTS / name).read_text()))


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in WITH_OWN_TITLE])
def test_a_section_has_one_name_in_the_plan_and_in_what_is_signed(kind: Kind) -> None:
    assert _texts("plan.json")["kinds"][kind] == wording.KIND_NAMES[kind]


def test_the_page_composes_the_sentence_from_the_same_words() -> None:
    signed = _texts("consent.json")["signed"]
    assert signed["contribution"] == wording.KIND_NAMES[Kind.CONTRIBUTION]
    assert {Kind(kind): words for kind, words in signed["all"].items()} == wording._MANY
    assert {Role(role): words for role, words in signed["roles"].items()} == wording._ROLE_NAMES
    may = {Level.READ: "read", Level.COMMENT: "comment", Level.EDIT: "edit"}
    assert {level: signed["may"][name] for level, name in may.items()} == wording._MAY
