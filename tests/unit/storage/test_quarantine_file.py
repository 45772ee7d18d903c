"""What a process had in its hands when it died is known to the next one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import pytest

from server.domain.plan import PartId
from server.storage.quarantine_file import PLACES, WIDTH, QuarantineFile, opened_quarantine
from server.telemetry.counts import counts

PART, OTHER = PartId("a-part"), PartId("another-part")

DIES = """
import os, signal, sys
from pathlib import Path
from server.storage.quarantine_file import QuarantineFile

def work():
    yield
    yield

quarantine = QuarantineFile(Path(sys.argv[1]))
for part in sys.argv[2:]:
    loading = quarantine.watched(part, work())
    next(loading)  # begun, and paused
if sys.argv[2:]:
    def deadly():
        os.kill(os.getpid(), signal.SIGKILL)
        yield
    next(quarantine.watched(sys.argv[2], deadly()))
os.kill(os.getpid(), signal.SIGKILL)
"""


def dies(directory: Path, *parts: str) -> None:
    """A process of its own, killed in the midst of the first part while it had begun with all of them."""
    died = subprocess.run([sys.executable, "-c", DIES, str(directory), *parts], check=False)
    assert died.returncode == -signal.SIGKILL


def some_work() -> Generator[None, None, str]:
    yield
    return "done"


def test_only_the_part_a_process_died_of_is_suspected(tmp_path: Path) -> None:
    dies(tmp_path, PART, OTHER)
    with closing(QuarantineFile(tmp_path)) as quarantine:
        assert quarantine.suspects(PART)
        assert not quarantine.suspects(OTHER)
        assert not quarantine.holds(PART)


def test_between_two_slices_nobody_is_suspected(tmp_path: Path) -> None:
    dies(tmp_path)
    with closing(QuarantineFile(tmp_path)) as quarantine:
        loading = quarantine.watched(PART, some_work())
        next(loading)
        with pytest.raises(StopIteration) as finished:
            next(loading)
        assert finished.value.value == "done"
    with closing(QuarantineFile(tmp_path)) as quarantine:
        assert not quarantine.suspects(PART)


def test_suspicion_stays_until_somebody_has_tried_the_part(tmp_path: Path) -> None:
    dies(tmp_path, PART)
    dies(tmp_path, OTHER)
    with closing(QuarantineFile(tmp_path)) as quarantine:
        assert quarantine.suspects(PART)
        quarantine.judged(PART, deadly=False)
    with closing(QuarantineFile(tmp_path)) as quarantine:
        assert (quarantine.suspects(PART), quarantine.suspects(OTHER)) == (False, True)


def test_suspects_are_kept_in_bounds(tmp_path: Path) -> None:
    names = ["newest", *(f"part-{number}" for number in range(1, PLACES))]
    (tmp_path / "loading-0").write_bytes(b"".join(name.encode().ljust(WIDTH, b"\0") for name in names))
    with closing(QuarantineFile(tmp_path)) as quarantine:
        assert not quarantine.suspects(PartId("part-1"))
        assert quarantine.suspects(PartId("part-2"))
        assert quarantine.suspects(PartId("newest"))


def test_a_deadly_part_is_held_here_and_in_every_process_until_an_operator_takes_it_out(
    tmp_path: Path,
) -> None:
    with closing(QuarantineFile(tmp_path)) as one, closing(QuarantineFile(tmp_path)) as two:
        one.judged(PART, deadly=True)
        assert one.holds(PART)
        assert two.holds(PART)
        assert counts.parts_quarantined == 1
        (tmp_path / "parts").write_text("")
        assert not one.holds(PART)
        assert counts.parts_quarantined == 0
    with closing(QuarantineFile(tmp_path)) as again:
        assert not again.suspects(PART)


def test_each_living_process_has_a_file_of_its_own(tmp_path: Path) -> None:
    with closing(QuarantineFile(tmp_path)), closing(QuarantineFile(tmp_path)):
        assert sorted(os.listdir(tmp_path)) == ["loading-0", "loading-1", "parts"]
    with closing(QuarantineFile(tmp_path)):
        assert sorted(os.listdir(tmp_path)) == ["loading-0", "loading-1", "parts"]


def test_without_a_directory_it_knows_what_it_has_seen(tmp_path: Path) -> None:
    with closing(QuarantineFile(None)) as quarantine:
        quarantine.judged(PART, deadly=True)
        assert quarantine.holds(PART)
    counts.parts_quarantined = 0


def test_a_process_serves_without_a_place_for_its_notes_unless_one_was_asked_for() -> None:
    nowhere = Path("/dev/null/quarantine")
    with closing(opened_quarantine(nowhere, asked=False)) as quarantine:
        assert not quarantine.holds(PART)
    with pytest.raises(NotADirectoryError):
        opened_quarantine(nowhere, asked=True)


def test_nobody_else_on_the_machine_reads_which_parts_there_are(tmp_path: Path) -> None:
    QuarantineFile(tmp_path / "quarantine").close()
    directory = tmp_path / "quarantine"
    modes = {each.stat().st_mode & 0o777 for each in directory.iterdir()}
    assert (directory.stat().st_mode & 0o777, modes) == (0o700, {0o600})
