"""The contract of ``ports.Fanout``, checked with processes on a real Redis."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.domain.plan import PartId, PersonId, PlanId
from server.fanout.alone import OneProcess
from server.fanout.redis.codec import MAX_MESSAGE_BYTES
from server.fanout.redis.publisher import MAX_QUEUED
from server.ports.log import Stored
from server.ports.processes import AccessVersionChanged, PartNotice, PlanChanged, RowsStored, SessionEnded
from tests.acceptance.listening import KEYS, OURS, THEIRS, Site, said, started


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with started(tmp_path) as site:
        yield site


async def test_one_process_is_alone_and_content() -> None:
    alone = OneProcess()
    await alone.follow(OURS)
    alone.publish(OURS, AccessVersionChanged())
    alone.unfollow(OURS)
    assert not alone.degraded
    await alone.close()


async def test_every_process_hears_every_other_in_order_and_not_itself(site: Site) -> None:
    processes = [await site.process(OURS) for _ in range(3)]
    words = [f"word {number}" for number in range(300)]
    for word in words:
        for number, process in enumerate(processes):
            process.says(f"{number}: {word}")
        await asyncio.sleep(0)
    for process in processes:
        await process.until(lambda process=process: len(process.told) >= 600)  # type: ignore[misc]
    for number, process in enumerate(processes):
        assert len(process.senders) == 2
        spoken = sorted(
            [text.text for _, by, text in process.told if by == sender and isinstance(text, PartNotice)]
            for sender in process.senders
        )
        assert spoken == [[f"{other}: {word}" for word in words] for other in range(3) if other != number]
        assert {plan for plan, _, _ in process.told} == {OURS}
        assert process.fanout.traffic.published == 300
        assert process.fanout.traffic.received == 600
        assert process.fanout.traffic.forged == process.fanout.traffic.dropped == 0


async def test_what_is_said_of_a_plan_is_heard_only_by_who_follows_it(site: Site) -> None:
    speaker, ours, theirs = await site.process(), await site.process(OURS), await site.process(THEIRS)
    speaker.says("of ours", plan=OURS)
    speaker.says("of theirs", plan=THEIRS)
    speaker.fanout.publish(None, SessionEnded("key"))
    await ours.hears(SessionEnded("key"))
    await theirs.hears(SessionEnded("key"))
    assert ours.messages == [said("of ours"), SessionEnded("key")]
    assert theirs.messages == [said("of theirs"), SessionEnded("key")]
    assert [plan for plan, _, _ in theirs.told] == [THEIRS, None]


async def test_from_when_follow_returns_nothing_is_missed_and_after_unfollow_nothing_heard(
    site: Site,
) -> None:
    speaker, listener = await site.process(), await site.process()
    for turn in range(50):
        await listener.fanout.follow(OURS)
        speaker.says(f"heard {turn}")
        await listener.hears(said(f"heard {turn}"))
        listener.fanout.unfollow(OURS)
        speaker.says(f"not heard {turn}")
        speaker.fanout.publish(None, SessionEnded(f"{turn}"))
        await listener.hears(SessionEnded(f"{turn}"))
    assert [each for each in listener.messages if isinstance(each, PartNotice)] == [
        said(f"heard {turn}") for turn in range(50)
    ]


async def test_follow_returns_only_when_redis_has_confirmed_it(site: Site) -> None:
    listener = await site.process()
    site.redis.pause()
    following = asyncio.create_task(listener.fanout.follow(OURS))
    _, waiting = await asyncio.wait({following}, timeout=0.3)
    site.redis.resume()
    assert waiting
    await following


async def test_what_is_not_followed_any_more_is_not_sent_to_us_either(site: Site) -> None:
    listener = await site.process(OURS, THEIRS)
    listener.fanout.unfollow(OURS)
    await listener.fanout.follow(PlanId("another"))  # in effect after every earlier command
    async with site.redis.intruder() as intruder:
        counted = await intruder.listeners(*map(KEYS.plan, (OURS, THEIRS)))
    assert counted == [0, 1]


async def test_rows_too_many_to_send_are_announced_and_the_next_message_comes_too(site: Site) -> None:
    speaker, listener = await site.process(), await site.process(OURS)
    rows = [Stored(seq, PersonId("person"), bytes(MAX_MESSAGE_BYTES // 4)) for seq in range(1, 9)]
    few, many = RowsStored(PartId("part"), tuple(rows[:3])), RowsStored(PartId("part"), tuple(rows))
    for message in (few, many, few, few, few):
        speaker.fanout.publish(OURS, message)
    speaker.fanout.publish(OURS, PlanChanged())
    await listener.hears(PlanChanged())
    assert listener.messages == [few, RowsStored(PartId("part"), ()), few, few, few, PlanChanged()]


async def test_what_is_too_much_to_wait_is_dropped_and_counted_and_the_rest_arrives(site: Site) -> None:
    speaker, listener = await site.process(), await site.process(OURS)
    speaker.says(*map(str, range(MAX_QUEUED + 500)))
    speaker.fanout.publish(OURS, PartNotice(PartId("part"), "\ud800"))
    traffic = speaker.fanout.traffic
    assert traffic.dropped >= 501
    assert traffic.published + traffic.dropped == MAX_QUEUED + 501
    await listener.until(lambda: len(listener.told) == traffic.published)
    assert listener.messages == [said(str(number)) for number in range(traffic.published)]


async def test_another_deployment_on_the_same_redis_is_another_world(site: Site) -> None:
    speaker, listener = await site.process(OURS), await site.process(OURS)
    stranger = await site.process(OURS, secret="known to nobody here, but just as long")
    stranger.says("from elsewhere")
    stranger.fanout.publish(None, SessionEnded("elsewhere"))
    speaker.says("from here")
    await listener.hears(said("from here"))
    assert listener.messages == [said("from here")]
    assert stranger.messages == []
    assert listener.fanout.traffic.forged == 0


async def test_once_closed_nothing_is_said_or_heard(site: Site) -> None:
    leaver, speaker, stayer = await site.process(OURS), await site.process(OURS), await site.process(OURS)
    await leaver.fanout.close()
    assert leaver.fanout.degraded
    leaver.says("too late")
    speaker.says("heard")
    await stayer.hears(said("heard"))
    assert leaver.messages == []
    assert stayer.messages == [said("heard")]
    await leaver.fanout.close()
