"""Compares the seals in the database with those kept elsewhere."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from server.domain.seals import Seal

from .keys import SealingKeys
from .outside import seals_in

REMEMBERED = 1000
"""Of one copy: lines of several processes may stand in another order than their seals."""


@dataclass
class Copy:
    """A file of seals, read once. ``wrong``: each the end of a sentence."""

    newest: dict[str, Seal] = field(default_factory=dict)
    """By epoch, in the order in which they first came."""
    wrong: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path, keys: SealingKeys | None) -> Copy:
        """Raises ``OSError``."""
        copy, recent = cls(), OrderedDict[tuple[str, int], bytes]()
        for seal in seals_in(path):
            key = keys.named(seal.key) if keys else None
            if key is not None and not seal.made_with(key):
                copy.wrong.append(f"seal {seal.number} was changed")
                continue
            newest = copy.newest.get(seal.epoch, seal)
            known = recent.get((seal.epoch, seal.number), seal.mac)
            if known != seal.mac or seal.number <= newest.number - REMEMBERED:
                copy.wrong.append(
                    f"after seal {newest.number} there is another seal {seal.number}, of {moment(seal)}:"
                    " the database was put back to an earlier one"
                )
            recent[seal.epoch, seal.number] = seal.mac
            if len(recent) > REMEMBERED:
                recent.popitem(last=False)
            if seal.number >= newest.number or known != seal.mac:
                copy.newest[seal.epoch] = seal
        return copy

    def against(self, epoch: str, newest: Seal | None, same: Seal | None) -> Iterator[str]:
        """What is wrong with the database of ``epoch``, whose ``newest`` seal is that.

        ``same``: its seal of the number of ours, where it still has it.
        """
        ours = self.newest.get(epoch)
        if ours is None:
            return
        if same is not None:  # perhaps made since ``newest`` was read
            if same.mac != ours.mac:
                yield f"seal {ours.number} is another one than in the database"
        elif newest is None or ours.number > newest.number:
            until = (
                "it has no seal" if newest is None else f"its newest is {newest.number}, of {moment(newest)}"
            )
            yield (
                f"seal {ours.number}, of {moment(ours)}, is not in the database: {until}. What was written in"
                " between was cut off; or a backup was restored, and `samplan restored` is still to be run"
            )

    def given_up(self, epoch: str) -> Iterator[str]:
        """The histories that restores ended."""
        for each, seal in self.newest.items():
            if each != epoch:
                yield f"seals up to {seal.number}, of {moment(seal)}, are of a history that a restore ended"


def moment(seal: Seal) -> str:
    return f"{seal.at:%Y-%m-%d %H:%M:%S} UTC"
