"""The words of a part are those of its log now."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pytest

from server.domain.plan import SERVER, Kind, PartId
from server.ports.log import LoadedPart, SealBroken, StorageUnavailable, Stored
from server.storage.quarantine_file import QuarantineFile
from server.sync.document.schema import Block, seed
from server.sync.plan.texts import KEPT, LoggedTexts
from tests.unit.sync.fakes import PART, MemoryLog, Page

TEXT = "Vi øver hver dag"
BLOCKS = [Block.plain("Vi øver"), Block((("hver ", {"bold": {}}), ("dag", {})), kind="heading", level=2)]


class Log(MemoryLog):
    """Counts how often a part is read whole."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = [Stored(1, SERVER, seed(Kind.HOME, 5, blocks=BLOCKS).payload)]
        self.clients = {5: SERVER}
        self.loads = 0
        self.damaged = False

    async def load(self, part: PartId) -> LoadedPart | None:
        self.loads += 1
        if self.damaged:
            raise SealBroken
        return await super().load(part) if part != "nowhere" else None

    async def heads(self, parts: Collection[PartId]) -> Mapping[PartId, int]:
        self.require_there()
        return {part: len(self.rows) for part in parts}

    def add(self, payload: bytes) -> None:
        self.rows.append(Stored(len(self.rows) + 1, SERVER, payload))


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def texts(log: Log) -> LoggedTexts:
    return LoggedTexts(log, QuarantineFile(None))


async def test_all_letters_of_all_blocks_are_there_in_order(texts: LoggedTexts) -> None:
    assert (await texts.words(PART)).hold(TEXT)


async def test_what_stands_there_is_read_once_until_it_changes(texts: LoggedTexts, log: Log) -> None:
    for _ in range(2):
        assert (await texts.words(PART)).hold(TEXT)
    assert log.loads == 1
    page = Page(log, 11)
    log.add(page.type("nå"))
    assert (await texts.words(PART)).hold("nå")
    assert log.loads == 2


async def test_only_some_texts_are_kept(texts: LoggedTexts, log: Log) -> None:
    for name in range(KEPT + 1):
        await texts.words(PartId(str(name)))
    await texts.words(PartId("0"))
    assert log.loads == KEPT + 2


async def test_of_what_cannot_be_read_nothing_stands_there(texts: LoggedTexts, log: Log) -> None:
    assert not (await texts.words(PartId("nowhere"))).hold("V")
    log.damaged = True
    assert not (await texts.words(PART)).hold("V")


async def test_half_a_part_has_no_text(texts: LoggedTexts, log: Log) -> None:
    log.rows = []
    assert not (await texts.words(PART)).hold("V")


class Deadly(QuarantineFile):
    """Every part has killed a process."""

    def suspects(self, part: PartId) -> bool:
        return True


async def test_a_part_that_may_kill_the_process_is_not_read_for_this(log: Log) -> None:
    assert not (await LoggedTexts(log, Deadly(None)).words(PART)).hold("V")
    assert log.loads == 0


async def test_a_database_that_is_away_is_said(texts: LoggedTexts, log: Log) -> None:
    log.away = True
    with pytest.raises(StorageUnavailable):
        await texts.words(PART)
