"""Nobody's connection ever carries a byte of a part they may not read, whatever the owner decides meanwhile.

The owner signs random decisions while people type; everybody tries to open, read and command everything
there is. Every byte each of the nine receives is judged (tests/support/models/oracle.py).
"""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests.support.clients.listener import Listener
from tests.support.models.consent import COMMENT, EDIT, LEVELS, NONE, READ
from tests.support.models.plan_life import PlanLife
from tests.support.operations import requests_about
from tests.support.servers.demo import demo_server
from tests.support.servers.rated import UnlimitedServer

SOAK = os.environ.get("TESTS_SOAK") == "1"
pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(3600 if SOAK else 600),
]
DECIDED_ABOUT = ("mother", "coordinator", "gp", "school", "nav", "hospital")
TYPISTS = ("owner", "mother", "coordinator", "school")


@dataclass(frozen=True)
class Deciding:
    """``target`` is counted through the parts, or through their kinds."""

    person: str
    level: int
    target: int
    whole_kind: bool
    ends: bool


@dataclass(frozen=True)
class Closing:
    """Everything is withdrawn from one person."""

    person: str


@dataclass(frozen=True)
class Adding:
    person: str
    kind: str
    kept: bool = False


deciding = st.builds(
    Deciding,
    person=st.sampled_from(DECIDED_ABOUT),
    level=st.sampled_from((NONE, NONE, READ, COMMENT, EDIT, EDIT)),
    target=st.integers(0, 60),
    whole_kind=st.booleans(),
    ends=st.sampled_from((False, False, False, True)),
)
adding = st.builds(
    Adding,
    person=st.sampled_from(("owner", "owner", *DECIDED_ABOUT)),
    kind=st.sampled_from(("goal", "measure")),
    kept=st.booleans(),
)
closing = st.sampled_from([Closing(person) for person in DECIDED_ABOUT if person != "coordinator"])
Step = Deciding | Closing | Adding
scripts = st.tuples(
    st.lists(closing, min_size=1, max_size=3, unique=True),
    st.lists(
        st.one_of(deciding, deciding, deciding, adding), min_size=5, max_size=12 if SOAK else 6
    ),
).map(lambda both: [*both[0], *both[1]])  # fmt: skip
AT_LEAST: list[Step] = [
    Closing("school"),
    Closing("nav"),
    Deciding("school", READ, target=0, whole_kind=False, ends=True),
    Deciding("nav", EDIT, target=5, whole_kind=True, ends=True),
    Deciding("nav", EDIT, target=5, whole_kind=False, ends=False),
    Deciding("nav", NONE, target=5, whole_kind=True, ends=False),
    Adding("coordinator", "goal"),
    Adding("owner", "goal", kept=True),
]
KEPT_ONE_BY_ONE: list[Step] = [
    Closing("hospital"),
    Deciding("coordinator", NONE, target=44, whole_kind=False, ends=False),
    Adding("owner", "measure", kept=True),
]
"""A part is kept from the coordinator; its kind, and what was decided about it, stays open to them."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def life(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> AsyncIterator[PlanLife]:
    async with demo_server(tmp_path_factory.mktemp("oracle"), demo_database, kind=UnlimitedServer) as server:
        life = await PlanLife.begin(server, random.Random(7))
        await life.everybody_opens_everything()
        await life.comment_on(life.parts)
        await life.suggest_to(life.parts)
        yield life
        await life.end()


@pytest.mark.rule(15, 17, "P3")
@settings(
    max_examples=40 if SOAK else 2,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@example(script=AT_LEAST, seed=1)
@example(script=KEPT_ONE_BY_ONE, seed=1012)
@given(script=scripts, seed=st.integers(0, 2**32))
async def test_no_byte_of_a_part_reaches_who_may_not_read_it(
    life: PlanLife, script: list[Step], seed: int
) -> None:
    life.chance = random.Random(seed)
    async with life.typing(TYPISTS):
        for step in script:
            await _take(life, step)
            await _look_around(life)
    await _try(life, life.sample(4))


async def test_everything_that_can_be_asked_for_is_asked_for(life: PlanLife) -> None:
    """After all those decisions: every address with every id, by everybody."""
    await _try(life, life.parts)


@pytest.mark.rule(9, "P3")
async def test_who_is_let_in_is_told_what_was_said_and_not_what_it_quoted(life: PlanLife) -> None:
    """The words stand nowhere in the text (docs/decisions/0018); the oracle judges what was received."""
    nav = life.listeners["nav"]
    await life.close_everything("nav")
    part = life.parts[0]
    await life.comment_on([part])
    said, quoted = [
        next(c for c in life.oracle.canaries.written_in(life.oracle.epoch) if (c.part, c.place) == (part, p))
        for p in ("text", "quote")
    ]
    await life.decide("nav", READ, part, None)
    await _read(life, nav, [part])
    life.oracle.assert_tight()
    assert said in life.oracle.heard["nav"]
    assert quoted not in life.oracle.heard["nav"]


async def _take(life: PlanLife, step: Step) -> None:
    if isinstance(step, Adding):
        await life.add_part(step.person, step.kind, kept=step.kept)
        return
    if isinstance(step, Closing):
        await life.close_everything(step.person)
        return
    part = life.parts[step.target % len(life.parts)]
    about = (None, life.model.kinds[part]) if step.whole_kind else (part, None)
    until = await life.decide(step.person, step.level, *about, seconds=0.6 if step.ends else 0.0)
    if until is not None:
        await life.open_what_is_new(life.listeners[step.person])
        await life.write_everywhere()
        await life.outlive(until)


async def _look_around(life: PlanLife) -> None:
    """Write anew, let everybody look at everything, and judge what they got."""
    await life.write_everywhere()
    await life.everybody_opens_everything()
    await life.comment_on(life.sample(1))
    await life.everybody_is_seen()
    await asyncio.gather(*(_read(life, who, life.sample(3)) for who in life.listeners.values()))
    life.oracle.assert_tight()
    _assert_nobody_misses_what_is_theirs(life)
    _assert_presence(life)


async def _read(life: PlanLife, who: Listener, parts: list[str]) -> None:
    await _read_plan(life, who)
    decisions = await who.send("GET", f"/api/plans/{life.plan_id}/grants")
    allowed = 200 if who.key in ("owner", "coordinator") else 403 if life.oracle.takes_part(who.key) else 404
    assert decisions.status_code == allowed, who.key
    for part in parts:
        expected = 200 if life.oracle.level(who.key, part) >= READ else 404
        for what in ("comments", "suggestions"):
            answer = await who.send("GET", f"/api/parts/{part}/{what}")
            assert answer.status_code == expected, (who.key, part, what)


async def _read_plan(life: PlanLife, who: Listener) -> None:
    """One's own answer says what the model says, and speaks of nobody one may not know of (rule 17)."""
    answer = await who.send("GET", f"/api/plans/{life.plan_id}")
    if not life.oracle.takes_part(who.key):
        assert answer.status_code == 404
        return
    plan, oracle = answer.json(), life.oracle
    mine = {part: oracle.level(who.key, part) for part in life.parts}
    assert {part["id"]: LEVELS.index(part["level"]) for part in plan["parts"]} == {
        part: level for part, level in mine.items() if level >= READ
    }, who.key
    known = {participant for key, participant in life.ids.items() if oracle.acquainted(who.key, key)}
    assert {participant["id"] for participant in plan["participants"]} == known, who.key
    former = {participant["id"] for participant in plan["former"]}
    assert not former & known
    assert not former or who.key in ("owner", "coordinator")
    for part in plan["parts"]:
        assert {part["created_by"], part["responsible"]} - {None} <= known | former
        assert {shown["participant"]: LEVELS.index(shown["level"]) for shown in part["visible_to"]} == {
            life.ids[key]: oracle.level(key, part["id"])
            for key in life.ids
            if life.ids[key] in known and oracle.level(key, part["id"]) >= READ
        }


