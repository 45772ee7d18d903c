"""After every fault of Redis, processes detect it, continue, and receive each other's messages again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.domain.plan import PlanId
from tests.acceptance.listening import OURS, THEIRS, WAIT_SECONDS, Site, said, started
from tests.support.servers.redis import Relay


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with started(tmp_path) as site:
        yield site


async def test_without_redis_it_starts_degraded_and_resumes_by_itself(site: Site) -> None:
    await site.redis.kill()
    processes = await asyncio.gather(site.process(OURS), site.process(OURS))
    assert all(process.fanout.degraded for process in processes)
    processes[0].says("to nobody")
    assert processes[0].fanout.traffic.dropped == 1
    await site.redis.start()
    for process in processes:
        await process.until(lambda process=process: process.resumptions)  # type: ignore[misc]
    processes[0].says("to somebody")
    await processes[1].hears(said("to somebody"))
    assert processes[1].messages == [said("to somebody")]


async def test_after_redis_was_killed_everything_is_followed_again_and_said_to_be_looked_at(
    site: Site,
) -> None:
    speaker, listener = await site.process(OURS), await site.process(OURS, THEIRS)
    listener.fanout.unfollow(THEIRS)
    for _ in range(2):
        before = speaker.resumptions, listener.resumptions
        await site.redis.kill()
        await speaker.until_degraded()
        await listener.until_degraded()
        speaker.says("lost")
        await listener.fanout.follow(PlanId("opened meanwhile"))
        await site.redis.start()
        await listener.until(lambda: listener.resumptions > before[1])  # noqa: B023
        await speaker.until(lambda: speaker.resumptions > before[0])  # noqa: B023
    assert speaker.fanout.traffic.dropped >= 2
    speaker.says("of theirs", plan=THEIRS)
    speaker.says("heard again")
    speaker.says("and this", plan=PlanId("opened meanwhile"))
    await listener.hears(said("and this"))
    assert listener.messages == [said("heard again"), said("and this")]


@pytest.mark.parametrize("kind", ["normal", "pubsub"])
async def test_a_connection_that_is_cut_is_made_again(site: Site, kind: str) -> None:
    speaker, listener = await site.process(OURS), await site.process(OURS)
    async with site.redis.intruder() as intruder:
        if kind == "pubsub":
            await intruder.stops_listening()
        assert await intruder.cuts(kind) == 2
    for process in (speaker, listener):
        await process.until(lambda process=process: process.resumptions)  # type: ignore[misc]
        assert process.fanout.traffic.reconnects >= 1
    speaker.says("heard")
    await listener.hears(said("heard"))


async def test_a_redis_that_holds_still_is_noticed_and_keeps_nobody_waiting(site: Site) -> None:
    speaker, listener = await site.process(OURS), await site.process(OURS)
    site.redis.pause()
    async with asyncio.timeout(WAIT_SECONDS):
        await listener.fanout.follow(THEIRS)
    await listener.until_degraded()
    await speaker.until_degraded()
    site.redis.resume()
    for process in (speaker, listener):
        await process.until(lambda process=process: process.resumptions)  # type: ignore[misc]
    speaker.says("heard", plan=THEIRS)
    await listener.hears(said("heard"))


async def test_a_redis_that_answers_but_delivers_nothing_is_noticed(site: Site) -> None:
    relay = Relay(site.redis)
    await relay.start()
    speaker, listener = await site.process(OURS), await site.process(OURS, url=relay.url)
    relay.deaf = True
    await listener.until_degraded()
    assert relay.kept
    assert not speaker.fanout.traffic.reconnects
    relay.deaf = False
    await listener.until(lambda: listener.resumptions)
    speaker.says("heard")
    await listener.hears(said("heard"))
    await listener.fanout.close()
    await relay.stop()


async def test_closing_ends_also_when_redis_dies_at_that_moment(site: Site) -> None:
    for _ in range(5):
        process = await site.process(OURS)
        await site.redis.kill()
        async with asyncio.timeout(WAIT_SECONDS):
            await process.fanout.close()
        await site.redis.start()
