"""Signing decisions over HTTP, and reading what is signed."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import update

from server.storage.decisions import DecisionSigned
from server.storage.metadata import parts
from tests.integration.http_site import Site, assert_problem
from tests.support.clients.people import Person


async def both(here: Site) -> tuple[Person, Person, str, str]:
    """The owner, the school, the plan and the school's participant id."""
    owner, school = await here.person("owner"), await here.person("school")
    return owner, school, (await owner.plan())["id"], await school.me_in()


@pytest.mark.rule(9, 10)
async def test_signing_gives_a_receipt_with_the_words_that_were_signed(here: Site) -> None:
    owner, _, plan, school = await both(here)
    health = await owner.part("health")
    before = (await owner.get(f"/api/plans/{plan}/grants")).json()["decisions"][0]["number"]
    wish = {
        "participant": school,
        "part": health["id"],
        "level": "read",
        "until": "2127-06-01",
        "purpose": "Heldagsprøver",
    }
    answer = await owner.post(f"/api/plans/{plan}/grants", wish)
    assert answer.status_code == 201
    assert answer.json() == {
        "number": before + 1,
        "participant": school,
        "part": health["id"],
        "kind": None,
        "level": "read",
        "proposing": None,
        "until": "2127-06-01T22:00:00Z",
        "purpose": "Heldagsprøver",
        "text": "Fra i dag lar jeg skolen (Silje Tangen, Sundvåg videregående skole) lese «Helse»."
        " Det gjelder til og med 1. juni 2127.",
        "language": "nb",
        "signed_by": "Runa Elvestad",
        "signed_at": "2126-11-21T12:00:00Z",
        "basis": "owner",
        "proof": None,
    }
    assert (await owner.get(f"/api/plans/{plan}/grants")).json()["decisions"][0] == answer.json()


@pytest.mark.rule(10)
async def test_what_is_signed_holds_from_the_answer_on_and_connections_were_told_first(
    here: Site,
) -> None:
    owner, school, plan, who = await both(here)
    education = await school.part("education")
    for level, seen in (("read", ["read"]), ("none", []), ("comment", ["comment"]), ("edit", ["edit"])):
        wish = {"participant": who, "part": education["id"], "level": level}
        here.hub.heard.clear()
        assert (await owner.post(f"/api/plans/{plan}/grants", wish)).status_code == 201
        assert here.hub.heard == [("plan_changed", plan)]
        mine = [part["level"] for part in (await school.plan())["parts"] if part["kind"] == "education"]
        assert mine == seen


@pytest.mark.rule(10, "P4")
async def test_a_withdrawal_reaches_open_connections_also_when_the_signer_is_gone(here: Site) -> None:
    owner, school, plan, who = await both(here)
    here.hub.may_go_on.clear()
    here.hub.reached.clear()
    here.hub.finished.clear()
    wish = {"participant": who, "kind": "education", "level": "none"}
    signing = asyncio.create_task(owner.post(f"/api/plans/{plan}/grants", wish))
    async with asyncio.timeout(10):
        await here.hub.reached.wait()
        signing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await signing
        here.hub.may_go_on.set()
        await here.hub.finished.wait()
    assert not [part for part in (await school.plan())["parts"] if part["kind"] == "education"]


async def test_withdrawing_a_kind_closes_its_parts_and_new_ones(here: Site) -> None:
    owner, school, plan, who = await both(here)
    await owner.post(f"/api/plans/{plan}/grants", {"participant": who, "kind": "measure", "level": "none"})
    assert not [part for part in (await school.plan())["parts"] if part["kind"] == "measure"]
    await owner.post(f"/api/plans/{plan}/parts", {"kind": "measure", "title": "Nytt", "responsible": who})
    assert not [part for part in (await school.plan())["parts"] if part["kind"] == "measure"]


@pytest.mark.rule(9)
async def test_an_opening_ends_by_itself(here: Site) -> None:
    owner, school, plan, who = await both(here)
    health = await owner.part("health")
    wish = {"participant": who, "part": health["id"], "level": "read", "until": "2126-11-21T12:20:00+00:00"}
    assert (await owner.post(f"/api/plans/{plan}/grants", wish)).status_code == 201
    assert await school.part("health")
    here.clock.forward(minutes=20)
    assert not [part for part in (await school.plan())["parts"] if part["kind"] == "health"]


async def test_a_withdrawal_has_no_end(here: Site) -> None:
    owner, _, plan, who = await both(here)
    wish = {"participant": who, "kind": "education", "level": "none", "until": "2127-01-01"}
    receipt = (await owner.post(f"/api/plans/{plan}/grants", wish)).json()
    assert receipt["until"] is None
    assert receipt["text"].startswith("Fra nå lar jeg ikke skolen (")


