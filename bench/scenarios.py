"""The scenarios in the order of the report, with their goals."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from .idle import idle_memory
from .joining import cold_join, durability
from .meeting import meeting
from .overview import unit_overview
from .saturated import fifty_parts, more_processes, saturation
from .scene import Extent, Figures
from .targets import Target

ALL = ("samplan-sqlite", "samplan-postgresql", "hocuspocus", "y-websocket", "pycrdt-websocket")


@dataclass(frozen=True)
class Goal:
    """The bound of ``figure`` of samplan on SQLite: ``most``/``least``, absolute or times a peer's figure."""

    figure: str
    most: float | None = None
    least: float | None = None
    against: str | None = None
    """``best`` or ``worst`` peer, or the name of one; ``None``: the bound is absolute."""


@dataclass(frozen=True)
class Scenario:
    run: Callable[[Target, Extent], Awaitable[Figures]]
    goals: Sequence[Goal] = ()
    targets: Sequence[str] = ALL

    @property
    def name(self) -> str:
        return self.run.__name__


SCENARIOS = (
    Scenario(
        meeting,
        (
            Goal("CPU per delivered update, µs", most=0.8, against="best"),
            Goal("latency p99, ms", most=5.0),
            Goal("latency p99, ms", most=1.0, against="worst"),
        ),
    ),
    Scenario(saturation, (Goal("updates per second", least=1.3, against="hocuspocus"),)),
    Scenario(fifty_parts, (Goal("updates per second", least=1.3, against="best"),)),
    Scenario(
        cold_join,
        (
            Goal("1 at once, ms", most=0.7, against="best"),
            Goal("30 at once, ms", most=0.7, against="best"),
            Goal("300 at once, ms", most=0.7, against="best"),
        ),
    ),
    Scenario(
        idle_memory,
        (Goal("per part beyond its socket, kB", most=15.0), Goal("per socket, kB", most=40.0)),
    ),
    Scenario(durability, (Goal("lost of 200", most=0.0),)),
    Scenario(
        more_processes,
        (Goal("2 processes: times the updates of one", least=1.6),),
        ("samplan-postgresql",),
    ),
    Scenario(
        unit_overview,
        (Goal("overview p95, ms", most=300.0),),
        ("samplan-sqlite", "samplan-postgresql"),
    ),
)
