"""Turns of a writer without a room around it."""

from __future__ import annotations

from collections.abc import Sequence

from server.sync.part.turn import Edit, Settled, Turn, Verdict
from server.sync.part.writer import PartWriter

GAP = b"\x01\x01\x63\x05\x84\x63\x04\x01x\x00"
"""Client 99 goes on after a clock nobody has."""


def verdicts(edits: list[Edit]) -> list[Verdict]:
    return [edit.verdict for edit in edits]


def a_turn(edits: Sequence[Edit]) -> Turn:
    return Turn([], [*edits], [])


async def settle(written_by: PartWriter, edits: Sequence[Edit]) -> Settled:
    return await written_by.write(a_turn(edits))
