"""Tests run on a copy of the tree, and what their failing says of a fault in it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import TypedDict, cast

from . import witness
from .mutant import Moved, Mutant, node_id
from .tree import changed

WITNESS = Path(witness.__file__)
"""Found by its folder: the tree that is tried may have none, or an older one."""
SECONDS = 180.0
"""How long the tests of one fault may take. A test that waits for what never comes is to say so itself."""
FAREWELL_SECONDS = 20.0
PASSED, FAILED, STOPPED = 0, 1, None
REASON = 80
"""Characters of an assertion that are enough to recognise it."""
TEST_SECONDS = 60
"""How long one test may take that does not say otherwise: a fault must not make it wait for ever."""
SEED = "1"
"""What tests draw by chance: the same for each fault, at every run."""


class Failure(TypedDict):
    """As ``witness`` writes it."""

    test: str
    when: str
    asserts: bool
    defects: list[str]
    why: str


@dataclass(frozen=True, slots=True)
class Run:
    """``code``: pytest's, ``STOPPED`` if it took too long; ``said``: the end of its output."""

    code: int | None
    failures: Sequence[Failure]
    said: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """``why``: how the tests failed, or what is wrong with the fault or with the tests."""

    mutant: Mutant
    caught: bool
    why: str
    seconds: float


def tried(root: Path, mutant: Mutant) -> Verdict:
    """What the tests of ``mutant`` say in the tree at ``root`` with the fault in it; afterwards it is out."""
    begun = time.monotonic()
    try:
        tests = [node_id(root, test) for test in mutant.caught_by]
        with changed(root, mutant.changes) as files:
            wrong = unsound(root, files)
            caught, why = (False, wrong) if wrong else judged(tests, run(root, tests))
    except Moved as moved:
        caught, why = False, str(moved)
    return Verdict(mutant, caught, why, time.monotonic() - begun)


def unsound(root: Path, files: Sequence[Path]) -> str:
    """Why any test would fail of it: it is no Python, names what is nowhere, or cannot be imported."""
    linter = str(Path(sys.executable).with_name("ruff"))
    for command in (
        [linter, "check", "--isolated", "--no-cache", "--quiet", "--select", "F821", *map(str, files)],
        [sys.executable, "-c", "import server.app, server.serving"],
    ):
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        if done.returncode:
            said = (done.stdout + done.stderr).strip().splitlines() or ["?"]
            return f"the fault does not run: {said[0] if command[0] == linter else said[-1]}"
    return ""


def run(root: Path, tests: Sequence[str], seconds: float = SECONDS) -> Run:
    """``tests`` by node id, in a process of their own."""
    notes = root / "witnessed.jsonl"
    notes.unlink(missing_ok=True)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        WITNESS.stem,
        "--tb=short",
        f"--timeout={TEST_SECONDS}",
        *tests,
    ]
    if len(tests) == 1:
        command.append("-x")
    own = ("TESTS_SOAK", "PYTEST_ADDOPTS")  # are for the run that tries, not for the one that is tried
    environment = {name: value for name, value in os.environ.items() if name not in own}
    environment |= {
        witness.NOTES: str(notes),
        "TESTS_SEED": SEED,
        "PYTHONPATH": f"{root}{os.pathsep}{WITNESS.parent}",
    }
    code, said = _output(command, root, environment, seconds)
    lines = notes.read_text(encoding="utf-8").splitlines() if notes.exists() else []
    return Run(code, [cast(Failure, json.loads(line)) for line in lines], "\n".join(said.splitlines()[-15:]))


def _output(
    command: Sequence[str], root: Path, environment: dict[str, str], seconds: float
) -> tuple[int | None, str]:
    """The exit code, ``STOPPED`` where it took too long, and what it printed."""
    process = subprocess.Popen(
        command, cwd=root, env=environment, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        said, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)  # its fixtures end the servers that they started
        with suppress(subprocess.TimeoutExpired):
            said, _ = process.communicate(timeout=FAREWELL_SECONDS)
            return STOPPED, said
        os.killpg(process.pid, signal.SIGKILL)
        return STOPPED, process.communicate()[0]
    return process.returncode, said


def judged(tests: Sequence[str], ran: Run) -> tuple[bool, str]:
    """Whether each of ``tests`` failed by what it asserts or waited for in vain, and how; or what else."""
    if ran.code == PASSED:
        return False, "not caught: the tests pass"
    if ran.code not in (FAILED, STOPPED):
        return False, f"the tests did not run (pytest ended with {ran.code}): {ran.said}"
    reasons = []
    for test in tests:
        mine = [failure for failure in ran.failures if failure["test"].partition("[")[0] == test]
        if not mine:
            return False, f"not caught by {test}" + (
                ", which had to be stopped" if ran.code is STOPPED else ""
            )
        telling = [
            each for each in mine if each["when"] == "call" and each["asserts"] and not each["defects"]
        ]
        if not telling:
            worst = mine[0]
            defects = f" with {', '.join(worst['defects'])}" if worst["defects"] else ""
            return False, f"{test} fails in {worst['when']} otherwise than it should{defects}: {worst['why']}"
        reasons.append(shorten(telling[0]["why"], REASON))
    return True, " · ".join(reasons)