@pytest.mark.rule(13)
@pytest.mark.parametrize("key", ["mother", "coordinator", "gp", "school", "nav", "hospital"])
async def test_only_the_owner_signs(here: Site, key: str) -> None:
    person = await here.person(key)
    plan = await person.plan()
    for about in ({"kind": "health"}, {"part": plan["parts"][0]["id"]}):
        wish = {"participant": plan["me"], "level": "edit", **about}
        assert_problem(await person.post(f"/api/plans/{plan['id']}/grants", wish), 403, "forbidden")


@pytest.mark.parametrize("key", ["mother", "gp", "school", "nav", "hospital"])
async def test_who_neither_signs_nor_coordinates_does_not_read_what_is_signed(here: Site, key: str) -> None:
    person = await here.person(key)
    answer = await person.get(f"/api/plans/{(await person.plan())['id']}/grants")
    assert_problem(answer, 403, "forbidden")


async def test_the_owner_sees_every_cell_with_its_proposal_and_source(here: Site) -> None:
    owner, _, plan, school = await both(here)
    grants = (await owner.get(f"/api/plans/{plan}/grants")).json()
    parts = (await owner.plan())["parts"]
    assert len(grants["participants"]) == 6
    assert len(grants["cells"]) == 6 * len(parts)
    assert len(grants["kinds"]) == 6 * 15
    assert all(cell["level"] == cell["proposed"] for cell in grants["cells"])
    mine = {cell["part"]: cell for cell in grants["cells"] if cell["participant"] == school}
    by_id = {part["id"]: part for part in parts}
    for part, cell in mine.items():
        in_parts = by_id[part]["kind"] in ("measure", "contribution")
        opened = "part" if in_parts else "kind"
        assert cell["source"] == (opened if cell["level"] != "none" else "none")
        assert (cell["signed_at"] is None) is (cell["level"] == "none")
    numbers = [decision["number"] for decision in grants["decisions"]]
    assert numbers == sorted(range(1, len(numbers) + 1), reverse=True)


async def test_the_coordinator_reads_of_grants_only_what_concerns_parts_they_may_read(here: Site) -> None:
    owner, _, plan, school = await both(here)
    coordinator = await here.person("coordinator")
    hidden = {(await owner.part(kind))["id"] for kind in ("own-notes", "child-welfare")}
    for part in hidden:
        await owner.post(f"/api/plans/{plan}/grants", {"participant": school, "part": part, "level": "read"})
    grants = (await coordinator.get(f"/api/plans/{plan}/grants")).json()
    readable = {part["id"] for part in (await coordinator.plan())["parts"]}
    assert {part["id"] for part in grants["parts"]} == readable
    assert {cell["part"] for cell in grants["cells"]} == readable
    assert {decision["part"] for decision in grants["decisions"] if decision["part"]} <= readable
    assert not {"own-notes", "child-welfare"} & {row["kind"] for row in grants["kinds"]}
    assert not hidden & set(str(grants).replace("'", " ").split())


def bad_wishes(school: str, owner: str, part: str) -> list[dict[str, Any]]:
    good = {"participant": school, "kind": "health", "level": "read"}
    return [
        {},
        {**good, "level": "admin"},
        {**good, "level": 3},
        {**good, "kind": "minutes"},
        {**good, "part": part},
        {"participant": school, "level": "read"},
        {**good, "participant": "nobody"},
        {**good, "participant": owner},
        {**good, "participant": None},
        {"participant": school, "part": "nowhere", "level": "read"},
        {**good, "until": "2126-11-20"},
        {**good, "until": "2126-11-21T12:00:00Z"},
        {**good, "until": "2127-01-01T12:00:00"},
        {**good, "until": "21270101"},
        {**good, "until": "2127-02-30"},
        {**good, "until": "neste uke"},
        {**good, "until": 1800000000},
        {**good, "until": "9999-12-31"},
        {**good, "purpose": "x" * 501},
        {**good, "purpose": "\x00"},
        {**good, "signed_by": owner},
    ]


async def test_a_decision_that_makes_no_sense_is_invalid_and_changes_nothing(here: Site) -> None:
    owner, _, plan, school = await both(here)
    view = await owner.plan()
    before = (await owner.get(f"/api/plans/{plan}/grants")).content
    here.hub.heard.clear()
    for wish in bad_wishes(school, view["me"], view["parts"][0]["id"]):
        answer = await owner.post(f"/api/plans/{plan}/grants", wish)
        assert answer.status_code == 422, wish
        assert_problem(answer, 422, "invalid")
    assert (await owner.get(f"/api/plans/{plan}/grants")).content == before
    assert here.hub.heard == []


