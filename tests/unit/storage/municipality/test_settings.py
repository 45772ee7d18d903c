from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from server.catalogue import Switches
from server.demo.municipality import SETTINGS
from server.storage.municipality.settings import (
    Contact,
    Description,
    LocalWords,
    MunicipalitySettings,
    settings_of,
)

SERVER = Path(__file__).parents[4] / "server"


def test_what_is_stored_is_what_was_decided_and_nothing_that_is_usual() -> None:
    for settings in (MunicipalitySettings(), SETTINGS):
        assert settings_of(json.loads(json.dumps(settings.stored()))) == settings
    assert MunicipalitySettings().stored() == {}
    assert MunicipalitySettings(asks_coordination=True).stored() == {"asks_coordination": True}


@pytest.mark.parametrize("words", [LocalWords(nb="Kurs", en="Course"), Description(nb="Kurs", en="Course")])
def test_what_is_not_said_in_a_language_is_said_in_bokmal(words: LocalWords | Description) -> None:
    assert [words.said(language) for language in ("nb", "en", "nn", "fr")] == [
        "Kurs",
        "Course",
        "Kurs",
        "Kurs",
    ]


@pytest.mark.parametrize("words", [LocalWords(nb="Kurs"), Description(nb="Kurs")])
def test_a_name_that_is_no_language_says_nothing_of_the_program(words: LocalWords | Description) -> None:
    assert {name: words.said(name) for name in dir(words)} == dict.fromkeys(dir(words), "Kurs")


def test_lines_are_tidied() -> None:
    contact = Contact(visit="  Rådhuset \r\n Havnegata  3\n", name=LocalWords(nb="  En   enhet "))
    assert (contact.visit, contact.name.nb) == ("Rådhuset\nHavnegata 3", "En enhet")


@pytest.mark.parametrize("phone", ["", "113", "55 01 24 00", "+47 55 01 24 00"])
def test_a_phone_is_digits(phone: str) -> None:
    assert Contact(phone=phone).phone == phone


@pytest.mark.parametrize(
    "field",
    [
        {"phone": "1"},
        {"phone": "55-01"},
        {"phone": "javascript:alert(1)"},
        {"mail": "ke@lia"},
        {"mail": "ke\u202eon@lia.no"},
        {"mail": "ke?bcc=x@lia.no"},
        {"mail": "a b@lia.no"},
        {"mail": "<x@lia.no>"},
        {"mail": "a@b@lia.no"},
        {"address": "a\x00b"},
        {"visit": "x" * 401},
        {"hours": {"nb": "to\nlinjer"}},
        {"hours": {"de": "Uhr"}},
    ],
)
def test_what_is_no_contact_is_refused(field: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        settings_of({"contact": field})


def test_whoever_has_decided_from_where_coordinators_come_is_told_it_of_each() -> None:
    usual = settings_of({}).switches
    assert (usual.asks_coordination, usual.asks_both_parents, usual.says_service) == (False, True, False)
    assert usual.appointable == frozenset({"municipal-health", "school", "nav", "child-welfare"})
    decided = settings_of({"appointable": ["nav"], "asks_coordination": True, "asks_both_parents": False})
    assert decided.switches == Switches(True, False, frozenset({"nav"}), True)


def test_no_setting_is_without_effect() -> None:
    """Each is read somewhere else than where it is kept and checked."""
    kept = {"storage/municipality/settings.py", "features/municipalities/service.py"}
    text = "".join(
        each.read_text(encoding="utf-8")
        for each in SERVER.rglob("*.py")
        if str(each.relative_to(SERVER)) not in kept and "demo" not in each.parts
    )
    unread = {name for name in MunicipalitySettings.model_fields if f".{name}" not in text}
    assert unread == set()
