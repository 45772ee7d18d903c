"""What ``make mutants`` finds caught, and what not, on a tree of one module and one file of tests."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.mutants import trial
from tests.support.mutants.__main__ import ROOT, all_tried
from tests.support.mutants.known import MUTANTS
from tests.support.mutants.mutant import Change, Moved, Mutant, file_of, mutant, node_id
from tests.support.mutants.tree import changed
from tests.support.mutants.trial import FAILED, PASSED, STOPPED, Failure, Run, judged

CODE = """
class Refused(Exception): ...

def level(name):
    if name == 'owner':
        return 3
    return 0
"""
TESTS = """
import sys
from server.rights import level, Refused

def test_the_owner_edits():
    assert level("owner") == 3

def test_a_stranger_reads_nothing():
    assert level("stranger") == 0
"""
LOWER = Change("server", "return 3", "return 1")
LOWERED = Mutant("lowered", "P3", (LOWER,), ("tests::test_the_owner_edits",))
NODE = "tests/test_rights.py::test_the_owner_edits"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tree with an app to be imported, as the real one has."""
    for folder in ("server", "tests"):
        (tmp_path / folder).mkdir()
    (tmp_path / "server" / "rights.py").write_text(CODE)
    for name in ("app.py", "serving.py"):
        (tmp_path / "server" / name).write_text("from server import rights\n")
    (tmp_path / "tests" / "test_rights.py").write_text(TESTS)
    (tmp_path / "pyproject.toml").write_text("[tool.pytest.ini_options]\npythonpath = ['.']\n")
    return tmp_path


class Told:
    """What pytest would say of each run, in order; the first is without a fault."""

    def __init__(self, *runs: Run) -> None:
        self._runs = list(runs)
        self.trees: list[str] = []

    def __call__(self, root: Path, tests: object, seconds: float = 0.0) -> Run:
        self.trees.append((root / "server" / "rights.py").read_text())
        return self._runs.pop(0)


def failing(
    test: str = NODE, when: str = "call", *, asserts: bool = True, defects: tuple[str, ...] = ()
) -> Run:
    return Run(FAILED, [Failure(test=test, when=when, asserts=asserts, defects=[*defects], why="3")], "")


WELL = Run(PASSED, [], "")


def tell(monkeypatch: pytest.MonkeyPatch, *runs: Run) -> Told:
    told = Told(*runs)
    monkeypatch.setattr("tests.support.mutants.trial.run", told)
    monkeypatch.setattr("tests.support.mutants.__main__.run", told)
    monkeypatch.setattr(trial, "unsound", lambda *_: "")
    return told


def test_a_fault_that_a_test_catches_is_fine_and_taken_out_again(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = tell(monkeypatch, WELL, failing(), failing())
    assert all_tried(root, [LOWERED, replace(LOWERED, name="again")]) == 0
    lowered = CODE.replace("return 3", "return 1")
    assert told.trees == [CODE, lowered, lowered]
    assert (root / "server" / "rights.py").read_text() == CODE
    assert "2 of 2 caught" in capsys.readouterr().out


def test_a_fault_that_no_test_catches_fails(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tell(monkeypatch, WELL, WELL, failing())
    assert all_tried(root, [LOWERED, LOWERED]) == 1
    assert "not caught" in capsys.readouterr().out


def test_a_text_that_has_moved_fails_and_nothing_is_run_for_it(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = tell(monkeypatch, WELL)
    gone = replace(LOWERED, changes=(LOWER, Change("server", "return 4", "")))
    assert all_tried(root, [gone]) == 1
    assert told.trees == [CODE]
    assert "the code has moved, say the fault anew" in capsys.readouterr().out


def test_nothing_is_tried_where_tests_fail_without_a_fault(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = tell(monkeypatch, failing())
    assert all_tried(root, [LOWERED]) == 1
    assert len(told.trees) == 1
    assert "without a fault" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("ran", "caught"),
    [
        (failing(), True),
        (failing(f"{NODE}[postgresql]"), True),
        (Run(STOPPED, failing().failures, ""), True),
        (WELL, False),
        (Run(STOPPED, [], ""), False),
        (Run(2, [], "error: not collected"), False),
        (failing("tests/test_rights.py::test_a_stranger_reads_nothing"), False),
        (failing(when="setup"), False),
        (failing(asserts=False), False),
        (failing(defects=("NameError",)), False),
    ],
)
def test_only_what_a_test_itself_asserts_counts(ran: Run, caught: bool) -> None:
    assert judged([NODE], ran)[0] is caught


def test_every_test_that_is_named_must_fail() -> None:
    assert not judged([NODE, "tests/test_rights.py::test_another"], failing())[0]


def test_a_real_run_tells_an_assertion_from_a_fault_that_does_not_run(root: Path) -> None:
    caught = trial.tried(root, LOWERED)
    assert (caught.caught, caught.why) == (True, "AssertionError: assert 1 == 3")
    missed = trial.tried(root, replace(LOWERED, caught_by=("tests::test_a_stranger_reads_nothing",)))
    assert missed.why == "not caught: the tests pass"
    refusing = mutant("", "", "server", "return 3", "raise Refused", *LOWERED.caught_by)
    assert trial.tried(root, refusing).caught
    raising = mutant("", "", "server", "return 3", "return [].level", *LOWERED.caught_by)
    assert "AttributeError" in trial.tried(root, raising).why
    nowhere = mutant("", "", "server", "return 3", "return levels", *LOWERED.caught_by)
    assert trial.tried(root, nowhere).why.startswith("the fault does not run")


def test_a_text_is_there_once_in_a_folder(root: Path) -> None:
    assert file_of(root, LOWER) == root / "server" / "rights.py"
    with pytest.raises(Moved):
        file_of(root, Change("server", "return", ""))
    with pytest.raises(Moved), changed(root, [LOWER, Change("server", "return 3", "")]):
        pass
    assert (root / "server" / "rights.py").read_text() == CODE


def test_a_test_is_found_by_its_name_in_a_folder(root: Path) -> None:
    assert node_id(root, "tests::test_the_owner_edits") == NODE
    with pytest.raises(Moved):
        node_id(root, "tests::test_of_old")


@pytest.mark.parametrize("known", MUTANTS, ids=lambda mutant: mutant.name)
def test_every_known_fault_can_be_put_in(known: Mutant) -> None:
    for change in known.changes:
        file_of(ROOT, change)
    for test in known.caught_by:
        node_id(ROOT, test)
