"""Whoever controls Redis can keep messages from arriving, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.acceptance.listening import KEYS, OURS, THEIRS, WAIT_SECONDS, Site, said, started


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with started(tmp_path) as site:
        yield site


async def test_who_holds_redis_can_say_repeat_move_and_read_nothing(site: Site) -> None:
    speaker, listener = await site.process(OURS), await site.process(OURS, THEIRS)
    ours, theirs = KEYS.plan(OURS), KEYS.plan(THEIRS)
    async with site.redis.intruder() as intruder:
        speaker.says("said once")
        overheard = await intruder.overhears(ours)
        envelope = overheard.envelope
        await listener.hears(said("said once"))
        assert b"said once" not in envelope
        assert OURS.encode() not in ours
        forged = [
            (ours, envelope),
            (theirs, envelope),
            (KEYS.sessions, envelope),
            (theirs, envelope[:17] + (2**40).to_bytes(8) + envelope[25:]),
            (ours, envelope[:-1]),
            (ours, envelope[:-1] + bytes((envelope[-1] ^ 1,))),
            (ours, b""),
            (ours, bytes(2 * 1024 * 1024)),
            (theirs, b"\1" + bytes(80)),
        ]
        for channel, data in forged:
            await intruder.says(channel, data)
        await intruder.says(KEYS.echo(b"somebody"), envelope)
        speaker.says("said then")
        await listener.hears(said("said then"))
    assert listener.messages == [said("said once"), said("said then")]
    assert listener.fanout.traffic.forged == len(forged)


async def test_what_we_said_ourselves_and_is_repeated_to_us_is_not_heard(site: Site) -> None:
    speaker, listener = await site.process(OURS), await site.process(OURS)
    channel = KEYS.plan(OURS)
    async with site.redis.intruder() as intruder:
        speaker.says("my own words")
        await intruder.says(channel, (await intruder.overhears(channel)).envelope)
        listener.says("your words")
        await speaker.hears(said("your words"))
    assert speaker.messages == [said("your words")]


async def test_a_heartbeat_that_is_repeated_is_a_forgery(site: Site) -> None:
    process = await site.process()
    async with site.redis.intruder() as intruder:
        heartbeat = await intruder.overhears()  # who is alone speaks to itself
        await intruder.says(heartbeat.channel, heartbeat.envelope)
        async with asyncio.timeout(WAIT_SECONDS):
            while not process.fanout.traffic.forged:  # noqa: ASYNC110 - nobody is told
                await asyncio.sleep(0.01)


async def test_a_process_of_the_same_database_with_another_key_is_noticed_by_both(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    """Their channels have other names: without a channel for all on one database neither would hear of it."""
    other = "another key, as long as ours and random as well"
    ours = [await site.process(OURS, history="one database") for _ in range(2)]
    odd = await site.process(OURS, secret=other, history="one database")
    elsewhere = await site.process(OURS, secret=other, history="another database")
    async with asyncio.timeout(WAIT_SECONDS):
        while not all(process.fanout.traffic.forged for process in (*ours, odd)):  # noqa: ASYNC110 - nobody is told
            await asyncio.sleep(0.01)
    assert elsewhere.fanout.traffic.forged == 0
    told = [message for message in caplog.messages if "SAMPLAN_SECRET_KEY" in message]
    assert len(told) == 3
