"""When a process looks for what is to be sealed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from server.storage.seals.sealing import due_in

NOW = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
WAIT = timedelta(seconds=60)


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def test_a_while_after_the_last_seal_whoever_made_it() -> None:
    assert due_in(None, None, NOW, WAIT) == 0
    assert due_in(ago(10), None, NOW, WAIT) == 50
    assert due_in(ago(10), ago(60), NOW, WAIT) == 50


def test_seals_that_others_make_again_and_again_put_nobody_off_for_ever() -> None:
    """As moving rows to the history does: what was written meanwhile would not be sealed."""
    assert due_in(ago(1), ago(119), NOW, WAIT) == 1
    assert due_in(ago(1), ago(130), NOW, WAIT) < 0