@pytest.mark.rule("P8")
async def test_decisions_are_in_the_log(here: Site) -> None:
    owner, _, plan, school = await both(here)
    await owner.post(f"/api/plans/{plan}/grants", {"participant": school, "kind": "health", "level": "read"})
    entries = await here.ledger.entries(plan)  # type: ignore[arg-type]
    last = entries[-1].event
    assert last.action == DecisionSigned.action
    assert last.details["participant"] == school
    assert (last.details["kind"], last.details["level"]) == ("health", "read")
    assert await here.ledger.verify(plan) is None  # type: ignore[arg-type]


# Many at once, as they were read.


def choices(who: str, parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Opened, narrowed and closed, part by part and for whole kinds, with and without an end and a reason."""
    levels = ("read", "none", "comment", "edit")
    by_part = [
        {"participant": who, "part": part["id"], "level": levels[place % 4], "purpose": "Møtet i mai"}
        for place, part in enumerate(parts)
    ]
    return [
        {"participant": who, "kind": "measure", "level": "none"},
        {"participant": who, "kind": "crisis", "level": "read", "until": "2127-06-01"},
        {"participant": who, "kind": "goal", "level": "comment", "until": "2127-01-05T12:30:00+01:00"},
        *by_part,
    ]


async def preview(visitor: Person, plan: str, decisions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The choices, each with the sentence that was shown for it."""
    answer = await visitor.post(f"/api/plans/{plan}/grants/preview", {"decisions": decisions})
    assert answer.status_code == 200, answer.text
    assert answer.json()["language"] == (await visitor.get("/api/me")).json()["locale"]
    texts = answer.json()["texts"]
    return [choice | {"text": text} for choice, text in zip(decisions, texts, strict=True)]


@pytest.mark.rule(9)
@pytest.mark.parametrize(
    ("locale", "first"),
    [("nb", "Fra nå lar jeg ikke skolen ("), ("en", "From now on I do not let the school (")],
)
async def test_what_is_previewed_is_signed_and_kept_byte_for_byte(
    here: Site, locale: str, first: str
) -> None:
    owner, _, plan, school = await both(here)
    await owner.send("PATCH", "/api/me", {"locale": locale})
    shown = await preview(owner, plan, choices(school, (await owner.plan())["parts"]))
    assert shown[0]["text"].startswith(first)
    here.hub.heard.clear()
    answer = await owner.post(f"/api/plans/{plan}/grants", {"decisions": shown})
    assert answer.status_code == 201, answer.text
    receipts = answer.json()["decisions"]
    assert {receipt["language"] for receipt in receipts} == {locale}
    assert [receipt["text"] for receipt in receipts] == [decision["text"] for decision in shown]
    first_number = receipts[0]["number"]
    assert [receipt["number"] for receipt in receipts] == [*range(first_number, first_number + len(shown))]
    kept = (await owner.get(f"/api/plans/{plan}/grants")).json()["decisions"][: len(shown)]
    assert kept == receipts[::-1]
    assert here.hub.heard == [("plan_changed", plan)]


async def test_one_decision_is_signed_in_the_signers_language_and_its_text_is_checked_if_it_is_there(
    here: Site,
) -> None:
    owner, _, plan, school = await both(here)
    await owner.send("PATCH", "/api/me", {"locale": "en"})
    (shown,) = await preview(owner, plan, [{"participant": school, "kind": "health", "level": "read"}])
    receipt = await owner.post(f"/api/plans/{plan}/grants", shown)
    assert receipt.json()["text"] == shown["text"]
    answer = await owner.post(f"/api/plans/{plan}/grants", shown | {"level": "edit"})
    assert_problem(answer, 409, "text-changed")


@pytest.mark.rule(9)
async def test_a_title_that_changes_after_it_was_read_is_not_signed(here: Site) -> None:
    owner, _, plan, school = await both(here)
    measure = await owner.part("measure")
    wishes = choices(school, [measure])
    shown = await preview(owner, plan, wishes)
    retitled = update(parts).where(parts.c.id == measure["id"]).values(title="Avrusning")
    await here.database.write(lambda connection: connection.execute(retitled) and None)
    before = (await owner.get(f"/api/plans/{plan}/grants")).content
    here.hub.heard.clear()
    answer = await owner.post(f"/api/plans/{plan}/grants", {"decisions": shown})
    assert_problem(answer, 409, "text-changed")
    assert answer.json()["detail"] == "decisions[3].text: not what would be signed now"
    assert (await owner.get(f"/api/plans/{plan}/grants")).content == before
    assert here.hub.heard == []
    again = await preview(owner, plan, wishes)
    assert [place for place in range(4) if again[place] != shown[place]] == [3]
    assert (await owner.post(f"/api/plans/{plan}/grants", {"decisions": again})).status_code == 201


async def test_a_refused_entry_is_named_and_nothing_is_signed(here: Site) -> None:
    owner, _, plan, school = await both(here)
    view = await owner.plan()
    good = {"participant": school, "kind": "health", "level": "read"}
    shown = await preview(owner, plan, [good, good])
    before = (await owner.get(f"/api/plans/{plan}/grants")).content
    here.hub.heard.clear()
    for wish in bad_wishes(school, view["me"], view["parts"][0]["id"]):
        asked = await owner.post(f"/api/plans/{plan}/grants/preview", {"decisions": [good, good, wish]})
        signed = await owner.post(f"/api/plans/{plan}/grants", {"decisions": [*shown, wish | {"text": ""}]})
        for answer in (asked, signed):
            assert_problem(answer, 422, "invalid")
            assert answer.json()["detail"].startswith("decisions[2]"), (wish, answer.text)
    assert (await owner.get(f"/api/plans/{plan}/grants")).content == before
    assert here.hub.heard == []


async def test_many_are_not_without_bound_and_never_without_their_texts(here: Site) -> None:
    owner, _, plan, school = await both(here)
    good = {"participant": school, "kind": "health", "level": "read"}
    (shown,) = await preview(owner, plan, [good])
    for path, wish in (("grants", shown), ("grants/preview", good)):
        for sent in ([], [wish] * 501, wish, None, {"0": wish}):
            answer = await owner.post(f"/api/plans/{plan}/{path}", {"decisions": sent})
            assert_problem(answer, 422, "invalid")
        long = {"decisions": [wish | {"purpose": "x" * 500 + "\n" * 400_000}]}
        assert_problem(await owner.post(f"/api/plans/{plan}/{path}", long), 413, "too-large")
    answer = await owner.post(f"/api/plans/{plan}/grants", {"decisions": [shown, good]})
    assert_problem(answer, 422, "invalid")
    assert answer.json()["detail"] == "decisions[1].text: Field required"
    assert_problem(
        await owner.post(f"/api/plans/{plan}/grants", good | {"decisions": [shown]}), 422, "invalid"
    )
    answer = await owner.post(f"/api/plans/{plan}/grants", {"decisions": [shown] * 500})
    assert (answer.status_code, len(answer.json()["decisions"])) == (201, 500)


@pytest.mark.rule(13)
@pytest.mark.parametrize("key", ["mother", "coordinator", "gp", "school", "nav", "hospital"])
async def test_nobody_else_is_shown_what_would_be_signed_or_signs_many(here: Site, key: str) -> None:
    visitor = await here.person(key)
    plan = await visitor.plan()
    wish = {"participant": plan["me"], "level": "edit", "part": plan["parts"][0]["id"]}
    for path, entry in (("grants/preview", wish), ("grants", wish | {"text": ""})):
        answer = await visitor.post(f"/api/plans/{plan['id']}/{path}", {"decisions": [entry]})
        assert_problem(answer, 403, "forbidden")
        assert "detail" not in answer.json()
    stranger = await here.person("stranger")
    answer = await stranger.post(f"/api/plans/{plan['id']}/grants/preview", {"decisions": [wish]})
    assert_problem(answer, 404, "not-found")


async def test_a_cell_says_whether_a_decision_about_its_kind_would_reach_it(here: Site) -> None:
    owner, _, plan, school = await both(here)

    async def held(kind: str) -> set[bool]:
        grants = (await owner.get(f"/api/plans/{plan}/grants")).json()
        kinds = {part["id"]: part["kind"] for part in grants["parts"]}
        mine = [cell for cell in grants["cells"] if cell["participant"] == school]
        return {cell["by_itself"] for cell in mine if kinds[cell["part"]] == kind}

    education = await owner.part("education")
    assert await held("education") == {False}
    decision = {"participant": school, "level": "read"}
    await owner.post(f"/api/plans/{plan}/grants", decision | {"part": education["id"]})
    assert await held("education") == {True}
    await owner.post(f"/api/plans/{plan}/grants", decision | {"kind": "education", "level": "none"})
    assert await held("education") == {False}
