"""Put known faults into a copy of the tree, one at a time, and see that the tests catch each."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from .known import MUTANTS
from .mutant import Moved, Mutant, node_id
from .tree import copied
from .trial import PASSED, SECONDS, Verdict, run, tried

ROOT = Path(__file__).resolve().parents[3]


def main(arguments: Sequence[str] | None = None) -> int:
    """1 where a fault is not caught, cannot be put in, or tests fail without any."""
    asked = _parser().parse_args(arguments)
    chosen = [mutant for mutant in MUTANTS if not asked.names or _is_named(mutant, asked.names)]
    if not chosen:
        print("no fault is called so: see --list", file=sys.stderr)
        return 1
    if asked.list:
        print(*(f"{mutant.breaks:8} {mutant.name}" for mutant in chosen), sep="\n")
        return 0
    return all_tried(ROOT, chosen)


def all_tried(root: Path, mutants: Sequence[Mutant]) -> int:
    """The exit code; a line is printed for each, when it is known."""
    begun = time.monotonic()
    with copied(root) as copy:
        unwell = _unwell(copy, mutants)
        if unwell:
            print(unwell)
            return 1
        print(f"{'without a fault all pass':87} {time.monotonic() - begun:5.1f} s", flush=True)
        verdicts = [_told(tried(copy, mutant)) for mutant in mutants]
    missed = [verdict for verdict in verdicts if not verdict.caught]
    print(f"{len(verdicts) - len(missed)} of {len(verdicts)} caught in {time.monotonic() - begun:.0f} s")
    return 1 if missed else 0


def _unwell(copy: Path, mutants: Iterable[Mutant]) -> str:
    """What the tests say where there is no fault; empty: they pass."""
    tests = set[str]()
    for test in {test for mutant in mutants for test in mutant.caught_by}:
        try:
            tests.add(node_id(copy, test))
        except Moved as moved:
            print(moved)  # and its faults fail, each by itself
    ran = run(copy, sorted(tests), SECONDS * 8) if tests else None
    if ran is not None and ran.code == PASSED:
        return ""
    return f"without a fault the tests do not pass:\n{ran.said if ran else 'there are none'}"


def _told(verdict: Verdict) -> Verdict:
    mutant, sign = verdict.mutant, "caught" if verdict.caught else "FAILED"
    print(f"{sign} {mutant.breaks:9} {mutant.name:70} {verdict.seconds:5.1f} s  {verdict.why}", flush=True)
    return verdict


def _is_named(mutant: Mutant, names: Sequence[str]) -> bool:
    return any(name in mutant.name or name == mutant.breaks for name in names)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.support.mutants", description=__doc__)
    parser.add_argument("names", nargs="*", help="a part of a fault's name, or what it breaks, as P4")
    parser.add_argument("--list", action="store_true", help="only name them")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
