"""What a copy of the seals shows that the database alone cannot."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.domain.seals import Seal, SealingKey
from server.storage.seals.copies import Copy
from server.storage.seals.keys import SealingKeys
from server.storage.seals.outside import SealsFile

KEY = SealingKey.of("k" * 32)
KEYS = SealingKeys(KEY)
WHEN = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def history(number: int, epoch: str = "one", before: Seal | None = None, records: int = 3) -> list[Seal]:
    """That many seals more."""
    found: list[Seal] = []
    for _ in range(number):
        at = (before.at if before else WHEN) + timedelta(minutes=1)
        before = Seal.made(KEY, at, epoch, records, bytes(32), before)
        found.append(before)
    return found


@pytest.fixture
def copy_of(tmp_path: Path) -> Callable[[list[Seal]], Copy]:
    def read(seals: list[Seal]) -> Copy:
        file = SealsFile(tmp_path / "deep" / "seals.jsonl")
        for seal in seals:
            file.append(seal)
        assert file.newest() == (seals[-1] if seals else None)
        return Copy.read(tmp_path / "deep" / "seals.jsonl", KEYS)

    return read


Copied = Callable[[list[Seal]], Copy]


def test_the_same_history_is_quiet(copy_of: Copied) -> None:
    seals = history(4)
    copy = copy_of(seals[:3])  # another process has made the newest
    assert copy.wrong == []
    assert [*copy.against("one", seals[3], seals[2])] == []


def test_a_seal_that_was_made_while_the_log_is_verified_is_no_break_in(copy_of: Copied) -> None:
    """The newest of the database was read before the file was, and that of the file's number after it."""
    seals = history(4)
    copy = copy_of(seals)
    assert [*copy.against("one", seals[1], seals[3])] == []
    (found,) = copy.against("one", seals[1], history(4, records=7)[3])
    assert "seal 4 is another one" in found


def test_a_database_that_is_behind_is_found(copy_of: Copied) -> None:
    seals = history(4)
    copy = copy_of(seals)
    (found,) = copy.against("one", seals[1], None)
    assert "seal 4, of 2026-03-04 05:10:07 UTC, is not in the database: its newest is 2" in found
    (found,) = copy.against("one", None, None)
    assert "it has no seal" in found


def test_a_history_that_was_begun_anew_from_an_older_one_is_found(copy_of: Copied) -> None:
    seals = history(4)
    other = history(3, before=seals[1], records=2)
    copy = copy_of([*seals, *other])
    assert "after seal 4 there is another seal 3" in copy.wrong[0]
    only_old = [*copy_of(seals).against("one", other[-1], other[1])]
    assert only_old == ["seal 4 is another one than in the database"]


def test_what_a_restore_gave_up_is_explained(copy_of: Copied) -> None:
    seals = history(4)
    after = history(2, epoch="two", before=seals[1])
    copy = copy_of([*seals, *after])
    assert copy.wrong == []
    assert [*copy.against("two", after[-1], after[-1])] == []
    assert [*copy.given_up("two")] == [
        "seals up to 4, of 2026-03-04 05:10:07 UTC, are of a history that a restore ended"
    ]


def test_the_log_of_the_program_is_a_copy_too_and_half_a_line_is_none(tmp_path: Path) -> None:
    first, second, third = history(3)
    lines = [
        json.dumps({"time": "x", "event": "samplan serves"}),
        json.dumps({"time": "x", "event": f"the log is sealed: {first.line}"}),
        f"2026-03-04 INFO server: the log is sealed: {second.line}",
        third.line[: len(third.line) // 2],
    ]
    file = tmp_path / "log"
    file.write_text("\n".join(lines))
    assert Copy.read(file, KEYS).newest == {"one": second}
    assert SealsFile(file).newest() == second


def test_a_line_that_was_changed_is_found(tmp_path: Path) -> None:
    file = tmp_path / "seals"
    file.write_text(history(1)[0].line.replace('"records":3', '"records":2'))
    assert Copy.read(file, KEYS).wrong == ["seal 1 was changed"]


def test_a_file_that_takes_nothing_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    file = SealsFile(Path("/dev/null/seals"))
    for seal in history(2):
        file.append(seal)
    assert caplog.messages.count("the seals file takes no seals") == 1
    assert file.newest() is None
