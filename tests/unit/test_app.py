"""What is put together is taken apart in the right order."""

from __future__ import annotations

from pathlib import Path

import pytest

from server import app
from server.features.accesslog.readings import ReadingLog
from server.settings import Settings
from server.storage.database.database import Database
from server.sync.hub import Hub
from tests.support.servers.migrated import migrated


class Ends:
    """What happened at the end, in order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.order: list[str] = []
        ends = self.order

        class NotedHub(Hub):
            async def close(self) -> None:
                await super().close()
                ends.append("hub")

        class NotedReadings(ReadingLog):
            async def close(self) -> None:
                await super().close()
                ends.append("readings")

        class NotedDatabase(Database):
            async def close(self) -> None:
                ends.append("database")
                await super().close()

        for name, noted in (("Hub", NotedHub), ("ReadingLog", NotedReadings), ("Database", NotedDatabase)):
            monkeypatch.setattr(app, name, noted)


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> Ends:
    return Ends(monkeypatch)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database_url=migrated(tmp_path / "samplan.db"))


async def test_what_was_read_is_logged_when_nobody_reads_any_more_and_the_database_is_open(
    settings: Settings, ends: Ends
) -> None:
    async with app.opened(settings):
        pass
    assert ends.order[:2] == ["hub", "readings"]
    assert ends.order[-1] == "database"


async def test_draining_logs_it_because_a_signal_lets_nothing_come_after(
    settings: Settings, ends: Ends
) -> None:
    async with app.opened(settings) as application:
        await application.drain()
        assert ends.order == ["hub", "readings"]


async def test_it_is_logged_too_where_something_fails(settings: Settings, ends: Ends) -> None:
    with pytest.raises(LookupError):
        async with app.opened(settings):
            raise LookupError
    assert ends.order == ["readings", "database"]
