"""The words of a part are those of its log now."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pytest

from server.domain.plan import SERVER, Kind, PartId
from server.ports.log import LoadedPart, SealBroken, StorageUnavailable, Stored
from server.ports.texts import NOTHING_WRITTEN, FilledIn
from server.storage.quarantine_file import QuarantineFile
from server.sync.document.schema import Block, seed
from server.sync.plan.texts import KEPT, LoggedTexts
from server.sync.update.admission import exhausted
from server.sync.update.children import ChildReader
from tests.support.clients.anchors import Typed, typed
from tests.unit.sync.fakes import PART, MemoryLog, Page

WHOLE = "Viøverhverdag"
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


async def stands(texts: LoggedTexts, part: PartId = PART, more: Typed | None = None) -> str | None:
    """What stands from the beginning to the end of what the part began with, or to the end of ``more``."""
    letters = ChildReader(seed(Kind.HOME, 5, blocks=BLOCKS).payload)
    found = [each for group in exhausted(letters.reading()).values() for each in group if each.text]
    first, last = Typed(5, found[0].clock, "Vi øver"), Typed(5, found[-1].clock, "dag")
    end = last.end("dag") if more is None else more.end(more.text)
    passage = (await texts.words(part)).passage(first.start("Vi"), end)
    return None if passage is None else passage.text


async def test_all_letters_of_all_blocks_are_there_in_order(texts: LoggedTexts) -> None:
    assert await stands(texts) == WHOLE


async def test_what_stands_there_is_read_once_until_it_changes(texts: LoggedTexts, log: Log) -> None:
    for _ in range(2):
        assert await stands(texts) == WHOLE
    assert log.loads == 1
    page = Page(log, 11)
    more = typed(page, " nå", block=1)
    log.clients[11] = SERVER
    log.add(page.take_outgoing()[-1])
    assert await stands(texts, more=more) == f"{WHOLE}nå"
    assert log.loads == 2


async def test_only_some_texts_are_kept(texts: LoggedTexts, log: Log) -> None:
    for name in range(KEPT + 1):
        await texts.words(PartId(str(name)))
    await texts.words(PartId("0"))
    assert log.loads == KEPT + 2


async def test_of_what_cannot_be_read_nothing_stands_there(texts: LoggedTexts, log: Log) -> None:
    assert await stands(texts, PartId("nowhere")) is None
    log.damaged = True
    assert await stands(texts) is None


async def test_half_a_part_has_no_text(texts: LoggedTexts, log: Log) -> None:
    log.rows = []
    assert await stands(texts) is None


class Deadly(QuarantineFile):
    """Every part has killed a process."""

    def suspects(self, part: PartId) -> bool:
        return True


async def test_a_part_that_may_kill_the_process_is_not_read_for_this(log: Log) -> None:
    assert await stands(LoggedTexts(log, Deadly(None))) is None
    assert log.loads == 0


async def test_a_database_that_is_away_is_said(texts: LoggedTexts, log: Log) -> None:
    log.away = True
    with pytest.raises(StorageUnavailable):
        await texts.words(PART)


async def test_whether_anything_is_written_and_what_fields_say(texts: LoggedTexts, log: Log) -> None:
    assert await texts.written(PART) == FilledIn(True, {})
    fields = {"extent": "Ukentlig", "status": "planned"}
    log.rows = [Stored(1, SERVER, seed(Kind.MEASURE, 5, fields=fields).payload)]
    found = await texts.written(PART)
    assert (found.text, {name: found.fields[name] for name in fields}) == (False, fields)
    log.damaged = True
    assert await texts.written(PART) == await texts.written(PartId("nowhere")) == NOTHING_WRITTEN
