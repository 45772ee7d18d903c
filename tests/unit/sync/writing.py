"""Turns of a writer without a room around it."""

from __future__ import annotations

from server.sync.part.turn import Verdict, Work, Written
from server.sync.part.writer import PartWriter

GAP = b"\x01\x01\x63\x05\x84\x63\x04\x01x\x00"
"""Client 99 goes on after a clock nobody has."""


def verdicts(works: list[Work]) -> list[Verdict]:
    return [work.verdict for work in works]


async def settle(written_by: PartWriter, works: list[Work]) -> Written:
    return await written_by.write(works)
