"""Tokens are stored: they stay, and what a wish asks for follows from it."""

from __future__ import annotations

import pytest

from server.domain.cases.vocabulary import Thing, Wish


@pytest.mark.parametrize(
    ("wish", "things"),
    [
        (Wish.PLAN, {Thing.PLAN}),
        (Wish.COORDINATOR, {Thing.COORDINATOR}),
        (Wish.BOTH, {Thing.PLAN, Thing.COORDINATOR}),
        (Wish.UNKNOWN, {Thing.PLAN, Thing.COORDINATOR}),
        (Wish.CHILD_COORDINATOR, {Thing.CHILD_COORDINATOR}),
    ],
)
def test_what_a_wish_asks_for(wish: Wish, things: set[Thing]) -> None:
    assert wish.things == things
