"""Random walks of two browsers in a part of each kind: what is called saved is in the log and on both."""

from __future__ import annotations

import os
import random
from typing import Any

import pytest
from playwright.async_api import expect

from server.domain.kinds import KINDS
from server.domain.plan import Kind
from tests.support.clients.people import PERSONS
from tests.support.wide import one_now

from .screen import Screen, Stage
from .walking import Walk
from .widths import WIDE, only_at

pytestmark = [pytest.mark.asyncio(loop_scope="module"), only_at(WIDE, "documents on their way")]

SOAK = os.environ.get("TESTS_SOAK") == "1"
STEPS, SHORT = 1_000, 12
WITH_FIELDS = [kind for kind in Kind if KINDS[kind].fields]
TEXT_ALONE = [kind for kind in Kind if not KINDS[kind].fields]
"""They are written in alike: together as long a walk as one of the others."""


def _walked() -> list[Any]:
    """Now a part of each kind that has fields, and one of the others, which take fewer steps."""
    alike = one_now("text alone", *TEXT_ALONE)
    return [
        *(pytest.param(kind, STEPS if SOAK else SHORT) for kind in WITH_FIELDS),
        *(
            pytest.param(kind, STEPS // len(TEXT_ALONE) if SOAK else SHORT // 2, marks=marks)
            for kind, marks in alike
        ),
    ]


async def _writers(stage: Stage, kind: Kind) -> tuple[list[str], dict[str, Any]]:
    """A part of that kind, and who may write in it; if only one may, they have two browsers."""
    may: dict[str, list[str]] = {}
    parts: dict[str, dict[str, Any]] = {}
    for key in PERSONS:
        person = await stage.person(key)
        if (await person.get("/api/plans")).json():
            for part in (await person.plan())["parts"]:
                if part["kind"] == kind and part["level"] == "edit":
                    may.setdefault(part["id"], []).append(key)
                    parts[part["id"]] = part
    part = max(may, key=lambda each: len(may[each]))
    return (may[part] * 2)[:2], parts[part]


async def _opened(stage: Stage, key: str, part: dict[str, Any]) -> Screen:
    screen = await stage.enter(key)
    plan = await screen.plan()
    await screen.page.goto(f"/plan/{plan['id']}/del/{part['id']}")
    await expect(screen.text).to_be_visible()
    facts = screen.page.get_by_role("button", name="Endre", exact=True)
    if KINDS[Kind(part["kind"])].titled and await facts.count():
        await facts.click()
    return screen


@pytest.mark.timeout(3_600 if SOAK else 600)
@pytest.mark.parametrize(("kind", "steps"), _walked())
async def test_what_is_said_to_be_saved_is_in_the_log_and_on_the_others_screen(
    stage: Stage, kind: Kind, steps: int
) -> None:
    keys, part = await _writers(stage, kind)
    screens = [await _opened(stage, key, part) for key in keys]
    reader = await stage.person(keys[0])
    log = await (await reader.connect()).open(part["document"])
    seed = int(os.environ.get("TESTS_SEED", "7"))
    walk = Walk(kind, screens, log, reader, random.Random(seed))
    await walk.take(steps)
    assert walk.compared > steps // 12
    if SOAK:
        print(f"{kind}: {steps} steps, {walk.compared} comparisons, seed {seed}")
