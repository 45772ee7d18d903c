"""What ``ports.Fanout`` promises, kept by processes on a real Redis, whatever happens to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from server.domain.plan import PartId, PersonId, PlanId
from server.fanout.many_processes import ManyProcesses
from server.fanout.messages import MAX_MESSAGE_BYTES
from server.fanout.one_process import OneProcess
from server.fanout.publishing import MAX_QUEUED
from server.ports import AccessMoved, Message, PartNotice, PlanMoved, RowsStored, SessionEnded, Stored
from tests.harness.redis import RedisServer, Relay

SECRET = "known to every process of this deployment"
OURS, THEIRS = PlanId("our-plan"), PlanId("their-plan")
WAIT_SECONDS = 60.0


class Process:
    """What one process of the server has of the others: it hears, and remembers what it heard."""

    def __init__(self, fanout: ManyProcesses) -> None:
        self.fanout = fanout
        self.told: list[tuple[PlanId | None, str, Message]] = []
        self.resumptions = 0
        self._moved = asyncio.Event()
        fanout.listen(self)

    def heard(self, plan: PlanId | None, sender: str, message: Message) -> None:
        self.told.append((plan, sender, message))
        self._moved.set()

    def resumed(self) -> None:
        assert not self.fanout.degraded
        self.resumptions += 1
        self._moved.set()

    @property
    def messages(self) -> list[Message]:
        return [message for _, _, message in self.told]

    @property
    def senders(self) -> set[str]:
        return {sender for _, sender, _ in self.told}

    async def until(self, holds: Callable[[], object]) -> None:
        async with asyncio.timeout(WAIT_SECONDS):
            while not holds():
                self._moved.clear()
                await self._moved.wait()

    async def hears(self, message: Message) -> None:
        await self.until(lambda: message in self.messages)

    async def until_degraded(self) -> None:
        async with asyncio.timeout(WAIT_SECONDS):
            while not self.fanout.degraded:  # noqa: ASYNC110 - nobody is told
                await asyncio.sleep(0.01)

    def says(self, *texts: str, plan: PlanId = OURS) -> None:
        for text in texts:
            self.fanout.publish(plan, said(text))


class Site:
    """One Redis, and the processes on it."""

    def __init__(self, directory: Path) -> None:
        self.redis = RedisServer(directory)
        self._started: list[Process] = []

    async def process(self, *follows: PlanId, url: str | None = None, secret: str = SECRET) -> Process:
        process = Process(await ManyProcesses.open(url or self.redis.url, secret))
        self._started.append(process)
        if self.redis.running:
            await process.until(lambda: not process.fanout.degraded)
        for plan in follows:
            await process.fanout.follow(plan)
        return process

    async def stop(self) -> None:
        for process in self._started:
            await process.fanout.close()
        await self.redis.stop()


def said(text: str) -> PartNotice:
    return PartNotice(PartId("part"), text)


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    site = Site(tmp_path)
    await site.redis.start()
    yield site
    await site.stop()


async def test_one_process_is_alone_and_content() -> None:
    alone = OneProcess()
    await alone.follow(OURS)
    alone.publish(OURS, AccessMoved())
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
    await listener.fanout.follow(PlanId("another"))  # in effect after everything asked before it
    async with site.redis.intruder() as intruder:
        counted = await intruder.listeners(*map(listener.fanout._channel, (OURS, THEIRS)))
    assert counted == [0, 1]


async def test_rows_too_many_to_send_are_announced_and_the_next_message_comes_too(site: Site) -> None:
    speaker, listener = await site.process(), await site.process(OURS)
    rows = [Stored(seq, PersonId("person"), bytes(MAX_MESSAGE_BYTES // 4)) for seq in range(1, 9)]
    few, many = RowsStored(PartId("part"), tuple(rows[:3])), RowsStored(PartId("part"), tuple(rows))
    for message in (few, many, few, few, few):
        speaker.fanout.publish(OURS, message)
    speaker.fanout.publish(OURS, PlanMoved())
    await listener.hears(PlanMoved())
    assert listener.messages == [few, RowsStored(PartId("part"), ()), few, few, few, PlanMoved()]


async def test_what_is_too_much_to_wait_is_dropped_and_counted_and_the_rest_arrives(site: Site) -> None:
    speaker, listener = await site.process(), await site.process(OURS)
    speaker.says(*map(str, range(MAX_QUEUED + 500)))
    speaker.fanout.publish(OURS, PartNotice(PartId("part"), "\ud800"))
    traffic = speaker.fanout.traffic
    assert traffic.dropped >= 501
    assert traffic.published + traffic.dropped == MAX_QUEUED + 501
    await listener.until(lambda: len(listener.told) == traffic.published)
    assert listener.messages == [said(str(number)) for number in range(traffic.published)]


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


async def test_who_holds_redis_can_say_repeat_move_and_read_nothing(site: Site) -> None:
    speaker, listener = await site.process(OURS), await site.process(OURS, THEIRS)
    channels = speaker.fanout._keys
    ours, theirs = channels.plan(OURS), channels.plan(THEIRS)
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
            (channels.sessions, envelope),
            (theirs, envelope[:17] + (2**40).to_bytes(8) + envelope[25:]),
            (ours, envelope[:-1]),
            (ours, envelope[:-1] + bytes((envelope[-1] ^ 1,))),
            (ours, b""),
            (ours, bytes(2 * 1024 * 1024)),
            (theirs, b"\1" + bytes(80)),
        ]
        for channel, data in forged:
            await intruder.says(channel, data)
        await intruder.says(channels.echo(b"somebody"), envelope)
        speaker.says("said then")
        await listener.hears(said("said then"))
    assert listener.messages == [said("said once"), said("said then")]
    assert listener.fanout.traffic.forged == len(forged)


async def test_what_we_said_ourselves_and_is_repeated_to_us_is_not_heard(site: Site) -> None:
    speaker, listener = await site.process(OURS), await site.process(OURS)
    channel = speaker.fanout._channel(OURS)
    async with site.redis.intruder() as intruder:
        speaker.says("my own words")
        await intruder.says(channel, (await intruder.overhears(channel)).envelope)
        listener.says("your words")
        await speaker.hears(said("your words"))
    assert speaker.messages == [said("your words")]


async def test_a_heartbeat_that_is_repeated_is_a_forgery(site: Site) -> None:
    process = await site.process()
    async with site.redis.intruder() as intruder:
        heartbeat = await intruder.overhears(process.fanout._echo)
        await intruder.says(heartbeat.channel, heartbeat.envelope)
        async with asyncio.timeout(WAIT_SECONDS):
            while not process.fanout.traffic.forged:  # noqa: ASYNC110 - nobody is told
                await asyncio.sleep(0.01)


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


async def test_closing_ends_also_when_redis_dies_at_that_moment(site: Site) -> None:
    for _ in range(5):
        process = await site.process(OURS)
        await site.redis.kill()
        async with asyncio.timeout(WAIT_SECONDS):
            await process.fanout.close()
        await site.redis.start()
