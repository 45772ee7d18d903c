"""Parses the server's system calls from the output of ``strace``, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

STRACE = (
    "strace", "-f", "-qq", "-yy", "-xx", "-s", "20000",
    "-e", "trace=fdatasync,fsync,pwrite64,write,writev,sendto,sendmsg",
)  # fmt: skip

_LINE = re.compile(
    r"(?P<pid>\d+) +(?:(?P<name>\w+)\((?P<rest>.*)|<\.\.\. (?P<resumed>\w+) resumed>(?P<end>.*))"
)
_TARGET = re.compile(r"\d+<(?P<target>(?:\\x[0-9a-f]{2}|[^>\\])*)")
_BYTES = re.compile(r"(?:\\x[0-9a-f]{2})+")


@dataclass(frozen=True, slots=True)
class Call:
    """One system call. ``began`` and ``ended`` are line numbers of the trace; ``failed``: with an error."""

    name: str
    target: str
    data: bytes
    began: int
    ended: int
    failed: bool


def calls(trace: Path) -> list[Call]:
    """Every call in the order of their beginnings, without those that never returned."""
    return sorted(_calls(trace.read_text().splitlines()), key=lambda call: call.began)


def _calls(lines: list[str]) -> Iterator[Call]:
    under_way: dict[str, tuple[int, str, str]] = {}
    for place, line in enumerate(lines):
        found = _LINE.match(line)
        if found is None:
            continue
        if found["name"] and found["rest"].endswith("<unfinished ...>"):
            under_way[found["pid"]] = (place, found["name"], found["rest"])
        elif found["name"]:
            yield _call(found["name"], found["rest"], place, place)
        elif found["pid"] in under_way:
            began, name, rest = under_way.pop(found["pid"])
            yield _call(name, rest + found["end"], began, place)


def _call(name: str, rest: str, began: int, ended: int) -> Call:
    target = _TARGET.match(rest)
    named = _plain(target["target"]).decode(errors="replace") if target else ""
    data = b"".join(_plain(run) for run in _BYTES.findall(rest[target.end() :] if target else ""))
    return Call(name, named, data, began, ended, failed=" = -1 " in rest)


def _plain(text: str) -> bytes:
    if "\\x" not in text:
        return text.encode()
    return bytes.fromhex(text.replace("\\x", ""))
