"""Whom the demo login offers, and in which groups."""

from __future__ import annotations

from itertools import groupby

from server.demo.people import DEMO_KEYS, LOGIN_CHOICES
from tests.support.servers.forked import ROOT


def test_those_of_a_group_stand_together_and_whoever_has_nothing_comes_last() -> None:
    assert [group for group, _ in groupby(choice.group for choice in LOGIN_CHOICES)] == [
        "plan",
        "unit",
        "cases",
        "works",
        "none",
    ]


def test_everybody_is_offered_once() -> None:
    keys = [choice.key for choice in LOGIN_CHOICES]
    assert len(set(keys)) == len(keys)
    assert set(DEMO_KEYS) < set(keys)


def test_the_readme_counts_them() -> None:
    assert f"{len(LOGIN_CHOICES)} persons to log in as" in (ROOT / "README.md").read_text()
