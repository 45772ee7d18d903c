"""Situation 2 of CASES.md 4: a ward sees the need, the hospital's unit reports it, and nobody there learns
what came of it."""

from __future__ import annotations

import pytest

from tests.integration.http_site import Site, assert_problem
from tests.integration.situations import INBOX, TYPED, Story

NORA = {"name": "Nora Lie", "born": "2088-04-02", "contact": "400 00 001"}
FROM_THE_HOSPITAL = {
    "reporter": "hospital-unit",
    "reporter_name": "Koordinerende enhet",
    "organisation": "Nordfjella sykehus, for avdeling 3",
    "subject": NORA,
    "wish": "both",
    "reason": "Skrives ut etter hjerneslag. Trenger hjelp fra flere i lang tid.",
    "consent": "given",
    "consent_by": "Nora, muntlig til sykepleier på avdelingen",
}
ON_THE_PHONE = {
    "reporter": "owner",
    "reporter_name": "Nora Lie",
    "subject": NORA | {"name": "Nora  LIE"},
    "wish": "coordinator",
    "reason": "Vil ha én å snakke med.",
    "consent": "given",
    "consent_by": "Nora selv, på telefon",
    "means": "phone",
}


@pytest.mark.rule(6)
async def test_a_ward_reports_and_its_receipt_says_nothing_of_what_came_of_it(here: Site) -> None:
    story = Story(here)
    unit = await story.person("unit")
    wards = await story.reports(None, **FROM_THE_HOSPITAL)
    assert (await story.status_of(wards))["status"] == "received"

    # The unit finds it: who reported it, and a consent that somebody else has told of, not yet checked.
    case = await story.case("nora")
    seen = await case.seen()
    assert (seen["row"]["reporter"], seen["row"]["organisation"]) == (
        "hospital-unit",
        "Nordfjella sykehus, for avdeling 3",
    )
    assert (seen["row"]["consent"], seen["row"]["consent_checked"]) == ("given", False)
    reported = seen["timeline"][0]["said"]
    assert reported["consent_by"] == "Nora, muntlig til sykepleier på avdelingen"
    assert [each["step"] for each in seen["waiting"]] == ["take", "check-consent"]
    await case.does(unit, "taken")
    not_yet = {"criterion": "lasting", "assessed": "met", "reason": "Ja."}
    assert_problem(await case.tries(unit, "assessed", not_yet), 409, "not-now")

    # Nora rings. Whoever answers types it, and sees afterwards that she is there already.
    answer = await unit.post(TYPED, ON_THE_PHONE)
    assert answer.status_code == 201, answer.text
    noras = answer.json()["code"]
    assert len((await unit.get(f"{INBOX}?name=nora%20lie")).json()["cases"]) == 2
    other = next(
        each["id"] for each in (await unit.get(f"{INBOX}?name=nora")).json()["cases"] if each["id"] != case.id
    )
    await unit.post(f"/api/cases/{other}/records", {"expected": 1, "action": "taken"})
    merged = await unit.post(f"/api/cases/{other}/merge", {"into": case.id})
    assert merged.status_code == 204, merged.text
    (row,) = (await unit.get(f"{INBOX}?name=nora")).json()["cases"]
    assert row["id"] == case.id

    # What she said on the phone is the consent that counts.
    await case.does(unit, "consent-checked", {"consent": "given", "by": "Nora selv, på telefon"})
    assert (await story.status_of(wards))["status"] == "in-progress"

    # One is granted and one is not: the ward is told that it is dealt with, in the words that everybody gets.
    for criterion in ("lasting", "several-services"):
        await case.does(unit, "assessed", not_yet | {"criterion": criterion})
    await case.decides("coordinator")
    await case.decides("plan", "refused", reason="Hjemmesykepleien alene er nok foreløpig.")
    done = await story.status_of(wards)
    assert (done["status"], done) == ("done", await story.status_of(noras))
    said = str(done)
    assert not any(word in said for word in ("Nora", "koordinator", "plan", "avslag", "innvilg"))

    # A ward that reports her once more gets the receipt that a stranger's report gets.
    again = await here.browser().post(
        "/api/municipalities/9950/reports", json=FROM_THE_HOSPITAL | {"subject": {"name": "Nora Lie"}}
    )
    strangers = await here.browser().post(
        "/api/municipalities/9950/reports", json=FROM_THE_HOSPITAL | {"subject": {"name": "Ukjent"}}
    )
    texts = [each.json()["text"].replace(each.json()["code"], "…") for each in (again, strangers)]
    assert texts[0] == texts[1]
    assert [each.json()["status"] for each in (again, strangers)] == ["received", "received"]


@pytest.mark.rule(6)
async def test_the_statutory_ground_is_recorded_where_somebody_could_not_be_asked(here: Site) -> None:
    story = Story(here)
    unit = await story.person("unit")
    await story.reports(None, **FROM_THE_HOSPITAL | {"consent": "statutory", "consent_by": "hpl. § 38 a"})
    case = await story.case("nora")
    await case.does(unit, "taken")
    await case.does(unit, "consent-checked", {"consent": "statutory", "by": "hpl. § 38 a"})
    assert (await case.seen())["timeline"][-1]["said"]["by"] == "hpl. § 38 a"
    # She is reached at home, and says no: nothing more is found out, and the ward sees the same as ever.
    await case.does(unit, "consent-checked", {"consent": "refused", "by": "Nora selv"})
    assert [each["step"] for each in (await case.seen())["waiting"]] == ["rest"]