def _assert_nobody_misses_what_is_theirs(life: PlanLife) -> None:
    """The oracle is not deaf: what somebody may read has reached them."""
    for canary in life.oracle.canaries.written_in(life.oracle.epoch):
        if canary.place in ("body", "title", "how", "extent", "goal") and canary.part:
            for key in life.ids:
                if key != "owner" and life.oracle.level(key, canary.part) >= READ:
                    assert canary in life.oracle.heard[key], (key, canary)


def _assert_presence(life: PlanLife) -> None:
    for key in life.ids:
        expected = {other for other in life.ids if other != key and life.oracle.is_told_of(key, other)}
        assert life.oracle.here(key, life.channel) == expected, key


async def _try(life: PlanLife, parts: list[str]) -> None:
    """Read and command; what is hidden answers as if it were not there."""
    await asyncio.gather(*(_try_all(life, who, parts) for who in life.others))
    life.oracle.assert_tight()


async def _try_all(life: PlanLife, who: Listener, parts: list[str]) -> None:
    hidden = [part for part in parts if life.oracle.level(who.key, part) == NONE]
    nothing = (await who.send("GET", "/api/plans/no-such-plan")).content
    unseen = [comment for comment, part in life.comments.items() if part in hidden]
    others = [suggestion for suggestion, part in life.suggestions.items() if part in hidden]
    attempts = [
        request
        for what, ids in (
            ("part", [*hidden, "no-such-part"]),
            ("comment", ["no-such-comment", *unseen]),
            ("suggestion", ["no-such-suggestion", *others]),
        )
        for id_ in ids
        for request in requests_about(what, **{what: id_})
    ]
    for method, path, body in attempts:
        answer = await who.send(method, path, body)
        assert (answer.status_code, answer.content) == (404, nothing), (who.key, method, path, answer.text)
    for part in set(parts) - set(hidden):
        assert (await who.send("GET", f"/api/parts/{part}/comments")).status_code == 200


@pytest.mark.rule(10, "P3")
async def test_a_former_participant_reads_nothing_whatever_is_written(life: PlanLife) -> None:
    """Last but one: nobody comes back."""
    async with life.typing(TYPISTS):
        await life.end_participation("hospital")
        await _look_around(life)
        await life.close_everything("coordinator")
        await _look_around(life)
    assert (await life.listeners["hospital"].send("GET", "/api/plans")).json() == []
    await _try(life, life.sample(4))


async def test_the_oracle_has_heard_what_it_judges(life: PlanLife) -> None:
    """Runs last: says how much was judged, and that everybody was within hearing."""
    oracle = life.oracle
    print(
        f"\n{oracle.epoch} epochs, {len(oracle.canaries)} canaries, {life.typed} typed under load, "
        f"{oracle.bytes_judged / 1e6:.1f} MB judged; heard: "
        + ", ".join(f"{key} {len(heard)}" for key, heard in oracle.heard.items())
    )
    assert all(oracle.heard[key] for key in life.ids)
    assert not oracle.heard["stranger"]
    assert not oracle.heard["unit"]
