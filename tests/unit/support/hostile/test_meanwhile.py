from __future__ import annotations

import time

from tests.support.hostile.meanwhile import Meanwhile, in_words, slower
from tests.support.hostile.pulse import Beat, Pulse


async def watched(waits: dict[str, tuple[float, float]]) -> Meanwhile:
    """``waits``: how long somebody waited for each before the flood, and in it."""
    pulse = Pulse(pid=0)
    meanwhile = Meanwhile(pulse)
    for kind, (quiet, _) in waits.items():
        pulse.beats += [Beat(kind, time.monotonic() - 60, quiet, cpu=0.0)] * 100

    async def flood() -> None:
        for kind, (_, flooded) in waits.items():
            pulse.beats += [Beat(kind, time.monotonic(), flooded, cpu=0.0)] * 100

    await meanwhile.last(flood)
    return meanwhile


async def test_whoever_waits_longer_in_a_flood_is_found() -> None:
    waited = (await watched({"letter": (0.001, 0.04), "health": (0.1, 0.26), "plan": (0.2, 0.44)})).waited()
    assert waited == {"letter": (0.001, 0.04), "health": (0.1, 0.26), "plan": (0.2, 0.44)}
    assert slower(waited) == ["health"]
    assert in_words(waited) == "letter 1 → 40 ms, health 100 → 260 ms, plan 200 → 440 ms"


async def test_what_nobody_waited_for_during_a_flood_is_not_judged() -> None:
    assert (await watched({"ping": (0.001, 9.0)})).waited() == {}


def test_a_wait_for_a_processor_is_no_delay_but_the_servers_work_is() -> None:
    assert Beat("plan", 0.0, wall=0.5, cpu=0.01, queued=0.4).unhindered == 0.5 - 0.4
    assert Beat("plan", 0.0, wall=0.5, cpu=0.2, queued=0.4).unhindered == 0.2
