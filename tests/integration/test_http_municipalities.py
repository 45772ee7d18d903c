"""Who may read and decide what about a municipality: each relation to it, and nobody else."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from server.demo.people import DEMO_PEOPLE
from server.domain.plan import SERVER, PersonId
from server.domain.unit.rights import UnitRight
from server.features.municipalities import store as store_module
from server.features.municipalities.store import Municipalities
from server.ports.randomness import SystemChance
from server.web.security import CSP
from tests.integration.http_site import Site, assert_problem
from tests.support.clients.people import Person

NUMBER = "9950"

# Relation to Sundvåg -> what each is answered: docs/domain.md, rule 15.
#                  settings  change  texts  say   listed  page  words  overview
RELATIONS = {
    "unit":        "200      200     200    204   200     200   200    200",  # its case handler
    "nav":         "404      404     404    404   200     200   200    200",  # its statistics
    "gp":          "404      404     404    404   200     200   200    200",  # a case handler of another one
    "school":      "404      404     404    404   200     200   200    404",  # was its case handler
    "owner":       "404      404     404    404   200     200   200    404",
    "mother":      "404      404     404    404   200     200   200    404",
    "coordinator": "404      404     404    404   200     200   200    404",
    "hospital":    "404      404     404    404   200     200   200    404",
    "stranger":    "404      404     404    404   200     200   200    404",
    "":            "401      401     401    401   200     200   200    401",  # without a session
}  # fmt: skip


def store_of(here: Site) -> Municipalities:
    return Municipalities(here.database, here.clock, SystemChance())


async def person_id(here: Site, key: str) -> PersonId:
    return PersonId((await (await here.person(key)).get("/api/me")).json()["id"])


async def give_rights(here: Site) -> str:
    """As the table says; returns the number of the demo municipality."""
    store = store_of(here)
    sundvag, other = await store.numbered(NUMBER), await store.add(SERVER, "9951", "Berg kommune")
    assert sundvag is not None
    assert other is not None
    await store.give(SERVER, sundvag.id, await person_id(here, "nav"), UnitRight.STATISTICS)
    await store.give(SERVER, other.id, await person_id(here, "gp"), UnitRight.CASE_HANDLER)
    await store.give(SERVER, sundvag.id, await person_id(here, "school"), UnitRight.CASE_HANDLER)
    await store.end(SERVER, sundvag.id, await person_id(here, "school"), UnitRight.CASE_HANDLER)
    return NUMBER


def requests(municipality: str, version: int) -> list[tuple[str, str, Any]]:
    one = f"/api/municipalities/{municipality}"
    return [
        ("GET", f"{one}/settings", None),
        ("PUT", f"{one}/settings", {"version": version, "settings": {}}),
        ("GET", f"{one}/texts", None),
        ("PUT", f"{one}/texts/word.decision", {"language": "nb", "text": "vedtak"}),
        ("GET", "/api/municipalities", None),
        ("GET", f"/om/{NUMBER}", None),
        ("GET", f"{one}/texts/word/nb", None),
        ("GET", "/api/overview", None),
    ]


async def answered(who: Person | httpx.AsyncClient, method: str, path: str, body: Any) -> httpx.Response:
    if isinstance(who, Person):
        return await who.send(method, path, body)
    return await who.request(method, path, json=body)


@pytest.mark.rule(15)
@pytest.mark.parametrize("relation", RELATIONS)
async def test_everybody_is_answered_by_their_relation(here: Site, relation: str) -> None:
    municipality = await give_rights(here)
    who = await here.person(relation) if relation else here.browser()
    asked = requests(municipality, version=2)
    found = [(await answered(who, *request)).status_code for request in asked]
    assert found == [*map(int, RELATIONS[relation].split())]


def test_every_demo_person_has_a_relation() -> None:
    assert RELATIONS.keys() == {person.key for person in DEMO_PEOPLE} | {""}


@pytest.mark.rule(15)
@pytest.mark.rule("P3")
@pytest.mark.parametrize("relation", ["nav", "gp", "school", "owner", "stranger"])
async def test_a_municipality_that_is_not_mine_answers_as_none(here: Site, relation: str) -> None:
    municipality, who = await give_rights(here), await here.person(relation)
    hidden, nothing = requests(municipality, 2), requests("0000", 2)
    for there, nowhere in zip(hidden[:4], nothing[:4], strict=True):
        one, none = await answered(who, *there), await answered(who, *nowhere)
        assert_problem(one, 404, "not-found")
        assert (one.content, sorted(one.headers.items())) == (none.content, sorted(none.headers.items()))


# What a case handler decides.


async def settings_of(unit: Person, municipality: str) -> dict[str, Any]:
    return dict((await unit.get(f"/api/municipalities/{municipality}/settings")).json())


async def test_what_is_decided_is_shown_everywhere_and_logged(here: Site) -> None:
    municipality, unit = await give_rights(here), await here.person("unit")
    before = await settings_of(unit, municipality)
    assert (before["version"], before["name"]) == (2, "Sundvåg kommune")
    settings = before["settings"] | {"chosen": {"case.meeting-cycle": 3}, "asks_coordination": True}
    settings["contact"] = settings["contact"] | {"phone": "55 99 99 99"}
    path = f"/api/municipalities/{municipality}/settings"
    answer = await unit.send("PUT", path, {"version": 2, "settings": settings})
    assert answer.json() == {"version": 3}
    after = await settings_of(unit, municipality)
    assert (after["version"], after["settings"]) == (3, settings)
    (cycle,) = [choice for choice in after["choices"] if choice["key"] == "case.meeting-cycle"]
    assert (cycle["amount"], cycle["usual"], cycle["unit"]) == (3, 14, "days")
    assert "55 99 99 99" in (await here.browser().get(f"/om/{NUMBER}")).text
    assert_problem(await unit.send("PUT", path, {"version": 2, "settings": settings}), 409, "outdated")
    entry = (await here.ledger.entries(None))[-1].event
    assert entry.action == "municipality-settings-changed"
    assert entry.person == await person_id(here, "unit")
    assert entry.details["version"] == 3
    assert "55 99 99 99" in str(entry.details["settings"])


WRONG = {
    "a rule that is law": {"chosen": {"complaint.deadline.health": 1}},
    "a number out of bounds": {"chosen": {"case.meeting-cycle": 0}},
    "a number that is none": {"chosen": {"case.meeting-cycle": "7"}},
    "a rule that is none": {"chosen": {"a.b": 7}},
    "a field that is none": {"colour": "red"},
    "a phone that is none": {"contact": {"phone": "ring"}},
    "an address that is none": {"contact": {"mail": "a@b"}},
    "a mark of the program": {"contact": {"visit": "a\x00b"}},
    "a service that is none": {"appointable": ["police"]},
    "an offer too many": {"offers": [{"title": {"nb": "Kurs"}}] * 41},
    "an offer too long": {"offers": [{"title": {"nb": "x" * 121}}]},
}


@pytest.mark.parametrize("what", WRONG)
async def test_what_cannot_be_decided_is_refused_and_changes_nothing(here: Site, what: str) -> None:
    municipality, unit = await give_rights(here), await here.person("unit")
    before = await settings_of(unit, municipality)
    path = f"/api/municipalities/{municipality}/settings"
    refused = await unit.send("PUT", path, {"version": 2, "settings": WRONG[what]})
    assert_problem(refused, 422, "invalid")
    assert "settings" in refused.json()["detail"]
    assert await settings_of(unit, municipality) == before


async def test_own_words_are_said_until_they_are_taken_back(here: Site) -> None:
    municipality, unit = await give_rights(here), await here.person("unit")
    one = f"/api/municipalities/{municipality}"
    for text, shown in (("enkeltvedtak", "enkeltvedtak"), ("", "avgjørelse")):
        answer = await unit.send("PUT", f"{one}/texts/word.decision", {"language": "nb", "text": text})
        assert answer.status_code == 204
        words = (await here.browser().get(f"{one}/texts/word/nb")).json()
        assert words["word.decision"] == shown
        assert (await here.browser().get("/api/texts/word/nb")).json()["word.decision"] == "avgjørelse"
        (entry,) = [
            each for each in (await unit.get(f"{one}/texts")).json() if each["key"] == "word.decision"
        ]
        assert entry["own"] == ({"nb": text} if text else {})
        assert (await here.ledger.entries(None))[-1].event.details["text"] == text


@pytest.mark.parametrize(
    ("key", "text", "status"),
    [
        ("case.stage.clarifying", "Vent til {day}.", 204),
        ("case.stage.clarifying", "Vent.", 422),
        ("case.stage.clarifying", "Vent til {dag}.", 422),
        ("word.decision", "x" * 4001, 422),
        ("no.such", "x", 404),
        ("complaint.deadline.health", "x", 404),
    ],
)
async def test_own_words_must_fit(here: Site, key: str, text: str, status: int) -> None:
    municipality, unit = await give_rights(here), await here.person("unit")
    path = f"/api/municipalities/{municipality}/texts/{key}"
    assert (await unit.send("PUT", path, {"language": "nb", "text": text})).status_code == status


async def test_my_units_are_mine(here: Site) -> None:
    await give_rights(here)
    sundvag = {"number": NUMBER, "name": "Sundvåg kommune"}
    for key, rights in (("unit", ["case-handler"]), ("nav", ["statistics"])):
        found = (await (await here.person(key)).get("/api/units")).json()
        assert found == [sundvag | {"rights": rights}]
    assert (await (await here.person("owner")).get("/api/units")).json() == []


# The public page.


async def test_the_public_page_may_be_kept_and_holds_nobody(here: Site) -> None:
    await give_rights(here)
    stranger = await here.browser().get(f"/om/{NUMBER}")
    owner = await (await here.person("owner")).get(f"/om/{NUMBER}")
    assert stranger.content == owner.content
    assert "set-cookie" not in owner.headers
    assert stranger.headers["cache-control"] == "public, max-age=300"
    assert stranger.headers["vary"] == "Accept-Language"
    assert stranger.headers["content-language"] == "nb"
    assert stranger.headers["content-security-policy"] == CSP
    for name in [person.name for person in DEMO_PEOPLE]:
        assert name not in stranger.text
    for forbidden in ("<script", "style=", "http://", "https://"):
        assert forbidden not in stranger.text
    tag = {"If-None-Match": stranger.headers["etag"]}
    again = await here.browser().get(f"/om/{NUMBER}", headers=tag)
    assert (again.status_code, again.content) == (304, b"")


async def test_it_is_said_in_the_language_asked_for(here: Site) -> None:
    english = {"Accept-Language": "en-GB,en;q=0.9,nb;q=0.1"}
    for path, headers, language in (
        ("/om", english, "en"),
        (f"/om/{NUMBER}", english, "en"),
        (f"/om/{NUMBER}?lang=nb", english, "nb"),
        (f"/om/{NUMBER}?lang=en", {}, "en"),
        (f"/om/{NUMBER}", {"Accept-Language": ";;q=,,"}, "nb"),
    ):
        answer = await here.browser().get(path, headers=headers)
        assert answer.headers["content-language"] == language
        assert f'<html lang="{language}">' in answer.text


async def test_where_there_is_only_one_nobody_is_asked_which(here: Site) -> None:
    page, only = [await here.browser().get(path) for path in ("/om?lang=nb", f"/om/{NUMBER}?lang=nb")]
    assert page.text == only.text


@pytest.mark.parametrize("number", ["0000", "x", "%00", "9950%20", "<script>", "x" * 3000])
async def test_an_unknown_number_leads_to_the_list(here: Site, number: str) -> None:
    answer = await here.browser().get(f"/om/{number}")
    assert answer.status_code == 404
    assert f'href="/om/{NUMBER}?lang=nb"' in answer.text
    assert "<script>" not in answer.text


async def test_the_style_is_a_file_of_ours(here: Site) -> None:
    style = await here.browser().get("/om/side.css")
    assert style.headers["content-type"] == "text/css; charset=utf-8"
    assert "prefers-color-scheme: dark" in style.text


async def test_subjects_are_texts_and_nothing_else(here: Site) -> None:
    report = (await here.browser().get("/api/texts/report/en")).json()
    assert report["report.title"] == "Report a need for a plan or a coordinator"
    assert "{code}" in report["report.receipt"]
    for path in ("/api/texts/none/nb", "/api/municipalities/x/texts/report/nb"):
        assert_problem(await here.browser().get(path), 404, "not-found")


async def test_how_often_a_case_handler_changes_it_in_a_day_is_bounded(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    municipality, unit = await give_rights(here), await here.person("unit")
    monkeypatch.setattr(store_module, "MOST_CHANGES_A_DAY", 2)
    _, settings, _, text = requests(municipality, 2)[:4]
    assert [(await answered(unit, *each)).status_code for each in (settings, text)] == [200, 204]
    before = await settings_of(unit, municipality)
    for refused in (requests(municipality, 3)[1], text):
        assert_problem(await answered(unit, *refused), 429, "too-many-requests")
    assert await settings_of(unit, municipality) == before


@pytest.mark.parametrize("language", ["model_dump", "copy", "__module__", "model_fields", "xx"])
async def test_what_is_no_language_is_answered_in_the_usual_one(here: Site, language: str) -> None:
    """It comes from the address, and anybody may ask."""
    usual = await here.browser().get(f"/api/municipalities/{NUMBER}/contact/nb")
    asked = await here.browser().get(f"/api/municipalities/{NUMBER}/contact/{language}")
    assert (asked.status_code, asked.json()) == (200, usual.json())
