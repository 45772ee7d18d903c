"""A plan whose every text is a word that stands nowhere else, and whoever asks everything there is."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from server.web.rate_limits import Rate
from server.web.runner import Rates, WebSettings
from tests.integration.http_site import Site, site
from tests.integration.test_http_cases import Desk
from tests.integration.test_http_cases_plan import seen
from tests.support.clients.people import Person
from tests.support.models.canaries import Canaries
from tests.support.operations import BODIES, OPERATIONS, address

LEFT_OUT = ("log_out", "log_in_demo", "choose_role", "end_session", "end_sessions", "choices")
"""After which somebody is somebody else, or nobody; and the demo's list of its persons."""


AS_FAST_AS_IT_GOES = Rate(1e12, 1e12)
"""Who is told to wait hears nothing of what they asked, and no search finds it."""


@pytest.fixture
async def unhurried(tmp_path: Path, demo_database: Path) -> AsyncIterator[Site]:
    rates = Rates(AS_FAST_AS_IT_GOES, AS_FAST_AS_IT_GOES)
    async with site(
        tmp_path, WebSettings(dist=tmp_path / "dist", rates=rates), copied_from=demo_database
    ) as built:
        yield built


@dataclass
class Words:
    """``said``: by place, in the order in which they were written."""

    canaries: Canaries = field(default_factory=Canaries)

    def __call__(self, place: str) -> str:
        return self.canaries.release(None, 0, place).text

    def heard(self, person: Person) -> set[str]:
        return {each.place for each in self.canaries.found_in(bytes(person.received))}

    @contextmanager
    def nothing_new_for(self, person: Person) -> Iterator[None]:
        person.received.clear()
        yield
        assert self.heard(person) == set(), person.key


async def asks_everything(person: Person, assisting: str = "", **ids: str) -> None:
    headers = {"X-Assisted": assisting} if assisting else {}
    for name, operation in OPERATIONS.items():
        if name not in LEFT_OUT and not operation.path.startswith("/login"):
            for body in BODIES.get(name, ({},)) if operation.is_command else (None,):
                answer = await person.send(operation.method, address(operation, **ids), body, **headers)
                person.received += repr(answer.headers.raw).encode()


@dataclass
class Written:
    """A plan of a case, whose owner writes."""

    desk: Desk
    plan: str
    words: Words

    async def part(self, place: str, kind: str = "goal") -> str:
        """With a comment on it."""
        owner = self.desk.owner
        made = {"kind": kind, "title": self.words(place)}
        part = str((await owner.post(f"/api/plans/{self.plan}/parts", made)).json()["id"])
        said = await owner.post(f"/api/parts/{part}/comments", {"text": self.words(f"{place}, comment")})
        assert said.status_code == 201, said.text
        return part

    async def says(self, part: str, place: str) -> None:
        said = await self.desk.owner.post(f"/api/parts/{part}/comments", {"text": self.words(place)})
        assert said.status_code == 201, said.text

    async def opens(self, participant: str, part: str, purpose: str, level: str = "read") -> None:
        wish = {"participant": participant, "part": part, "level": level, "purpose": self.words(purpose)}
        answer = await self.desk.owner.post(f"/api/plans/{self.plan}/grants", wish)
        assert answer.status_code == 201, answer.text

    async def who(self, role: str) -> str:
        found = (await seen(self.desk.owner, self.plan))["participants"]
        return next(str(each["id"]) for each in found if each["role"] == role)

    def ids(self, part: str, **more: str) -> dict[str, str]:
        return {"plan": self.plan, "part": part, "case": self.desk.case, "municipality": "9950", **more}
