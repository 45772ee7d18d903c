"""A change of comments is told to a part's members once, however it becomes known (see also test_watcher)."""

from __future__ import annotations

import json

import pytest

from server.ports.processes import PartNotice
from server.sync.plan.comment_notices import TEXT, for_processes
from tests.unit.domain.people import NOW
from tests.unit.sync.fakes import PART
from tests.unit.sync.plan.opened import OWNER, Opened


def test_other_processes_are_told_the_number_and_pages_of_another_release_understand_it() -> None:
    assert json.loads(for_processes(PART, 7).text) == {**json.loads(TEXT), "number": 7}


@pytest.mark.parametrize("text", [TEXT, "", "5", "[]", '{"number": "5"}', "[" * 10_000])
async def test_what_another_release_says_is_told_although_it_has_no_number(opened: Opened, text: str) -> None:
    owner, _ = await opened.enter(OWNER)
    await opened.settled()
    opened.plan.comments.received(PartNotice(PART, text))
    assert owner.notices() == [TEXT]
    opened.plan.comments.looked(PART, 1, NOW)
    assert owner.notices() == [TEXT]


async def test_of_a_part_that_nobody_has_open_nobody_is_told(opened: Opened) -> None:
    opened.plan.comments.changed(PART, 1)
    opened.plan.comments.looked(PART, 2, NOW)
    assert opened.reads == []
