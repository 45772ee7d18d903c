"""Notices and presence: told is who is concerned, and nobody else learns that anything happened."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pycrdt import Text

from tests.support.models.consent import EDIT, NONE, READ
from tests.support.models.oracle import now
from tests.support.models.plan_life import PlanLife
from tests.support.servers.demo import demo_server
from tests.support.servers.rated import UnlimitedServer

SOAK = os.environ.get("TESTS_SOAK") == "1"
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(3600 if SOAK else 600)]
DECIDED_ABOUT = ("mother", "coordinator", "gp", "school", "nav", "hospital")
PLAN_CHANGED = '{"type": "plan-changed"}'
COMMENTS_CHANGED = '{"type": "comments-changed"}'

decisions = st.lists(
    st.tuples(st.sampled_from(DECIDED_ABOUT), st.integers(0, 3), st.integers(0, 60), st.booleans()),
    min_size=3,
    max_size=20 if SOAK else 8,
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def life(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> AsyncIterator[PlanLife]:
    """The plan with everybody in its channel, and in every part they can read."""
    async with demo_server(tmp_path_factory.mktemp("notices"), demo_database, kind=UnlimitedServer) as server:
        life = await PlanLife.begin(server, random.Random(11))
        await life.everybody_opens_everything()
        yield life
        await life.end()


async def versions(life: PlanLife) -> dict[str, str]:
    """The version of everybody's own answer, as they read it."""
    answers = {key: await life.listeners[key].send("GET", f"/api/plans/{life.plan_id}") for key in life.ids}
    return {key: str(answer.json()["version"]) for key, answer in answers.items()}


async def noticed(life: PlanLife, address: str, notice: str = PLAN_CHANGED) -> set[str]:
    """Who has received the notice since the last time; it is sent before the command is answered."""
    await asyncio.gather(*(who.barrier() for who in life.listeners.values()))
    told = set()
    for key, who in life.listeners.items():
        document = who.socket.documents.get(address)
        if document is not None:
            assert set(document.notices) <= {notice}, (key, document.notices)
            told |= {key} if document.notices else set()
            document.notices.clear()
    return told


@pytest.mark.rule("P3")
@settings(
    max_examples=30 if SOAK else 4,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(script=decisions)
async def test_exactly_those_whose_own_answer_changed_are_told(
    life: PlanLife, script: list[tuple[str, int, int, bool]]
) -> None:
    before = await versions(life)
    for person, level, target, whole_kind in script:
        part = life.parts[target % len(life.parts)]
        about = (None, life.model.kinds[part]) if whole_kind else (part, None)
        await life.decide(person, level, *about)
        told = await noticed(life, life.channel)
        after = await versions(life)
        assert told == {key for key in after if after[key] != before[key]}
        before = after


async def test_the_end_of_a_period_is_told_to_exactly_those_whose_answer_changes(life: PlanLife) -> None:
    (part,) = [p for p in life.parts if life.model.kinds[p] == "own-notes"]
    await life.decide("nav", NONE, part=part)
    seconds, until, before = 0.5, now(), dict[str, str]()
    while until <= now():  # the period ended before everybody's answer within it was read
        seconds *= 2
        decided = await life.decide("nav", READ, part=part, seconds=seconds)
        assert decided is not None
        until = decided
        await noticed(life, life.channel)
        before = await versions(life)
    nav = life.listeners["nav"]
    channel = nav.socket.documents[life.channel]
    await nav.socket.until(lambda: channel.notices, seconds + 5.0)
    assert now() >= until
    told, after = await noticed(life, life.channel), await versions(life)
    assert told == {key for key in after if after[key] != before[key]}
    assert {"nav", "owner"} <= told


@pytest.mark.rule("P3")
async def test_a_new_title_is_told_to_the_readers_of_its_part_alone(life: PlanLife) -> None:
    goal = next(part for part in life.parts if life.model.kinds[part] == "goal")
    await life.decide("hospital", NONE, part=goal)
    await life.decide("gp", READ, part=goal)
    await noticed(life, life.channel)
    await life.everybody_opens_everything()
    before = await versions(life)
    document = life.owner.socket.documents[f"part/{goal}"]
    title = document.fields["title"]
    assert isinstance(title, Text)
    title.insert(0, "Å bo selv, ")
    await document.saved()
    gp = life.listeners["gp"]
    await gp.socket.until(lambda: gp.socket.documents[life.channel].notices)
    told, after = await noticed(life, life.channel), await versions(life)
    assert told == {key for key in after if after[key] != before[key]}
    assert {"owner", "gp"} <= told
    assert "hospital" not in told


async def test_a_comment_is_told_to_the_readers_of_its_part_alone(life: PlanLife) -> None:
    part = next(part for part in life.parts if life.model.kinds[part] == "needs")
    await life.decide("school", NONE, kind="needs")
    await life.everybody_opens_everything()
    await noticed(life, life.channel)
    await life.comment_on([part])
    readers = {key for key in life.ids if life.oracle.level(key, part) >= READ}
    assert await noticed(life, f"part/{part}", COMMENTS_CHANGED) == readers
    assert "school" not in readers
    assert await noticed(life, life.channel) == set(), "a comment changes nobody's list of parts"
    comment = next(iter(life.comments))
    answer = await life.owner.send("POST", f"/api/comments/{comment}/resolve", {})
    assert answer.status_code == 204
    assert await noticed(life, f"part/{part}", COMMENTS_CHANGED) == readers


async def test_who_comes_back_is_not_told_of_what_they_have_already_read(life: PlanLife) -> None:
    """Everybody leaves the channel, a title changes, one comes back: the next notice is still exact."""
    goal = next(part for part in life.parts if life.model.kinds[part] == "goal")
    for who in life.listeners.values():
        await who.leave(life.channel)
    document = life.owner.socket.documents[f"part/{goal}"]
    document.fields["title"].insert(0, "Snart: ")
    await document.saved()
    await life.everybody_opens_everything()
    before = await versions(life)
    part = next(part for part in life.parts if life.model.kinds[part] == "own-notes")
    await life.decide("gp", EDIT if life.oracle.level("gp", part) < EDIT else NONE, part=part)
    told, after = await noticed(life, life.channel), await versions(life)
    assert told == {key for key in after if after[key] != before[key]}


@pytest.mark.rule(17)
async def test_who_shares_nothing_is_not_seen_in_the_channel_any_more(life: PlanLife) -> None:
    """Rule 17: carets, coming and going of somebody one shares no part with are not shown."""
    for part in life.parts:
        await life.decide("school", NONE, part=part)
    await life.everybody_opens_everything()
    await life.everybody_is_seen()
    life.oracle.assert_tight()
    assert life.oracle.here("school", life.channel) == {"owner", "coordinator"}
    for other in ("mother", "gp", "nav", "hospital"):
        assert "school" not in life.oracle.here(other, life.channel)

    await life.decide("school", READ, part=life.parts[0])
    await noticed(life, life.channel)
    life.oracle.assert_tight()
    sharing = {key for key in life.ids if key != "school" and life.oracle.acquainted("school", key)}
    assert life.oracle.here("school", life.channel) == sharing > {"owner", "coordinator"}

    await life.listeners["school"].leave(life.channel)
    await asyncio.gather(*(who.barrier() for who in life.listeners.values()))
    life.oracle.assert_tight()
    for key in life.ids.keys() - {"school"}:
        assert "school" not in life.oracle.here(key, life.channel)
